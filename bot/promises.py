"""Promises: a request's targets are reckoned anew from its events after each change; pings and stays follow."""

from collections.abc import Sequence

from sqlmodel import col, select

from bot import notices, pings
from bot.hours import WorkingHours
from bot.stays import RELEVANT, stays_of
from bot.targets import Standard
from bot.timeline import Line, reckon
from bot.work import Work
from storage.queries import put_stays
from storage.tables import Event, Request


def standard(work: Work, request: Request) -> Standard:
    """What its desk promises for a request as it is now."""
    return work.desk(request.desk).standard(request.type, request.urgency)


def renew(work: Work, request: Request) -> None:
    """Bring the targets and the stays up to date with the events, and plan the pings that they ask for."""
    lines = _lines(work, request)
    reckoned = reckon(lines, work.desk(request.desk).hours, standard(work, request))
    request.asked_at = reckoned.asked
    request.first_answer_due, request.first_answer_near = reckoned.first_answer, reckoned.first_answer_near
    request.resolution_due, request.resolution_near = reckoned.resolution, reckoned.resolution_near
    request.first_answered_at, request.waiting_since = reckoned.answered_at, reckoned.waiting_since
    count(work, request, lines)
    pings.follow(work, request)


def count(work: Work, request: Request, lines: Sequence[Line]) -> None:
    """Have the numbers tell what the events do."""

    def hours_of(desk: str) -> WorkingHours:
        return work.desk(desk).hours

    put_stays(work.session, stays_of(request.number, request.desk, lines, hours_of, standard(work, request)))


def answered(work: Work, request: Request, event: Event) -> None:
    """The desk has answered: the card shows what it owes next."""
    was_owed = request.first_answered_at is None
    renew(work, request)
    if was_owed:
        notices.refresh_card(work, request, event)


def _lines(work: Work, request: Request) -> list[Line]:
    statement = select(Event).where(Event.request == request.number, col(Event.kind).in_(RELEVANT))
    events = work.session.exec(statement.order_by(col(Event.id)))
    return [Line(event.id or 0, event.kind, event.at, event.data, event.actor) for event in events]
