"""What ends by the clock: a request whose requester never answers lapses, and what was resolved closes for good."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, select

from bot import ending, leases, moves, news, pings, places, promises, schedule, surveys, waiting
from bot.lifecycle import Move
from bot.plans import ENDING, TO_REQUESTER
from bot.work import Work
from storage.due import Ping, Reminder
from storage.kinds import EventKind, Outcome, PingKind, State
from storage.tables import Request

_BATCH = 100
_LONG_AGO = timedelta(days=14)
"""What should have closed before that closes unseen: nobody looks there, and Slack takes few messages a minute."""


def run_next(work: Work) -> bool:
    """End the next request that ends by itself, if there is still a reason; False when none is due."""
    return schedule.run_next(work, ENDING, _end)


def _end(work: Work, request: Request, ping: Ping) -> None:
    if ping.kind is PingKind.CLOSE:
        _close(work, request, is_shown=work.now - ping.due_at < _LONG_AGO)
    elif _is_warned(work, request):
        _lapse(work, request)
    else:
        waiting.warn_again(work, request)


def _is_warned(work: Work, request: Request) -> bool:
    """Whether its requester could read that it will be closed: while Slack takes nothing, they can't."""
    warning = (Reminder.request == request.number, Reminder.kind == PingKind.AWAITED_LAST)
    said = select(Reminder.nudge).where(*warning, col(Reminder.settled_at).is_(None), col(Reminder.nudge).is_not(None))
    return not any(leases.is_held_up(work.session, places.nudge(nudge)) for nudge in work.session.exec(said))


def _lapse(work: Work, request: Request) -> None:
    """No answer came: it ends as if it were resolved, and can be opened again so, but nobody has solved anything."""
    days = _days_waited(work, request)
    request = moves.make(
        work,
        request.number,
        Move.LAPSE,
        request.requester,
        state=State.RESOLVED,
        outcome=Outcome.UNANSWERED,
        resolved_at=work.now,
        resolved_by=None,
        closing_word="",
        resolutions=col(Request.resolutions) + 1,
        silent_since=None,
    )
    event = work.record(request, EventKind.LAPSED, None, days=days)
    promises.renew(work, request)
    news.lapsed(work, request, event, days)
    ending.tell_others(work, request, event)


def _days_waited(work: Work, request: Request) -> int:
    """How many working days of its desk it has waited, since its requester last said that it shall."""
    since, hours = request.reminders_from or request.waiting_since or work.now, work.desk(request.desk).hours
    return max(1, round(hours.between(since, work.now) / hours.usual_day))


def _close(work: Work, request: Request, *, is_shown: bool) -> None:
    """The time to open it again is over."""
    request = moves.make(work, request.number, Move.CLOSE, request.requester, state=State.CLOSED)
    event = work.record(request, EventKind.CLOSED, None)
    pings.follow(work, request)
    if is_shown:
        is_offered = surveys.follow(work, request, event)
        news.closed(work, request, event, is_offered=is_offered)


def adopt(work: Work, *, after: int) -> int | None:
    """Plan the end of requests with higher numbers that have none, from before requests ended by themselves.

    Not of all at once: the last number of these; None where there is no further one.
    """
    statement = select(Request).where(col(Request.id) > after, or_(_never_closes(), _never_lapses()))
    some = statement.order_by(col(Request.id)).limit(_BATCH)
    requests = work.session.exec(some.with_for_update(skip_locked=True, key_share=True)).all()
    for request in requests:
        if request.state is State.WAITING:
            request.reminders_from = work.now  # nobody was reminded until now
        schedule.plan(work, request)
    return requests[-1].number if requests else None


def _never_closes() -> ColumnElement[bool]:
    planned = (Ping.request == Request.id, Ping.kind == PingKind.CLOSE, col(Ping.settled_at).is_(None))
    is_planned = select(Ping.id).where(*planned).correlate(Request).exists()
    return and_(col(Request.state) == State.RESOLVED, ~is_planned)


def _never_lapses() -> ColumnElement[bool]:
    reminded = (Ping.request == Request.id, col(Ping.kind).in_(TO_REQUESTER))
    known = select(Ping.id).where(*reminded).correlate(Request).exists()
    return and_(col(Request.state) == State.WAITING, ~known)
