"""The payloads with which Slack tells an app what a person did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.errors import SandboxError
from sandbox.forms import Element, kept_values
from sandbox.messages import JSON, Message
from sandbox.modals import new_trigger
from sandbox.records import Channel, InstalledApp, Kind, User, Values, View
from sandbox.rendering import copied, message_json, view_json
from sandbox.responses import new_response_url
from sandbox.world import World

_VALUE_FIELDS = ("text", "value", "placeholder", "url")


@dataclass(frozen=True)
class Surface:
    """Where a control stands: on a message, ephemeral or not, or in a view."""

    app: InstalledApp
    blocks: list[JSON]
    values: Values
    view: View | None = None
    channel: Channel | None = None
    message: Message | None = None


def message_surface(world: World, user: User, channel: Channel, message: Message) -> Surface:
    """A message of an app as a place for controls."""
    app = world.apps.get(message.app_id or "")
    if app is None or not app.interactive:
        raise SandboxError("this message comes from no app that has interactivity turned on")
    key = (user.id, channel.id, message.ts)
    blocks = list(message.blocks or ())
    values = world.client_values[key] = kept_values(blocks, world.client_values.get(key, {}))
    return Surface(app, blocks, values, channel=channel, message=message)


def view_surface(world: World, view: View) -> Surface:
    """A modal or a home as a place for controls."""
    return Surface(world.apps[view.app_id], view.body["blocks"], view.values, view=view)


def command(world: World, app: InstalledApp, user: User, channel: Channel, name: str, text: str) -> JSON:
    """A slash command; the fields of its form."""
    return {
        "token": app.verification_token,
        "team_id": world.team_id,
        "team_domain": _domain(world),
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": app.app_id,
        "is_enterprise_install": "false",
        "response_url": new_response_url(world, app, user.id, channel.id),
        "trigger_id": new_trigger(world, app, user.id),
    }


def block_actions(world: World, user: User, surface: Surface, element: Element, state: Mapping[str, Any]) -> JSON:
    """A control was used; `state` is what it holds now."""
    stamp = world.stamps.next()
    payload = _begun(world, surface.app, user, "block_actions")
    payload["trigger_id"] = new_trigger(world, surface.app, user.id, in_modal=_in_modal(surface))
    payload["actions"] = [_action(element, state) | {"action_ts": stamp}]
    return payload | _place(world, user, surface)


def _in_modal(surface: Surface) -> bool:
    return surface.view is not None and not surface.view.is_home


def _place(world: World, user: User, surface: Surface) -> JSON:
    if surface.view is not None:
        return {"container": {"type": "view", "view_id": surface.view.id}, "view": view_json(world, surface.view)}
    channel, message = surface.channel, surface.message
    assert channel is not None
    assert message is not None
    alone = message.seen_only_by is not None
    container: JSON = {"type": "message", "message_ts": message.ts, "channel_id": channel.id, "is_ephemeral": alone}
    container |= {"thread_ts": message.thread_ts} if message.thread_ts else {}
    shown = {} if alone else {"message": message_json(world, message, metadata=True)}
    return shown | {
        "container": container,
        "channel": _channel(channel),
        "state": {"values": copied(surface.values)},
        "response_url": new_response_url(world, surface.app, user.id, channel.id, message.ts),
    }


def _action(element: Element, state: Mapping[str, Any]) -> JSON:
    shown = {name: element.body[name] for name in _VALUE_FIELDS if element.body.get(name) is not None}
    named = {"type": element.type, "action_id": element.action_id, "block_id": element.block_id}
    return shown | named | dict(state)


def view_submission(world: World, user: User, view: View) -> JSON:
    """A modal was sent off."""
    app = world.apps[view.app_id]
    return _begun(world, app, user, "view_submission") | {
        "trigger_id": new_trigger(world, app, user.id, in_modal=True),
        "view": view_json(world, view),
        "response_urls": [],
    }


def view_closed(world: World, user: User, view: View, *, cleared: bool) -> JSON:
    """A modal was closed; `cleared` when all of the stack went at once."""
    begun = _begun(world, world.apps[view.app_id], user, "view_closed")
    return begun | {"view": view_json(world, view), "is_cleared": cleared}


def shortcut(world: World, app: InstalledApp, user: User, callback_id: str) -> JSON:
    """A global shortcut, which knows of no channel."""
    return _begun(world, app, user, "shortcut") | {
        "callback_id": callback_id,
        "action_ts": world.stamps.next(),
        "trigger_id": new_trigger(world, app, user.id),
    }


def message_action(
    world: World, app: InstalledApp, user: User, callback_id: str, channel: Channel, message: Message
) -> JSON:
    """A message shortcut."""
    return _begun(world, app, user, "message_action") | {
        "callback_id": callback_id,
        "action_ts": world.stamps.next(),
        "message_ts": message.ts,
        "channel": _channel(channel),
        "message": message_json(world, message),
        "response_url": new_response_url(world, app, user.id, channel.id, message.ts),
        "trigger_id": new_trigger(world, app, user.id),
    }


def block_suggestion(world: World, user: User, surface: Surface, element: Element, typed: str) -> JSON:
    """The options of an external select are wanted for what has been typed."""
    place = _place(world, user, surface)
    place.pop("response_url", None)
    named = {"action_id": element.action_id, "block_id": element.block_id, "value": typed}
    return _begun(world, surface.app, user, "block_suggestion") | named | place


def _begun(world: World, app: InstalledApp, user: User, kind: str) -> JSON:
    return {
        "type": kind,
        "team": {"id": world.team_id, "domain": _domain(world)},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team or world.team_id},
        "api_app_id": app.app_id,
        "token": app.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _domain(world: World) -> str:
    return world.name.lower().replace(" ", "-")


def _channel(channel: Channel) -> JSON:
    return {"id": channel.id, "name": _channel_name(channel)}


def _channel_name(channel: Channel) -> str:
    names = {Kind.IM: "directmessage", Kind.GROUP: "privategroup", Kind.MPIM: channel.name}
    return names.get(channel.kind, channel.name)
