"""Snoozing: who is reminded puts it off, and hears of it again then if there is still a reason."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import nudges, reminders, saying, schedule
from bot.errors import NotYourReminder, ReminderGone
from bot.hours import first_instant
from bot.mrkdwn import mention
from bot.notices import tell_desk
from bot.outbox import Whisper
from bot.places import Spot
from bot.views.nudges import Snooze
from bot.work import Work
from storage.due import Reminder
from storage.kinds import EventKind, PingKind
from storage.tables import Event, Request

_MORNING = time(8)
_EARLY = time(6)  # before it no morning begins: who may be disturbed at any hour is not, at midnight


def snooze(work: Work, number: int, person: str, until: Snooze, spot: Spot) -> None:
    """Put a reminder (by its number) off, for its reader alone, or for a desk. Raises NotYourReminder, ReminderGone."""
    reminder = work.session.get(Reminder, number)
    request = work.lock(reminder.request) if reminder else None
    if reminder is None or request is None:
        raise ReminderGone
    _check_reader(work, reminder, request, person)
    rows, shown = reminders.standing(work, Reminder.id == number)
    if not shown:
        raise ReminderGone
    at = _until(work, reminder, request, until)
    for row in rows:
        row.nudge, row.due_at, row.snoozed_until = None, at, at
    work.session.flush()
    for nudge in shown:
        nudges.redraw(work, nudge)
    event = work.record(request, EventKind.SNOOZED, person, ping=reminder.kind, until=at.isoformat())
    _end_no_sooner(work, reminder, request, event, at)
    _answer(work, reminder, request, event, at, spot)


def _check_reader(work: Work, reminder: Reminder, request: Request, person: str) -> None:
    if nudges.desk_of(reminder.addressee):
        is_theirs = work.roster_of(request).serves(person)
    else:
        is_theirs = reminder.addressee == person
    if not is_theirs:
        raise NotYourReminder


def _until(work: Work, reminder: Reminder, request: Request, until: Snooze) -> datetime:
    """The first instant of that time at which they may be reminded."""
    zone, free_at = _rhythm(work, reminder, request)
    if until is Snooze.HOUR:
        return free_at(work.now + timedelta(hours=1))
    today = work.now.astimezone(zone).date()
    day = today + timedelta(days=1 if until is Snooze.TOMORROW else 7 - today.weekday())
    at = free_at(first_instant(zone, day, time()))
    return at if at.astimezone(zone).time() >= _EARLY else free_at(first_instant(zone, day, _MORNING))


def _rhythm(work: Work, reminder: Reminder, request: Request) -> tuple[ZoneInfo, Callable[[datetime], datetime]]:
    """Where its reader is, and when they may be reminded."""
    if desk := nudges.desk_of(reminder.addressee):
        hours = work.desk(desk).hours
        return hours.zone, hours.opens_after
    manners = saying.manners_of(work, reminder.addressee, reminder, request)
    return manners.zone, manners.free_at


def _end_no_sooner(work: Work, reminder: Reminder, request: Request, event: Event, at: datetime) -> None:
    """Who wants to be warned later that a request will be closed has not been warned yet."""
    if reminder.kind is PingKind.AWAITED_LAST:
        request.warned_at = None
        schedule.plan(work, request)
        again = work.words_at(work.desk(request.desk)).moment(at)
        tell_desk(work, request, event, "thread.asked_later", requester=mention(reminder.addressee), at=again)


def _answer(work: Work, reminder: Reminder, request: Request, event: Event, at: datetime, spot: Spot) -> None:
    """Say when it comes again: to who has put it off, or to the whole desk for which they did."""
    person = reminder.addressee
    if desk := nudges.desk_of(person):
        again = work.words_at(work.desk(desk)).moment(at)
        tell_desk(work, request, event, "thread.snoozed", actor=mention(event.actor or ""), at=again)
        return
    words = work.words_of(person)
    text = words("nudge.snoozed", number=request.number, at=words.moment(at, work.person(person).time_zone))
    key = f"event:{event.id}:snoozed"
    work.send(key, key, Whisper(spot.channel, person, text, thread_ts=spot.thread_ts or None))
