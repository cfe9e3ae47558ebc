"""Targets: what a desk promises, what of it a request is still owed, and how that stands."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.lifecycle import OWED
from storage.kinds import Urgency
from storage.tables import Request

NEAR = 0.75
"""The share of the time promised after which a target is near and whoever owes it is told."""

PRESSING = frozenset({Urgency.BLOCKED, Urgency.HIGH})
"""What can't wait until tomorrow."""
_DURATION = re.compile(r"(?:(\d{1,4})d)?\s*(?:(\d{1,4})h)?\s*(?:(\d{1,4})m)?")


class Health(StrEnum):
    """How a request does against what it is owed: on time, three quarters of the time gone, too late."""

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


class Promised(StrEnum):
    """What a desk promises of a request."""

    FIRST_ANSWER = "first_answer"
    RESOLUTION = "resolution"


@dataclass(frozen=True)
class Target:
    """One promise of a request that is still to be kept; `near_at` is None as long as nobody has reckoned it."""

    promised: Promised
    near_at: datetime | None
    due_at: datetime

    def health(self, now: datetime) -> Health:
        """How it stands; at the last instant the time is over."""
        if now >= self.due_at:
            return Health.MISSED
        return Health.NEAR if self.near_at and now >= self.near_at else Health.GOOD


def owed(request: Request) -> list[Target]:
    """What the desk still owes, what is due first in front; nothing while it waits for the requester, or at the end."""
    if request.state not in OWED:
        return []
    targets = [Target(Promised.RESOLUTION, request.resolution_near, request.resolution_due)]
    if request.first_answered_at is None:
        targets.insert(0, Target(Promised.FIRST_ANSWER, request.first_answer_near, request.first_answer_due))
    return sorted(targets, key=lambda target: target.due_at)


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
