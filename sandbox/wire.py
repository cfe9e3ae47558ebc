"""What went over the wire between an app and the workspace, and what changed because of it."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
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
        self._exchanges: deque[Exchange] = deque(maxlen=limit)

    def add(self, exchange: Exchange) -> None:
        """Note one exchange."""
        self._exchanges.append(exchange)

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
