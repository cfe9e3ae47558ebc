"""A clock that stands still until a test moves it."""

import threading
from datetime import UTC, datetime, timedelta


class Clock:
    """Called, it says what time it is; `advance` lets time pass."""

    def __init__(self, start: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) -> None:
        self._now = start
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        with self._lock:
            return self._now

    def advance(self, **lapse: float) -> datetime:
        """Move on by so many hours, minutes, seconds …, and say what time it is then."""
        with self._lock:
            self._now += timedelta(**lapse)
            return self._now
