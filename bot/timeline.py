"""The targets of a request as its events tell them, so that they cannot drift from what happened."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.hours import WorkingHours
from bot.targets import NEAR, Standard
from storage.kinds import EventKind

BEGINS = frozenset({EventKind.OPENED, EventKind.MOVED, EventKind.REOPENED})
ASKS = BEGINS | {EventKind.HANDED_BACK}
ANSWERS = frozenset({EventKind.ANSWERED, EventKind.PROMISED, EventKind.RESOLVED})
_GOES_ON = frozenset(
    {
        EventKind.WENT_ON,
        EventKind.HANDED_BACK,
        EventKind.MOVED,
        EventKind.REOPENED,
        EventKind.RESOLVED,
        EventKind.LAPSED,
    }
)
"""It waits no longer."""
TELLING = ASKS | ANSWERS | _GOES_ON | {EventKind.WAITED, EventKind.URGED, EventKind.UNDONE}
"""The events that targets ask for."""

UNDO_SPAN = timedelta(seconds=30)
"""For so long, who resolved a request, gave it to somebody or answered can take that back, as if it had never been."""
BY_REQUESTER = "by_requester"
"""What an event tells under this name was done by who asked, and so is no answer."""
PROMISED = "promised"
"""Under this name an event keeps what was promised in it: the seconds of working time to answer and to resolve."""


@dataclass(frozen=True)
class Line:
    """An event, as far as targets ask for it."""

    id: int
    kind: EventKind
    at: datetime
    data: Mapping[str, Any]
    actor: str | None = None


@dataclass(frozen=True)
class Reckoning:
    """When a request was asked, and its targets fall due; while it waits, as if it went on when it began to wait."""

    asked: datetime
    first_answer: datetime
    first_answer_near: datetime
    resolution: datetime
    resolution_near: datetime
    answered_at: datetime | None
    waiting_since: datetime | None


@dataclass(frozen=True)
class Pause:
    """From when to when a request waited for its requester; the last may last still."""

    start: datetime
    end: datetime | None


def promise(standard: Standard) -> dict[str, list[int]]:
    """What an event keeps of a promise."""
    seconds = (standard.first_answer.total_seconds(), standard.resolution.total_seconds())
    return {PROMISED: [int(one) for one in seconds]}


def reckon(lines: Sequence[Line], hours: WorkingHours, standard: Standard) -> Reckoning:
    """Reckon the targets from a request's events, oldest first; `standard` serves where they tell of no promise.

    The newest promise holds from when the request was asked, not from when it was given: urgency changes on the way.
    """
    told = undone_left_out(lines)
    owed = promised(told, standard)
    pauses = list(pauses_of(told))

    def due_at(since: datetime, span: timedelta) -> datetime:
        return due(hours, since, span, pauses)

    asked, begun = latest(told, ASKS), latest(told, BEGINS)
    return Reckoning(
        asked=asked,
        first_answer=due_at(asked, owed.first_answer),
        first_answer_near=due_at(asked, owed.first_answer * NEAR),
        resolution=due_at(begun, owed.resolution),
        resolution_near=due_at(begun, owed.resolution * NEAR),
        answered_at=_answered_at(told),
        waiting_since=pauses[-1].start if pauses and pauses[-1].end is None else None,
    )


def is_answer(kind: EventKind, data: Mapping[str, Any]) -> bool:
    """Whether an event tells that the desk has answered."""
    return kind in ANSWERS and not data.get(BY_REQUESTER)


def latest(lines: Iterable[Line], kinds: Collection[EventKind]) -> datetime:
    """When the last event of some kinds happened."""
    return max(line.at for line in lines if line.kind in kinds)


def undone_left_out(lines: Sequence[Line], within: timedelta = timedelta.max) -> list[Line]:
    """The lines without those that a later one takes back, within some time."""
    undone = {line.data["event"]: line.at for line in lines if line.kind is EventKind.UNDONE}
    return [line for line in lines if line.id not in undone or undone[line.id] - line.at > within]


def promised(lines: Iterable[Line], standard: Standard) -> Standard:
    """The newest promise."""
    for line in lines:
        if PROMISED in line.data:
            standard = Standard(*(timedelta(seconds=one) for one in line.data[PROMISED]))
    return standard


def _answered_at(lines: Iterable[Line]) -> datetime | None:
    """When the desk first answered, since it was last asked anew; a move to another desk leaves an answer one."""
    answered: datetime | None = None
    for line in lines:
        if line.kind in (EventKind.OPENED, EventKind.REOPENED):
            answered = None
        elif answered is None and is_answer(line.kind, line.data):
            answered = line.at
    return answered


def pauses_of(lines: Iterable[Line]) -> Iterator[Pause]:
    """When the request waited for its requester."""
    since: datetime | None = None
    for line in lines:
        if line.kind is EventKind.WAITED and since is None:
            since = line.at
        elif line.kind in _GOES_ON and since is not None:
            yield Pause(since, line.at)
            since = None
    if since is not None:
        yield Pause(since, None)


def due(hours: WorkingHours, since: datetime, span: timedelta, pauses: Iterable[Pause]) -> datetime:
    """The instant at which so much working time has passed, pauses apart."""
    for pause in pauses:
        if pause.end is None:
            break
        if pause.end > since:
            worked = hours.between(since, pause.start)
            if worked >= span:
                break
            since, span = pause.end, span - worked
    return hours.add(since, span)


def worked(hours: WorkingHours, since: datetime, until: datetime, pauses: Iterable[Pause]) -> timedelta:
    """The working time between two instants, pauses apart."""
    paused = timedelta()
    for pause in pauses:
        start, end = max(pause.start, since), min(pause.end or until, until)
        paused += hours.between(start, end) if start < end else timedelta()
    return hours.between(since, until) - paused
