"""When a person may be disturbed: in their own zone, outside quiet hours, days off and absences."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError, get_global

from bot.hours import PublicHolidays, first_instant, no_holidays
from storage.kinds import PingsIn
from storage.tables import Preference

QUIET_FROM, QUIET_UNTIL = time(19), time(8)
"""The usual quiet hours, of who has set none."""

_DAY = timedelta(days=1)
_SUNDAY = 6
_MOST_STEPS = 800  # from one thing that holds to the next; a year off takes fewer


@dataclass(frozen=True)
class Absent:
    """A stretch in which a person is not there; without `since`, they are gone already."""

    since: datetime | None
    until: datetime

    def covers(self, at: datetime) -> bool:
        """Whether they are away at an instant."""
        return (self.since is None or self.since <= at) and at < self.until


@dataclass(frozen=True)
class Manners:
    """How a person likes to be reminded; quiet hours of no length are none, `a_day` is how many messages they want.

    Who `is_away` does not say until when.
    """

    zone: ZoneInfo
    is_day_off: Callable[[date], bool]
    quiet_from: time = QUIET_FROM
    quiet_until: time = QUIET_UNTIL
    absences: Sequence[Absent] = ()
    is_away: bool = False
    a_day: int = 8
    pings_in: PingsIn | None = None

    def free_at(self, now: datetime) -> datetime:
        """The first instant from now on at which they may be disturbed (UTC); `now` itself if they may be at once.

        Where nobody knows until when they are away, it is looked again the next morning.
        """
        at = self._next_morning(now) if self.is_away else now.astimezone(UTC)
        for _ in range(_MOST_STEPS):
            later = self._held_until(at)
            if later is None:
                break
            at = later
        return at

    def next_day(self, now: datetime) -> datetime:
        """The first instant of a later day of their own at which they may be disturbed (UTC)."""
        return self.free_at(first_instant(self.zone, self.day(now) + _DAY, time()))

    def day(self, at: datetime) -> date:
        """Their own day at an instant."""
        return at.astimezone(self.zone).date()

    def _next_morning(self, now: datetime) -> datetime:
        """When quiet hours end next."""
        today = self._morning(self.day(now))
        return today if today > now else self._morning(self.day(now) + _DAY)

    def _held_until(self, at: datetime) -> datetime | None:
        """An instant before which they may not be disturbed, or None."""
        for absent in self.absences:
            if absent.covers(at):
                return absent.until
        if self.is_day_off(self.day(at)):
            return first_instant(self.zone, self.day(at) + _DAY, time())
        return self._quiet_until(at)

    def _quiet_until(self, at: datetime) -> datetime | None:
        """The end of the quiet hours that an instant lies in, by the instants at which they begin and end."""
        if self.quiet_from == self.quiet_until:
            return None
        today = self.day(at)
        for day in (today - _DAY, today):
            ends_on = day if self.quiet_until > self.quiet_from else day + _DAY
            begins, ends = first_instant(self.zone, day, self.quiet_from), self._morning(ends_on)
            if begins <= at < ends:
                return ends
        return None

    def _morning(self, day: date) -> datetime:
        return first_instant(self.zone, day, self.quiet_until)


def quiet_hours(chosen: Preference) -> tuple[time, time]:
    """From and until when it is quiet for somebody: the usual hours, unless they have set others."""
    if chosen.quiet_from is None or chosen.quiet_until is None:
        return QUIET_FROM, QUIET_UNTIL
    return chosen.quiet_from, chosen.quiet_until


@cache
def holidays_in(time_zone: str) -> Callable[[date], bool]:
    """The public holidays of the country that a time zone belongs to; none where that is not to be known."""
    try:
        return PublicHolidays(_country_of(time_zone))
    except ValueError:
        return no_holidays


@cache
def weekend_in(time_zone: str) -> frozenset[int]:
    """The two days (Monday is 0) up to the last of the weekend there: a country where only one is free is rare."""
    try:
        last = Locale.parse(f"und_{_country_of(time_zone)}").weekend_end
    except (UnknownLocaleError, ValueError):
        last = _SUNDAY
    return frozenset({(last - 1) % 7, last})


def _country_of(time_zone: str) -> str:
    """The country (ISO 3166-1) of a time zone, by whichever of its names; empty for a zone of none, such as UTC."""
    known_as = get_global("zone_aliases").get(time_zone, time_zone)
    return str(get_global("zone_territories").get(known_as, ""))
