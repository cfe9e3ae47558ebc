"""The state of one workspace, guarded by one lock; nothing here knows how it is reached."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.fading import Fading
from sandbox.faults import Faults
from sandbox.ids import Clock, Ids, Stamps
from sandbox.limits import Limits
from sandbox.messages import JSON, File
from sandbox.records import Channel, InstalledApp, ResponseUrl, Trigger, User, UserGroup, View
from sandbox.subscriptions import wants
from sandbox.wire import Change, Wire

Deliver = Callable[[InstalledApp, JSON], None]


def _to_nobody(_app: InstalledApp, _event: JSON) -> None:
    """Nothing carries events yet."""


@dataclass(frozen=True)
class Token:
    """What a token opens: an app, as its bot or as the app itself."""

    app: InstalledApp
    is_bot: bool


class World:
    """Everything that the workspace remembers. Hold `lock` while reading or changing it."""

    def __init__(self, now: Clock, name: str) -> None:
        self.lock = threading.RLock()
        self.now = now
        self.name = name
        self.ids = Ids()
        self.stamps = Stamps(now)
        self.team_id = self.ids.new("T")
        self.base_url = "http://127.0.0.1"
        self.wire = Wire()
        self.faults = Faults()
        self.limits = Limits(now)
        self.deliver: Deliver = _to_nobody
        self.users: dict[str, User] = {}
        self.users_by_name: dict[str, User] = {}
        self.users_by_email: dict[str, User] = {}
        self.profile_fields: dict[str, str] = {}
        self.channels: dict[str, Channel] = {}
        self.channels_by_name: dict[str, Channel] = {}
        self.direct: dict[frozenset[str], Channel] = {}
        self.apps: dict[str, InstalledApp] = {}
        self.tokens: dict[str, Token] = {}
        self.commands: dict[str, InstalledApp] = {}
        self.files: dict[str, File] = {}
        self.uploads: Fading[File] = Fading(now)
        self.socket_tickets: Fading[InstalledApp] = Fading(now)
        self.views: dict[str, View] = {}
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[tuple[str, str], View] = {}
        self.triggers: Fading[Trigger] = Fading(now)
        self.response_urls: Fading[ResponseUrl] = Fading(now)
        self.usergroups: dict[str, UserGroup] = {}
        self.client_values: dict[tuple[str, str, str], dict[str, dict[str, JSON]]] = {}
        self._subscribers: list[Callable[[Change], None]] = []

    def field_id(self, label: str) -> str:
        """The id of a custom profile field, which is made when it is first asked for."""
        return self.profile_fields.setdefault(label, self.ids.new("Xf"))

    def seconds(self) -> int:
        """The workspace's time in whole seconds since 1970."""
        return int(self.now().timestamp())

    def emit(self, event: JSON, channel: Channel | None = None, only: InstalledApp | None = None) -> None:
        """Tell every app (or one) that subscribed, has the scope, and may see the conversation."""
        event.setdefault("event_ts", self.stamps.next())
        for app in self.apps.values() if only is None else (only,):
            if wants(app, event, channel):
                self.deliver(app, event)

    def subscribe(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """Call back, quickly and in whatever thread, on every change; the answer ends it."""
        with self.lock:
            self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    def changed(self, kind: str, channel: str | None = None, ts: str | None = None, user: str | None = None) -> None:
        """Tell the screens."""
        for callback in tuple(self._subscribers):
            callback(Change(kind, channel, ts, user))
