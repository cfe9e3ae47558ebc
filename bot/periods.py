"""Periods on somebody's calendar: days, weeks and months from midnight to midnight, each with the one before."""

from datetime import date, datetime, time, timedelta

from bot.hours import first_instant, zone_of
from bot.numbers import Period

_DAY = timedelta(days=1)


def days(zone: str, first: date, last: date) -> Period:
    """From the first day to the last, both whole; before them come as many."""
    return _period(zone, first - (last - first) - _DAY, first, last + _DAY)


def week(zone: str, day: date) -> Period:
    """The week, from Monday on, that a day is in."""
    monday = day - timedelta(days=day.weekday())
    return days(zone, monday, monday + 6 * _DAY)


def month(zone: str, day: date) -> Period:
    """The month that a day is in; before it comes the whole month before, however long."""
    first = day.replace(day=1)
    return _period(zone, (first - _DAY).replace(day=1), first, (first + 31 * _DAY).replace(day=1))


def is_month(period: Period) -> bool:
    """Whether it is a whole month of the calendar in its zone."""
    whole = month(period.zone, first_day(period))
    return (period.since, period.until) == (whole.since, whole.until)


def year(zone: str, day: date) -> Period:
    """The year that a day is in."""
    first = day.replace(month=1, day=1)
    return _period(zone, first.replace(year=first.year - 1), first, first.replace(year=first.year + 1))


def today(zone: str, now: datetime) -> date:
    """The day that it is now in a time zone."""
    return now.astimezone(zone_of(zone)).date()


def first_day(period: Period) -> date:
    """The day, in its zone, on which a period begins."""
    return period.since.astimezone(zone_of(period.zone)).date()


def last_day(period: Period) -> date:
    """The last day that a period has something of."""
    last = (period.until - timedelta.resolution).astimezone(zone_of(period.zone)).date()
    return max(last, first_day(period))


def as_far(period: Period, at: datetime) -> datetime:
    """When the period before had come as far as this one has at an instant, by the clock on the wall."""
    zone = zone_of(period.zone)
    here, since, before = (one.astimezone(zone) for one in (at, period.since, period.before))
    return min(first_instant(zone, before.date() + (here.date() - since.date()), here.time()), period.since)


def _period(zone: str, before: date, since: date, until: date) -> Period:
    return Period(_midnight(zone, before), _midnight(zone, since), _midnight(zone, until), zone)


def _midnight(zone: str, day: date) -> datetime:
    return first_instant(zone_of(zone), day, time())
