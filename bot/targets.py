"""Targets: what a desk promises, when that falls due on its working clock, and whether the promise was kept."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.hours import WorkingHours

NEAR = 0.75
"""The share of the time for a first answer after which a target is near and its desk is told."""

_DURATION = re.compile(r"(?:(\d{1,4})d)?\s*(?:(\d{1,4})h)?\s*(?:(\d{1,4})m)?")


class Health(StrEnum):
    """How a request does against its targets."""

    GOOD = "good"
    NEAR = "near"
    MISSED = "missed"


@dataclass(frozen=True)
class Standard:
    """What a desk promises for one urgency, in working time; raises ValueError for a promise that makes no sense."""

    first_answer: timedelta
    resolution: timedelta

    def __post_init__(self) -> None:
        if self.first_answer <= timedelta():
            raise ValueError("The time for a first answer must be more than nothing.")
        if self.resolution < self.first_answer:
            raise ValueError("The time to resolve can't be shorter than the time for a first answer.")


@dataclass(frozen=True)
class Due:
    """The instants (UTC) at which a request's targets fall due, and at which its first answer gets near."""

    first_answer: datetime
    first_answer_near: datetime
    resolution: datetime


def due(standard: Standard, hours: WorkingHours, since: datetime) -> Due:
    """Place a desk's promise on its working clock, counted from `since`; raises hours.NeverOpensError."""
    return Due(
        first_answer=hours.add(since, standard.first_answer),
        first_answer_near=hours.add(since, standard.first_answer * NEAR),
        resolution=hours.add(since, standard.resolution),
    )


def is_missed(due_at: datetime, met_at: datetime | None, now: datetime) -> bool:
    """Say whether a promise due at `due_at` was kept too late, or is open and late now; the last instant is in time."""
    return (met_at or now) > due_at


def health(targets: Due, now: datetime, *, answered_at: datetime | None, resolved_at: datetime | None) -> Health:
    """Judge a request by both promises: one missed stays missed, and only an answer still owed can be near."""
    if is_missed(targets.first_answer, answered_at or resolved_at, now):
        return Health.MISSED
    if is_missed(targets.resolution, resolved_at, now):
        return Health.MISSED
    is_owed = answered_at is None and resolved_at is None
    return Health.NEAR if is_owed and now >= targets.first_answer_near else Health.GOOD


def duration(text: str, usual_day: timedelta) -> timedelta:
    """Read working time such as "30m", "4h", "1h 30m" or "2d", a day being the desk's usual one.

    Raises ValueError in an operator's words.
    """
    match = _DURATION.fullmatch(text.strip().casefold())
    days, hours, minutes = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    length = days * usual_day + timedelta(hours=hours, minutes=minutes)
    if not timedelta() < length <= timedelta(days=365):
        raise ValueError(f'"{text}" is no working time; write it like "30m", "4h" or "2d".')
    return length
