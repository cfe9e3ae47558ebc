"""Which events an app hears: those it subscribed to, holds the scope for, and may see."""

from __future__ import annotations

from sandbox.messages import JSON
from sandbox.records import Channel, InstalledApp, Kind

# https://docs.slack.dev/reference/events: the scope that each event needs; None for none.
SCOPES: dict[str, str | None] = {
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "app_mention": "app_mentions:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "app_home_opened": None,
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_deleted": "channels:read",
    "channel_rename": "channels:read",
    "group_archive": "groups:read",
    "group_unarchive": "groups:read",
    "group_deleted": "groups:read",
    "group_rename": "groups:read",
    "channel_left": "channels:read",
    "group_left": "groups:read",
    "user_change": "users:read",
    "team_join": "users:read",
    "dnd_updated_user": "dnd:read",
    "file_shared": "files:read",
}
_MESSAGES = {
    Kind.CHANNEL: "message.channels",
    Kind.GROUP: "message.groups",
    Kind.IM: "message.im",
    Kind.MPIM: "message.mpim",
}
# Public channels may be archived, deleted or renamed without the bot being in them, and it still hears of it.
_HEARD_FROM_OUTSIDE = {"channel_archive", "channel_unarchive", "channel_deleted", "channel_rename"}


def wants(app: InstalledApp, event: JSON, channel: Channel | None) -> bool:
    """Whether an event is to be delivered to an app."""
    name = subscription(event, channel)
    scope = _scope(name, channel)
    if not app.active or name not in app.events or (scope is not None and scope not in app.scopes):
        return False
    if event["type"] == "app_mention" and f"<@{app.bot_user_id}>" not in event.get("text", ""):
        return False
    return channel is None or name in _HEARD_FROM_OUTSIDE or app.bot_user_id in channel.members


def subscription(event: JSON, channel: Channel | None) -> str:
    """The name under which an app subscribes to an event."""
    if event["type"] == "message" and channel is not None:
        return _MESSAGES[channel.kind]
    return str(event["type"])


def _scope(name: str, channel: Channel | None) -> str | None:
    if name in {"member_joined_channel", "member_left_channel"}:
        return "groups:read" if channel is not None and channel.kind is Kind.GROUP else "channels:read"
    return SCOPES.get(name)
