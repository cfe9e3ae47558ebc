"""What changes, told to a window as it happens: the changes of a moment in one go."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

from sandbox.messages import JSON
from sandbox.page.bench import LATEST, summary
from sandbox.page.changes import described
from sandbox.page.viewer import Viewer
from sandbox.wire import Change
from sandbox.workspace import Workspace

_GATHER_SECONDS = 0.05
_HEARTBEAT_SECONDS = 5.0


class Feed:
    """One window's stream; made and run on the server's loop, told of changes from any thread."""

    def __init__(self, workspace: Workspace, viewer: Viewer, *, wire: bool) -> None:
        self._workspace = workspace
        self._viewer = viewer
        self._loop = asyncio.get_running_loop()
        self._awake = asyncio.Event()
        self._changes: dict[Change, None] = {}
        self._wire_from = workspace.wire.count if wire else None

    async def stream(self) -> AsyncIterator[str]:
        """Server-sent events until the window goes; a heartbeat carries the clock."""
        leave = self._workspace.subscribe(self._heard)
        stop = self._workspace.wire.subscribe(self._wired)
        try:
            yield self._event([])
            while True:
                await self._something()
                yield self._event(self._gathered())
        finally:
            leave()
            stop()

    async def _something(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._awake.wait(), _HEARTBEAT_SECONDS)
            await asyncio.sleep(_GATHER_SECONDS)

    def _heard(self, change: Change) -> None:
        self._on_loop(change)

    def _wired(self) -> None:
        if self._wire_from is not None:
            self._on_loop(None)

    def _on_loop(self, change: Change | None) -> None:
        with contextlib.suppress(RuntimeError):  # a loop that is closing hears nothing more
            self._loop.call_soon_threadsafe(self._note, change)

    def _note(self, change: Change | None) -> None:
        if change is not None:
            self._changes[change] = None
        self._awake.set()

    def _gathered(self) -> list[JSON]:
        self._awake.clear()
        changes, self._changes = self._changes, {}
        with self._viewer.world.lock:
            found = list(described(self._viewer, changes))
        return found + self._exchanges()

    def _exchanges(self) -> list[JSON]:
        if self._wire_from is None:
            return []
        fresh = self._workspace.wire.since(max(self._wire_from, self._workspace.wire.count - LATEST))
        self._wire_from = self._workspace.wire.count
        return [{"kind": "wire", "exchanges": [summary(number, one) for number, one in fresh]}] if fresh else []

    def _event(self, changes: list[JSON]) -> str:
        body = {"now": self._viewer.world.now().timestamp(), "changes": changes}
        return f"data: {json.dumps(body)}\n\n"
