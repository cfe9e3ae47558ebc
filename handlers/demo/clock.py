"""A clock that the demo and the tests can move; the bot and its Slack live by the same one."""

import threading
from datetime import datetime, timedelta


class MovableClock:
    """Starts at an instant and stands still until it is moved; call it for the time."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        """The instant it is."""
        with self._lock:
            return self._now

    def advance(self, **lapse: float) -> datetime:
        """Let so many hours, minutes, seconds … pass, and say what time it is then."""
        with self._lock:
            self._now += timedelta(**lapse)
            return self._now

    def advance_to(self, at: datetime) -> None:
        """Let time pass up to an instant; time never goes back."""
        with self._lock:
            self._now = max(self._now, at)
