"""views.*: modals and App Home."""

from __future__ import annotations

from sandbox.errors import Refusal
from sandbox.messages import JSON
from sandbox.modals import find, open_modal, publish_home, push_modal, spend_trigger, top, update_modal
from sandbox.records import View
from sandbox.rendering import view_json
from sandbox.webapi.calls import Call, Method
from sandbox.webapi.contents import view_of


def open_view(call: Call) -> JSON:
    """views.open: a modal for the person of a fresh trigger."""
    body = _modal(call)
    trigger = spend_trigger(call.world, call.app, call.required("trigger_id"))
    return _answer(call, open_modal(call.world, call.app, trigger.user, body))


def push_view(call: Call) -> JSON:
    """views.push: one more modal on top of the person's open one."""
    body = _modal(call)
    trigger_id = call.required("trigger_id")
    trigger = spend_trigger(call.world, call.app, trigger_id)
    shown = top(call.world, trigger.user)
    if not trigger.in_modal or (shown is not None and shown.app_id != call.app.app_id):
        raise Refusal("invalid_trigger_id")
    return _answer(call, push_modal(call.world, call.app, trigger.user, body))


def update_view(call: Call) -> JSON:
    """views.update: another body for an open view; not_found once it is closed."""
    body = view_of(call)
    view = find(call.world, call.app, call.text("view_id"), call.text("external_id"))
    if view is None or view.body.get("type") != body["type"]:
        raise Refusal("not_found")
    return _answer(call, update_modal(call.world, call.app, view, body, call.text("hash")))


def publish_view(call: Call) -> JSON:
    """views.publish: what a person finds in App Home."""
    body = view_of(call)
    if body["type"] != "home":
        raise Refusal("invalid_arguments")
    if not call.app.manifest.get("features", {}).get("app_home", {}).get("home_tab_enabled"):
        raise Refusal("not_enabled")
    user = call.user("user_id")
    return _answer(call, publish_home(call.world, call.app, user.id, body, call.text("hash")))


def _modal(call: Call) -> JSON:
    body = view_of(call)
    if body["type"] != "modal":
        raise Refusal("invalid_arguments")
    return body


def _answer(call: Call, view: View) -> JSON:
    return {"view": view_json(call.world, view)}


METHODS = {
    "views.open": Method(open_view),
    "views.push": Method(push_view),
    "views.update": Method(update_view),
    "views.publish": Method(publish_view),
}
