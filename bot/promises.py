"""Promises: a request's targets are reckoned anew from its events after each change; pings and stays follow."""

from collections.abc import Sequence
from itertools import chain

from sqlalchemy import delete
from sqlmodel import col, select

from bot import pings, timeline
from bot.hours import WorkingHours
from bot.lifecycle import OWED
from bot.stays import RELEVANT, is_settled, keep_told, stays_of
from bot.targets import Standard
from bot.timeline import Line
from bot.work import Work
from storage.reports import Stay, Uncounted
from storage.tables import Event, Request

_BATCH = 100


def standard(work: Work, request: Request) -> Standard:
    """What its desk promises for a request as it is now."""
    return work.desk(request.desk).standard(request.type, request.urgency)


def renew(work: Work, request: Request) -> None:
    """Bring the targets and the stays up to date with the events, and plan the pings that they ask for."""
    reckon(work, request)
    pings.follow(work, request)


def reckon(work: Work, request: Request) -> None:
    """Bring the targets and the stays up to date with the events; `pings.follow` comes next."""
    lines = _lines(work, request)
    reckoned = timeline.reckon(lines, work.desk(request.desk).hours, standard(work, request))
    request.asked_at = reckoned.asked
    request.first_answer_due, request.first_answer_near = reckoned.first_answer, reckoned.first_answer_near
    request.resolution_due, request.resolution_near = reckoned.resolution, reckoned.resolution_near
    request.first_answered_at, request.waiting_since = reckoned.answered_at, reckoned.waiting_since
    count(work, request, lines)


def count(work: Work, request: Request, lines: Sequence[Line]) -> None:
    """Have the numbers tell what the events do; what can't be undone any more is told for good."""
    for stay in _stays(work, request, lines):
        before = work.session.get(Stay, (stay.request, stay.n))
        if before is None:
            work.session.add(stay)
        elif not is_settled(stay, work.now):
            work.session.merge(keep_told(before, stay, work.now))


def _stays(work: Work, request: Request, lines: Sequence[Line]) -> list[Stay]:
    def hours_of(desk: str) -> WorkingHours:
        return work.desk(desk).hours

    return stays_of(request.number, request.desk, lines, hours_of, standard(work, request))


def adopt(work: Work) -> bool:
    """Have the numbers tell of requests from before there were any, the newest first and not of all at once.

    False when none is left, but for those that others have in hand.
    """
    statement = select(Request).join(Uncounted, col(Uncounted.request) == Request.id).order_by(col(Request.id).desc())
    free = statement.limit(_BATCH).with_for_update(skip_locked=True, key_share=True, of=Request)
    requests = {request.number: request for request in work.session.exec(free)}
    changed_since = work.session.exec(select(Stay.request).where(col(Stay.request).in_(requests)))
    uncounted = [requests[number] for number in requests.keys() - set(changed_since)]
    stays = [_stays(work, request, _lines(work, request)) for request in uncounted]
    work.session.add_all(chain.from_iterable(stays))
    work.session.execute(delete(Uncounted).where(col(Uncounted.request).in_(requests)))
    return bool(requests)


def answered(work: Work, request: Request) -> None:
    """The requester reads a word of the desk: the promise of a first answer is kept, and silence begins anew."""
    if request.answered_within is None:
        request.answered_within = work.seconds_worked(request)
    if request.state in OWED:
        request.silent_since = work.now
    renew(work, request)


def _lines(work: Work, request: Request) -> list[Line]:
    """What its events tell, oldest first; asked of many requests at once, SQLite would look through all events."""
    told = (col(Event.request) == request.number, col(Event.kind).in_(RELEVANT))
    events = work.session.exec(select(Event).where(*told).order_by(col(Event.id)))
    return [Line(event.id or 0, event.kind, event.at, event.data, event.actor) for event in events]
