"""auth.*, api.*, apps.*, blocks.*: an app asks about itself."""

from __future__ import annotations

from sandbox.errors import Refusal
from sandbox.messages import JSON
from sandbox.webapi.calls import Call, Method
from sandbox.webapi.contents import blocks_of


def auth_test(call: Call) -> JSON:
    """auth.test: whose token this is."""
    return {
        "url": f"{call.world.base_url}/",
        "team": call.world.name,
        "user": call.app.bot_user.name,
        "team_id": call.world.team_id,
        "user_id": call.app.bot_user_id,
        "bot_id": call.app.bot_id,
        "is_enterprise_install": False,
    }


def api_test(call: Call) -> JSON:
    """api.test: says back what it is told, an error too."""
    error = call.text("error")
    if error:
        raise Refusal(error, args=dict(call.args))
    return {"args": dict(call.args)}


def open_connection(call: Call) -> JSON:
    """apps.connections.open: a fresh address for a Socket Mode connection."""
    if not call.app.socket_mode:
        raise Refusal("socket_mode_not_enabled")
    ticket = call.world.ids.new("wss-")
    call.world.socket_tickets[ticket] = call.app
    address = call.world.base_url.replace("http", "ws", 1)
    return {"url": f"{address}/link/?ticket={ticket}&app_id={call.app.app_id}"}


def validate_blocks(call: Call) -> JSON:
    """blocks.validate: what would be refused, without posting anything."""
    if blocks_of(call) is None:
        raise Refusal("invalid_blocks_format")
    return {}


METHODS = {
    "auth.test": Method(auth_test),
    "api.test": Method(api_test, open_to_all=True),
    "apps.connections.open": Method(open_connection, for_bot=False),
    "blocks.validate": Method(validate_blocks),
}
