"""Reminders: whom a ping is for, and whether what they heard, or are about to, still has a reason.

Whoever changes reminders has locked their requests first, then the addressee, then the nudges: so nobody waits in a
circle.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from bot import absences, nudges, plans
from bot.plans import Audience, Due, holds
from bot.work import Work
from storage.due import Addressee, Nudge, Ping, Reminder
from storage.kinds import PingKind
from storage.queries import insert_once
from storage.tables import Request

_REPLACES: Mapping[PingKind, Collection[PingKind]] = {
    PingKind.SILENT: {PingKind.FIRST_ANSWER_NEAR},  # both ask for a word to who asked: the newer one does
    PingKind.FIRST_ANSWER_NEAR: {PingKind.SILENT},
    PingKind.FIRST_ANSWER_MISSED: {PingKind.FIRST_ANSWER_NEAR},
    PingKind.RESOLUTION_MISSED: {PingKind.RESOLUTION_NEAR},
    PingKind.AWAITED: {PingKind.AWAITED},
    PingKind.AWAITED_LAST: plans.TO_REQUESTER,
}
"""Who hears the one need neither hear the other too, nor read it any longer."""


def add(work: Work, request: Request, ping: Ping) -> None:
    """Have everybody reminded whom a ping is for, as soon as they may be; of one wait they hear one thing at a time."""
    readers = _addressees(work, request, ping.kind)
    for row in unsettled(work, Reminder.request == request.number, col(Reminder.nudge).is_(None)):
        if row.addressee in readers and row.kind in _REPLACES.get(ping.kind, ()):
            row.settled_at = work.now
    _add(work, request, ping.kind, ping.due_at)


def _add(work: Work, request: Request, kind: PingKind, reason_at: datetime) -> None:
    """Remind those whom it is for and who neither heard it nor are about to."""
    known = select(Reminder.addressee).where(
        Reminder.request == request.number,
        Reminder.kind == kind,
        Reminder.reason_at == reason_at,
        or_(col(Reminder.settled_at).is_(None), col(Reminder.nudge).is_not(None)),
    )
    told = work.session.exec(known).all()
    for key in sorted(_addressees(work, request, kind)):  # in one order everywhere: their rows are new perhaps
        if key not in told:
            insert_once(work.session, Addressee, key=key, count=0)
            reminder = Reminder(addressee=key, request=request.number, kind=kind, reason_at=reason_at, due_at=work.now)
            work.session.add(reminder)


def _addressees(work: Work, request: Request, kind: PingKind) -> Collection[str]:
    """The people, or the desk where there is nobody in particular; who is off work leaves it to their desk."""
    desk = nudges.desk_key(request.desk)
    match plans.audience(request, kind):
        case Audience.REQUESTER:
            return {request.requester}
        case Audience.LEADS:
            return work.roster(work.desk(request.desk)).leads or {desk}
        case Audience.AGENT | Audience.PROMISER:
            person = _whose(work, request)
            if person and not absences.is_absent(work.session, person, work.now):
                return {person}
    return {desk}


def _whose(work: Work, request: Request) -> str | None:
    """Who has the request; where nobody has, who promised it and still serves its desk."""
    if request.agent or request.promised_by is None:
        return request.agent
    return request.promised_by if work.roster_of(request).serves(request.promised_by) else None


def keep(work: Work, request: Request, due: list[Due], *, is_reworded: bool = False) -> None:
    """Keep the reminders of a request that still have a reason; what stands of the others is taken back.

    What was not said yet is now for whoever can do something about it now. Where what stands says something else by
    now, it is reworded.
    """
    rows = unsettled(work, Reminder.request == request.number)
    gone = [row for row in rows if not _has_reason(work, request, row, due)]
    if gone or (rows and is_reworded):
        _settle(work, request, gone, is_reworded=is_reworded)
        _pass_on(work, request, gone, due)


def _has_reason(work: Work, request: Request, reminder: Reminder, due: list[Due]) -> bool:
    """Whether what it says is still so, and still for whom it is said to."""
    return holds(due, reminder.kind, reminder.reason_at) and _is_for(work, request, reminder)


def _is_for(work: Work, request: Request, reminder: Reminder) -> bool:
    """Whether it is for its reader; what its agent was told they remain told while they are off work."""
    is_agents = plans.audience(request, reminder.kind) is Audience.AGENT and reminder.addressee == request.agent
    return bool(is_agents and reminder.nudge) or reminder.addressee in _addressees(work, request, reminder.kind)


def _pass_on(work: Work, request: Request, gone: Iterable[Reminder], due: list[Due]) -> None:
    unsaid = {(row.kind, row.reason_at) for row in gone if row.nudge is None}
    for kind, reason_at in sorted(unsaid):
        if holds(due, kind, reason_at):
            _add(work, request, kind, reason_at)


def unsettled(work: Work, *which: ColumnElement[bool] | bool) -> Sequence[Reminder]:
    """What is not done with of these, the oldest first."""
    statement = select(Reminder).where(*which, col(Reminder.settled_at).is_(None)).order_by(col(Reminder.id))
    return work.session.exec(statement.execution_options(populate_existing=True)).all()


def standing(work: Work, *which: ColumnElement[bool] | bool) -> tuple[Sequence[Reminder], Sequence[Nudge]]:
    """What is not done with of these, and the messages that they stand in, ours until the commit.

    A message of the same hour may have taken one over before its own was ours: then that is ours, too.
    """
    rows, shown = unsettled(work, *which), list[Nudge]()
    while others := {row.nudge for row in rows if row.nudge} - {nudge.id for nudge in shown}:
        shown += nudges.lock(work, others)
        rows = unsettled(work, *which)
    return rows, shown


def _settle(work: Work, request: Request, gone: Sequence[Reminder], *, is_reworded: bool) -> None:
    """These are done with; the messages that they stand in say so.

    Ours are all messages that speak of the request: what else is done to it until the commit needs no further one, and
    so locks none out of order.
    """
    _, shown = standing(work, Reminder.request == request.number)
    for row in gone:
        row.settled_at = work.now
    work.session.flush()
    changed = {row.nudge for row in gone}
    for nudge in shown:
        if is_reworded or nudge.id in changed:
            nudges.redraw(work, nudge)


def drop_if_gone(work: Work, reminder: Reminder, request: Request) -> bool:
    """A reminder that waited may have lost its reason by the clock alone: who was to hear it is off work, say."""
    due = plans.wanted(request, work.desk(request.desk))
    if _has_reason(work, request, reminder, due):
        return False
    reminder.settled_at = work.now
    work.session.flush()
    _pass_on(work, request, [reminder], due)
    return True


def milder(work: Work, due: Sequence[tuple[Reminder, Request]]) -> Sequence[Reminder]:
    """What they were told of the same waits before, and need not read beside what is due now."""
    kinds = {(row.request, kind) for row, _ in due for kind in _REPLACES.get(row.kind, ())}
    if not kinds:
        return []
    theirs = (Reminder.addressee == due[0][0].addressee, col(Reminder.request).in_({number for number, _ in kinds}))
    rows = unsettled(work, *theirs, col(Reminder.nudge).is_not(None))
    return [row for row in rows if (row.request, row.kind) in kinds]
