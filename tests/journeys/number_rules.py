"""The numbers of a desk as docs/numbers.md tells them, watched over what happened: slow, and asking no database."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from bot.numbers import Day, Kept, Load, Numbers, Satisfaction
from storage.kinds import EventKind, Rating
from storage.tables import Event

DAY = timedelta(days=1)
UNDONE_WITHIN = timedelta(seconds=30)
ARRIVES = (EventKind.OPENED, EventKind.MOVED)
OVER = (EventKind.RESOLVED, EventKind.LAPSED, EventKind.WITHDRAWN, EventKind.DISMISSED, EventKind.MERGED)
LONGEST = [timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(hours=8)]


@dataclass(frozen=True)
class Office:
    """Where a desk works from nine to five: in which zone, on which days of the week, and when it has holidays."""

    zone: str
    weekdays: Sequence[int]
    holidays: Sequence[date] = ()

    def open_between(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Each stretch in which it works."""
        zone = ZoneInfo(self.zone)
        day = since.astimezone(zone).date()
        while day <= until.astimezone(zone).date():
            if day.weekday() in self.weekdays and day not in self.holidays:
                opens, closes = (datetime.combine(day, time(hour), zone).astimezone(UTC) for hour in (9, 17))
                if max(opens, since) < min(closes, until):
                    yield max(opens, since), min(closes, until)
            day += DAY


@dataclass
class Watch:
    """A stopwatch: how long it has run, and how long it may."""

    allowed: timedelta = timedelta()
    ran: timedelta = timedelta()
    missed_at: datetime | None = None

    def runs(self, since: datetime, until: datetime, stretches: Iterable[tuple[datetime, datetime]]) -> None:
        """It runs in the stretches, up to the instant at which it has run too long."""
        if self.ran >= self.allowed:
            self.missed_at = self.missed_at or since
        for start, end in stretches:
            if self.missed_at is None and self.ran + (end - start) >= self.allowed:
                self.missed_at = start + (self.allowed - self.ran)
            self.ran += end - start
        assert since <= until


@dataclass
class Time:
    """The time of a request at a desk."""

    desk: str
    began: datetime
    how: EventKind
    owes_answer: bool
    ended: datetime | None = None
    ending: EventKind | None = None
    solver: str | None = None
    answered: datetime | None = None
    answered_within: timedelta | None = None
    resolved_within: timedelta | None = None
    worked: Watch = field(default_factory=lambda: Watch(timedelta.max))
    answer: Watch = field(default_factory=Watch)
    resolution: Watch = field(default_factory=Watch)


class Watcher:
    """Follows one request, from what its events tell."""

    def __init__(self, desk: str, offices: dict[str, Office]) -> None:
        self._offices, self._desk = offices, desk
        self.times: list[Time] = []
        self._waits, self._was_answered = False, False
        self._seen: datetime | None = None

    def watches(self, events: Sequence[Event], now: datetime) -> list[Time]:
        """Its times at desks, by what has happened until now."""
        undone = {one.data["event"]: one.at for one in events if one.kind is EventKind.UNDONE}
        for event in events:
            if event.id not in undone or undone[event.id] - event.at > UNDONE_WITHIN:
                self._time_passes(event.at)
                self._happens(event)
        self._time_passes(now)
        return self.times

    def _time_passes(self, until: datetime) -> None:
        since, self._seen = self._seen or until, until
        if self.times and self.times[-1].ended is None and not self._waits:
            current = self.times[-1]
            stretches = list(self._offices[current.desk].open_between(since, until))
            current.worked.runs(since, until, stretches)
            current.resolution.runs(since, until, stretches)
            if current.owes_answer and current.answered is None:
                current.answer.runs(since, until, stretches)

    def _happens(self, event: Event) -> None:
        if event.kind in (EventKind.OPENED, EventKind.REOPENED, EventKind.MOVED):
            self._begins(event)
        if self.times[-1].ended:
            return
        if "promised" in event.data:
            self._allow(*event.data["promised"])
        match event.kind:
            case EventKind.WAITED:
                self._waits = True
            case EventKind.WENT_ON:
                self._waits = False
            case EventKind.HANDED_BACK:
                self._waits, self.times[-1].answer.ran = False, timedelta()
            case EventKind.ANSWERED | EventKind.PROMISED:
                self._is_answered(event)
            case EventKind.RESOLVED if not event.data.get("by_requester"):
                self._is_answered(event)
        if event.kind in OVER and (event.kind is not EventKind.MERGED or "into" in event.data):
            self._ends(event)

    def _begins(self, event: Event) -> None:
        if event.kind is EventKind.MOVED:
            self._ends(event)
            self._desk = event.data["to"]
        else:
            self._was_answered = False
        self._waits = False
        self.times.append(Time(self._desk, event.at, event.kind, not self._was_answered))

    def _allow(self, answer: int, resolution: int) -> None:
        self.times[-1].answer.allowed = timedelta(seconds=answer)
        self.times[-1].resolution.allowed = timedelta(seconds=resolution)

    def _is_answered(self, event: Event) -> None:
        current, self._was_answered = self.times[-1], True
        if current.owes_answer and current.answered is None:
            current.answered, current.answered_within = event.at, current.worked.ran

    def _ends(self, event: Event) -> None:
        current = self.times[-1]
        current.ended, current.ending = event.at, event.kind
        if event.kind is EventKind.RESOLVED:
            had_it = event.data["before"]["agent"]
            current.solver = had_it if event.data.get("by_requester") else event.actor
            current.resolved_within = current.worked.ran


@dataclass(frozen=True)
class Rated:
    """A face that was chosen."""

    desk: str
    at: datetime
    rating: Rating


@dataclass(frozen=True)
class Book:
    """All that happened at all desks, read with a finger."""

    times: Sequence[Time]
    ratings: Sequence[Rated]

    def numbers(self, desk: str, since: datetime, until: datetime) -> Numbers:
        """A desk's numbers of a period."""

        def held(at: datetime | None) -> bool:
            return at is not None and since <= at < until

        here = [one for one in self.times if one.desk == desk]
        resolved = [one for one in here if held(one.ended) and one.ending is EventKind.RESOLVED]
        answered = [one for one in here if held(one.answered)]
        standing = [one for one in here if one.began < until and not _is_before(one.ended, until)]
        return Numbers(
            new=len([one for one in here if held(one.began) and one.how in ARRIVES]),
            reopened=len([one for one in here if held(one.began) and one.how is EventKind.REOPENED]),
            resolved=len(resolved),
            open=len(standing),
            overdue=len([one for one in standing if _is_overdue(one, until)]),
            first_answers=Kept(
                len([one for one in answered if one.answer.missed_at is None]),
                len([one for one in here if held(one.answer.missed_at)]),
            ),
            resolutions=Kept(
                len([one for one in resolved if one.resolution.missed_at is None]),
                len([one for one in here if held(one.resolution.missed_at)]),
            ),
            answered_within=_middle([one.answered_within for one in answered]),
            resolved_within=_middle([one.resolved_within for one in resolved]),
            satisfaction=Satisfaction(_faces([one for one in self.ratings if one.desk == desk and held(one.at)])),
            load=Load(_load(resolved)),
        )

    def ended(self, desk: str, since: datetime, until: datetime) -> int:
        """How many were over, or went away, within a period."""
        return len([one for one in self.times if one.desk == desk and one.ended and since <= one.ended < until])

    def days(self, desk: str, since: datetime, until: datetime, zone: str) -> list[Day]:
        """What was new and resolved on each day that the period has something of."""
        first = since.astimezone(ZoneInfo(zone)).date()
        last = (until - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
        days = [first + n * DAY for n in range((last - first).days + 1)]
        here = [one for one in self.times if one.desk == desk]
        arrived = [one.began for one in here if one.how in ARRIVES]
        resolved = [one.ended for one in here if one.ending is EventKind.RESOLVED]
        new, done = (_on(some, since, until, zone) for some in (arrived, resolved))
        return [Day(day, new.count(day), done.count(day)) for day in days]

    def answer_times(self, desk: str, since: datetime, until: datetime) -> list[int]:
        """How many first answers took how long."""
        groups = [0] * (len(LONGEST) + 1)
        for one in self.times:
            if one.desk == desk and one.answered and since <= one.answered < until and one.answered_within is not None:
                groups[sum(one.answered_within > longest for longest in LONGEST)] += 1
        return groups


def _is_before(at: datetime | None, other: datetime) -> bool:
    return at is not None and at < other


def _is_overdue(one: Time, at: datetime) -> bool:
    owes_answer = one.answered is None or one.answered >= at
    return _is_before(one.resolution.missed_at, at) or (owes_answer and _is_before(one.answer.missed_at, at))


def _middle(times: Iterable[timedelta | None]) -> timedelta | None:
    seconds = [int(one.total_seconds()) for one in times if one is not None]
    return timedelta(seconds=round(median(seconds))) if seconds else None


def _faces(ratings: Sequence[Rated]) -> dict[Rating, int]:
    chosen = [one.rating for one in ratings]
    return {rating: chosen.count(rating) for rating in Rating if rating in chosen}


def _load(resolved: Sequence[Time]) -> dict[str, int]:
    solvers = [one.solver for one in resolved if one.solver]
    return {solver: solvers.count(solver) for solver in sorted(set(solvers))}


def _on(instants: Iterable[datetime | None], since: datetime, until: datetime, zone: str) -> list[date]:
    return [at.astimezone(ZoneInfo(zone)).date() for at in instants if at and since <= at < until]
