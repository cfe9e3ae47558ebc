"""Rhythms: when what comes out regularly is due, and for which period.

Nothing is due before its period is over, and each period begins where the one before ended. Weeks and months are those
of the reader's calendar; in one without a working day nothing comes, and what comes next is about both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot import periods
from bot.desks import Desk
from bot.hours import WorkingHours, first_instant, zone_of
from bot.numbers import Period
from storage.kinds import DigestKind, Rhythm
from storage.tables import Preference

KINDS: Mapping[Rhythm, Sequence[DigestKind]] = {
    Rhythm.DAILY: (DigestKind.DAILY, DigestKind.MONTHLY),
    Rhythm.WEEKLY: (DigestKind.WEEKLY, DigestKind.MONTHLY),
    Rhythm.BOTH: (DigestKind.DAILY, DigestKind.WEEKLY, DigestKind.MONTHLY),
    Rhythm.NONE: (),
}
"""What comes to a lead who wants such digests."""

_INSTANT = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_ZONES_APART = timedelta(days=3)
"""More than lies between two zones, less than half a week: a Monday's midnight is near a Monday's in any zone."""


@dataclass(frozen=True)
class Turn:
    """What is due at `due_at` is about the time from `since` up to `until`."""

    since: datetime
    until: datetime
    due_at: datetime


@dataclass(frozen=True)
class Beat:
    """When something of a kind comes: on a desk's working days, at a time on the clock of the zone that these have.

    `zone` is where its reader is, whose weeks and months it is about.
    """

    kind: DigestKind
    days: WorkingHours
    at: time
    zone: str

    def began(self, now: datetime) -> datetime:
        """Where the first period begins that has still to be told of."""
        if self.kind is DigestKind.DAILY:
            return self.days.last_working_day_at(now, self.at)
        running = self._span(now)
        return running.since if self._coming(running.since) <= now else running.before

    def next(self, since: datetime, after: datetime | None = None) -> Turn:
        """The turn whose period begins where the one before ended, if need be later, so that it is due after `after`.

        A daily one is due on a later day than that on which the one before ended.
        """
        if self.kind is DigestKind.DAILY:
            due_at = self._due(first_instant(self.days.zone, self._day(since) + _DAY, time()), after)
            return Turn(since, due_at, due_at)
        first = self._span(since + _ZONES_APART)
        due_at = self._due(first.until, after)
        return Turn(first.since, self._span(due_at).since, due_at)

    def latest(self, turn: Turn, now: datetime) -> tuple[Turn, int]:
        """The last turn that is due by now, counted from one that is, and how many were due before it."""
        passed = 0
        while (following := self.next(turn.until)).due_at <= now:
            turn, passed = following, passed + 1
        return turn, passed

    def comes_at(self, at: datetime) -> bool:
        """Whether a weekly or monthly one is due at an instant."""
        return self._coming(self._span(at).since) == at

    def period(self, turn: Turn) -> Period:
        """What a turn is about, as the days of its reader are, with the period before."""
        if self.kind is DigestKind.DAILY:
            before = self.days.last_working_day_at(turn.since - _INSTANT, self.at)
            return Period(before, turn.since, turn.until, self.zone)
        first, end = (periods.today(self.zone, self._span(at + _ZONES_APART).since) for at in (turn.since, turn.until))
        if self.kind is DigestKind.MONTHLY:
            return periods.month(self.zone, end - _DAY)
        return periods.days(self.zone, first, end - _DAY)

    def _due(self, end: datetime, after: datetime | None) -> datetime:
        """The first time that comes once a period is over, later than `after`."""
        due_at = self._coming(end)
        return max(due_at, self.days.next_working_day_at(after, self.at)) if after else due_at

    def _coming(self, at: datetime) -> datetime:
        """The instant itself, if something may be due at it, or the next such one."""
        return self.days.next_working_day_at(at - _INSTANT, self.at)

    def _span(self, at: datetime) -> Period:
        """The month or week that an instant is in."""
        of = periods.month if self.kind is DigestKind.MONTHLY else periods.week
        return of(self.zone, periods.today(self.zone, at))

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.days.zone).date()


def beat(kind: DigestKind, desk: Desk, chosen: Preference, zone: str) -> Beat:
    """How something about a desk comes to a lead in a zone: by the clock there, if they have chosen a time."""
    reads_in = desk.hours.zone.key if is_in_channel(kind, desk, chosen) else zone
    if chosen.digest_at is None:
        return Beat(kind, desk.hours, desk.digest_at, reads_in)
    return Beat(kind, replace(desk.hours, zone=zone_of(zone)), chosen.digest_at, reads_in)


def thanks(desk: Desk) -> Beat:
    """How a desk's thanks come: by its own clock."""
    return Beat(DigestKind.THANKS, desk.hours, desk.digest_at, desk.hours.zone.key)


def is_in_channel(kind: DigestKind, desk: Desk, chosen: Preference) -> bool:
    """Whether the desk's channel reads it: never how a confidential desk stands, nor how others do."""
    return chosen.digest_in_channel and kind is not DigestKind.MONTHLY and not desk.is_confidential
