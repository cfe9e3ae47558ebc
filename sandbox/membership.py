"""Who is where: conversations open and close, people come and go."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.messages import JSON
from sandbox.posting import announce
from sandbox.records import Channel, Kind, Standing, User
from sandbox.rendering import quiet_json, user_json
from sandbox.world import World

# Private channels and group DMs begin with C as well: an id does not give a conversation's kind away.
_PREFIX = {Kind.CHANNEL: "C", Kind.GROUP: "C", Kind.IM: "D", Kind.MPIM: "C"}


def create_channel(world: World, name: str, kind: Kind, creator: str, topic: str = "") -> Channel:
    """A new conversation without members."""
    channel = Channel(world.ids.new(_PREFIX[kind]), name, kind, creator, world.seconds(), topic=topic)
    world.channels[channel.id] = channel
    if not channel.is_direct:
        world.channels_by_name[name] = channel
    world.changed("channel", channel.id)
    return channel


def open_direct(world: World, members: Iterable[str]) -> tuple[Channel, bool]:
    """The direct conversation of exactly these accounts, and whether it was there already."""
    together = frozenset(members)
    known = world.direct.get(together)
    if known is not None:
        return known, True
    ordered = sorted(together)
    kind = Kind.IM if len(together) <= 2 else Kind.MPIM
    names = "--".join(world.users[member].name for member in ordered)
    name = "" if kind is Kind.IM else f"mpdm-{names}-1"
    channel = create_channel(world, name, kind, ordered[0])
    channel.members = dict.fromkeys(ordered)
    world.direct[together] = channel
    return channel, False


def join(world: World, channel: Channel, user: User, inviter: str | None = None) -> bool:
    """Let somebody in; False when they were there already."""
    if user.id in channel.members:
        return False
    channel.members[user.id] = None
    announce(world, channel, "channel_join", f"<@{user.id}> has joined the channel", user)
    event = _member_event(world, "member_joined_channel", channel, user)
    world.emit(event | ({"inviter": inviter} if inviter else {}), channel)
    world.changed("members", channel.id, user=user.id)
    return True


def leave(world: World, channel: Channel, user: User) -> None:
    """Let somebody go; a bot that is put out hears it as channel_left or group_left."""
    channel.members.pop(user.id, None)
    announce(world, channel, "channel_leave", f"<@{user.id}> has left the channel", user)
    world.emit(_member_event(world, "member_left_channel", channel, user), channel)
    if user.app_id in world.apps:
        kind = "group_left" if channel.kind is Kind.GROUP else "channel_left"
        world.emit({"type": kind, "channel": channel.id}, only=world.apps[user.app_id])
    world.changed("members", channel.id, user=user.id)


def _member_event(world: World, kind: str, channel: Channel, user: User) -> JSON:
    return {
        "type": kind,
        "user": user.id,
        "channel": channel.id,
        "channel_type": "G" if channel.kind is Kind.GROUP else "C",
        "team": world.team_id,
    }


def may_look(user: User, channel: Channel) -> bool:
    """Whether a conversation is open to somebody: public ones are to colleagues; guests and outsiders have to be in."""
    is_open = channel.kind is Kind.CHANNEL and user.standing is Standing.MEMBER
    return not channel.deleted and (is_open or user.id in channel.members)


def archive(world: World, channel: Channel, user: str) -> None:
    """Close a channel for new messages."""
    channel.archived = True
    _tell(world, channel, "archive", user)


def unarchive(world: World, channel: Channel, user: str) -> None:
    """Open an archived channel again."""
    channel.archived = False
    _tell(world, channel, "unarchive", user)


def delete_channel(world: World, channel: Channel, user: str) -> None:
    """Remove a channel with all that was said in it."""
    channel.deleted = True
    del world.channels[channel.id]
    world.channels_by_name.pop(channel.name, None)
    _tell(world, channel, "deleted", user)


def rename(world: World, channel: Channel, name: str) -> None:
    """Give a channel another name."""
    world.channels_by_name.pop(channel.name, None)
    channel.name = name
    world.channels_by_name[name] = channel
    kind = "group_rename" if channel.kind is Kind.GROUP else "channel_rename"
    shown = {"id": channel.id, "name": name, "name_normalized": name, "created": channel.created}
    world.emit({"type": kind, "channel": shown}, channel)
    world.changed("channel", channel.id)


def _tell(world: World, channel: Channel, what: str, user: str) -> None:
    family = "group" if channel.kind is Kind.GROUP else "channel"
    world.emit({"type": f"{family}_{what}", "channel": channel.id, "user": user}, channel)
    world.changed("channel", channel.id)


def welcome(world: World, user: User) -> None:
    """Tell the apps of a new colleague."""
    _tell_of_user(world, user, {"type": "team_join"})


def changed_user(world: World, user: User) -> None:
    """Tell the apps that a profile, a time zone or an account's standing is another now."""
    user.updated = world.seconds()
    _tell_of_user(world, user, {"type": "user_change", "cache_ts": world.seconds()})


def quieted(world: World, user: User) -> None:
    """Tell the apps of a do-not-disturb that begins, is to come, or is over."""
    world.emit({"type": "dnd_updated_user", "user": user.id, "dnd_status": quiet_json(user)})
    world.changed("user", user=user.id)


def _tell_of_user(world: World, user: User, event: JSON) -> None:
    for app in world.apps.values():
        shown = user_json(world, user, app, locale=True, fields=True)
        world.emit(event | {"user": shown}, only=app)
    world.changed("user", user=user.id)


def deactivate(world: World, user: User) -> None:
    """End an account: it leaves all its channels and can do nothing any more."""
    user.deleted = True
    for channel in tuple(world.channels.values()):
        if user.id in channel.members and not channel.is_direct:
            leave(world, channel, user)
    changed_user(world, user)
