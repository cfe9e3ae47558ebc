"""One delivery to an app: by HTTP with Slack's signature, or over one of its sockets."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

import httpx

from sandbox.messages import JSON
from sandbox.records import InstalledApp
from sandbox.sockets import NotConnectedError, SocketHub
from sandbox.wire import Traffic


class Outcome(StrEnum):
    """How a delivery ended; the last three are Slack's X-Slack-Retry-Reason."""

    OK = "ok"
    TIMEOUT = "http_timeout"
    FAILED = "http_error"
    UNREACHABLE = "connection_failed"


@dataclass(frozen=True)
class Reply:
    """What came back: the body of a good answer, the HTTP status where there is one."""

    outcome: Outcome
    body: JSON | None = None
    status: int | None = None
    again: bool = True

    @property
    def is_ok(self) -> bool:
        """Whether the app took it."""
        return self.outcome is Outcome.OK


@dataclass(frozen=True)
class Parcel:
    """Something for an app; `attempt` counts from 0, `reason` says why it comes again."""

    traffic: Traffic
    name: str
    payload: JSON
    attempt: int = 0
    reason: str = ""


_ENVELOPES = {Traffic.EVENT: "events_api", Traffic.COMMAND: "slash_commands", Traffic.INTERACTION: "interactive"}


class Carrier:
    """Carries parcels; lives on the server's event loop."""

    def __init__(self, hub: SocketHub, ack_seconds: float) -> None:
        self._hub = hub
        self._ack_seconds = ack_seconds
        # verify=False only spares loading certificates: an app is never asked over TLS here.
        self._http = httpx.AsyncClient(trust_env=False, verify=False, limits=httpx.Limits(max_connections=None))  # noqa: S501

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()

    async def carry(self, app: InstalledApp, parcel: Parcel, envelope_id: str) -> Reply:
        """Hand a parcel over and wait for the answer, no longer than Slack does."""
        if app.request_url is not None:
            return await self._by_http(app, app.request_url, parcel)
        return await self._by_socket(app, parcel, envelope_id)

    async def _by_http(self, app: InstalledApp, url: str, parcel: Parcel) -> Reply:
        content, kind = _encoded(parcel)
        headers = _signed(app, content) | {"Content-Type": kind} | _retry_headers(parcel)
        try:
            response = await self._http.post(url, content=content, headers=headers, timeout=self._ack_seconds)
        except httpx.TimeoutException:
            return Reply(Outcome.TIMEOUT)
        except httpx.TransportError:
            return Reply(Outcome.UNREACHABLE)
        again = response.headers.get("X-Slack-No-Retry") != "1"
        if not response.is_success:
            return Reply(Outcome.FAILED, status=response.status_code, again=again)
        return Reply(Outcome.OK, _decoded(response), response.status_code)

    async def _by_socket(self, app: InstalledApp, parcel: Parcel, envelope_id: str) -> Reply:
        envelope = {
            "envelope_id": envelope_id,
            "type": _ENVELOPES[parcel.traffic],
            "payload": parcel.payload,
            "accepts_response_payload": parcel.traffic is not Traffic.EVENT,
        }
        if parcel.traffic is Traffic.EVENT:
            envelope |= {"retry_attempt": parcel.attempt, "retry_reason": parcel.reason}
        try:
            body = await self._hub.send(app, envelope, self._ack_seconds)
        except NotConnectedError:
            return Reply(Outcome.UNREACHABLE)
        except TimeoutError:
            return Reply(Outcome.TIMEOUT)
        return Reply(Outcome.OK, body if isinstance(body, dict) else None)


def _encoded(parcel: Parcel) -> tuple[bytes, str]:
    if parcel.traffic is Traffic.COMMAND:
        return urlencode(parcel.payload).encode(), "application/x-www-form-urlencoded"
    if parcel.traffic is Traffic.INTERACTION:
        return urlencode({"payload": json.dumps(parcel.payload)}).encode(), "application/x-www-form-urlencoded"
    return json.dumps(parcel.payload).encode(), "application/json"


def _signed(app: InstalledApp, content: bytes) -> dict[str, str]:
    """Real time on purpose: whoever verifies the signature compares it with the machine's clock."""
    at = str(int(time.time()))
    digest = hmac.new(app.signing_secret.encode(), b"v0:" + at.encode() + b":" + content, hashlib.sha256)
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest.hexdigest()}"}


def _retry_headers(parcel: Parcel) -> dict[str, str]:
    if parcel.attempt == 0:
        return {}
    return {"X-Slack-Retry-Num": str(parcel.attempt), "X-Slack-Retry-Reason": parcel.reason}


def _decoded(response: httpx.Response) -> JSON | None:
    """An answer's body: JSON, or plain text as the text of a message, or nothing."""
    text = response.text
    if not text.strip():
        return None
    if not response.headers.get("Content-Type", "").startswith("application/json"):
        return {"text": text}
    try:
        body: Any = json.loads(text)
    except ValueError:
        return {"text": text}
    return body if isinstance(body, dict) else None
