"""What an answer of Slack's means that is not ok: three ways to fail."""

import json
import re
from collections.abc import Mapping
from typing import Any

# Slack's errors look like this; anything else was said by something between us.
_CODE = re.compile(r"[a-z][a-z0-9_]*")
# Slack's words for these leave open whether the call was carried out.
_UNCLEAR = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "timeout"})
_TOO_MANY = frozenset({"ratelimited", "rate_limited"})


class SlackTrouble(Exception):  # noqa: N818 - trouble, refused, unreachable: they read as what happened
    """A call that brought no answer we can use, by its method and the channel it was about."""

    def __init__(self, method: str, channel: str | None, reason: str) -> None:
        super().__init__(f"{method}: {reason}")
        self.method = method
        self.channel = channel


class Refused(SlackTrouble):
    """Slack said no: nothing was done. `error` is Slack's word, `detail` what it added."""

    def __init__(self, method: str, channel: str | None, error: str, detail: str = "") -> None:
        super().__init__(method, channel, f"{error} ({detail})" if detail else error)
        self.error = error
        self.detail = detail


class RateLimited(SlackTrouble):
    """Too many calls: nothing was done; again after so many seconds."""

    def __init__(self, method: str, channel: str | None, retry_after: float) -> None:
        super().__init__(method, channel, f"rate limited for {retry_after:g} s")
        self.retry_after = retry_after


class Unreachable(SlackTrouble):
    """No answer, or one that makes no sense: whether anything was done is unknown."""


def failure(method: str, channel: str | None, status: int, headers: Mapping[str, Any], body: Any) -> SlackTrouble:
    """Say what an answer that is not ok means."""
    error = body.get("error", "") if isinstance(body, Mapping) else str(body)
    if status == 429 or error in _TOO_MANY:
        return RateLimited(method, channel, float(header(headers, "retry-after") or 1))
    if status >= 500 or error in _UNCLEAR or not _CODE.fullmatch(error):
        return Unreachable(method, channel, f"HTTP {status}, {error[:200]}")
    return Refused(method, channel, error, _detail(body))


def decoded(body: str) -> Any:
    """Read what a response_url answers: JSON, or a word."""
    try:
        return json.loads(body)
    except ValueError:
        return body


def _detail(body: Any) -> str:
    """Collect what Slack adds to an error: the scope it needs, the blocks it dislikes."""
    if not isinstance(body, Mapping):
        return ""
    needed = [f"needs {body['needed']}"] if "needed" in body else []
    return "; ".join([*needed, *body.get("errors", ())])


def header(headers: Mapping[str, Any], name: str) -> str:
    """Return a header by its name in small letters, however it is written; empty where there is none."""
    value = next((value for key, value in headers.items() if key.lower() == name), "")
    return str(value[0] if isinstance(value, list) else value)
