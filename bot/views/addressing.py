"""What who asks a colleague by the command is told: whom, what, and by when, with the way back."""

from bot.blocks import Block
from bot.mrkdwn import bold, mention
from bot.views.favours import Act, button, shown
from bot.views.kit import actions, section
from bot.words import Words
from storage.favours import Favour


def asked(favour: Favour, words: Words) -> list[Block]:
    """That it is asked; the day as it was understood."""
    whom = mention(favour.colleague) if favour.colleague else favour.team_name
    key = "asked_people.by_day" if favour.wanted_by else "asked_people.whenever"
    text = words(key, whom=whom, what=bold(favour.what), day=shown(favour.wanted_by, words))
    return [section(text), *actions([button(favour, Act.WITHDRAW, words)])]
