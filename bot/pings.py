"""Follow-up pings: planned with the change that gives a reason, dropped when the reason goes, sent when due."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Update, update
from sqlmodel import col, select

from bot import notices
from bot.lifecycle import OWED
from bot.targets import Promised, owed
from bot.work import Work
from storage.kinds import EventKind, PingKind
from storage.queries import changed, insert_once, next_due, take_due
from storage.tables import Ping, Request

_NEAR = {Promised.FIRST_ANSWER: PingKind.FIRST_ANSWER_NEAR, Promised.RESOLUTION: PingKind.RESOLUTION_NEAR}
_MISSED = {Promised.FIRST_ANSWER: PingKind.FIRST_ANSWER_MISSED, Promised.RESOLUTION: PingKind.RESOLUTION_MISSED}
_TARGETS = (*_NEAR.values(), *_MISSED.values())


def follow_targets(work: Work, request: Request) -> None:
    """Plan what reminds of the targets as they fall due now; what has no reason any more is dropped.

    Who was reminded of a target is not reminded again because it falls due earlier.
    """
    last_sent = _last_sent(work, request)
    wanted = dict(_target_pings(request))
    news = {kind: due_at for kind, due_at in wanted.items() if kind not in last_sent or due_at > last_sent[kind]}
    _cancel(work, request, [kind for kind in _TARGETS if kind not in news])
    for kind, due_at in news.items():
        _plan(work, request, kind, due_at)


def _target_pings(request: Request) -> Iterator[tuple[PingKind, datetime]]:
    """What is to remind of what the desk owes, and when."""
    for target in owed(request):
        if target.near_at:
            yield _NEAR[target.promised], target.near_at
        yield _MISSED[target.promised], target.due_at


def _last_sent(work: Work, request: Request) -> dict[PingKind, datetime]:
    """Of which instant each kind of ping has reminded last."""
    statement = select(Ping).where(Ping.request == request.number, col(Ping.sent), col(Ping.kind).in_(_TARGETS))
    return {ping.kind: ping.due_at for ping in work.session.exec(statement.order_by(col(Ping.due_at)))}


def plan_silent(work: Work, request: Request) -> None:
    """Remind the agent, or a desk where nobody has it, of a request without a word for as long as its file says.

    A word of the desk's begins the wait anew.
    """
    _plan(work, request, PingKind.SILENT, _silent_at(work, request))


def await_word(work: Work, request: Request) -> None:
    """The requester waits for a word: remind whoever owes it, from now on unless that is planned already."""
    _plan_unless_planned(work, request, PingKind.SILENT, _silent_at(work, request))


def _silent_at(work: Work, request: Request) -> datetime:
    desk = work.desk(request.desk)
    return desk.hours.add(work.now, desk.silent_after)


def cancel_silent(work: Work, request: Request) -> None:
    """What the desk owes is a first answer: that reminds of itself."""
    _cancel(work, request, (PingKind.SILENT,))


def cancel_all(work: Work, request: Request) -> None:
    """The request is over, and so is every reason to remind."""
    _cancel(work, request, tuple(PingKind))


def _plan(work: Work, request: Request, kind: PingKind, due_at: datetime) -> None:
    """Plan one ping of a kind; a plan that stands already moves."""
    if not changed(work.session, _planned(request, (kind,)).values(due_at=due_at)):
        _plan_unless_planned(work, request, kind, due_at)


def _plan_unless_planned(work: Work, request: Request, kind: PingKind, due_at: datetime) -> None:
    insert_once(work.session, Ping, request=request.number, kind=kind, due_at=due_at, sent=False)


def _cancel(work: Work, request: Request, kinds: Sequence[PingKind]) -> None:
    work.session.execute(_planned(request, kinds).values(settled_at=work.now))


def _planned(request: Request, kinds: Sequence[PingKind]) -> Update:
    return (
        update(Ping)
        .where(col(Ping.request) == request.number, col(Ping.kind).in_(kinds), col(Ping.settled_at).is_(None))
        .execution_options(synchronize_session=False)
    )


def run_next(work: Work) -> bool:
    """Send the next ping that is due, if it still has a reason; False when none is due."""
    found = next_due(work.session, Ping, work.now)
    if found is None:
        return False
    ping, request = found
    if take_due(work.session, ping, settled_at=work.now) and _has_reason(request, ping.kind):
        ping.sent = True
        event = work.record(request, EventKind.PINGED, None, ping=ping.kind)
        notices.pinged(work, request, ping, event)
    return True


def _has_reason(request: Request, kind: PingKind) -> bool:
    """Whether the desk still owes what the ping reminds of."""
    if kind is PingKind.SILENT:
        return request.state in OWED
    return any(kind in (_NEAR[target.promised], _MISSED[target.promised]) for target in owed(request))
