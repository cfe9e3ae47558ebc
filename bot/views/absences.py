"""Being away: what an agent sees of it in App Home, and the offer of what can't wait for them."""

from datetime import datetime

from bot.blocks import Block, Blocks
from bot.mrkdwn import Mrkdwn, mention
from bot.views import ids
from bot.views.kit import Button, actions, header, plain, section
from bot.words import Words
from storage.tables import Absence


def offered(number: int, agent: str, words: Words) -> tuple[Mrkdwn, Blocks]:
    """Who takes over an urgent request from this agent?"""
    text = words("thread.offered", agent=mention(agent))
    button = Button(words.plain("button.take_over"), ids.TAKE_OVER, f"{number}:{agent}", style="primary")
    return text, [section(text), *actions([button])]


def home_section(absence: Absence, now: datetime, words: Words, zone: str) -> list[Block]:
    """Whether new requests come to this agent, and the way to change it."""
    return [header(words.plain("absence.header")), *_standing(absence, now, words, zone)]


def _standing(absence: Absence, now: datetime, words: Words, zone: str) -> list[Block]:
    if absence.away_until and absence.away_until > now:
        text = words("absence.away_until", until=words.moment(absence.away_until, zone))
        return [section(text), *actions([Button(words.plain("button.am_back"), ids.AM_BACK, "")])]
    by_status = absence.status_emoji and (absence.status_until is None or absence.status_until > now)
    text = words("absence.by_status") if by_status else words("absence.here")
    picker = {"type": "datepicker", "action_id": ids.AWAY_UNTIL, "placeholder": plain(words.plain("absence.when"), 150)}
    return [section(text) | {"accessory": picker}]
