"""Names and time stamps that are unique in a workspace."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def real_time() -> datetime:
    """The machine's clock, in UTC."""
    return datetime.now(UTC)


class Ids:
    """Identifiers in Slack's fashion: a letter for the kind, then capitals and digits."""

    def __init__(self) -> None:
        self._count = itertools.count(1)

    def new(self, prefix: str) -> str:
        """The next identifier of a kind."""
        return f"{prefix}{next(self._count):09X}"


class Stamps:
    """Message time stamps: seconds with six digits, always increasing even when the clock stands still."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._last = 0

    @property
    def last(self) -> int:
        """The stamp given last, in microseconds since 1970."""
        return self._last

    def go_on_after(self, last: int) -> None:
        """Give no stamp any more up to this one."""
        self._last = max(self._last, last)

    def next(self) -> str:
        """A stamp later than every one before."""
        at = self._now()
        micros = int(at.timestamp()) * 1_000_000 + at.microsecond
        self._last = max(micros // 100 * 100, self._last) + 100
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"


def stamp_of(value: str) -> str:
    """A caller's oldest, latest or cursor ("0", "1700000000", "1700000000.5") in comparable form."""
    seconds, _, fraction = value.partition(".")
    return f"{int(seconds or 0):010d}.{fraction[:6]:0<6}"
