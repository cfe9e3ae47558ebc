"""What people type for a period, in English or German: last week, Oktober, 2026-10-01..2026-10-31, last 30 days."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bot import periods
from bot.calendar_names import months
from bot.errors import BackwardsPeriod, FuturePeriod, LongPeriod, UnreadablePeriod
from bot.numbers import Period
from bot.periods import first_day, last_day

MOST_DAYS = 3 * 366
_YEARS = range(2000, 3000)
_DAY = timedelta(days=1)
_BEFORE_IT = re.compile(r"^(?:in|im|from|von|vom|for|für)\s+")
_BETWEEN = re.compile(r"\s*\.\.+\s*|\s+(?:to|until|till|bis(?: zum)?)\s+|\s+[-–]\s+|(?<=\d)–(?=\d)")
_LAST_DAYS = re.compile(r"(?:the )?(?:last|past|letzten?|vergangenen?) (\d{1,4}) (?:days?|tagen?|tage)")
_NAMED_MONTH = re.compile(r"([^\W\d]+)\.?(?: (\d{4}))?")
_NUMBERS = (
    re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"),
    re.compile(r"(?:(?P<day>\d{1,2})\.\s?)?(?P<month>\d{1,2})[./]\s?(?P<year>\d{4})"),
)
_THIS = re.compile(r"(?:this|diese[nrs]?)(?: current)? (week|woche|month|monat|year|jahr)")
_LAST = re.compile(r"(?:last|previous|letzte[nrs]?|vorige[nrs]?|vergangene[nrs]?) (week|woche|month|monat|year|jahr)")
_SPANS = {
    **dict.fromkeys(("week", "woche"), periods.week),
    **dict.fromkeys(("month", "monat"), periods.month),
    **dict.fromkeys(("year", "jahr"), periods.year),
}


@dataclass(frozen=True)
class Asked:
    """A period that was asked for; one that still runs ends now, and is compared with as much of the one before.

    `before_until` is where that ends; of a period that is over it is where the period begins.
    """

    period: Period
    before_until: datetime

    @property
    def is_running(self) -> bool:
        """Whether less than the whole period before is compared, for this one is not over."""
        return self.before_until < self.period.since

    @property
    def compared(self) -> Period:
        """What it is compared with."""
        return replace(self.period, since=self.period.before, until=self.before_until)

    def __str__(self) -> str:
        """The period in few characters, which `of` reads: buttons carry it, and what waits to leave."""
        instants = (self.period.before, self.before_until, self.period.since, self.period.until)
        return ":".join([*(str(int(at.timestamp())) for at in instants), self.period.zone])

    @classmethod
    def of(cls, text: str) -> "Asked":
        """The period that `str` has written."""
        *seconds, zone = text.split(":", 4)
        before, before_until, since, until = (datetime.fromtimestamp(int(one), UTC) for one in seconds)
        return cls(Period(before, since, until, zone), before_until)


def read(text: str, zone: str, now: datetime) -> Asked:
    """What somebody in a time zone means; nothing typed is this week.

    Raises UnreadablePeriod, FuturePeriod, BackwardsPeriod and LongPeriod.
    """
    today = periods.today(zone, now)
    typed = _BEFORE_IT.sub("", " ".join(text.casefold().split()).rstrip("?!,;")) or "this week"
    found = _single(typed, zone, today) or _span(typed, zone, today)
    if found is None:
        raise UnreadablePeriod(typed=text)
    if found.until <= found.since:
        raise BackwardsPeriod(typed=text)
    if found.since > now:
        raise FuturePeriod(typed=text)
    if found.until - found.since > (MOST_DAYS + 1) * _DAY:
        raise LongPeriod(typed=text)
    return _up_to(found, now.replace(microsecond=0))


def _up_to(found: Period, now: datetime) -> Asked:
    """The period as far as it is over, and as much of the one before, by the clock on the wall."""
    if found.until <= now:
        return Asked(found, found.since)
    return Asked(replace(found, until=now), periods.as_far(found, now))


def _single(typed: str, zone: str, today: date) -> Period | None:
    if typed in ("today", "heute"):
        return periods.days(zone, today, today)
    if typed in ("yesterday", "gestern"):
        return periods.days(zone, today - _DAY, today - _DAY)
    if match := _LAST_DAYS.fullmatch(typed):
        return periods.days(zone, today - int(match[1]) * _DAY, today - _DAY)
    if match := _THIS.fullmatch(typed):
        return _SPANS[match[1]](zone, today)
    if match := _LAST.fullmatch(typed):
        return _SPANS[match[1]](zone, first_day(_SPANS[match[1]](zone, today)) - _DAY)
    return _on_calendar(typed, zone, today)


def _on_calendar(typed: str, zone: str, today: date) -> Period | None:
    """A year, a month or a day by its numbers, or a month by its name."""
    if match := next((found for one in _NUMBERS if (found := one.fullmatch(typed))), None):
        return _numbered(zone, *(int(match[name] or 0) for name in ("year", "month", "day")))
    match = _NAMED_MONTH.fullmatch(typed)
    month = months().get(match[1]) if match else None
    if match is None or month is None:
        return None
    return _numbered(zone, int(match[2] or today.year - (month > today.month)), month)


def _numbered(zone: str, year: int, month: int = 0, day: int = 0) -> Period | None:
    if year not in _YEARS:
        return None
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return periods.days(zone, first, first)
    return periods.month(zone, first) if month else periods.year(zone, first)


def _span(typed: str, zone: str, today: date) -> Period | None:
    """From the beginning of one to the end of another; one that runs backwards ends before it begins."""
    ends = [_single(part, zone, today) for part in _BETWEEN.split(typed)]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    return periods.days(zone, first_day(ends[0]), last_day(ends[1]))
