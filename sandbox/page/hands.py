"""What whoever shows the page may hand to it: a clock that can be moved, and a word about each person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Protocol


class ClockControl(Protocol):
    """A clock that can be moved; the workspace and the bot live by the same one."""

    def advance(self, span: timedelta) -> None:
        """Let time pass."""

    def next_morning(self) -> None:
        """Let time pass until the next working morning."""


class Jump(StrEnum):
    """The ways in which the page moves the clock."""

    HOUR = "hour"
    DAY = "day"
    MORNING = "morning"


def _nothing() -> None:
    """Nobody wants to hear of jumps."""


@dataclass
class Hands:
    """Set by the demo, any time: without a clock the page shows none; `roles` are said beside names.

    `after_jump` is called in a thread, once the clock has moved, before the page shows it.
    """

    clock: ClockControl | None = None
    after_jump: Callable[[], None] = _nothing
    roles: Mapping[str, str] = field(default_factory=dict)

    def jump(self, how: Jump) -> None:
        """Move the clock and let everybody catch up."""
        if self.clock is None:
            return
        if how is Jump.MORNING:
            self.clock.next_morning()
        else:
            self.clock.advance(timedelta(hours=1) if how is Jump.HOUR else timedelta(days=1))
        self.after_jump()
