"""The rules of pings once more, slow and obvious, written from docs/pings.md and not from the code."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.desks import Desk
from bot.hours import PublicHolidays
from storage.kinds import PingKind, PingsIn, State, Urgency

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
COUNTRIES = {"Europe/Berlin": PublicHolidays("DE"), "America/New_York": PublicHolidays("US")}
TO_LEADS = (PingKind.FIRST_ANSWER_MISSED, PingKind.RESOLUTION_MISSED)
TO_REQUESTER = (PingKind.AWAITED, PingKind.AWAITED_LAST)
SUCCEEDS: Mapping[PingKind, Sequence[PingKind]] = {
    PingKind.SILENT: (PingKind.FIRST_ANSWER_NEAR,),
    PingKind.FIRST_ANSWER_NEAR: (PingKind.SILENT,),
    PingKind.AWAITED: (PingKind.AWAITED,),
    PingKind.AWAITED_LAST: TO_REQUESTER,
    PingKind.FIRST_ANSWER_MISSED: (PingKind.FIRST_ANSWER_NEAR,),
    PingKind.RESOLUTION_MISSED: (PingKind.RESOLUTION_NEAR,),
}
"""Which other reminders of the same request to the same reader each makes needless, as soon as it is said."""

Line = tuple[int, PingKind]
Shown = tuple[str, int | None, tuple[Line, ...]]
"""A message: to whom, under which request (or in the DM, the channel), and what stands in it."""


@dataclass
class Human:
    """What is known of a person."""

    zone: str
    quiet: tuple[time, time] = (time(19), time(8))
    works_weekends: bool = False
    a_day: int = 8
    pings_in: PingsIn | None = None
    away_until: datetime | None = None
    dnd: tuple[datetime, datetime] | None = None
    status: bool = False
    status_until: datetime | None = None

    def is_off(self, now: datetime) -> bool:
        """Off work: their status, or they themselves, say so."""
        by_status = self.status and (self.status_until is None or now < self.status_until)
        return by_status or bool(self.away_until and now < self.away_until)

    def day(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self.zone)).date()

    def is_free(self, now: datetime, desk: Desk | None) -> bool:
        """Whether they may be disturbed, as one who serves the desk, or (None) as a requester."""
        local, (begins, ends) = now.astimezone(ZoneInfo(self.zone)), self.quiet
        if self.is_off(now) or (self.dnd and self.dnd[0] <= now < self.dnd[1]):
            return False
        if COUNTRIES[self.zone](local.date()) or (desk and desk.hours.holidays(local.date())):
            return False
        if local.weekday() >= 5 and not self.works_weekends and not (desk and desk.hours.week[local.weekday()]):
            return False
        clock = local.time()
        if begins == ends:
            return True
        return not (begins <= clock < ends if begins < ends else clock >= begins or clock < ends)


@dataclass
class Asked:
    """A request as it stands: what its targets are has tests of its own."""

    number: int
    desk: Desk
    requester: str
    agent: str | None
    state: State
    urgency: Urgency
    asked_at: datetime
    answered: bool
    targets: tuple[datetime, datetime, datetime, datetime]
    waiting_since: datetime | None
    silent_since: datetime | None
    again_at: datetime | None
    promised_for: datetime | None
    acts: Mapping[str, datetime]


@dataclass
class Said:
    """A reminder to one reader; in a message, or not yet."""

    to: str
    line: Line
    reason_at: datetime
    not_before: datetime
    message: "Written | None" = None
    is_gone: bool = False


@dataclass
class Written:
    """A message; `is_gone` when it was deleted."""

    to: str
    under: int | None
    lines: list[Said] = field(default_factory=list)
    is_gone: bool = False

    def stands(self) -> list[Said]:
        return [said for said in self.lines if not said.is_gone]


def worked(desk: Desk, since: datetime, span: timedelta) -> datetime:
    """When so much working time has passed, hour by hour; working time begins and ends at full hours here."""
    if (desk.key, since, span) not in _MEMO:
        at, left = since, span
        while left:
            step = at.replace(minute=0, second=0, microsecond=0) + HOUR - at
            if is_open(desk, at):
                step = min(step, left)
                left -= step
            at += step
        _MEMO[desk.key, since, span] = at
    return _MEMO[desk.key, since, span]


_MEMO: dict[tuple[str, datetime, timedelta], datetime] = {}


def is_open(desk: Desk, at: datetime) -> bool:
    """Whether it is working time."""
    local = at.astimezone(desk.hours.zone)
    spans = desk.hours.week[local.weekday()]
    return not desk.hours.holidays(local.date()) and any(start <= local.time() < end for start, end in spans)


def reasons(asked: Asked) -> Iterator[tuple[PingKind, datetime]]:
    """Rule 1: what comes due for a request, and when."""
    desk, plan = asked.desk, asked.desk.plan
    if asked.state in (State.OPEN, State.CLAIMED):
        answer_near, answer_due, near, due = asked.targets
        if not asked.answered:
            if plan.unclaimed and asked.state is State.OPEN:
                answer_near, answer_due = (worked(desk, asked.asked_at, span) for span in plan.unclaimed)
            yield PingKind.FIRST_ANSWER_NEAR, answer_near
            yield PingKind.FIRST_ANSWER_MISSED, answer_due
        yield PingKind.RESOLUTION_NEAR, near
        yield PingKind.RESOLUTION_MISSED, due
        if asked.silent_since:
            yield PingKind.SILENT, worked(desk, asked.silent_since, desk.silent_after)
        if asked.promised_for:
            yield PingKind.PROMISE_NEAR, _morning_before(desk, asked.promised_for)
    if asked.state is State.WAITING and asked.waiting_since:
        last = PingKind.AWAITED_LAST if plan.grace else PingKind.AWAITED
        if asked.again_at:
            yield last, asked.again_at
            return
        for n, span in enumerate(plan.awaited, start=1):
            yield last if n == len(plan.awaited) else PingKind.AWAITED, worked(desk, asked.waiting_since, span)


def _morning_before(desk: Desk, at: datetime) -> datetime:
    day = at.astimezone(desk.hours.zone).date() - DAY
    while not desk.hours.week[day.weekday()] or desk.hours.holidays(day):
        day -= DAY
    return datetime.combine(day, desk.hours.week[day.weekday()][0][0], desk.hours.zone).astimezone(UTC)


class Rules:
    """What everybody has been told, by the rules alone."""

    def __init__(self, people: Mapping[str, Human], leads: Callable[[str], Sequence[str]]) -> None:
        self.people, self._leads = people, leads
        self.asked: dict[int, Asked] = {}
        self.news: list[tuple[str, int, PingKind]] = []
        self.warned: dict[int, datetime] = {}
        self._came: dict[tuple[int, PingKind], datetime] = {}
        self.all: list[Said] = []
        self._messages: list[Written] = []
        self._hour: dict[str, tuple[datetime, Written | None]] = {}
        self._counts: dict[tuple[str, date], int] = {}

    # -- what changes ------------------------------------------------------------------------------------------

    def stands(self, asked: Asked) -> None:
        """Rule 2: a request stands so now; if that is news, reminders without a reason go."""
        before = self.asked.get(asked.number)
        self.asked[asked.number] = asked
        if before is None or replace(before, acts=asked.acts) == asked:
            return
        if (before.waiting_since, before.again_at, before.state) != (asked.waiting_since, asked.again_at, asked.state):
            self.warned.pop(asked.number, None)
        for said in [one for one in self.all if one.line[0] == asked.number and not one.is_gone]:
            if not self._has_reason(said):
                self._goes(said)
            elif not self._is_for(said):
                self._goes(said)
                if said.message is None:
                    self._passes_on(said, None)

    def puts_off(self, to: str, line: Line, until: str) -> None:
        """Rule 8: its reader wants to hear of it again in an "hour", "tomorrow" or next "week"."""
        (said,) = (one for one in self.all if (one.to, one.line) == (to, line) and one.message and not one.is_gone)
        message, said.message = said.message, None
        said.not_before = self._until(to, line, until)
        if message:
            message.lines.remove(said)
            message.is_gone = not message.stands()
        if line[1] is PingKind.AWAITED_LAST:
            self.warned.pop(line[0], None)

    def _until(self, to: str, line: Line, until: str) -> datetime:
        asked, human = self.asked[line[0]], self.people.get(to)
        if until == "hour":
            return self.now + HOUR
        zone = ZoneInfo(human.zone) if human else asked.desk.hours.zone
        today = self.now.astimezone(zone).date()
        day = today + (DAY if until == "tomorrow" else (7 - today.weekday()) * DAY)
        at = self._first_free(to, line, datetime.combine(day, time(), zone).astimezone(UTC))
        morning = datetime.combine(day, time(8), zone).astimezone(UTC)
        return at if at.astimezone(zone).hour >= 6 else self._first_free(to, line, morning)

    def _first_free(self, to: str, line: Line, at: datetime) -> datetime:
        asked, human = self.asked[line[0]], self.people.get(to)
        desk = None if line[1] in TO_REQUESTER else asked.desk
        while not (human.is_free(at, desk) if human else is_open(asked.desk, at)):
            at += HOUR / 2
            if at - self.now > 30 * DAY:  # nobody knows until when they are away
                break
        return at

    def _goes(self, said: Said) -> None:
        said.is_gone = True
        message = said.message
        if message and not message.stands():
            message.is_gone = True

    def _has_reason(self, said: Said) -> bool:
        number, kind = said.line
        return any(one is kind and at <= said.reason_at for one, at in reasons(self.asked[number]))

    def _is_for(self, said: Said, now: datetime | None = None) -> bool:
        number, kind = said.line
        if said.message and said.to == self.asked[number].agent and kind not in (*TO_LEADS, *TO_REQUESTER):
            return True
        return said.to in self._readers(self.asked[number], kind, now or self.now)

    def _readers(self, asked: Asked, kind: PingKind, now: datetime) -> Sequence[str]:
        desk = f"desk:{asked.desk.key}"
        if kind in TO_REQUESTER:
            return [asked.requester]
        if kind in TO_LEADS:
            return self._leads(asked.desk.key) or [desk]
        if asked.agent and not self.people[asked.agent].is_off(now):
            return [asked.agent]
        return [desk]

    # -- what the clock brings ---------------------------------------------------------------------------------

    now: datetime

    def ticks(self, now: datetime) -> None:
        """Everything that is due by now."""
        self.now = now
        for asked in self.asked.values():
            for kind, at in sorted(reasons(asked), key=lambda reason: reason[1]):
                before = self._came.get((asked.number, kind))
                if at <= now and (before is None or at > before):
                    self._came[asked.number, kind] = at
                    for reader in self._readers(asked, kind, now):
                        self._adds(reader, (asked.number, kind), at)
        for said in [one for one in self.all if one.message is None and not one.is_gone and one.not_before <= now]:
            if not self._is_for(said):
                self._goes(said)
                self._passes_on(said, now)
        for reader in sorted({one.to for one in self.all}):
            self._speaks_to(reader)

    def _adds(self, reader: str, line: Line, at: datetime) -> None:
        for one in self.all:
            is_needless = one.line[0] == line[0] and one.line[1] in SUCCEEDS.get(line[1], ())
            if one.to == reader and one.message is None and not one.is_gone and is_needless:
                one.is_gone = True
        self.all.append(Said(reader, line, at, at))

    def _passes_on(self, said: Said, now: datetime | None) -> None:
        number, kind = said.line
        for reader in self._readers(self.asked[number], kind, now or self.now):
            same = [one for one in self.all if (one.to, one.line, one.reason_at) == (reader, said.line, said.reason_at)]
            if not any(one.message or not one.is_gone for one in same):
                self.all.append(Said(reader, said.line, said.reason_at, self.now))

    def _speaks_to(self, reader: str) -> None:
        waiting = [one for one in self.all if one.to == reader and one.message is None and not one.is_gone]
        ready = [one for one in waiting if one.not_before <= self.now and self._may_hear(one)]
        if not ready:
            return
        is_pressing = any(self.asked[one.line[0]].urgency in (Urgency.BLOCKED, Urgency.HIGH) for one in ready)
        began, message = self._hour.get(reader, (None, None))
        is_same_hour = began is not None and self.now - began < HOUR
        standing = message if is_same_hour and message and not message.is_gone else None
        if standing is None and (human := self.people.get(reader)):
            if is_same_hour and not is_pressing:
                return
            if self._counts.get((reader, human.day(self.now)), 0) >= human.a_day:
                return
        self._says(reader, sorted(ready, key=lambda one: one.reason_at), standing, is_pressing=is_pressing)

    def _may_hear(self, said: Said) -> bool:
        """Rules 4 and 6."""
        asked, human = self.asked[said.line[0]], self.people.get(said.to)
        if human is None:
            return is_open(asked.desk, self.now)
        acted_at = asked.acts.get(said.to)
        if acted_at and self.now < acted_at + 10 * MINUTE:
            return False
        return human.is_free(self.now, None if said.line[1] in TO_REQUESTER else asked.desk)

    def _says(self, reader: str, ready: list[Said], standing: Written | None, *, is_pressing: bool) -> None:
        """Rules 3 and 7."""
        numbers = {one.line[0] for one in ready}
        milder = {(one.line[0], kind) for one in ready for kind in SUCCEEDS.get(one.line[1], ())}
        for one in self.all:
            if one.to == reader and one.message and one.line in milder:
                one.is_gone = True
        if standing and not is_pressing and (standing.under is None or {standing.under} == numbers):
            message = standing
        else:
            carried = standing.stands() if standing else []
            under = self._under(reader, {*numbers, *(one.line[0] for one in carried)})
            message = Written(reader, under, carried)
            self._messages.append(message)
            for one in carried:
                one.message = message
            began = self._hour[reader][0] if standing else self.now
            self._hour[reader] = (began, message)
            if standing:
                standing.is_gone = True
            elif human := self.people.get(reader):
                today = (reader, human.day(self.now))
                self._counts[today] = self._counts.get(today, 0) + 1
        for one in ready:
            one.message = message
            message.lines.append(one)
            self.news.append((reader, *one.line))
            if one.line[1] is PingKind.AWAITED_LAST:
                self.warned.setdefault(one.line[0], self.now)
        for written in self._messages:
            written.is_gone |= not written.stands()

    def _under(self, reader: str, numbers: Iterable[int]) -> int | None:
        number, *more = numbers
        human, asked = self.people.get(reader), self.asked[number]
        if more or human is None:
            return None if more else number
        if human.pings_in is None:
            is_in_thread = reader == (asked.requester if asked.state is State.WAITING else asked.agent)
        else:
            is_in_thread = human.pings_in is PingsIn.THREAD
        return number if is_in_thread else None

    # -- what is to be seen ------------------------------------------------------------------------------------

    def shown(self) -> list[Shown]:
        """The messages as they stand."""
        return sorted(
            (
                (one.to, one.under, tuple(sorted(said.line for said in one.stands())))
                for one in self._messages
                if not one.is_gone
            ),
            key=str,
        )
