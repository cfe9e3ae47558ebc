"""What those read who follow somebody else's request: nothing of its words, for they may not know them."""

from bot.blocks import Block
from bot.mrkdwn import Mrkdwn, mention, quoted
from bot.views.answers import ask_button
from bot.views.kit import SECTION_LIMIT, section
from bot.words import Words
from storage.tables import Request, State


def ended(request: Request, desk_name: str, words: Words) -> tuple[Mrkdwn, list[Block]]:
    """That it is solved, with the desk's closing word; or that nobody works on it any longer, and the way to ask."""
    if request.state is State.WITHDRAWN:
        text = words("follower.withdrawn", number=request.number, desk=desk_name)
        return text, [section(text), *ask_button(words)]
    agent = mention(request.agent or "")
    text = words("follower.resolved", number=request.number, desk=desk_name, agent=agent)
    word = [section(quoted(request.closing_word, SECTION_LIMIT))] if request.closing_word else []
    return text, [section(text), *word, *ask_button(words)]
