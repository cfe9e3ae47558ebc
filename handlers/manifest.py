"""The app manifest: what the bot needs of a workspace, to be pasted into Slack once."""

from typing import Any

from handlers.app import COMMAND
from handlers.server import SLACK_PATH

_SCOPES = (
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "chat:write.customize",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "users:read",
    "users:read.email",
)
_BOT_EVENTS = (
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "team_join",
    "user_change",
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
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Helpdesk", "always_online": True},
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": "Ask for help",
                    "usage_hint": "laptop won't start",
                    "should_escape": False,
                    **({"url": calls["request_url"]} if calls else {}),
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": list(_SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(_BOT_EVENTS), **calls},
            "interactivity": {"is_enabled": True, **calls},
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }
