"""chat.*: posting, changing and deleting messages."""

from __future__ import annotations

from dataclasses import replace

from sandbox.errors import Refusal
from sandbox.membership import open_direct
from sandbox.messages import JSON, Message
from sandbox.posting import Draft, delete, edit, post
from sandbox.records import Channel, InstalledApp
from sandbox.rendering import message_json
from sandbox.webapi.calls import Call, Method
from sandbox.webapi.contents import POST_CHARACTERS, UPDATE_CHARACTERS, message_draft
from sandbox.world import World


def post_message(call: Call) -> JSON:
    """chat.postMessage: into a channel, a thread, or a person's DM with the bot."""
    channel = _destination(call)
    if channel.archived:
        raise Refusal("is_archived")
    if not call.is_in(channel):
        _need_public(call)
    draft = replace(_customised(call, message_draft(call)), thread_ts=call.text("thread_ts"))
    draft = replace(draft, text=draft.text[:POST_CHARACTERS], broadcast=call.flag("reply_broadcast"))
    message = post(call.world, channel, draft, call.app)
    return {"channel": channel.id, "ts": message.ts, "message": message_json(call.world, message, metadata=True)}


def _need_public(call: Call) -> None:
    if "chat:write.public" not in call.app.scopes:
        raise Refusal("not_in_channel")


def _destination(call: Call) -> Channel:
    """A conversation by id or name; a person's id stands for their DM."""
    wanted = call.required("channel", "channel_not_found")
    if wanted in call.world.users:
        return _direct(call, wanted)
    channel = call.world.channels.get(wanted) or call.world.channels_by_name.get(wanted.removeprefix("#"))
    return call.visible(channel)


def place_of(world: World, app: InstalledApp, wanted: str) -> str:
    """The id of what a post's `channel` names, to count posts by; what is nowhere yet counts under its own name."""
    direct = world.direct.get(frozenset((wanted, app.bot_user_id)))
    found = direct or world.channels_by_name.get(wanted.removeprefix("#"))
    return wanted if found is None else found.id


def _direct(call: Call, user: str) -> Channel:
    """The DM of somebody who left still takes messages (python-slack-sdk issue 1156); only opening it fails."""
    if call.world.users[user].is_bot:
        raise Refusal("cannot_dm_bot")
    return open_direct(call.world, (user, call.app.bot_user_id))[0]


def _customised(call: Call, draft: Draft) -> Draft:
    emoji, url = call.text("icon_emoji"), call.text("icon_url")
    username = call.text("username")
    if not (emoji or url or username):
        return draft
    call.need("chat:write.customize")
    icons = {"emoji": emoji} if emoji else {"image_48": url} if url else None
    return replace(draft, username=username, icons=icons)


def post_ephemeral(call: Call) -> JSON:
    """chat.postEphemeral: for one member's eyes, outside all history."""
    channel = call.visible(call.world.channels.get(call.required("channel", "channel_not_found")))
    if channel.archived:
        raise Refusal("is_archived")
    call.need_member(channel)
    if call.required("user") not in channel.members:
        raise Refusal("user_not_in_channel")
    draft = _customised(call, message_draft(call))
    message = post(
        call.world, channel, replace(draft, thread_ts=call.text("thread_ts"), only_for=call.required("user")), call.app
    )
    return {"message_ts": message.ts}


def update(call: Call) -> JSON:
    """chat.update: text without blocks takes the blocks away; only the bot's own messages."""
    channel = call.channel()
    message = _own(call, channel, "cant_update_message")
    if channel.archived:
        raise Refusal("is_inactive")
    if len(str(call.args.get("text") or "")) > UPDATE_CHARACTERS:
        raise Refusal("msg_too_long")
    draft = message_draft(call)
    edit(call.world, channel, message, draft, call.app.bot_user_id)
    shown = message_json(call.world, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def _own(call: Call, channel: Channel, error: str) -> Message:
    message = call.message(channel)
    if message.bot_id != call.app.bot_id:
        raise Refusal(error)
    return message


def delete_message(call: Call) -> JSON:
    """chat.delete: only the bot's own messages."""
    channel = call.channel()
    message = _own(call, channel, "cant_delete_message")
    delete(call.world, channel, message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> JSON:
    """chat.getPermalink: a web address that opens the message."""
    channel = call.channel()
    message = call.message(channel, "message_ts")
    link = f"{call.world.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts and message.thread_ts != message.ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


METHODS = {
    "chat.postMessage": Method(post_message, "chat:write"),
    "chat.postEphemeral": Method(post_ephemeral, "chat:write"),
    "chat.update": Method(update, "chat:write"),
    "chat.delete": Method(delete_message, "chat:write"),
    "chat.getPermalink": Method(get_permalink),
}
