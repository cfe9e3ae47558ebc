"""When something is said of a favour by itself: by the days of who is to hear it, when they may be disturbed."""

from datetime import date, datetime, time, timedelta

from bot.hours import first_instant
from bot.manners import Manners

LONGEST = timedelta(days=366)
_DAY = timedelta(days=1)
_MORNING = time(9)


def is_in_reach(day: date, today: date) -> bool:
    """Whether something can be wanted or promised for a day."""
    return today <= day <= today + LONGEST


def working_day_later(reader: Manners, now: datetime) -> datetime:
    """The same time on their next working day, or as soon afterwards as they may be disturbed (UTC)."""
    at = now + _DAY
    while reader.is_day_off(reader.day(at)):
        at += _DAY
    return reader.free_at(at)


def next_working_day(reader: Manners, now: datetime) -> date:
    """Their next working day after today, whether or not they are away then."""
    day = reader.day(now) + _DAY
    while reader.is_day_off(day):
        day += _DAY
    return day


def reminded_of(helper: Manners, promised: date, now: datetime) -> datetime | None:
    """The morning of the working day before the promised one, or of that day itself; None where both are past."""
    before = promised - _DAY
    while helper.is_day_off(before):
        before -= _DAY
    mornings = (first_instant(helper.zone, day, _MORNING) for day in (before, promised))
    return next((morning for morning in mornings if morning > now), None)


def told_of_lateness(asker: Manners, promised: date, now: datetime) -> datetime:
    """The next morning after the promised day on which who asked works and may be disturbed (UTC)."""
    morning = first_instant(asker.zone, promised + _DAY, _MORNING)
    return asker.free_at(max(morning, now))
