"""Follow-up pings: planned with the change that gives a reason, dropped when the reason goes, sent when due."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Update, update
from sqlmodel import col

from bot import notices
from bot.lifecycle import ACTIVE
from bot.targets import Due
from bot.work import Work
from storage.queries import changed, insert_once, next_due, take_due
from storage.tables import EventKind, Ping, PingKind, Request


def plan_first_answer(work: Work, request: Request, promised: Due) -> None:
    """Remind the desk when the promised first answer is near due, and the leads once it is overdue.

    Both find out when they are due whether it is still missing.
    """
    _plan(work, request, PingKind.FIRST_ANSWER_NEAR, promised.first_answer_near)
    _plan(work, request, PingKind.FIRST_ANSWER_MISSED, promised.first_answer)


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
    if kind is PingKind.SILENT:
        return request.state in ACTIVE
    return request.state in ACTIVE and request.first_answered_at is None
