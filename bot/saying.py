"""Says what is due to one addressee at a time: when they may hear it, and all of an hour in one message."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import col, select

from bot import notices, nudges, plans, preferences, reminders, schedule, turns
from bot.hours import zone_of
from bot.manners import Manners
from bot.mrkdwn import mention
from bot.plans import Audience, Due
from bot.targets import PRESSING
from bot.work import Work
from storage.due import Addressee, Nudge, Reminder
from storage.kinds import EventKind, PingKind
from storage.tables import Event, Request

JUST_NOW = timedelta(minutes=10)
"""Who acted on a request is reminded of it so much later at the earliest."""


@dataclass(frozen=True)
class _Turn:
    """What may be said to an addressee now: the reminders that are due, with their requests, all ours."""

    addressee: Addressee
    due: Sequence[tuple[Reminder, Request]]


def run_next(work: Work) -> bool:
    """Say to the next addressee what is due, or put it off until they may hear it; False where nothing is due."""
    turn = _next_turn(work)
    if turn is None:
        return False
    due = [one for one in turn.due if not reminders.drop_if_gone(work, *one)]
    nudges.lock(work, _stands_in(reminders.milder(work, due)))  # before the message of this hour, which is newer
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


def _later(work: Work, addressee: Addressee, due: Sequence[tuple[Reminder, Request]]) -> dict[int | None, datetime]:
    """Until when each of what is due has to wait, of what has to; what may be said is one message."""
    free_at = _opens_at if nudges.desk_of(addressee.key) else _free_at
    return {one: at for one, at in free_at(work, addressee, due).items() if at > work.now}


def _opens_at(work: Work, _: Addressee, due: Sequence[tuple[Reminder, Request]]) -> dict[int | None, datetime]:
    """When a desk may read each of what is due: in its hours."""
    return {reminder.id: work.desk(request.desk).hours.opens_after(work.now) for reminder, request in due}


def _free_at(work: Work, addressee: Addressee, due: Sequence[tuple[Reminder, Request]]) -> dict[int | None, datetime]:
    """When a person may be disturbed with each of what is due; what joins no message waits for one of its own."""
    known = {desk: _manners(work, addressee.key, desk) for desk in {_served(*one) for one in due}}
    manners = {reminder.id: known[_served(reminder, request)] for reminder, request in due}
    free = {
        reminder.id: manners[reminder.id].free_at(_left_alone_until(work, addressee.key, request))
        for reminder, request in due
    }
    if _joins(work, addressee):
        return free
    ready = {one for one, at in free.items() if at <= work.now}
    is_pressing = any(request.urgency in PRESSING for reminder, request in due if reminder.id in ready)
    return free | {one: turns.free_at(work, addressee, manners[one], is_pressing=is_pressing) for one in ready}


def manners_of(work: Work, person: str, reminder: Reminder, request: Request) -> Manners:
    """How a person may be reminded of a request: as who has asked, or as who serves its desk."""
    return _manners(work, person, _served(reminder, request))


def _served(reminder: Reminder, request: Request) -> str | None:
    """The desk for which somebody is reminded; None for who has asked."""
    return None if plans.audience(request, reminder.kind) is Audience.REQUESTER else request.desk


def _manners(work: Work, person: str, desk: str | None) -> Manners:
    served = work.desk(desk) if desk else None
    return preferences.manners(work.session, work.person(person), served, work.settings.helpdesk_pings_a_day)


def _left_alone_until(work: Work, person: str, request: Request) -> datetime:
    """Who has just done something to a request is on it: it is not for them before that is a while ago."""
    acted_at = _acted_at(work, person, request)
    return max(work.now, acted_at + JUST_NOW) if acted_at else work.now


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
    milder = reminders.milder(work, said)
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
        rows = [*reminders.unsettled(work, Reminder.nudge == earlier.id), *rows]
    nudge = Nudge(addressee=addressee.key, at=work.now, request=_place(work, addressee, rows, said[0][1]))
    work.session.add(nudge)
    work.session.flush()
    _into(work, nudge, rows)
    if earlier:
        nudges.take_away(work, earlier)
    else:
        turns.spoken(work, addressee, _day(work, addressee))
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


def _day(work: Work, addressee: Addressee) -> date:
    """Their own day, by which messages are counted; nobody asks how many a desk gets."""
    if nudges.desk_of(addressee.key):
        return work.now.date()
    return work.now.astimezone(zone_of(work.person(addressee.key).time_zone)).date()


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
