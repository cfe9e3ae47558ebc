"""The developer's bench: what went over the wire, and what is to go wrong."""

from __future__ import annotations

from enum import StrEnum

from sandbox.errors import SandboxError
from sandbox.faults import delay, rate_limit
from sandbox.messages import JSON
from sandbox.wire import Exchange
from sandbox.workspace import Workspace

LATEST = 300
_FOREVER = 1_000_000_000
_RETRY_AFTER_SECONDS = 2
_DELAY_SECONDS = 1.0


class Trouble(StrEnum):
    """What can be ordered from the page; all last until the reset but the sockets', which are cut once."""

    RATE_LIMIT = "rate_limit"
    DELAY = "delay"
    OUTAGE = "outage"
    TWICE = "twice"
    SOCKETS = "sockets"
    RESET = "reset"


class Bench:
    """The wire log and the faults of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._ordered: dict[Trouble, None] = {}

    def state(self) -> JSON:
        """The latest exchanges, and the troubles that last."""
        fresh = self._workspace.wire.since(self._workspace.wire.count - LATEST)
        return {"exchanges": [summary(number, one) for number, one in fresh], "faults": list(self._ordered)}

    def exchange(self, number: int) -> JSON:
        """One exchange whole. Raises SandboxError when it has fallen off the log."""
        found = self._workspace.wire.since(number)
        if not found or found[0][0] != number:
            raise SandboxError("the log no longer has it")
        exchange = found[0][1]
        return summary(number, exchange) | {"payload": exchange.payload, "answer": exchange.answer}

    def order(self, trouble: Trouble) -> JSON:
        """Let something go wrong from now on, or everything go well again."""
        faults = self._workspace.faults
        if trouble is Trouble.RESET:
            faults.clear()
            self._ordered.clear()
        elif trouble is Trouble.SOCKETS:
            faults.cut_sockets()
        elif trouble not in self._ordered:
            self._begin(trouble)
            self._ordered[trouble] = None
        return {"faults": list(self._ordered)}

    def _begin(self, trouble: Trouble) -> None:
        faults = self._workspace.faults
        if trouble is Trouble.TWICE:
            faults.deliver_twice = True
        elif trouble is Trouble.RATE_LIMIT:
            faults.add(method="chat.postMessage", fail=rate_limit(_RETRY_AFTER_SECONDS), times=_FOREVER)
        elif trouble is Trouble.DELAY:
            faults.add(method="*", fail=delay(_DELAY_SECONDS), times=_FOREVER)
        elif trouble is Trouble.OUTAGE:
            faults.add(method="*", fail=503, times=_FOREVER)


def summary(number: int, exchange: Exchange) -> JSON:
    """A line of the log."""
    return {
        "number": number,
        "at": exchange.at.timestamp(),
        "traffic": exchange.traffic.value,
        "name": exchange.name,
        "ms": round(exchange.seconds * 1000, 1),
        "refused": exchange.refused,
        "status": exchange.status,
        "attempt": exchange.attempt,
    }
