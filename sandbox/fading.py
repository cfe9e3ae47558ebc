"""What the workspace hands out for a while: kept until nobody asks any more, so that memory stays bounded."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from sandbox.ids import Clock

T = TypeVar("T")

# Long after its time has run out a thing is still known, so that a late caller hears "expired" and not "unknown".
REMEMBERED = timedelta(hours=1)
MOST = 10_000


class Fading(Generic[T]):
    """Things under a key, forgotten an hour of the workspace's clock after they came, or when too many came since."""

    def __init__(self, now: Clock, most: int = MOST) -> None:
        self._now = now
        self._most = most
        self._things: OrderedDict[str, tuple[datetime, T]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._things)

    def add(self, key: str, thing: T) -> None:
        """Keep something, and forget what is too old."""
        self._things[key] = self._now(), thing
        while self._is_full():
            self._things.popitem(last=False)

    def get(self, key: str) -> T | None:
        """What is under the key, if it is still remembered."""
        found = self._things.get(key)
        return None if found is None else found[1]

    def pop(self, key: str) -> T | None:
        """The same, and it is gone then."""
        found = self._things.pop(key, None)
        return None if found is None else found[1]

    def _is_full(self) -> bool:
        came, _ = next(iter(self._things.values()))
        return len(self._things) > self._most or came + REMEMBERED < self._now()
