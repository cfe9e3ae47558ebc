"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime

from handlers.demo.clock import MovableClock


class Clock(MovableClock):
    """It is nine o'clock on a Monday."""

    def __init__(self) -> None:
        super().__init__(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
