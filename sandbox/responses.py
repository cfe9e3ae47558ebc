"""What an app says to an interaction: in its acknowledgement, or later through a response_url."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sandbox.errors import Refusal
from sandbox.messages import JSON, Message
from sandbox.posting import delete, edit, post, replaced
from sandbox.records import InstalledApp, ResponseUrl
from sandbox.webapi.calls import Call
from sandbox.webapi.contents import message_draft
from sandbox.world import World

RESPONSE_URL_MINUTES = 30


def new_response_url(world: World, app: InstalledApp, user: str, channel: str, message_ts: str | None = None) -> str:
    """An address for five answers within thirty minutes of the workspace's clock."""
    key = world.ids.new("r")
    expires = world.now() + timedelta(minutes=RESPONSE_URL_MINUTES)
    world.response_urls.add(key, ResponseUrl(app.app_id, user, channel, expires, message_ts))
    return f"{world.base_url}/response/{key}"


def respond(world: World, key: str, body: Any) -> tuple[int, JSON]:
    """Take an answer at a response_url: the HTTP status and the body to answer with."""
    with world.lock:
        place = world.response_urls.get(key)
        try:
            _spend(world, place)
            assert place is not None
            if not isinstance(body, dict):
                raise Refusal("invalid_payload")
            say(world, place, body)
        except Refusal as refusal:
            status = 404 if refusal.error in {"used_url", "expired_url"} else 400
            return status, {"ok": False, "error": refusal.error, **refusal.details}
        return 200, {"ok": True}


def _spend(world: World, place: ResponseUrl | None) -> None:
    if place is None or world.now() > place.expires:
        raise Refusal("expired_url")
    if place.uses_left == 0:
        raise Refusal("used_url")
    place.uses_left -= 1


def say(world: World, place: ResponseUrl, body: JSON) -> Message | None:
    """Post, replace or delete as the body wants it; what is not in_channel is for the person alone."""
    app, channel = world.apps[place.app_id], world.channels.get(place.channel)
    if channel is None:
        raise Refusal("channel_not_found")
    original = _original(world, place, app)
    if body.get("delete_original") and original is not None:
        _take_away(world, original)
        return None
    draft = message_draft(Call(world, app, body))
    if body.get("replace_original") and original is not None:
        draft = replaced(draft, original)
        edit(world, channel, original, draft, app.bot_user_id)
        return original
    only_for = None if body.get("response_type") == "in_channel" else place.user
    return post(world, channel, replaced(draft, _like(place, body, only_for)), app)


def _like(place: ResponseUrl, body: JSON, only_for: str | None) -> Message:
    return Message("", place.channel, "", thread_ts=body.get("thread_ts"), seen_only_by=only_for)


def _original(world: World, place: ResponseUrl, app: InstalledApp) -> Message | None:
    """The app's message that the interaction was on; a person's message is never replaced."""
    if place.message_ts is None:
        return None
    channel = world.channels[place.channel]
    message = channel.ephemerals.get(place.user, {}).get(place.message_ts) or channel.history.get(place.message_ts)
    return message if message is not None and message.bot_id == app.bot_id else None


def _take_away(world: World, message: Message) -> None:
    channel = world.channels[message.channel]
    if message.seen_only_by is None:
        delete(world, channel, message)
        return
    del channel.ephemerals[message.seen_only_by][message.ts]
    world.changed("ephemeral", channel.id, message.ts, message.seen_only_by)
