"""Getting things to the apps: events in the background with retries, interactions while the person waits."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sandbox.errors import SandboxError
from sandbox.messages import JSON
from sandbox.outgoing import Carrier, Parcel, Reply
from sandbox.records import InstalledApp
from sandbox.rendering import is_shared
from sandbox.sockets import SocketHub
from sandbox.wire import Exchange, Traffic
from sandbox.world import World

# Slack's schedule: at once, after a minute, after five; then the event is lost.
RETRY_AFTER = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
_TICK_SECONDS = 0.2
T = TypeVar("T")


@dataclass(frozen=True)
class _Retry:
    app: InstalledApp
    parcel: Parcel
    due: datetime
    on_connect: bool


class Delivery:
    """The way out. Safe to use from any thread; works while a server is attached."""

    def __init__(self, world: World, ack_seconds: float) -> None:
        self._world = world
        self._ack_seconds = ack_seconds
        self._idle = threading.Condition()
        self._pending = 0
        self._later: list[_Retry] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._carrier: Carrier | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.hub = SocketHub(world, self._connected)
        world.deliver = self.offer

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin: from now on deliveries travel on this loop."""
        self._carrier = Carrier(self.hub, self._ack_seconds)
        self._loop = loop
        self._schedule_tick()

    async def detach(self) -> None:
        """End: what is under way is dropped."""
        self._loop = None
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._carrier is not None:
            await self._carrier.close()
        with self._idle:
            self._later.clear()
            self._pending = 0
            self._idle.notify_all()

    def offer(self, app: InstalledApp, event: JSON) -> None:
        """Deliver an event in the background. Nothing is kept for an app that has never been up."""
        if self._loop is None or not (app.request_url or app.seen_up):
            return
        parcel = Parcel(Traffic.EVENT, str(event["type"]), self._wrapped(app, event))
        for _ in range(2 if self._world.faults.deliver_twice else 1):
            self._start(app, parcel)

    def _wrapped(self, app: InstalledApp, event: JSON) -> JSON:
        world = self._world
        return {
            "token": app.verification_token,
            "team_id": world.team_id,
            "context_team_id": world.team_id,
            "api_app_id": app.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": world.ids.new("Ev"),
            "event_time": world.seconds(),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": world.team_id,
                    "user_id": app.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": _is_shared(world, event),
        }

    def _start(self, app: InstalledApp, parcel: Parcel) -> None:
        loop = self._loop
        if loop is None:
            return
        with self._idle:
            self._pending += 1
        loop.call_soon_threadsafe(self._spawn, app, parcel)

    def _spawn(self, app: InstalledApp, parcel: Parcel) -> None:
        task = asyncio.get_running_loop().create_task(self._attempt(app, parcel))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _attempt(self, app: InstalledApp, parcel: Parcel) -> None:
        try:
            reply = await self._carry(app, parcel)
            # Slack trusts an address only once it has answered: one that never did gets no retries.
            if not reply.is_ok and reply.again and app.seen_up and parcel.attempt < len(RETRY_AFTER):
                self._retry(app, parcel, reply)
        finally:
            self._finished()

    def _retry(self, app: InstalledApp, parcel: Parcel, reply: Reply) -> None:
        wait = RETRY_AFTER[parcel.attempt]
        again = replace(parcel, attempt=parcel.attempt + 1, reason=reply.outcome.value)
        no_socket = app.request_url is None and not self.hub.of(app)
        if not wait and not no_socket:
            self._start(app, again)
            return
        # An app without a socket gets it as soon as it is back; a minute later at the latest.
        due = self._world.now() + (wait or RETRY_AFTER[1])
        with self._idle:
            self._later.append(_Retry(app, again, due, on_connect=no_socket))
        self._schedule_tick()

    def _finished(self) -> None:
        with self._idle:
            self._pending = max(0, self._pending - 1)
            self._idle.notify_all()

    def run_due(self) -> None:
        """Start the retries whose time has come by the workspace's clock."""
        now = self._world.now()
        self._start_retries(lambda retry: retry.due <= now)

    def _connected(self, app: InstalledApp) -> None:
        app.seen_up = True
        self._start_retries(lambda retry: retry.app is app and retry.on_connect)
        with self._idle:
            self._idle.notify_all()

    def _start_retries(self, fits: Callable[[_Retry], bool]) -> None:
        with self._idle:
            chosen = [retry for retry in self._later if fits(retry)]
            self._later = [retry for retry in self._later if retry not in chosen]
            for retry in chosen:  # Under way before anybody can see that nothing waits for them any more.
                self._start(retry.app, retry.parcel)

    def _schedule_tick(self) -> None:
        loop = self._loop
        if loop is not None:
            loop.call_soon_threadsafe(loop.call_later, _TICK_SECONDS, self._tick)

    def _tick(self) -> None:
        self.run_due()
        if self._later:
            self._schedule_tick()

    async def _carry(self, app: InstalledApp, parcel: Parcel) -> Reply:
        assert self._carrier is not None
        began = time.monotonic()
        reply = await self._carrier.carry(app, parcel, self._world.ids.new("env-"))
        app.seen_up = app.seen_up or reply.status is not None
        refused = None if reply.is_ok else reply.outcome.value
        seconds = time.monotonic() - began
        at, app_id = self._world.now(), app.app_id
        exchange = Exchange(at, parcel.traffic, parcel.name, app_id, parcel.payload, reply.body, seconds, refused)
        self._world.wire.add(replace(exchange, status=reply.status, attempt=parcel.attempt))
        return reply

    def ask(self, app: InstalledApp, traffic: Traffic, name: str, payload: JSON) -> Reply:
        """Deliver something while a person waits; never from the server's own loop, never holding the lock."""
        parcel = Parcel(traffic, name, payload)
        with self._idle:
            self._pending += 1
        try:
            return self.run(self._carry(app, parcel))
        finally:
            self._finished()

    def verify_url(self, app: InstalledApp) -> bool:
        """Send the challenge; whether it came back."""
        challenge = self._world.ids.new("challenge")
        payload = {"token": app.verification_token, "challenge": challenge, "type": "url_verification"}
        reply = self.ask(app, Traffic.VERIFICATION, "url_verification", payload)
        return reply.is_ok and challenge in (reply.body or {}).values()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something on the server's loop and wait for it."""
        loop = self._loop
        if loop is None:
            work.close()
            raise SandboxError("the workspace's server is not running")
        try:
            return asyncio.run_coroutine_threadsafe(work, loop).result()
        except CancelledError:
            raise SandboxError("the workspace's server was stopped meanwhile") from None

    def wait_idle(self, timeout: float) -> None:
        """Block until nothing is under way. Raises SandboxError after so many real seconds."""
        self.run_due()
        with self._idle:
            if not self._idle.wait_for(lambda: self._pending == 0, timeout):
                raise SandboxError(f"{self._pending} deliveries are still under way after {timeout} seconds")

    def wait_connected(self, app: InstalledApp, count: int, timeout: float) -> None:
        """Block until an app has so many sockets open, and what waited for one is under way.

        Raises SandboxError after so many real seconds.
        """
        with self._idle:
            if not self._idle.wait_for(lambda: len(self.hub.of(app)) >= count and not self._waits(app), timeout):
                raise SandboxError(f"{app.name} has {len(self.hub.of(app))} sockets after {timeout} seconds")

    def _waits(self, app: InstalledApp) -> bool:
        return any(retry.app is app and retry.on_connect for retry in self._later)


def _is_shared(world: World, event: JSON) -> bool:
    place = event.get("channel")
    channel = world.channels.get(place) if isinstance(place, str) else None
    return channel is not None and is_shared(world, channel)
