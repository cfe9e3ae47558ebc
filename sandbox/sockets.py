"""Socket Mode: an app's WebSocket connections, and the envelopes that travel over them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.messages import JSON
from sandbox.records import InstalledApp
from sandbox.world import World

MOST_CONNECTIONS = 10


class NotConnectedError(Exception):
    """The app has no open connection, or lost the one that an envelope was on."""


@dataclass(eq=False)
class Connection:
    """One open WebSocket of an app."""

    app: InstalledApp
    websocket: WebSocket
    leaving: bool = False
    greeted: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)


class SocketHub:
    """All open connections; lives on the server's event loop."""

    def __init__(self, world: World, connected: Callable[[InstalledApp], None]) -> None:
        self._world = world
        self._connected = connected
        self._connections: dict[str, list[Connection]] = {}

    def of(self, app: InstalledApp) -> list[Connection]:
        """An app's open connections."""
        return self._connections.get(app.app_id, [])

    async def serve(self, websocket: WebSocket) -> None:
        """Hold one connection from its hello to its end."""
        app = self._world.socket_tickets.pop(websocket.query_params.get("ticket", ""))
        if app is None:
            await websocket.close(1008)
            return
        await websocket.accept()
        if len(self.of(app)) >= MOST_CONNECTIONS:
            await websocket.send_text(json.dumps({"type": "disconnect", "reason": "too_many_websockets"}))
            await websocket.close()
            return
        await self._hold(Connection(app, websocket))

    async def _hold(self, connection: Connection) -> None:
        mine = self._connections.setdefault(connection.app.app_id, [])
        # In the list before the hello leaves: whoever has read it may count on being served.
        mine.append(connection)
        self._connected(connection.app)
        try:
            await connection.websocket.send_text(json.dumps(_hello(connection.app, len(mine))))
            connection.greeted.set()
            while True:
                _acknowledge(connection, await connection.websocket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            pass  # Gone without a word, or with one: both end it.
        finally:
            self._forget(connection)
            for future in connection.waiting.values():
                if not future.done():
                    future.set_exception(NotConnectedError())

    async def send(self, app: InstalledApp, envelope: JSON, seconds: float) -> Any:
        """Hand an envelope to one of the connections and wait for the payload of its acknowledgement.

        Raises NotConnectedError, and TimeoutError when no acknowledgement came within so many real seconds.
        """
        connection = self._next(app)
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope["envelope_id"]] = future
        try:
            async with asyncio.timeout(seconds):
                await connection.greeted.wait()
                await connection.websocket.send_text(json.dumps(envelope))
                return await future
        except (WebSocketDisconnect, RuntimeError):
            raise NotConnectedError from None
        finally:
            connection.waiting.pop(envelope["envelope_id"], None)

    def _next(self, app: InstalledApp) -> Connection:
        """The connections take turns; one that is about to be closed gets nothing while another is there."""
        mine = self.of(app)
        if not mine:
            raise NotConnectedError
        staying = [connection for connection in mine if not connection.leaving] or mine
        chosen = staying[0]
        mine.remove(chosen)
        mine.append(chosen)
        return chosen

    async def dismiss(self, reason: str, app: InstalledApp | None = None) -> None:
        """Ask the clients to connect anew: warning, refresh_requested or link_disabled; but for a warning, close."""
        await asyncio.gather(*(self._dismiss(connection, reason) for connection in self._all(app)))

    async def _dismiss(self, connection: Connection, reason: str) -> None:
        connection.leaving = True
        notice = {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
        with suppress(WebSocketDisconnect, RuntimeError):  # The client may have gone of itself meanwhile.
            await connection.websocket.send_text(json.dumps(notice))
            if reason != "warning":
                self._forget(connection)
                await _answers(connection)
                await connection.websocket.close()

    def _forget(self, connection: Connection) -> None:
        mine = self.of(connection.app)
        if connection in mine:
            mine.remove(connection)

    def addresses(self, app: InstalledApp | None = None) -> list[tuple[str, int]]:
        """The client's end of each open connection."""
        clients = (connection.websocket.client for connection in self._all(app))
        return [(client.host, client.port) for client in clients if client is not None]

    def _all(self, app: InstalledApp | None) -> list[Connection]:
        if app is not None:
            return list(self.of(app))
        return [connection for mine in self._connections.values() for connection in mine]


def _hello(app: InstalledApp, count: int) -> JSON:
    return {
        "type": "hello",
        "num_connections": count,
        "connection_info": {"app_id": app.app_id},
        "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
    }


async def _answers(connection: Connection) -> None:
    """Wait until the client has acknowledged what it was given, or the time for that has run out."""
    if connection.waiting:
        await asyncio.wait(connection.waiting.values())


def _acknowledge(connection: Connection, text: str) -> None:
    """Take an acknowledgement; what is none says nothing to Slack."""
    try:
        answer = json.loads(text)
    except ValueError:
        return
    if not isinstance(answer, dict):
        return
    future = connection.waiting.get(str(answer.get("envelope_id")))
    if future is not None and not future.done():
        future.set_result(answer.get("payload"))
