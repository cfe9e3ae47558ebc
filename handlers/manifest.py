"""The app manifest: what the bot needs of a workspace, to be pasted into Slack once."""

from typing import Any

from bot.views import ids
from handlers.app import COMMAND
from handlers.server import SLACK_PATH

_SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "chat:write.customize",
    "commands",
    "dnd:read",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "mpim:write",
    "reactions:read",
    "reactions:write",
    "usergroups:read",
    "users:read",
    "users:read.email",
    "users.profile:read",
)
_BOT_EVENTS = (
    "app_home_opened",
    "app_mention",
    "dnd_updated_user",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
    "reaction_removed",
    "team_join",
    "user_change",
)
_SHORTCUTS = (  # at most ten: https://docs.slack.dev/reference/app-manifest
    ("Ask for help with this", "message", ids.ASK_ABOUT, "Make a request of this message"),
    ("Claim request", "message", ids.CLAIM_THIS, "For agents: take the request of this thread"),
    ("Resolve request", "message", ids.RESOLVE_THIS, "For agents: resolve the request of this thread"),
    ("Keep as note", "message", ids.NOTE_THIS, "For agents: this message stays with the desk"),
    ("Send to requester", "message", ids.SEND_THIS, "For agents: this message reaches who asked"),
    ("Canned reply", "message", ids.CANNED_HERE, "For agents: answer with a reply that stands ready"),
    ("Change urgency", "message", ids.URGENCY_OF_THIS, "For agents: say how urgent the request is"),
    ("Make confidential", "message", ids.CONFIDE_THIS, "The request of this thread is for few to read"),
    ("Ask for help", "global", ids.ASK_ANYWHERE, "Ask IT, HR or your team for help"),
)


def build_manifest(url: str | None) -> dict[str, Any]:
    """The manifest for HTTP mode at this address, or for Socket Mode without one."""
    calls = {} if url is None else {"request_url": url.rstrip("/") + SLACK_PATH}
    return {
        "display_information": {
            "name": "Helpdesk",
            "description": "Ask IT, HR or your team for help",
            "background_color": "#1f4e5f",
        },
        "features": _features({} if url is None else {"url": calls["request_url"]}),
        "oauth_config": {"scopes": {"bot": list(_SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(_BOT_EVENTS), **calls},
            "interactivity": {"is_enabled": True, **calls},
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }


def _features(command_calls: dict[str, str]) -> dict[str, Any]:
    """What people see of the bot: its tabs, its shortcuts, its command."""
    app_home = {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False}
    hint = "laptop won't start – or: @colleague banner, by Friday"
    command = {"command": COMMAND, "description": "Ask for help", "usage_hint": hint}
    return {
        "app_home": app_home,
        "bot_user": {"display_name": "Helpdesk", "always_online": True},
        "shortcuts": [
            {"name": name, "type": kind, "callback_id": callback_id, "description": description}
            for name, kind, callback_id, description in _SHORTCUTS
        ],
        "slash_commands": [{**command, "should_escape": True, **command_calls}],
    }
