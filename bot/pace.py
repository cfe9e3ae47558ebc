"""Slack's pace: how often each method may be called, and how often a channel may be posted to."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """So many calls at once, then one each `interval` seconds."""

    interval: float
    burst: int

    def slack(self) -> float:
        """Seconds by which a burst may run ahead of the steady pace."""
        return self.interval * (self.burst - 1)


def _a_minute(calls: int) -> Rate:
    return Rate(60 / calls, max(1, calls // 5))


# https://docs.slack.dev/apis/web-api/rate-limits: tier 2 is 20 calls a minute, tier 3 50, tier 4 100; posting is
# "generally 1 message per second per channel", short bursts allowed, and several hundred a minute for the workspace.
METHODS = {
    "chat.postMessage": _a_minute(300),
    "chat.postEphemeral": _a_minute(100),
    "chat.update": _a_minute(50),
    "chat.delete": _a_minute(50),
    "views.publish": _a_minute(100),
    "conversations.open": _a_minute(50),
    "conversations.history": _a_minute(50),
    "conversations.replies": _a_minute(50),
    "files.delete": _a_minute(50),
    "reactions.add": _a_minute(50),
    "reactions.remove": _a_minute(20),
}
_CHANNEL = Rate(1.0, 3)
_PER_CHANNEL = frozenset({"chat.postMessage"})
_MANY = 5_000
_FORGOTTEN_AFTER = 600.0
_CLOSE_ENOUGH = 0.005

_Key = tuple[str, str | None]


class _Bucket:
    """Hands out the instants at which calls may leave (the generic cell rate algorithm)."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self.busy_until = 0.0

    def reserve(self, now: float) -> float:
        """Take the next free instant."""
        instant = max(self.busy_until - self._rate.slack(), now)
        self.busy_until = max(self.busy_until, now) + self._rate.interval
        return instant

    def pause(self, until: float) -> None:
        """Hand out nothing before an instant."""
        self.busy_until = max(self.busy_until, until + self._rate.slack())


class Pace:
    """Says how long a call has to wait, and keeps its turn for when it comes again.

    Without kept turns a thousand waiting messages would all ask again each second.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, methods: Mapping[str, Rate] = METHODS) -> None:
        self._clock = clock
        self._methods = methods
        self._lock = threading.Lock()
        self._buckets: dict[_Key, _Bucket] = {}
        self._turns: dict[tuple[str, _Key], float] = {}
        self._most = _MANY

    @staticmethod
    def unlimited() -> "Pace":
        """A pace that holds nothing up, for a workspace that is not Slack's."""
        return Pace(methods={})

    def wait(self, method: str, channel: str | None, caller: str) -> float:
        """Seconds until this caller's turn; 0 means go, and uses the turn up."""
        if method not in self._methods:
            return 0.0
        with self._lock:
            now = self._clock()
            self._forget(now)
            turn = (caller, _narrowest(method, channel))
            instant = self._turns.pop(turn, None)
            if instant is None:
                instant = max(bucket.reserve(now) for bucket in self._all(method, channel))
            if instant - now <= _CLOSE_ENOUGH:
                return 0.0
            self._turns[turn] = instant
            return instant - now

    def pause(self, method: str, channel: str | None, seconds: float) -> None:
        """Hold back a method for what Slack's Retry-After says; posts only in the channel that was too busy."""
        if method not in self._methods:
            return
        with self._lock:
            key = _narrowest(method, channel)
            self._bucket(key).pause(self._clock() + seconds)
            self._turns = {turn: instant for turn, instant in self._turns.items() if turn[1] != key}

    @property
    def memory(self) -> int:
        """How many paces and turns are kept in mind."""
        return len(self._buckets) + len(self._turns)

    def _all(self, method: str, channel: str | None) -> list[_Bucket]:
        return [self._bucket(key) for key in {(method, None), _narrowest(method, channel)}]

    def _bucket(self, key: _Key) -> _Bucket:
        method, channel = key
        rate = self._methods[method] if channel is None else _CHANNEL
        return self._buckets.setdefault(key, _Bucket(rate))

    def _forget(self, now: float) -> None:
        """Drop what has long been free, and the turns of those who never came again."""
        if self.memory > self._most:
            self._buckets = {key: bucket for key, bucket in self._buckets.items() if bucket.busy_until > now}
            self._turns = {turn: at for turn, at in self._turns.items() if at > now - _FORGOTTEN_AFTER}
            self._most = max(_MANY, 2 * self.memory)


def _narrowest(method: str, channel: str | None) -> _Key:
    return (method, channel if method in _PER_CHANNEL else None)
