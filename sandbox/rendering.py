"""What the workspace's things look like in Slack's JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sandbox.messages import JSON, File, Message
from sandbox.records import Channel, InstalledApp, Kind, Standing, User, UserGroup, Values, View
from sandbox.world import World


def user_json(world: World, user: User, app: InstalledApp, *, locale: bool, fields: bool = False) -> JSON:
    """A user object as an app gets it; people who left have no time zone, e-mail addresses need their own scope.

    Somebody of another company is told by `team_id`; `is_stranger` says that no channel with the app in it is shared
    with them (https://docs.slack.dev/reference/objects/user-object). A guest of a single channel is both restricted
    and ultra-restricted.
    """
    shown: JSON = {
        "id": user.id,
        "team_id": user.team or world.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "profile": _profile(world, user, app) | (_fields(world, user, app) if fields else {}),
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
    }
    if user.team:
        shown["is_stranger"] = not _meet(world, user, app)
    if user.deleted:
        return shown
    shown |= _zone(user, world.now()) | {
        "is_admin": user.admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.standing.is_guest,
        "is_ultra_restricted": user.standing is Standing.SINGLE_CHANNEL_GUEST,
        "is_email_confirmed": bool(user.email),
    }
    return shown | ({"locale": user.locale} if locale else {})


def _zone(user: User, now: datetime) -> JSON:
    local = now.astimezone(ZoneInfo(user.tz))
    offset = local.utcoffset()
    assert offset is not None
    return {"tz": user.tz, "tz_label": local.tzname(), "tz_offset": int(offset.total_seconds())}


def _meet(world: World, user: User, app: InstalledApp) -> bool:
    both = {user.id, app.bot_user_id}
    return any(both <= channel.members.keys() for channel in world.channels.values())


def profile_json(world: World, user: User, app: InstalledApp, *, labels: bool) -> JSON:
    """A profile with its custom fields, which users.info and users.list leave out."""
    return _profile(world, user, app) | _fields(world, user, app, labels=labels)


def quiet_json(user: User) -> JSON:
    """Somebody's do-not-disturb as others get it: the stretch that runs or comes next, or 1 to 1 for none (?).

    https://docs.slack.dev/reference/methods/dnd.teamInfo
    """
    return {
        "dnd_enabled": user.quiet_until > 0,
        "next_dnd_start_ts": user.quiet_from or 1,
        "next_dnd_end_ts": user.quiet_until or 1,
    }


def display_name(user: User) -> str:
    """What people are called on the screen: their display name, as bots their full one."""
    return user.real_name if user.is_bot else user.name or user.real_name


def _profile(world: World, user: User, app: InstalledApp) -> JSON:
    first, _, last = user.real_name.partition(" ")
    profile: JSON = {
        "title": user.title,
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.real_name,
        "display_name_normalized": user.real_name,
        "first_name": first,
        "last_name": last,
        "status_text": user.status,
        "status_emoji": user.status_emoji,
        "status_expiration": user.status_until,
        "team": user.team or world.team_id,
    }
    if user.is_bot:
        own = world.apps[user.app_id] if user.app_id else None
        return profile | ({"bot_id": own.bot_id, "api_app_id": own.app_id} if own else {})
    sees_email = "users:read.email" in app.scopes
    return profile | ({"email": user.email} if sees_email and user.email else {})


def _fields(world: World, user: User, app: InstalledApp, *, labels: bool = False) -> JSON:
    """The custom fields by their ids; a list where there are none (?), as PHP writes an empty dictionary."""
    if "users.profile:read" not in app.scopes:
        return {}
    found = {
        world.field_id(label): {"value": value, "alt": ""} | ({"label": label} if labels else {})
        for label, value in user.fields.items()
    }
    return {"fields": found or []}


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
        "is_ext_shared": is_shared(world, channel),
        "is_shared": is_shared(world, channel),
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
    shown: JSON = {"type": "message", "text": message.text, "ts": message.ts, **_team(world, message.user)}
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
    if message.subtype == "tombstone":
        shown |= {"hidden": True, "parent_user_id": message.user}
    if message.app_id and message.user:
        shown["bot_profile"] = bot_profile(world, world.apps[message.app_id])
    if message.files:
        shown |= {"files": [file_json(world, file) for file in message.files], "upload": False}
    return shown | _thread(world, message) | _reactions(message)


def _team(world: World, author: str | None) -> JSON:
    """Of what company a message is: `user_team` and `source_team` come with those of others."""
    user = world.users.get(author or "")
    if user is None or user.team is None:
        return {"team": world.team_id}
    return {"team": user.team, "user_team": user.team, "source_team": user.team}


def is_shared(world: World, channel: Channel) -> bool:
    """Whether people of other companies are in a conversation (Slack Connect)."""
    return any(world.users[member].team for member in channel.members if member in world.users)


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
    """A file object: its bytes are behind url_private for apps that may read it, behind permalink for people.

    https://docs.slack.dev/reference/objects/file-object
    """
    name = quote(file.name, safe="")
    places = {place: world.channels[place].kind for place in file.channels if place in world.channels}
    private = f"{world.base_url}/files-pri/{world.team_id}-{file.id}"
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
        "is_public": Kind.CHANNEL in places.values(),
        "url_private": f"{private}/{name}",
        "url_private_download": f"{private}/download/{name}",
        "permalink": f"{world.base_url}/files/{file.user}/{file.id}/{name}",
        "channels": [place for place, kind in places.items() if kind is Kind.CHANNEL],
        "groups": [place for place, kind in places.items() if kind in {Kind.GROUP, Kind.MPIM}],
        "ims": [place for place, kind in places.items() if kind is Kind.IM],
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
