"""Promises: a request's targets are reckoned anew from its events after each change, and its pings follow them."""

from sqlmodel import col, select

from bot import notices, pings
from bot.targets import Standard
from bot.timeline import TELLING, Line, Reckoning, reckon
from bot.work import Work
from storage.tables import Event, Request


def standard(work: Work, request: Request) -> Standard:
    """What its desk promises for a request as it is now."""
    return work.desk(request.desk).standard(request.type, request.urgency)


def renew(work: Work, request: Request) -> None:
    """Bring the targets up to date with the events, and plan the pings that they ask for."""
    reckoned = _reckoned(work, request)
    request.asked_at = reckoned.asked
    request.first_answer_due, request.first_answer_near = reckoned.first_answer, reckoned.first_answer_near
    request.resolution_due, request.resolution_near = reckoned.resolution, reckoned.resolution_near
    request.first_answered_at, request.waiting_since = reckoned.answered_at, reckoned.waiting_since
    pings.follow(work, request)


def answered(work: Work, request: Request, event: Event) -> None:
    """The desk has answered: the card shows what it owes next."""
    was_owed = request.first_answered_at is None
    renew(work, request)
    if was_owed:
        notices.refresh_card(work, request, event)


def _reckoned(work: Work, request: Request) -> Reckoning:
    statement = select(Event).where(Event.request == request.number, col(Event.kind).in_(TELLING))
    events = work.session.exec(statement.order_by(col(Event.id)))
    lines = [Line(event.id or 0, event.kind, event.at, event.data) for event in events]
    return reckon(lines, work.desk(request.desk).hours, standard(work, request))
