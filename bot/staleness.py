"""Who acted on what was no longer so is shown how things stand, and what they acted on is drawn anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func
from sqlmodel import col, select

from bot import homes, notices, overviews
from bot.blocks import Block
from bot.errors import UnknownRequest
from bot.moves import find
from bot.views import conversations
from bot.work import Work
from storage.tables import Event

_ON_ITS_WAY = timedelta(minutes=1)  # what a change has queued arrives within it


@dataclass(frozen=True)
class Present:
    """How a request stands, in blocks; `is_stale` where what shows it in Slack should show that by now."""

    blocks: Sequence[Block] = ()
    is_stale: bool = False


def look(work: Work, number: int, person: str, *, is_followed_up: bool = False) -> Present:
    """How a request stands, as far as that is this person's business; and the way to one that follows, if wanted."""
    try:
        blocks = overviews.standing(work, person, number)
    except UnknownRequest:
        return Present()
    last = work.session.exec(select(func.max(col(Event.at))).where(Event.request == number)).one()
    if is_followed_up:
        blocks += conversations.follow_up(find(work, number), work.words_of(person))
    return Present(blocks, is_stale=last <= work.now - _ON_ITS_WAY)


def put_right(work: Work, number: int, person: str, cause: str) -> None:
    """Draw the request's messages and the person's App Home anew; `cause` names what they did, once."""
    request = work.lock(number)
    if request:
        notices.redraw(work, request, cause)
    homes.refresh(work.session, work.now, [person], cause)
