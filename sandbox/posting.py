"""Messages come, change, go, and are reacted to; every step tells the apps and the screens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sandbox.blockids import with_ids
from sandbox.errors import Refusal
from sandbox.messages import JSON, File, Message
from sandbox.records import Channel, InstalledApp, Kind, User
from sandbox.rendering import message_json
from sandbox.world import World

_EMOJI = re.compile(r"[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?")


@dataclass(frozen=True)
class Draft:
    """What is to be posted, checked already."""

    text: str
    blocks: Sequence[JSON] | None = None
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: JSON | None = None
    username: str | None = None
    icons: JSON | None = None
    files: tuple[File, ...] = ()
    subtype: str | None = None
    only_for: str | None = None


def post(world: World, channel: Channel, draft: Draft, author: User | InstalledApp) -> Message:
    """Put a message into a conversation; an unknown thread_ts does not fail, the message lands outside threads."""
    message = _written(world, channel, draft, author)
    if draft.only_for is not None:
        channel.ephemerals.setdefault(draft.only_for, {})[message.ts] = message
        world.changed("ephemeral", channel.id, message.ts, draft.only_for)
        return message
    channel.history.add(message)
    for file in draft.files:
        file.shares.setdefault(channel.id, []).append(message)
    _tell(world, channel, message)
    for file in draft.files:
        _tell_of_file(world, channel, file, message)
    world.changed("message", channel.id, message.ts)
    return message


def _written(world: World, channel: Channel, draft: Draft, author: User | InstalledApp) -> Message:
    thread_ts = _living_thread(channel, draft.thread_ts)
    message = Message(
        ts=world.stamps.next(),
        channel=channel.id,
        text=draft.text,
        blocks=with_ids(world.ids, draft.blocks) if draft.blocks else None,
        thread_ts=thread_ts,
        subtype=draft.subtype or _subtype(draft, in_thread=thread_ts is not None),
        metadata=draft.metadata,
        files=list(draft.files),
        seen_only_by=draft.only_for,
    )
    if isinstance(author, User):
        message.user, message.client_msg_id = author.id, world.ids.new("m")
        return message
    message.app_id, message.bot_id = author.app_id, author.bot_id
    if draft.username or draft.icons:
        # A customised author is nobody's account: Slack leaves `user` out and marks the message as a bot's.
        message.username, message.icons = draft.username or author.name, draft.icons
        message.subtype = message.subtype or "bot_message"
    else:
        message.user = author.bot_user_id
    return message


def _living_thread(channel: Channel, thread_ts: str | None) -> str | None:
    root = channel.history.get(thread_ts) if thread_ts else None
    if root is None:
        return None
    parent = channel.history.parent(root)
    return root.ts if parent is None else parent.ts


def _subtype(draft: Draft, *, in_thread: bool) -> str | None:
    if draft.broadcast and in_thread:
        return "thread_broadcast"
    return "file_share" if draft.files else None


def _tell(world: World, channel: Channel, message: Message) -> None:
    shown = message_json(world, message)
    world.emit(shown | _placed(channel, message.ts), channel)
    if message.app_id is None and "<@" in message.text and not channel.is_direct:
        mention = {name: value for name, value in shown.items() if name not in {"subtype", "root"}}
        world.emit(mention | {"type": "app_mention", "channel": channel.id, "event_ts": message.ts}, channel)


def _placed(channel: Channel, event_ts: str) -> JSON:
    return {"channel": channel.id, "channel_type": channel.kind.value, "event_ts": event_ts}


def _tell_of_file(world: World, channel: Channel, file: File, message: Message) -> None:
    event = {"type": "file_shared", "file_id": file.id, "user_id": file.user, "file": {"id": file.id}}
    world.emit(event | {"channel_id": channel.id, "event_ts": message.ts}, channel)


def edit(world: World, channel: Channel, message: Message, draft: Draft, editor: str) -> None:
    """Change a message's text and blocks, and its metadata when given; ephemeral ones change without an event."""
    before = message_json(world, message)
    message.text = draft.text
    message.blocks = with_ids(world.ids, draft.blocks) if draft.blocks else None
    message.metadata = draft.metadata if draft.metadata is not None else message.metadata
    message.edited = {"user": editor, "ts": world.stamps.next()}
    if message.seen_only_by is None:
        _tell_changed(world, channel, message, before)
    else:
        world.changed("ephemeral", channel.id, message.ts, message.seen_only_by)


def _tell_changed(world: World, channel: Channel, message: Message, before: JSON) -> None:
    event = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": world.stamps.next()}
    shown = {"message": message_json(world, message), "previous_message": before}
    world.emit(event | shown | _placed(channel, str(event["ts"])), channel)
    world.changed("message", channel.id, message.ts)


def delete(world: World, channel: Channel, message: Message) -> None:
    """Take a message away.

    One with replies leaves a tombstone, told as message_changed (openclaw/openclaw#22035); that goes with
    the last of its replies, and only then comes message_deleted, with the tombstone as what was there before
    (slack-edge/slack-edge#10).
    """
    before = message_json(world, message)
    for file in message.files:
        _unshare(file, message)
    if message.replies:
        _bury(message)
        _tell_changed(world, channel, message, before)
        return
    root = channel.history.parent(message)
    _remove(world, channel, message, before)
    if root is not None and root.subtype == "tombstone" and not root.replies:
        _remove(world, channel, root, message_json(world, root))


def delete_file(world: World, file: File) -> None:
    """Take a file out of the workspace, and out of all messages; those that were nothing else go with it."""
    del world.files[file.id]
    for message in [message for messages in file.shares.values() for message in messages]:
        channel = world.channels[message.channel]
        if not message.text and message.files == [file]:
            delete(world, channel, message)
        else:
            before = message_json(world, message)
            message.files.remove(file)
            _unshare(file, message)
            _tell_changed(world, channel, message, before)


def _unshare(file: File, message: Message) -> None:
    file.shares[message.channel].remove(message)
    if not file.shares[message.channel]:
        del file.shares[message.channel]


def _remove(world: World, channel: Channel, message: Message, before: JSON) -> None:
    channel.history.remove(message)
    event = {"type": "message", "subtype": "message_deleted", "hidden": True, "ts": world.stamps.next()}
    gone = {"deleted_ts": message.ts, "previous_message": before}
    world.emit(event | gone | _placed(channel, str(event["ts"])), channel)
    world.changed("message", channel.id, message.ts)


def _bury(message: Message) -> None:
    message.user, message.bot_id, message.app_id, message.username = "USLACKBOT", None, None, None
    message.text, message.subtype = "This message was deleted.", "tombstone"
    message.blocks, message.metadata, message.files, message.reactions = None, None, [], {}


def react(world: World, channel: Channel, message: Message, name: str, user: str) -> None:
    """Add an emoji. Refuses invalid_name and already_reacted."""
    if not _EMOJI.fullmatch(name):
        raise Refusal("invalid_name")
    users = message.reactions.setdefault(name, {})
    if user in users:
        raise Refusal("already_reacted")
    users[user] = None
    _tell_reaction(world, channel, message, user, {"type": "reaction_added", "reaction": name})


def unreact(world: World, channel: Channel, message: Message, name: str, user: str) -> None:
    """Take an emoji away. Refuses invalid_name and no_reaction."""
    if not _EMOJI.fullmatch(name):
        raise Refusal("invalid_name")
    users = message.reactions.get(name, {})
    if user not in users:
        raise Refusal("no_reaction")
    del users[user]
    if not users:
        del message.reactions[name]
    _tell_reaction(world, channel, message, user, {"type": "reaction_removed", "reaction": name})


def _tell_reaction(world: World, channel: Channel, message: Message, user: str, event: JSON) -> None:
    item = {"type": "message", "channel": channel.id, "ts": message.ts}
    author = {"item_user": message.user} if message.user else {}
    world.emit(event | {"user": user, "item": item} | author, channel)
    world.changed("reaction", channel.id, message.ts)


def announce(world: World, channel: Channel, subtype: str, text: str, user: User) -> None:
    """The grey lines of a channel: who joined, who left."""
    if channel.kind in {Kind.CHANNEL, Kind.GROUP}:
        post(world, channel, Draft(text=text, subtype=subtype), user)


def replaced(draft: Draft, message: Message) -> Draft:
    """A draft that stands where a message stood: in its thread, for its reader."""
    return replace(draft, thread_ts=message.thread_ts, only_for=message.seen_only_by)
