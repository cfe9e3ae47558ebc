"""Slack's rate limits, kept by the workspace's clock; off unless a workspace wants them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sandbox.faults import Fault, rate_limit
from sandbox.ids import Clock

# Who waits as long as Retry-After says is not sent away again because of a float's last digit.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Rate:
    """So many calls at once, and so many a second on average."""

    burst: float
    a_second: float


def _tier(a_minute: int) -> Rate:
    return Rate(a_minute, a_minute / 60)


# https://docs.slack.dev/apis/web-api/rate-limits: the tiers promise "20+", "50+" and "100+" a minute.
_TIER_2, _TIER_3, _TIER_4 = _tier(20), _tier(50), _tier(100)
# "One per second per channel; short bursts are allowed", and several hundred a minute over the whole workspace.
_POSTS_IN_CHANNEL, _POSTS = Rate(3, 1), _tier(300)
_RATES = {
    "chat.update": _TIER_3,
    "chat.delete": _TIER_3,
    "chat.postEphemeral": _TIER_4,
    "conversations.history": _TIER_3,
    "conversations.replies": _TIER_3,
    "conversations.open": _TIER_3,
    "conversations.info": _TIER_3,
    "conversations.join": _TIER_3,
    "conversations.list": _TIER_2,
    "conversations.members": _TIER_4,
    "reactions.add": _TIER_3,
    "reactions.remove": _TIER_2,
    "reactions.get": _TIER_3,
    "users.info": _TIER_4,
    "dnd.info": _TIER_3,
    "dnd.teamInfo": _TIER_2,
    "users.list": _TIER_2,
    "users.lookupByEmail": _TIER_3,
    "users.profile.get": _TIER_4,
    "team.profile.get": _TIER_3,
    "usergroups.list": _TIER_2,
    "views.open": _TIER_4,
    "views.push": _TIER_4,
    "views.update": _TIER_4,
    "views.publish": _TIER_4,
    "files.delete": _TIER_3,
    "files.info": _TIER_4,
    "files.getUploadURLExternal": _TIER_4,
    "files.completeUploadExternal": _TIER_4,
}


class Limits:
    """Counts every app's calls, per method, and posts per channel too."""

    def __init__(self, now: Clock) -> None:
        self.on = False
        self._now = now
        self._left: dict[tuple[str, ...], tuple[float, float]] = {}

    def take(self, app_id: str, method: str, place: str) -> Fault | None:
        """Count a call; the 429 that it gets instead of an answer, with whole seconds to wait, or None.

        `place` is the conversation that a post is for. A refused call is not counted.
        """
        if not self.on:
            return None
        kept = _kept(app_id, method, place)
        longest = max((self._wait(key, rate) for key, rate in kept.items()), default=0.0)
        if longest > 0:
            return rate_limit(math.ceil(longest))
        now = self._now().timestamp()
        self._left |= {key: (self._left_now(key, rate) - 1, now) for key, rate in kept.items()}
        return None

    def _wait(self, key: tuple[str, ...], rate: Rate) -> float:
        """Seconds until the next call is allowed; 0 when it is now."""
        lacking = 1 - self._left_now(key, rate)
        return lacking / rate.a_second if lacking > _ROUNDING else 0.0

    def _left_now(self, key: tuple[str, ...], rate: Rate) -> float:
        now = self._now().timestamp()
        left, at = self._left.get(key, (rate.burst, now))
        return min(rate.burst, left + (now - at) * rate.a_second)


def _kept(app_id: str, method: str, place: str) -> dict[tuple[str, ...], Rate]:
    if method == "chat.postMessage":
        return {(app_id, method): _POSTS, (app_id, method, place): _POSTS_IN_CHANNEL}
    rate = _RATES.get(method)
    return {} if rate is None else {(app_id, method): rate}
