"""The dry run: what will be sent, to whom and why, if nothing else happens.

It holds no rule of its own: the clock runs ahead in a scratch copy, and what the help desk does there is read off.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func
from sqlmodel import Session, col, select

from bot import editing, nudges, plans, privacy
from bot.blocks import View
from bot.deskbook import Deskbook
from bot.errors import NotAnOperator
from bot.helpdesk import Helpdesk
from bot.plans import Audience
from bot.views import forecast as views
from bot.views.forecast import Also, Coming, Forecast, Line
from bot.words import Words
from bot.work import Work
from storage import scratch
from storage.due import Nudge, Ping, Reminder, Survey
from storage.engine import Storage
from storage.kinds import EventKind, PingKind
from storage.tables import Event, Request

_MINUTE = timedelta(minutes=1)
_DONE: Mapping[EventKind, PingKind | Also] = {
    EventKind.SURVEYED: Also.SURVEY,
    EventKind.LAPSED: PingKind.LAPSE,
    EventKind.CLOSED: PingKind.CLOSE,
}
_ROLES = {Audience.REQUESTER: "forecast.requester", Audience.AGENT: "forecast.agent", Audience.LEADS: "forecast.leads"}

_Reason = tuple[int, str, str]
"""What a reminder is known by: its request, kind and addressee."""


# -- what comes ------------------------------------------------------------------------------------------------------


class _EnoughError(Exception):
    """There is more to do than anybody wants to wait for."""


def look_ahead(helpdesk: Helpdesk, until: datetime, most: int) -> Forecast:
    """All that comes by itself from now up to an instant, to the minute; cut after so many pieces of work."""
    at = start = helpdesk.now()
    with scratch.opened(helpdesk.storage, start) as storage:
        known, ahead, left = _last_event(storage), _apart(helpdesk, storage), iter(range(most))
        is_cut = False
        try:
            for at in _instants(storage, start, until):
                replace(ahead, now=_standing_still(at, left)).tick()
        except _EnoughError:
            is_cut = True
        with storage.reading() as session:
            return Forecast(list(_done(session, known, start)), at if is_cut else until, is_cut)


def _apart(helpdesk: Helpdesk, storage: Storage) -> Helpdesk:
    """The help desk with another memory; what it has to send stays there."""
    book = Deskbook(storage, helpdesk.desks)
    return replace(helpdesk, storage=storage, book=book, wake=lambda: None, _languages={}, _planned_for=[])


def _standing_still(at: datetime, left: Iterator[int]) -> Callable[[], datetime]:
    """A clock that shows one instant, and only so often: each piece of work asks it once."""

    def now() -> datetime:
        if next(left, None) is None:
            raise _EnoughError
        return at

    return now


def _instants(storage: Storage, start: datetime, until: datetime) -> Iterator[datetime]:
    """Now, and every minute in which something comes due, as what is done meanwhile has it."""
    at: datetime | None = start
    while at and at <= until:
        yield at
        at = _next(storage, at)


def _next(storage: Storage, after: datetime) -> datetime | None:
    """The end of the minute in which something comes due next."""
    is_unsaid = (col(Reminder.settled_at).is_(None), col(Reminder.nudge).is_(None))
    earliest = (
        _earliest(Ping.due_at, after, col(Ping.settled_at).is_(None)),
        _earliest(Reminder.due_at, after, *is_unsaid),
        _earliest(Survey.due_at, after, col(Survey.settled_at).is_(None)),
    )
    with storage.reading() as session:
        found = [at for statement in earliest if (at := session.scalar(statement))]
    return _whole_minute(min(found)) if found else None


def _earliest(due_at: datetime, after: datetime, *which: ColumnElement[bool]) -> Select[datetime]:
    return select(func.min(due_at)).where(col(due_at) > after, *which)


def _whole_minute(at: datetime) -> datetime:
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + _MINUTE


def _last_event(storage: Storage) -> int:
    with storage.reading() as session:
        return session.scalar(select(func.max(Event.id))) or 0


# -- read off --------------------------------------------------------------------------------------------------------


def _done(session: Session, known: int, start: datetime) -> Iterator[Coming]:
    """What was said and done after the last event that was known before."""
    reasons, begun = _reasons(session), _begun(session, start)
    telling = (EventKind.PINGED, *_DONE)
    statement = select(Event, Request).join(Request, col(Request.id) == Event.request)
    later = statement.where(col(Event.id) > known, col(Event.kind).in_(telling)).order_by(col(Event.id))
    for event, request in session.exec(later):
        if event.kind is EventKind.PINGED:
            yield _reminded(event, request, reasons, begun)
        else:
            to = "" if event.kind is EventKind.CLOSED else request.requester
            yield Coming(event.at, _DONE[event.kind], request.desk, request.number, to)


def _reminded(
    event: Event,
    request: Request,
    reasons: Mapping[_Reason, Sequence[datetime]],
    begun: frozenset[tuple[str, datetime]],
) -> Coming:
    kind, to = PingKind(event.data["ping"]), str(event.data["to"])
    since = max((at for at in reasons[request.number, kind, to] if at <= event.at), default=None)
    return Coming(event.at, kind, request.desk, request.number, to, since, joins=(to, event.at) not in begun)


def _reasons(session: Session) -> Mapping[_Reason, Sequence[datetime]]:
    """Since when there has been a reason for each reminder that was said."""
    found: dict[_Reason, list[datetime]] = defaultdict(list)
    for row in session.exec(select(Reminder).where(col(Reminder.nudge).is_not(None))):
        found[row.request, row.kind, row.addressee].append(row.reason_at)
    return found


def _begun(session: Session, start: datetime) -> frozenset[tuple[str, datetime]]:
    """To whom, and when, a message was sent that is no addition to another."""
    return frozenset(session.exec(select(Nudge.addressee, Nudge.at).where(Nudge.at >= start)))


# -- shown -----------------------------------------------------------------------------------------------------------


def check_operator(work: Work, person: str) -> None:
    """Raises NotAnOperator."""
    if not editing.is_operator(work, person):
        raise NotAnOperator


def form(work: Work, person: str, span: str, forecast: Forecast) -> View:
    """What an operator may see of it: no names in what they may not read. Raises NotAnOperator."""
    check_operator(work, person)
    words, shown = work.words_of(person), forecast.coming[: views.MOST]
    lines = [Line(one, _desk(work, one, words), _whom(work, person, one, words)) for one in shown]
    return views.form(span, forecast, lines, words, work.person(person).time_zone)


def in_full(work: Work, forecast: Forecast, words: Words) -> list[Line]:
    """All of it with all names, for whoever has the database anyway."""
    return [Line(one, _desk(work, one, words), _name(work, one.to, words)) for one in forecast.coming]


def _desk(work: Work, coming: Coming, words: Words) -> str:
    return work.desk(coming.desk).label(words.language)


def _name(work: Work, addressee: str, words: Words) -> str:
    desk = nudges.desk_of(addressee)
    return work.desk(desk).label(words.language) if desk else work.person(addressee).name if addressee else ""


def _whom(work: Work, operator: str, coming: Coming, words: Words) -> str:
    """Whom it is for by name; of a request that the operator may not read, the part that they have in it.

    Who serves a desk is no secret, unless all that it is asked is one.
    """
    request = work.session.get_one(Request, coming.number)
    if not coming.to or nudges.desk_of(coming.to) or privacy.may_read(work, request, operator):
        return _name(work, coming.to, words)
    part = _part(coming, request)
    is_open = part is not Audience.REQUESTER and not work.desk(request.desk).is_confidential
    return _name(work, coming.to, words) if is_open else words.plain(_ROLES[part])


def _part(coming: Coming, request: Request) -> Audience:
    """What somebody has to do with the request of which they hear."""
    if not isinstance(coming.what, PingKind) or coming.what is PingKind.LAPSE:
        return Audience.REQUESTER
    part = plans.audience(request, coming.what)
    return Audience.AGENT if part is Audience.DESK else part
