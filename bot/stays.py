"""Stays: what a request's events tell of its time at each desk, for the numbers; docs/numbers.md says what these mean.

A stay begins when a request is opened, moved to a desk or reopened, and ends when it is over or moves on. What it tells
of an instant in the past stays so, however late anybody asks, and whatever hours the desk has by then.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from bot.hours import WorkingHours
from bot.targets import Standard
from bot.timeline import (
    ASKS,
    BEGINS,
    BY_REQUESTER,
    TELLING,
    UNDO_SPAN,
    Line,
    Pause,
    due,
    is_answer,
    latest,
    pauses_of,
    promised,
    undone_left_out,
    worked,
)
from storage.kinds import EventKind
from storage.reports import Stay

_OVER = frozenset({EventKind.RESOLVED, EventKind.LAPSED, EventKind.WITHDRAWN, EventKind.DISMISSED, EventKind.MERGED})
RELEVANT = TELLING | _OVER
"""The events that stays follow from."""
_SHIFTS = ASKS | {EventKind.URGED, EventKind.WAITED, EventKind.WENT_ON}
"""The events after which a target is due at another time."""
_ASKS_ANEW = frozenset({EventKind.OPENED, EventKind.REOPENED})
"""The events after which a first answer is owed, whoever answered before."""


def stays_of(
    number: int, desk: str, lines: Sequence[Line], hours_of: Callable[[str], WorkingHours], standard: Standard
) -> list[Stay]:
    """The stays of a request that is at a desk (by its key) now, from its events, oldest first.

    `standard` serves where they tell of no promise. An answer was one, though it is deleted later than undone.
    """
    told = [line for line in undone_left_out(lines, UNDO_SPAN) if not _is_the_others(line)]
    begins = [n for n, line in enumerate(told) if line.kind in BEGINS]
    passages = pairwise([*begins, len(told)])
    found = zip(passages, _desks(told, begins, desk), strict=True)
    return [
        _Passage(told, first, _after(told, first, last), hours_of(key), standard).stay(number, n, key)
        for n, ((first, last), key) in enumerate(found)
    ]


def is_settled(stay: Stay, now: datetime) -> bool:
    """Whether it ended too long ago to be undone."""
    return stay.ended_at is not None and now - stay.ended_at > UNDO_SPAN


def keep_told(before: Stay, stay: Stay, now: datetime) -> Stay:
    """The stay, with what it told `before` of the past: hours that a desk has had since would tell other things."""
    stay.answer_missed_at = _keep_missed(before.answer_missed_at, stay.answer_missed_at, now)
    stay.resolution_missed_at = _keep_missed(before.resolution_missed_at, stay.resolution_missed_at, now)
    if stay.answered_at == before.answered_at:
        stay.answered_within = before.answered_within
    if stay.ended_at == before.ended_at:
        stay.resolved_within = before.resolved_within
    return stay


def _keep_missed(before: datetime | None, missed_at: datetime | None, now: datetime) -> datetime | None:
    """What was missed stays so; nothing was missed that nobody knew of when it could last be undone."""
    if before and before <= now:
        return before
    return max(missed_at, now - UNDO_SPAN) if missed_at else None


def _is_the_others(line: Line) -> bool:
    """Whether it tells that another request was merged into this one."""
    return line.kind is EventKind.MERGED and "into" not in line.data


def _desks(told: Sequence[Line], begins: Sequence[int], now_at: str) -> Iterator[str]:
    """Where each stay is: where the next move takes it from, or where the request is now."""
    moves = [n for n in begins if told[n].kind is EventKind.MOVED]
    for begin in begins:
        next_move = next((n for n in moves if n > begin), None)
        yield now_at if next_move is None else str(told[next_move].data["from"])


def _after(told: Sequence[Line], first: int, last: int) -> int:
    """The line after the one with which a stay was over; `last`, where it was not."""
    return next((n + 1 for n in range(first, last) if told[n].kind in _OVER), last)


@dataclass(frozen=True)
class _Passage:
    """The lines of a request from the one (`first`) with which a stay begins, up to what comes after it (`last`)."""

    told: Sequence[Line]
    first: int
    last: int
    hours: WorkingHours
    standard: Standard

    def stay(self, number: int, n: int, desk: str) -> Stay:
        """The stay that they tell of."""
        begin, end, answer = self.told[self.first], self._end(), self._answer()
        is_resolved = end is not None and end.kind is EventKind.RESOLVED
        return Stay(
            request=number,
            n=n,
            desk=desk,
            began_at=begin.at,
            began_by=begin.kind,
            ended_at=end.at if end else None,
            ended_by=end.kind if end else None,
            solver=_solver(end) if end and is_resolved else None,
            answered_at=answer.at if answer else None,
            answered_within=self._worked_until(answer) if answer else None,
            answer_missed_at=self._missed_at(answer or end, ASKS, 0) if self._owes_answer() else None,
            resolved_within=self._worked_until(end) if end and is_resolved else None,
            resolution_missed_at=self._missed_at(end, BEGINS, 1),
        )

    def _end(self) -> Line | None:
        """With which it was over, or the move with which it went away."""
        if self.told[self.last - 1].kind in _OVER:
            return self.told[self.last - 1]
        return self.told[self.last] if self.last < len(self.told) else None

    def _lines(self) -> Sequence[Line]:
        return self.told[self.first : self.last]

    def _answer(self) -> Line | None:
        """The desk's first answer, if it owed one."""
        if not self._owes_answer():
            return None
        return next((line for line in self._lines() if is_answer(line.kind, line.data)), None)

    def _owes_answer(self) -> bool:
        """Whether nobody had answered when the stay began, since the request was last asked anew."""
        for line in reversed(self.told[: self.first + 1]):
            if is_answer(line.kind, line.data):
                return False
            if line.kind in _ASKS_ANEW:
                break
        return True

    def _worked_until(self, line: Line) -> int:
        """The working seconds from when it began, without those in which it waited."""
        pauses = pauses_of(self._lines())
        return int(worked(self.hours, self.told[self.first].at, line.at, pauses).total_seconds())

    def _missed_at(self, end: Line | None, since: Collection[EventKind], which: int) -> datetime | None:
        """When a target was first missed: the one (`which`) that runs from the last of some events, up to the end.

        Without an end, when it will be if nothing happens; never while the request waits.
        """
        shifts = [n for n in range(self.first, self.last) if self.told[n].kind in _SHIFTS]
        for shift, following in zip(shifts, [*(self.told[n].at for n in shifts[1:]), None], strict=True):
            ends = [at for at in (end and end.at, following) if at]
            missed_at = self._due(shift, since, which)
            if missed_at and all(missed_at <= at for at in ends):
                return missed_at
            if end and min(ends) == end.at:
                break
        return None

    def _due(self, shift: int, since: Collection[EventKind], which: int) -> datetime | None:
        """When a target is due as things are after a line, not before it; None while the request waits."""
        told = self.told[: shift + 1]
        pauses: list[Pause] = list(pauses_of(told))
        if pauses and pauses[-1].end is None:
            return None
        owed = promised(told, self.standard)
        span = (owed.first_answer, owed.resolution)[which]
        return max(due(self.hours, latest(told, since), span, pauses), told[-1].at)


def _solver(end: Line) -> str | None:
    """Whose work a resolution is: who resolved it, or who had it where the requester said so."""
    before = end.data.get("before", {}).get("agent")
    return before if end.data.get(BY_REQUESTER) else end.actor or before
