"""What the workspace's things look like in Slack's JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.messages import JSON, File, Message
from sandbox.records import Channel, InstalledApp, Kind, User, UserGroup, Values, View
from sandbox.world import World


def user_json(world: World, user: User, *, locale: bool, email: bool) -> JSON:
    """A user object; people who left have no time zone, and e-mail addresses need their own scope."""
    shown: JSON = {
        "id": user.id,
        "team_id": world.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "profile": _profile(world, user, email=email),
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
    }
    if user.deleted:
        return shown
    shown |= _zone(user, world.now()) | {
        "is_admin": user.admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_email_confirmed": bool(user.email),
    }
    return shown | ({"locale": user.locale} if locale else {})


def _zone(user: User, now: datetime) -> JSON:
    local = now.astimezone(ZoneInfo(user.tz))
    offset = local.utcoffset()
    assert offset is not None
    return {"tz": user.tz, "tz_label": local.tzname(), "tz_offset": int(offset.total_seconds())}


def _profile(world: World, user: User, *, email: bool) -> JSON:
    first, _, last = user.real_name.partition(" ")
    profile: JSON = {
        "title": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "first_name": first,
        "last_name": last,
        "status_text": user.status,
        "team": world.team_id,
    }
    if user.is_bot:
        app = world.apps[user.app_id] if user.app_id else None
        return profile | ({"bot_id": app.bot_id, "api_app_id": app.app_id} if app else {})
    return profile | ({"email": user.email} if email and user.email else {})


def channel_json(world: World, channel: Channel, viewer: str, *, counted: bool = False) -> JSON:
    """A conversation object as one member or visitor gets it."""
    shown: JSON = {
        "id": channel.id,
        "created": channel.created,
        "creator": channel.creator,
        "is_channel": channel.kind is Kind.CHANNEL,
        "is_group": channel.kind is Kind.GROUP,
        "is_im": channel.kind is Kind.IM,
        "is_mpim": channel.kind is Kind.MPIM,
        "is_private": channel.kind is not Kind.CHANNEL,
        "is_archived": channel.archived,
        "is_org_shared": False,
        "context_team_id": world.team_id,
    }
    if channel.kind is Kind.IM:
        return shown | _direct(world, channel, viewer)
    shown |= {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_member": viewer in channel.members,
        "is_general": channel.name == "general",
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": channel.created},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }
    return shown | ({"num_members": len(channel.members)} if counted else {})


def _direct(world: World, channel: Channel, viewer: str) -> JSON:
    other = next((member for member in channel.members if member != viewer), viewer)
    return {"user": other, "is_user_deleted": world.users[other].deleted, "is_open": True}


def message_json(world: World, message: Message, *, metadata: bool = False) -> JSON:
    """A message as history, events and answers show it."""
    shown: JSON = {"type": "message", "text": message.text, "ts": message.ts, "team": world.team_id}
    optional: dict[str, Any] = {
        "subtype": message.subtype,
        "user": message.user,
        "bot_id": message.bot_id,
        "app_id": message.app_id,
        "username": message.username,
        "icons": message.icons,
        "client_msg_id": message.client_msg_id,
        "thread_ts": message.thread_ts,
        "edited": message.edited,
        "metadata": message.metadata if metadata else None,
    }
    shown |= {name: value for name, value in optional.items() if value is not None}
    if message.blocks:
        shown["blocks"] = message.blocks
    if message.app_id and message.user:
        shown["bot_profile"] = bot_profile(world, world.apps[message.app_id])
    if message.files:
        shown |= {"files": [file_json(world, file) for file in message.files], "upload": False}
    return shown | _thread(world, message) | _reactions(message)


def _thread(world: World, message: Message) -> JSON:
    if message.thread_ts is None:
        return {}
    parent = world.channels[message.channel].history.parent(message)
    if parent is not None:
        shown: JSON = {"parent_user_id": parent.user} if parent.user else {}
        if message.subtype == "thread_broadcast":
            shown["root"] = {"ts": parent.ts, "user": parent.user, "text": parent.text, "thread_ts": parent.ts}
        return shown
    if not message.replies:
        return {}
    return {
        "reply_count": len(message.replies),
        "reply_users_count": len(message.repliers),
        "latest_reply": message.replies[-1],
        "reply_users": list(message.repliers)[:5],
        "is_locked": False,
        "subscribed": False,
    }


def _reactions(message: Message) -> JSON:
    if not message.reactions:
        return {}
    return {
        "reactions": [
            {"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions.items()
        ]
    }


def bot_profile(world: World, app: InstalledApp) -> JSON:
    """Who a bot's message comes from."""
    return {
        "id": app.bot_id,
        "deleted": not app.active,
        "name": app.name,
        "updated": app.bot_user.updated,
        "app_id": app.app_id,
        "user_id": app.bot_user_id,
        "icons": {},
        "team_id": world.team_id,
    }


def file_json(world: World, file: File) -> JSON:
    """A file object; its bytes are behind url_private, for bearers of a token with files:read."""
    address = f"{world.base_url}/files/{file.id}/{file.name}"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "filetype": file.name.rpartition(".")[2].lower(),
        "user": file.user,
        "size": len(file.content),
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
        "channels": list(file.channels),
        "file_access": "visible",
    }


def view_json(world: World, view: View) -> JSON:
    """A view as the app gets it back, with what the person has filled in so far."""
    app = world.apps[view.app_id]
    shown: JSON = {
        "id": view.id,
        "team_id": world.team_id,
        "app_id": view.app_id,
        "app_installed_team_id": world.team_id,
        "bot_id": app.bot_id,
        "title": None,
        "close": None,
        "submit": None,
        "callback_id": "",
        "external_id": "",
        "private_metadata": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "hash": view.hash,
    }
    return shown | view.body | {"state": {"values": copied(view.values)}}


def copied(values: Values) -> Values:
    """A form's state as it is now: what is sent must not change when the person goes on filling in."""
    return {block: dict(actions) for block, actions in values.items()}


def usergroup_json(world: World, group: UserGroup, *, users: bool) -> JSON:
    """A user group, with its members when they are asked for."""
    shown: JSON = {
        "id": group.id,
        "team_id": world.team_id,
        "is_usergroup": True,
        "name": group.name,
        "handle": group.handle,
        "description": "",
        "date_delete": 0,
        "user_count": len(group.users),
    }
    return shown | ({"users": list(group.users)} if users else {})
