"""conversations.*: channels, their members and their history."""

from __future__ import annotations

from sandbox.errors import Refusal
from sandbox.membership import join, open_direct
from sandbox.messages import JSON, Message, span
from sandbox.records import Channel, Kind
from sandbox.rendering import channel_json, message_json
from sandbox.webapi.calls import Call, Method, of_any_kind, page

_TYPES = {
    "public_channel": (Kind.CHANNEL, "channels:read"),
    "private_channel": (Kind.GROUP, "groups:read"),
    "mpim": (Kind.MPIM, "mpim:read"),
    "im": (Kind.IM, "im:read"),
}
MOST_TOGETHER = 8


def open_conversation(call: Call) -> JSON:
    """conversations.open: the DM with one person, or the group DM with up to eight."""
    if call.text("channel"):
        channel, known = call.channel(), True
        call.need_for(channel, "write")
    else:
        channel, known = _with_users(call)
    already = {"no_op": True, "already_open": True} if known else {}
    shown = channel_json(call.world, channel, call.app.bot_user_id) if call.flag("return_im") else {"id": channel.id}
    return already | {"channel": shown}


def _with_users(call: Call) -> tuple[Channel, bool]:
    wanted = [user for user in call.required("users", "users_list_not_supplied").split(",") if user]
    call.need("im:write" if len(wanted) == 1 else "mpim:write")
    if len(wanted) > MOST_TOGETHER:
        raise Refusal("too_many_users")
    for user in wanted:
        _check_reachable(call, user)
    return open_direct(call.world, [*wanted, call.app.bot_user_id])


def _check_reachable(call: Call, user_id: str) -> None:
    user = call.world.users.get(user_id)
    if user is None:
        raise Refusal("user_not_found")
    if user.deleted:
        raise Refusal("user_disabled")
    if user.is_bot:
        raise Refusal("cannot_dm_bot")


def list_conversations(call: Call) -> JSON:
    """conversations.list: public channels, and of the rest those with the bot in them."""
    kinds = [_kind(call, name.strip()) for name in (call.text("types") or "public_channel").split(",")]
    me, hide_archived = call.app.bot_user_id, call.flag("exclude_archived")
    found = [
        channel
        for channel in call.world.channels.values()
        if channel.kind in kinds
        and (channel.kind is Kind.CHANNEL or me in channel.members)
        and not (hide_archived and channel.archived)
    ]
    shown, cursor = page(found, call, default=100, most=1_000)
    channels = [channel_json(call.world, channel, me, counted=True) for channel in shown]
    return {"channels": channels, "response_metadata": {"next_cursor": cursor}}


def _kind(call: Call, name: str) -> Kind:
    if name not in _TYPES:
        raise Refusal("invalid_types")
    kind, scope = _TYPES[name]
    call.need(scope)
    return kind


def info(call: Call) -> JSON:
    """conversations.info: one conversation."""
    channel = call.channel()
    call.need_for(channel, "read")
    counted = call.flag("include_num_members")
    return {"channel": channel_json(call.world, channel, call.app.bot_user_id, counted=counted)}


def members(call: Call) -> JSON:
    """conversations.members: the ids of those in it, paged."""
    channel = call.channel()
    call.need_for(channel, "read")
    shown, cursor = page(list(channel.members), call, default=100, most=1_000)
    return {"members": shown, "response_metadata": {"next_cursor": cursor}}


def history(call: Call) -> JSON:
    """conversations.history: what stands outside threads, newest first."""
    channel = _readable(call)
    latest, inclusive = call.stamp("latest"), call.flag("inclusive")
    cursor = call.text("cursor")
    if cursor:
        latest, inclusive = _after(cursor), False
    limit = call.number("limit", 100, most=999)
    found, more = channel.history.newest(limit, oldest=call.stamp("oldest"), latest=latest, inclusive=inclusive)
    answer = {"messages": _shown(call, found), "has_more": more, "pin_count": 0}
    return answer | _next(found, more=more)


def replies(call: Call) -> JSON:
    """conversations.replies: a message and its answers, oldest first; pages begin with the parent.

    Asked for an answer, it gives that one alone (?); the documentation says that `ts` may name one, and no more.
    """
    channel = _readable(call)
    parent = channel.history.get(call.required("ts"))
    if parent is None:
        raise Refusal("thread_not_found")
    oldest, inclusive = call.stamp("oldest"), call.flag("inclusive")
    cursor = call.text("cursor")
    if cursor:
        oldest, inclusive = _after(cursor), False
    first, last = span(parent.replies, oldest, call.stamp("latest"), inclusive=inclusive)
    limit = call.number("limit", 1_000, most=1_000)
    stamps = parent.replies[first : min(last, first + limit)]
    found = [message for ts in stamps if (message := channel.history.get(ts)) is not None]
    more = first + limit < last
    return {"messages": _shown(call, [parent, *found]), "has_more": more} | _next(found, more=more)


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.need_for(channel, "history")
    call.need_member(channel)
    return channel


def _shown(call: Call, found: list[Message]) -> list[JSON]:
    metadata = call.flag("include_all_metadata")
    return [message_json(call.world, message, metadata=metadata) for message in found]


def _after(cursor: str) -> str:
    kind, _, ts = cursor.partition(":")
    if kind != "next_ts" or not ts:
        raise Refusal("invalid_cursor")
    return ts


def _next(found: list[Message], *, more: bool) -> JSON:
    return {"response_metadata": {"next_cursor": f"next_ts:{found[-1].ts}"}} if more and found else {}


def join_channel(call: Call) -> JSON:
    """conversations.join: the bot enters a public channel."""
    channel = call.channel()
    if channel.kind is not Kind.CHANNEL:
        raise Refusal("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refusal("is_archived")
    joined = join(call.world, channel, call.app.bot_user)
    already = {} if joined else {"warning": "already_in_channel"}
    return already | {"channel": channel_json(call.world, channel, call.app.bot_user_id)}


METHODS = {
    "conversations.open": Method(open_conversation, "im:write,mpim:write"),
    "conversations.list": Method(list_conversations, of_any_kind("read")),
    "conversations.info": Method(info, of_any_kind("read")),
    "conversations.members": Method(members, of_any_kind("read")),
    "conversations.history": Method(history, of_any_kind("history")),
    "conversations.replies": Method(replies, of_any_kind("history")),
    "conversations.join": Method(join_channel, "channels:join"),
}
