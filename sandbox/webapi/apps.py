"""auth.*, api.*, apps.*, blocks.*: an app asks about itself."""

from __future__ import annotations

from dataclasses import replace

from sandbox.errors import Refusal
from sandbox.messages import JSON
from sandbox.webapi.calls import Call, Method
from sandbox.webapi.contents import blocks_of, message_draft, view_of


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
    call.world.socket_tickets.add(ticket, call.app)
    address = call.world.base_url.replace("http", "ws", 1)
    return {"url": f"{address}/link/?ticket={ticket}&app_id={call.app.app_id}"}


def validate_blocks(call: Call) -> JSON:
    """blocks.validate: what would be refused in blocks, a message or a view, without showing it to anybody."""
    given = [name for name in ("blocks", "message", "view") if call.args.get(name)]
    if len(given) != 1:
        raise Refusal("invalid_arguments")
    if given == ["view"]:
        view_of(call)
    elif given == ["message"]:
        message_draft(replace(call, args=_message(call)))
    else:
        blocks_of(call)
    return {}


def _message(call: Call) -> JSON:
    message = call.json("message", "invalid_arguments")
    if not isinstance(message, dict):
        raise Refusal("invalid_arguments")
    return message


METHODS = {
    "auth.test": Method(auth_test),
    "api.test": Method(api_test, open_to_all=True),
    "apps.connections.open": Method(open_connection, for_bot=False),
    "blocks.validate": Method(validate_blocks),
}
