"""A workspace on a loopback address: one uvicorn protocol stack on a thread of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import Any, Self
from weakref import WeakValueDictionary

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from sandbox.endpoints import Endpoints
from sandbox.page.hands import Hands
from sandbox.page.routes import Page
from sandbox.workspace import Workspace

_BACKLOG = 2_048
Address = tuple[str, int]


class SandboxServer:
    """Serves one workspace between start and stop, on 127.0.0.1 and a free port unless one is given."""

    def __init__(self, workspace: Workspace, port: int = 0) -> None:
        self._workspace = workspace
        self._port = port
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._transports: WeakValueDictionary[Address, asyncio.Transport] = WeakValueDictionary()
        self._page = Page(workspace)
        self.url = ""

    @property
    def api_url(self) -> str:
        """What slack_sdk takes as base_url."""
        return f"{self.url}/api/"

    @property
    def hands(self) -> Hands:
        """What the page takes from whoever shows it: the clock, words about people."""
        return self._page.hands

    def start(self) -> Self:
        """Listen; returns once calls are answered."""
        listener = _listener(self._port)
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self._workspace.world.base_url = self.url
        self._thread = threading.Thread(target=self._run, args=(listener,), name="sandbox", daemon=True)
        self._thread.start()
        self._ready.wait()
        return self

    def stop(self) -> None:
        """Close everything at once; deliveries under way are dropped."""
        if self._thread is None or self._loop is None or self._stop is None:
            return
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self, listener: socket.socket) -> None:
        asyncio.run(self._serve(listener))

    async def _serve(self, listener: socket.socket) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        delivery = self._workspace.delivery
        state = ServerState()
        server = await self._loop.create_server(self._protocols(state), sock=listener, backlog=_BACKLOG)
        delivery.attach(self._loop)
        self._order_faults()
        self._ready.set()
        await self._stop.wait()
        server.close()
        await delivery.detach()
        await self._hang_up(state)

    def _protocols(self, state: ServerState) -> Any:
        """What makes a protocol for each connection; uvicorn's own Server would take a tenth of a second to stop."""
        app = Endpoints(self._workspace.world, self._workspace.delivery.hub, self._drop, self._page.app()).app()
        config = uvicorn.Config(
            app, ws="websockets-sansio", lifespan="off", log_config=None, access_log=False, timeout_keep_alive=60
        )
        config.load()
        transports = self._transports

        class Protocol(H11Protocol):
            """Remembers its transport, so that a connection can be cut from outside."""

            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                super().connection_made(transport)
                transports[transport.get_extra_info("peername")] = transport

        return lambda: Protocol(config, state, {})

    def _order_faults(self) -> None:
        delivery = self._workspace.delivery
        self._workspace.faults.reach_sockets(
            cut=lambda: delivery.run(self._cut_sockets()),
            dismiss=lambda reason: delivery.run(delivery.hub.dismiss(reason)),
        )

    async def _cut_sockets(self) -> None:
        hub = self._workspace.delivery.hub
        cut = set(hub.addresses())
        for address in cut:
            self._drop(address)
        while cut.intersection(hub.addresses()):
            await asyncio.sleep(0)

    def _drop(self, address: Address) -> None:
        transport = self._transports.get(address)
        if transport is not None:
            transport.abort()

    async def _hang_up(self, state: ServerState) -> None:
        for address in tuple(self._transports):
            self._drop(address)
        for task in tuple(state.tasks):
            task.cancel()
        await asyncio.gather(*state.tasks, return_exceptions=True)
        await asyncio.sleep(0)


def _listener(port: int) -> socket.socket:
    """Named as TCP on purpose: only then asyncio switches Nagle's delay of 40 ms an answer off."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.close()
        raise
    listener.listen(_BACKLOG)
    return listener
