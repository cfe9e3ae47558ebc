"""Working hours: when a desk is open, and what an hour of its work comes to on the calendar.

All arithmetic is done on instants in UTC, so an hour is an hour of somebody's life on every night of the year. What the
clock on the wall shows is turned into an instant by one rule, `first_instant`: the first moment at which it shows that
time or a later one. A time that spring skips so moves to the end of the gap, and one that autumn repeats happens once.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Span = tuple[time, time]
"""Local start and end; an end that is not after its start lies on the next day, so midnight to midnight is 24 hours."""

Week = tuple[tuple[Span, ...], ...]
"""The spans of seven days, Monday first, each day's in order; a span past midnight belongs to the day it starts on."""

LONGEST_REST = 400
"""Days in a row without work after which a calendar is taken to be wrong: it never opens again."""

LAST_MINUTE = time(23, 59)
"""What counts as the end of a day that ends with nothing else: midnight is the next one's."""

_DAY = timedelta(days=1)
_ANY_YEAR = 2026
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_SPAN = re.compile(r"(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})")


class NeverOpensError(Exception):
    """Holidays leave no working time for more than a year, so what was asked for has no answer."""


def no_holidays(_day: date) -> bool:
    """Say that a day is no holiday, for a desk without a country."""
    return False


@dataclass(frozen=True)
class PublicHolidays:
    """The public holidays of a country (ISO 3166-1, "DE") and perhaps a region of it ("BE"); callable with a date.

    Raises ValueError when the `holidays` package knows no such country or region.
    """

    country: str
    region: str | None = None

    def __post_init__(self) -> None:
        if not _is_known(self.country, self.region):
            raise ValueError(_unknown_place(self.country, self.region))

    def __call__(self, day: date) -> bool:
        """Say whether this day is a holiday there."""
        return day in _public_holidays(self.country, self.region, day.year)


@lru_cache(maxsize=256)
def _public_holidays(country: str, region: str | None, year: int) -> frozenset[date]:
    """One year's holidays, as a plain set: the package's own calendar grows while it is read, unsafe in threads."""
    import holidays  # here, because it takes half a second and desks without a country can do without

    return frozenset(holidays.country_holidays(country, subdiv=region, years=year))


def _is_known(country: str, region: str | None) -> bool:
    """Whether the package knows the place; it looks countries up among all that it has, such as its weekday MON."""
    from holidays.registry import EntityLoader

    if country not in EntityLoader.get_country_codes():  # list_supported_countries loads them all: a tenth of a second
        return False
    try:
        _public_holidays(country, region, _ANY_YEAR)
    except NotImplementedError:
        return False
    return True


def _unknown_place(country: str, region: str | None) -> str:
    import holidays

    regions = holidays.list_supported_countries().get(country)
    if regions is None:
        return f'"{country}" is no country whose holidays we know; write its two letters, such as "DE".'
    return f'"{region}" is no region of {country} whose holidays we know; these are: {", ".join(regions) or "none"}.'


@dataclass(frozen=True)
class WorkingHours:
    """A desk's week in its own time zone, without its holidays; takes aware datetimes, answers in UTC.

    Raises ValueError for a week that has not seven days, has no hours, or has spans that overlap or are out of order.
    """

    zone: ZoneInfo
    week: Week
    holidays: Callable[[date], bool] = no_holidays

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError("A week has seven days.")
        spans = [(day * _DAY + _clock(start), day * _DAY + _clock_end(start, end)) for day, start, end in self._spans()]
        if not spans:
            raise ValueError("A week needs at least one working hour.")
        first_again = spans[0][0] + 7 * _DAY
        if any(end > start for (_, end), (start, _) in pairwise([*spans, (first_again, first_again)])):
            raise ValueError("Working hours overlap, or are out of order.")

    @property
    def usual_day(self) -> timedelta:
        """The most common length of a working day, the longest of these if several are equally common."""
        days = [sum((_clock_end(*span) - _clock(span[0]) for span in day), timedelta()) for day in self.week if day]
        counts = Counter(days)
        return max(counts, key=lambda length: (counts[length], length))

    def is_working_day(self, day: date) -> bool:
        """Say whether work starts on this local day."""
        return bool(self.week[day.weekday()]) and not self.holidays(day)

    def is_open(self, at: datetime) -> bool:
        """Say whether this is working time; the first instant of a span is, the last is not."""
        now = _utc(at)
        today = self.day_of(now)
        return any(start <= now < end for start, end in self._stretches(today - _DAY, 3))

    def opens_after(self, at: datetime) -> datetime:
        """Return `at` itself while open, else the next opening; raises NeverOpensError."""
        return self._next_stretch(_utc(at))[0]

    def closes_after(self, at: datetime) -> datetime:
        """Return when the running stretch ends, or the next one while closed; raises NeverOpensError."""
        return self._next_stretch(_utc(at))[1]

    def add(self, start: datetime, working: timedelta) -> datetime:
        """Return the earliest instant at which this much working time has passed since `start`; raises NeverOpensError.

        Eight hours from nine o'clock so end at five, not at nine the next day, and no hours end where they start.
        """
        if working < timedelta():
            raise ValueError("Working time can only be added.")
        at, left = _utc(start), working
        while left:
            opens, closes = self._next_stretch(at)
            worked = min(left, closes - opens)
            at, left = opens + worked, left - worked
        return at

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time from `start` to `end`, negative when `end` is the earlier one."""
        since, until = _utc(start), _utc(end)
        if until < since:
            return -self.between(until, since)
        first = self.day_of(since) - _DAY
        days = (self.day_of(until) - first).days + 2
        shared = (min(closes, until) - max(opens, since) for opens, closes in self._stretches(first, days))
        return sum((worked for worked in shared if worked > timedelta()), timedelta())

    def next_working_day_at(self, after: datetime, clock: time) -> datetime:
        """Return the first instant later than `after` at which a working day's local clock shows `clock`.

        Raises NeverOpensError.
        """
        since = _utc(after)
        first = self.day_of(since) - _DAY
        for day in self._working_days(first + n * _DAY for n in range(LONGEST_REST)):
            if (at := first_instant(self.zone, day, clock)) > since:
                return at
        raise NeverOpensError

    def last_working_day_at(self, before: datetime, clock: time) -> datetime:
        """Return the latest instant, `before` itself included, at which a working day's local clock showed `clock`.

        Raises NeverOpensError.
        """
        until = _utc(before)
        last = self.day_of(until) + _DAY
        for day in self._working_days(last - n * _DAY for n in range(LONGEST_REST)):
            if (at := first_instant(self.zone, day, clock)) <= until:
                return at
        raise NeverOpensError

    def morning_before(self, at: datetime) -> datetime:
        """Return when work began on the last working day before the local day of `at`; raises NeverOpensError."""
        last = self.day_of(_utc(at)) - _DAY
        for day in self._working_days(last - n * _DAY for n in range(LONGEST_REST)):
            return first_instant(self.zone, day, self.week[day.weekday()][0][0])
        raise NeverOpensError

    def morning_of(self, at: datetime) -> datetime | None:
        """Return when work begins on the local day of `at`, or None for a day without work."""
        day = self.day_of(_utc(at))
        return first_instant(self.zone, day, self.week[day.weekday()][0][0]) if self.is_working_day(day) else None

    def end_of(self, day: date) -> datetime:
        """Return when work ends on a local day; the last minute of one without work, or with work beyond midnight."""
        start, end = self.week[day.weekday()][-1] if self.is_working_day(day) else (time(), time())
        return first_instant(self.zone, day, end if end > start else LAST_MINUTE)

    def _spans(self) -> Iterator[tuple[int, time, time]]:
        for number, day in enumerate(self.week):
            for start, end in day:
                yield number, start, end

    def day_of(self, at: datetime) -> date:
        """The day that it is at an instant, where the desk is."""
        return at.astimezone(self.zone).date()

    def _working_days(self, days: Iterator[date]) -> Iterator[date]:
        return (day for day in days if self.is_working_day(day))

    def _stretches(self, first: date, days: int) -> Iterator[tuple[datetime, datetime]]:
        """Yield the working time that starts on these local days, in order, without what a skipped hour swallows."""
        for day in self._working_days(first + n * _DAY for n in range(days)):
            for start, end in self.week[day.weekday()]:
                opens = first_instant(self.zone, day, start)
                closes = first_instant(self.zone, day if end > start else day + _DAY, end)
                if opens < closes:
                    yield opens, closes

    def _next_stretch(self, at: datetime) -> tuple[datetime, datetime]:
        """Return what is left of the running stretch, or the next one."""
        for opens, closes in self._stretches(self.day_of(at) - _DAY, LONGEST_REST):
            if closes > at:
                return max(opens, at), closes
        raise NeverOpensError


def zone_of(name: str) -> ZoneInfo:
    """The time zone of a person's profile; UTC for one that this computer doesn't know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def first_instant(zone: ZoneInfo, day: date, clock: time) -> datetime:
    """Return the first instant (UTC) at which clocks in `zone` show this time of this day, or a later one."""
    shown = datetime.combine(day, clock)
    # PEP 495: in a repeated hour fold=0 is the earlier reading; in a skipped one the two readings change places.
    early = shown.replace(tzinfo=zone).astimezone(UTC)
    late = shown.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if early <= late:
        return early
    start = late.replace(microsecond=0)  # the skipped hour ends between the two, on a whole second
    seconds = range(int((early - start).total_seconds()) + 1)
    return start + timedelta(
        seconds=bisect_left(
            seconds,
            shown,
            key=lambda passed: (start + timedelta(seconds=passed)).astimezone(zone).replace(tzinfo=None),
        )
    )


def clock_time(text: str) -> time:
    """Read "9:00" or "17:30"; raises ValueError in an operator's words."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise ValueError(f'"{text}" is no time of day; write it like "09:00".')
    return time(int(match[1]), int(match[2]))


def spans_of(text: str) -> tuple[Span, ...]:
    """Read one day's hours: "09:00-12:00, 13:00-17:30", "22:00-06:00" for a night, "00:00-24:00", or "closed".

    Raises ValueError in an operator's words.
    """
    if text.strip().casefold() in ("", "closed"):
        return ()
    return tuple(sorted(_span(part.strip()) for part in text.split(",")))


def _span(text: str) -> Span:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f'"{text}" is no span of hours; write it like "09:00-17:00".')
    start = clock_time(match[1])
    end = time() if match[2] == "24:00" else clock_time(match[2])
    if start == end and match[2] != "24:00":
        raise ValueError(f'"{text}" ends when it starts; for the whole day write "00:00-24:00".')
    return start, end


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("A time without its zone can't be placed in working hours.")
    return at.astimezone(UTC)


def _clock(clock: time) -> timedelta:
    """Return how far a local time is from midnight, on a day like any other."""
    return datetime.combine(date.min, clock) - datetime.combine(date.min, time())


def _clock_end(start: time, end: time) -> timedelta:
    """Return how far a span's end is from the midnight before its start."""
    return _clock(end) if end > start else _clock(end) + _DAY
