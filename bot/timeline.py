"""The targets of a request as its events tell them, so that they cannot drift from what happened."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.hours import WorkingHours
from bot.targets import NEAR, Standard
from storage.kinds import EventKind

_BEGINS = frozenset({EventKind.OPENED, EventKind.MOVED, EventKind.REOPENED})
_ASKS = _BEGINS | {EventKind.HANDED_BACK}
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
TELLING = _ASKS | ANSWERS | _GOES_ON | {EventKind.WAITED, EventKind.URGED, EventKind.UNDONE}
"""The events that targets ask for."""

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
class _Pause:
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
    told = _undone_left_out(lines)
    promised = _promised(told, standard)
    pauses = list(_pauses(told))

    def due(since: datetime, span: timedelta) -> datetime:
        return _due(hours, since, span, pauses)

    asked, begun = _latest(told, _ASKS), _latest(told, _BEGINS)
    return Reckoning(
        asked=asked,
        first_answer=due(asked, promised.first_answer),
        first_answer_near=due(asked, promised.first_answer * NEAR),
        resolution=due(begun, promised.resolution),
        resolution_near=due(begun, promised.resolution * NEAR),
        answered_at=_answered_at(told),
        waiting_since=pauses[-1].start if pauses and pauses[-1].end is None else None,
    )


def is_answer(kind: EventKind, data: Mapping[str, Any]) -> bool:
    """Whether an event tells that the desk has answered."""
    return kind in ANSWERS and not data.get(BY_REQUESTER)


def _latest(lines: Iterable[Line], kinds: Collection[EventKind]) -> datetime:
    return max(line.at for line in lines if line.kind in kinds)


def _undone_left_out(lines: Sequence[Line]) -> list[Line]:
    undone = {line.data["event"] for line in lines if line.kind is EventKind.UNDONE}
    return [line for line in lines if line.id not in undone]


def _promised(lines: Iterable[Line], standard: Standard) -> Standard:
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


def _pauses(lines: Iterable[Line]) -> Iterator[_Pause]:
    since: datetime | None = None
    for line in lines:
        if line.kind is EventKind.WAITED and since is None:
            since = line.at
        elif line.kind in _GOES_ON and since is not None:
            yield _Pause(since, line.at)
            since = None
    if since is not None:
        yield _Pause(since, None)


def _due(hours: WorkingHours, since: datetime, span: timedelta, pauses: Iterable[_Pause]) -> datetime:
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
