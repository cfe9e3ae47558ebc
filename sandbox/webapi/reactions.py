"""reactions.*: emoji on messages."""

from __future__ import annotations

from sandbox.errors import Refusal
from sandbox.messages import JSON, Message
from sandbox.posting import react, unreact
from sandbox.records import Channel
from sandbox.rendering import message_json
from sandbox.webapi.calls import Call, Method


def add(call: Call) -> JSON:
    """reactions.add: the bot reacts."""
    channel, message = _item(call)
    if channel.archived:
        raise Refusal("is_archived")
    react(call.world, channel, message, call.required("name", "invalid_name"), call.app.bot_user_id)
    return {}


def remove(call: Call) -> JSON:
    """reactions.remove: the bot takes its reaction back."""
    channel, message = _item(call)
    unreact(call.world, channel, message, call.required("name", "invalid_name"), call.app.bot_user_id)
    return {}


def get(call: Call) -> JSON:
    """reactions.get: a message with the reactions to it."""
    channel, message = _item(call)
    return {"type": "message", "channel": channel.id, "message": message_json(call.world, message)}


def _item(call: Call) -> tuple[Channel, Message]:
    channel = call.channel()
    call.need_member(channel)
    return channel, call.message(channel, "timestamp")


METHODS = {
    "reactions.add": Method(add, "reactions:write"),
    "reactions.remove": Method(remove, "reactions:write"),
    "reactions.get": Method(get, "reactions:read"),
}
