"""What went over the wire between an app and the workspace, and what changed because of it."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any


class Traffic(StrEnum):
    """The kinds of exchange; the first three begin at the app, the others at Slack."""

    API = "api"
    RESPONSE_URL = "response_url"
    UPLOAD = "upload"
    EVENT = "event"
    COMMAND = "command"
    INTERACTION = "interaction"
    VERIFICATION = "url_verification"
    SOCKET = "socket"


@dataclass(frozen=True)
class Exchange:
    """One call or delivery with its answer; `refused` is the error, None when all went well."""

    at: datetime
    traffic: Traffic
    name: str
    app_id: str | None
    payload: Mapping[str, Any]
    answer: Any
    seconds: float
    refused: str | None = None
    status: int | None = None
    attempt: int = 0


class Wire:
    """The latest exchanges, oldest first; the oldest fall off at the limit."""

    def __init__(self, limit: int = 5_000) -> None:
        self.count = 0
        self._lock = threading.Lock()
        self._exchanges: deque[Exchange] = deque(maxlen=limit)
        self._subscribers: list[Callable[[], None]] = []

    def add(self, exchange: Exchange) -> None:
        """Note one exchange."""
        with self._lock:
            self._exchanges.append(exchange)
            self.count += 1
        for callback in tuple(self._subscribers):
            callback()

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back, quickly and in whatever thread, on every exchange; the answer ends it."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    def since(self, number: int) -> list[tuple[int, Exchange]]:
        """The exchanges from a number on (the first ever is 0) with their numbers, as far as they are still there."""
        with self._lock:
            kept, count = tuple(self._exchanges), self.count
        first = count - len(kept)
        start = max(0, number - first)
        return [(first + start + index, one) for index, one in enumerate(islice(kept, start, None))]

    def __iter__(self) -> Iterator[Exchange]:
        return iter(tuple(self._exchanges))

    def __len__(self) -> int:
        return len(self._exchanges)

    def named(self, name: str) -> list[Exchange]:
        """The exchanges of one method, event type, command or interaction."""
        return [exchange for exchange in self if exchange.name == name]

    def refused(self) -> list[Exchange]:
        """Everything that one side did not accept."""
        return [exchange for exchange in self if exchange.refused is not None]

    def clear(self) -> None:
        """Begin anew."""
        self._exchanges.clear()


@dataclass(frozen=True)
class Change:
    """Something that a person's screen would show differently now."""

    kind: str
    channel: str | None = None
    ts: str | None = None
    user: str | None = None
