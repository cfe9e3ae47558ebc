"""Modals in a person's stack, their App Home, and the triggers that let an app open one."""

from __future__ import annotations

from datetime import timedelta

from sandbox.blockids import with_ids
from sandbox.errors import Refusal
from sandbox.forms import kept_values
from sandbox.messages import JSON
from sandbox.records import InstalledApp, Trigger, View
from sandbox.world import World

TRIGGER_SECONDS = 3
MAX_DEPTH = 3


def new_trigger(world: World, app: InstalledApp, user: str, *, in_modal: bool = False) -> str:
    """A trigger_id: three seconds of the workspace's clock, one use."""
    trigger_id = f"{world.ids.new('')}.{world.team_id}"
    expires = world.now() + timedelta(seconds=TRIGGER_SECONDS)
    world.triggers.add(trigger_id, Trigger(app.app_id, user, expires, in_modal))
    return trigger_id


def spend_trigger(world: World, app: InstalledApp, trigger_id: str) -> Trigger:
    """Use a trigger up. Refuses invalid_trigger_id, exchanged_trigger_id and expired_trigger_id."""
    trigger = world.triggers.get(trigger_id)
    if trigger is None or trigger.app_id != app.app_id:
        raise Refusal("invalid_trigger_id")
    if trigger.used:
        raise Refusal("exchanged_trigger_id")
    if world.now() > trigger.expires:
        raise Refusal("expired_trigger_id")
    trigger.used = True
    return trigger


def _new_view(world: World, app: InstalledApp, user: str, body: JSON) -> View:
    _check_external_id(world, app, body, None)
    view_id = world.ids.new("V")
    view = View(view_id, app.app_id, user, {}, "", root=view_id)
    world.views[view_id] = view
    _show(world, view, body)
    return view


def _show(world: World, view: View, body: JSON) -> None:
    view.body = body | {"blocks": with_ids(world.ids, body["blocks"])}
    view.values = kept_values(view.body["blocks"], view.values)
    view.errors, view.trouble = {}, None
    view.hash = f"{world.seconds()}.{world.ids.new('h')}"
    world.changed("home" if view.is_home else "modal", user=view.user)


def _check_external_id(world: World, app: InstalledApp, body: JSON, besides: View | None) -> None:
    wanted = body.get("external_id")
    found = find(world, app, None, str(wanted)) if wanted else None
    if found is not None and found is not besides:
        raise Refusal("duplicate_external_id")


def open_modal(world: World, app: InstalledApp, user: str, body: JSON) -> View:
    """Show a modal; whatever stood open before goes away."""
    view = _new_view(world, app, user, body)
    clear(world, user)
    world.modals[user] = [view]
    return view


def push_modal(world: World, app: InstalledApp, user: str, body: JSON) -> View:
    """Put a modal on top of the open ones, three at most. Refuses push_limit_reached."""
    stack = world.modals.get(user, [])
    if not stack:
        raise Refusal("invalid_trigger_id")
    if len(stack) >= MAX_DEPTH:
        raise Refusal("push_limit_reached")
    view = _new_view(world, app, user, body)
    view.root, view.previous = stack[0].id, stack[-1].id
    stack.append(view)
    return view


def update_modal(world: World, app: InstalledApp, view: View, body: JSON, seen_hash: str | None) -> View:
    """Show something else in a view. Refuses hash_conflict when it changed since the caller looked."""
    if seen_hash and seen_hash != view.hash:
        raise Refusal("hash_conflict")
    _check_external_id(world, app, body, view)
    _show(world, view, body)
    return view


def find(world: World, app: InstalledApp, view_id: str | None, external_id: str | None) -> View | None:
    """A view that is still open (or a home), by its id or by the app's own name for it."""
    if view_id:
        view = world.views.get(view_id)
        return view if view is not None and view.app_id == app.app_id else None
    mine = (view for view in world.views.values() if view.app_id == app.app_id)
    return next((view for view in mine if external_id and view.body.get("external_id") == external_id), None)


def publish_home(world: World, app: InstalledApp, user: str, body: JSON, seen_hash: str | None) -> View:
    """Show a person's App Home. Refuses hash_conflict."""
    view = world.homes.get((app.app_id, user))
    if view is not None:
        return update_modal(world, app, view, body, seen_hash)
    view = _new_view(world, app, user, body)
    world.homes[app.app_id, user] = view
    return view


def top(world: World, user: str) -> View | None:
    """The modal in front of a person."""
    stack = world.modals.get(user)
    return stack[-1] if stack else None


def close(world: World, view: View) -> None:
    """Take one modal away; the one beneath shows again."""
    stack = world.modals.get(view.user, [])
    if view in stack:
        stack.remove(view)
        world.views.pop(view.id, None)
        world.changed("modal", user=view.user)


def clear(world: World, user: str) -> list[View]:
    """Take all of a person's modals away, and say which they were, the top one first."""
    closed = world.modals.pop(user, [])[::-1]
    for view in closed:
        world.views.pop(view.id, None)
    if closed:
        world.changed("modal", user=user)
    return closed
