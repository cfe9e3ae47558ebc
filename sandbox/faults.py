"""Failures on order: what a test wants to go wrong at Slack's end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any


class Harm(Enum):
    """The ways in which a Web API call can go wrong."""

    ERROR = auto()
    HTTP = auto()
    RATE_LIMIT = auto()
    DELAY = auto()
    DROP_BEFORE = auto()
    DROP_AFTER = auto()


@dataclass(frozen=True)
class Fault:
    """One failure: the error code, HTTP status or seconds go with its kind."""

    harm: Harm
    error: str = ""
    status: int = 0
    seconds: float = 0.0


def rate_limit(retry_after: int = 1) -> Fault:
    """HTTP 429; seconds to wait go into Retry-After."""
    return Fault(Harm.RATE_LIMIT, error="ratelimited", status=429, seconds=retry_after)


def delay(seconds: float) -> Fault:
    """The call is done at once and its answer held back for so many real seconds."""
    return Fault(Harm.DELAY, seconds=seconds)


drop_before = Fault(Harm.DROP_BEFORE, error="dropped before")
drop_after = Fault(Harm.DROP_AFTER, error="dropped after")

Predicate = Callable[[Mapping[str, Any]], bool]


@dataclass
class _Order:
    method: str
    fault: Fault
    left: int
    when: Predicate | None


class Faults:
    """The failures that are still to happen."""

    def __init__(self) -> None:
        self.deliver_twice = False
        self._orders: list[_Order] = []
        self._lock = threading.Lock()
        self._cut: Callable[[], None] | None = None
        self._dismiss: Callable[[str], None] | None = None

    def add(self, *, method: str, fail: Fault | str | int, times: int = 1, when: Predicate | None = None) -> None:
        """Let the next calls of a method ("*": of any) fail: an error code, an HTTP status or a Fault.

        `when` looks at the call's arguments and decides whether this is one of them.
        """
        with self._lock:
            self._orders.append(_Order(method, _fault(fail), times, when))

    def take(self, method: str, arguments: Mapping[str, Any]) -> Fault | None:
        """The failure due for this call, counted down; None when it may go well."""
        if not self._orders:
            return None
        with self._lock:
            for order in self._orders:
                if order.method in {method, "*"} and (order.when is None or order.when(arguments)):
                    self._count_down(order)
                    return order.fault
        return None

    def reach_sockets(self, cut: Callable[[], None], dismiss: Callable[[str], None]) -> None:
        """Say how Socket Mode connections are cut, and how clients are asked to leave; the server does."""
        self._cut, self._dismiss = cut, dismiss

    def cut_sockets(self) -> None:
        """All Socket Mode connections break without a word, as when a network goes."""
        if self._cut is not None:
            self._cut()

    def refresh_sockets(self, reason: str = "refresh_requested") -> None:
        """Clients are asked to connect anew: warning, or refresh_requested and link_disabled, which close as well."""
        if self._dismiss is not None:
            self._dismiss(reason)

    def clear(self) -> None:
        """Everything goes well again."""
        with self._lock:
            self._orders.clear()
            self.deliver_twice = False

    def _count_down(self, order: _Order) -> None:
        order.left -= 1
        if order.left == 0:
            self._orders.remove(order)


def _fault(fail: Fault | str | int) -> Fault:
    if isinstance(fail, Fault):
        return fail
    if isinstance(fail, int):
        return Fault(Harm.HTTP, error=f"http {fail}", status=fail)
    return Fault(Harm.ERROR, error=fail)
