"""What changes of the workspace mean to one person: the things that they see differently, as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sandbox.messages import JSON
from sandbox.page.viewer import Viewer
from sandbox.wire import Change

_OF_MESSAGES = {"message", "reaction", "ephemeral"}
_OF_CHANNELS = {"channel", "members", "message", "read"}


def described(viewer: Viewer, changes: Iterable[Change]) -> Iterator[JSON]:
    """Each thing once, in the order of its first change. Wants the world's lock held."""
    about_me = [change for change in changes if change.kind != "ephemeral" or change.user == viewer.me.id]
    yield from _people(viewer, about_me)
    for channel_id in _unique(change.channel for change in about_me if change.kind in _OF_CHANNELS):
        yield _channel(viewer, channel_id)
    yield from _messages(viewer, [change for change in about_me if change.kind in _OF_MESSAGES])
    yield from _views(viewer, about_me)


def _unique(names: Iterable[str | None]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name is not None]


def _people(viewer: Viewer, changes: list[Change]) -> Iterator[JSON]:
    for user_id in _unique(change.user for change in changes if change.kind == "user"):
        yield {"kind": "person", "person": viewer.person(viewer.world.users[user_id])}


def _channel(viewer: Viewer, channel_id: str) -> JSON:
    channel = viewer.world.channels.get(channel_id)
    if channel is None or not viewer.may_read(channel):
        return {"kind": "channel", "id": channel_id, "channel": None}
    return {"kind": "channel", "id": channel_id, "channel": viewer.channel(channel)}


def _messages(viewer: Viewer, changes: list[Change]) -> Iterator[JSON]:
    """The messages themselves, and the heads of their threads, which count the replies."""
    for channel_id, ts in dict.fromkeys((change.channel, change.ts) for change in changes):
        channel = viewer.world.channels.get(channel_id or "")
        if channel is None or ts is None or not viewer.may_read(channel):
            continue
        message = viewer.find(channel, ts)
        shown = viewer.message(message) if message else None
        parent = channel.history.parent(message) if message else None
        head = viewer.message(parent) if parent else None
        yield {"kind": "message", "channel": channel.id, "ts": ts, "message": shown, "head": head}


def _views(viewer: Viewer, changes: list[Change]) -> Iterator[JSON]:
    mine = {change.kind for change in changes if change.user == viewer.me.id}
    if "modal" in mine:
        yield {"kind": "modal", "modal": viewer.modal()}
    if "home" in mine:
        yield {"kind": "apps", "apps": [viewer.app(app) for app in viewer.world.apps.values() if app.active]}
