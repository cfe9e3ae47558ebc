"""Reminders: what a ping says to each addressee, when they may hear it, all of an hour in one message.

Whoever changes reminders has locked their requests first, then the addressee, then the nudges: so nobody waits in a
circle.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from bot import absences, notices, nudges, plans, preferences, schedule, turns
from bot.manners import Manners
from bot.mrkdwn import mention
from bot.plans import Audience, Due, holds
from bot.targets import PRESSING
from bot.work import Work
from storage.due import Addressee, Nudge, Ping, Reminder
from storage.kinds import EventKind, PingKind
from storage.queries import insert_once
from storage.tables import Event, Request

JUST_NOW = timedelta(minutes=10)
"""Who acted on a request is reminded of it so much later at the earliest."""
_REPLACES: Mapping[PingKind, Collection[PingKind]] = {
    PingKind.FIRST_ANSWER_MISSED: {PingKind.FIRST_ANSWER_NEAR},
    PingKind.RESOLUTION_MISSED: {PingKind.RESOLUTION_NEAR},
    PingKind.AWAITED: {PingKind.AWAITED},
    PingKind.AWAITED_LAST: plans.TO_REQUESTER,
}
"""Who hears the one need neither hear the other too, nor read it any longer."""


@dataclass(frozen=True)
class _Turn:
    """What may be said to an addressee now: the reminders that are due, with their requests, all ours."""

    addressee: Addressee
    due: Sequence[tuple[Reminder, Request]]


def add(work: Work, request: Request, ping: Ping) -> None:
    """Have everybody reminded whom a ping is for, as soon as they may be; of one wait they hear one thing at a time."""
    readers = _addressees(work, request, ping.kind)
    for row in _unsettled(work, Reminder.request == request.number, col(Reminder.nudge).is_(None)):
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


def keep(work: Work, request: Request, due: list[Due]) -> None:
    """Keep the reminders of a request that still have a reason; what stands of the others is taken back.

    What was not said yet is now for whoever can do something about it now.
    """
    rows = _unsettled(work, Reminder.request == request.number)
    gone = [row for row in rows if not _has_reason(work, request, row, due)]
    if gone:
        _settle(work, gone)
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


def _unsettled(work: Work, *which: ColumnElement[bool] | bool) -> Sequence[Reminder]:
    statement = select(Reminder).where(*which, col(Reminder.settled_at).is_(None)).order_by(col(Reminder.id))
    return work.session.exec(statement.execution_options(populate_existing=True)).all()


def standing(work: Work, *which: ColumnElement[bool] | bool) -> tuple[Sequence[Reminder], Sequence[Nudge]]:
    """What is not done with of these, and the messages that they stand in, ours until the commit.

    A message of the same hour may have taken one over before its own was ours: then that is ours, too.
    """
    rows, shown = _unsettled(work, *which), list[Nudge]()
    while others := {row.nudge for row in rows if row.nudge} - {nudge.id for nudge in shown}:
        shown += nudges.lock(work, others)
        rows = _unsettled(work, *which)
    return rows, shown


def _settle(work: Work, gone: Iterable[Reminder]) -> None:
    """These are done with; the messages that they stand in say so."""
    rows, shown = standing(work, col(Reminder.id).in_([row.id for row in gone]))
    for row in rows:
        row.settled_at = work.now
    work.session.flush()
    for nudge in shown:
        nudges.redraw(work, nudge)


def reword(work: Work, request: Request) -> None:
    """Somebody else has the request, or nobody: what stands of it says so."""
    _, shown = standing(work, Reminder.request == request.number)
    for nudge in shown:
        nudges.redraw(work, nudge)


def run_next(work: Work) -> bool:
    """Say to the next addressee what is due, or put it off until they may hear it; False where nothing is due."""
    turn = _next_turn(work)
    if turn is None:
        return False
    due = [one for one in turn.due if not _drop_if_gone(work, *one)]
    nudges.lock(work, _stands_in(_milder(work, due)))  # before the message of this hour, which is newer
    later = _later(work, turn.addressee, due)
    for reminder, _ in due:
        reminder.due_at = later.get(reminder.id, reminder.due_at)
    said = [one for one in due if one[0].id not in later]
    if said:
        _say(work, turn.addressee, said)
    return True


def _next_turn(work: Work) -> _Turn | None:
    """Whom the next reminder is for, and all that is due to them; requests and people in use are left for later."""
    is_due = (col(Reminder.due_at) <= work.now, col(Reminder.settled_at).is_(None), col(Reminder.nudge).is_(None))
    first = (
        select(Addressee)
        .join(Reminder, col(Reminder.addressee) == Addressee.key)
        .join(Request, col(Request.id) == Reminder.request)
        .where(*is_due)
        .order_by(col(Reminder.due_at), col(Reminder.id))
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True, of=(Request, Addressee))
        .execution_options(populate_existing=True)
    )
    addressee = work.session.exec(first).first()
    if addressee is None:
        return None
    theirs = (
        select(Reminder, Request)
        .join(Request, col(Request.id) == Reminder.request)
        .where(Reminder.addressee == addressee.key, *is_due)
        .order_by(col(Reminder.reason_at), col(Reminder.id))
        .with_for_update(skip_locked=True, key_share=True, of=Request)
        .execution_options(populate_existing=True)
    )
    return _Turn(addressee, list(work.session.exec(theirs)))


def _drop_if_gone(work: Work, reminder: Reminder, request: Request) -> bool:
    """A reminder that waited may have lost its reason by the clock alone: who was to hear it is off work, say."""
    due = plans.wanted(request, work.desk(request.desk))
    if _has_reason(work, request, reminder, due):
        return False
    reminder.settled_at = work.now
    work.session.flush()
    _pass_on(work, request, [reminder], due)
    return True


def _later(work: Work, addressee: Addressee, due: Sequence[tuple[Reminder, Request]]) -> dict[int | None, datetime]:
    """Until when each of what is due has to wait, of what has to; what may be said is one message."""
    free = {reminder.id: _free_at(work, addressee, reminder, request) for reminder, request in due}
    later = {one: at for one, at in free.items() if at > work.now}
    ready = [(reminder, request) for reminder, request in due if reminder.id not in later]
    if not nudges.desk_of(addressee.key) and not _joins(work, addressee):
        is_pressing = any(request.urgency in PRESSING for _, request in ready)
        for reminder, request in ready:
            manners = manners_of(work, addressee.key, reminder, request)
            at = turns.free_at(work, addressee, manners, is_pressing=is_pressing)
            later |= {reminder.id: at} if at > work.now else {}
    return later


def _free_at(work: Work, addressee: Addressee, reminder: Reminder, request: Request) -> datetime:
    """When an addressee may be disturbed with a request: at once, or when a better time comes."""
    if nudges.desk_of(addressee.key):
        return work.desk(request.desk).hours.opens_after(work.now)
    acted_at = _acted_at(work, addressee.key, request)
    manners = manners_of(work, addressee.key, reminder, request)
    return manners.free_at(max(work.now, acted_at + JUST_NOW) if acted_at else work.now)


def manners_of(work: Work, person: str, reminder: Reminder, request: Request) -> Manners:
    """How a person may be reminded of a request: as who has asked, or as who serves its desk."""
    is_asking = plans.audience(request, reminder.kind) is Audience.REQUESTER
    desk = None if is_asking else work.desk(request.desk)
    return preferences.manners(work.session, work.person(person), desk, work.settings.helpdesk_pings_a_day)


def _acted_at(work: Work, person: str, request: Request) -> datetime | None:
    """When they last did something to the request."""
    theirs = select(Event.at).where(Event.request == request.number, Event.actor == person)
    return work.session.exec(theirs.order_by(col(Event.id).desc()).limit(1)).first()


def _joins(work: Work, addressee: Addressee) -> Nudge | None:
    """The message of less than an hour ago that takes in what comes, if there is one."""
    if addressee.nudge is None or not turns.is_recent(work, addressee):
        return None
    (nudge,) = nudges.lock(work, [addressee.nudge]) or (None,)
    return nudge if nudge and nudge.gone_at is None else None


def _say(work: Work, addressee: Addressee, said: Sequence[tuple[Reminder, Request]]) -> None:
    """Put what is to be said into the message of this hour, or a new one; what presses is posted anew."""
    milder = _milder(work, said)
    for row in milder:
        row.settled_at = work.now
    for reminder, request in said:
        _said(work, request, reminder)
    earlier = _joins(work, addressee)
    is_pressing = any(request.urgency in PRESSING for _, request in said)
    if earlier and earlier.request in (None, *_alone(said)) and not is_pressing:
        _into(work, earlier, [reminder for reminder, _ in said])
        nudges.redraw(work, earlier)
    else:
        _begin(work, addressee, earlier, said)
    for nudge in nudges.lock(work, _stands_in(milder)):
        if nudge is not earlier:
            nudges.redraw(work, nudge)


def _milder(work: Work, due: Sequence[tuple[Reminder, Request]]) -> Sequence[Reminder]:
    """What they were told of the same waits before, and need not read beside what is due now."""
    kinds = {(row.request, kind) for row, _ in due for kind in _REPLACES.get(row.kind, ())}
    if not kinds:
        return []
    theirs = (Reminder.addressee == due[0][0].addressee, col(Reminder.request).in_({number for number, _ in kinds}))
    rows = _unsettled(work, *theirs, col(Reminder.nudge).is_not(None))
    return [row for row in rows if (row.request, row.kind) in kinds]


def _stands_in(rows: Iterable[Reminder]) -> Collection[int]:
    return {row.nudge for row in rows if row.nudge}


def _alone(said: Sequence[tuple[Reminder, Request]]) -> Collection[int]:
    """The request that is spoken of, if it is one alone."""
    numbers = {request.number for _, request in said}
    return numbers if len(numbers) == 1 else ()


def _begin(work: Work, addressee: Addressee, earlier: Nudge | None, said: Sequence[tuple[Reminder, Request]]) -> None:
    """A new message, which takes over what an earlier one of this hour still says."""
    rows = [reminder for reminder, _ in said]
    if earlier:
        rows = [*_unsettled(work, Reminder.nudge == earlier.id), *rows]
    nudge = Nudge(addressee=addressee.key, at=work.now, request=_place(work, addressee, rows, said[0][1]))
    work.session.add(nudge)
    work.session.flush()
    _into(work, nudge, rows)
    if earlier:
        nudges.take_away(work, earlier)
    else:
        _count(work, addressee, said[0])
    addressee.nudge = nudge.id
    nudges.post(work, nudge)


def _into(work: Work, nudge: Nudge, rows: Iterable[Reminder]) -> None:
    for row in rows:
        row.nudge = nudge.id
    work.session.flush()


def _place(work: Work, addressee: Addressee, rows: Sequence[Reminder], request: Request) -> int | None:
    """Under which request a message stands that speaks of one alone, unless its reader likes it in their DM better."""
    if len({row.request for row in rows}) > 1:
        return None
    if nudges.desk_of(addressee.key):
        return request.number
    return request.number if nudges.is_under(work, addressee.key, rows[0], request) else None


def _count(work: Work, addressee: Addressee, first: tuple[Reminder, Request]) -> None:
    """One message more on this day of theirs."""
    day = work.now.date()
    if not nudges.desk_of(addressee.key):
        day = manners_of(work, addressee.key, *first).day(work.now)
    turns.spoken(work, addressee, day)


def _said(work: Work, request: Request, reminder: Reminder) -> None:
    event = work.record(request, EventKind.PINGED, None, ping=reminder.kind, to=reminder.addressee)
    if reminder.kind is PingKind.AWAITED_LAST and request.warned_at is None:
        request.warned_at = work.now
        _tell_end(work, request, event, schedule.plan(work, request))


def _tell_end(work: Work, request: Request, event: Event, due: Iterable[Due]) -> None:
    """The desk reads when it closes, too."""
    words, requester = work.words_at(work.desk(request.desk)), mention(request.requester)
    for one in due:
        if one.kind is PingKind.LAPSE:
            notices.tell_desk(work, request, event, "thread.warned", requester=requester, closes=words.moment(one.at))
