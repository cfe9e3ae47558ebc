"""users.*, dnd.*, usergroups.* and team.profile.get: who works here."""

from __future__ import annotations

from sandbox.errors import Refusal
from sandbox.messages import JSON
from sandbox.records import User
from sandbox.rendering import profile_json, quiet_json, user_json, usergroup_json
from sandbox.webapi.calls import Call, Method, page

MOST_QUIET = 50


def info(call: Call) -> JSON:
    """users.info: one account."""
    return {"user": _shown(call, call.user())}


def list_users(call: Call) -> JSON:
    """users.list: all accounts, paged, those of people who left too."""
    found, cursor = page(list(call.world.users.values()), call, default=1_000, most=1_000)
    shown = [_shown(call, user) for user in found]
    return {"members": shown, "cache_ts": call.world.seconds(), "response_metadata": {"next_cursor": cursor}}


def lookup_by_email(call: Call) -> JSON:
    """users.lookupByEmail: the person of an e-mail address; people who left are not found."""
    user = call.world.users_by_email.get(call.required("email").casefold())
    if user is None or user.deleted:
        raise Refusal("users_not_found")
    return {"user": _shown(call, user)}


def _shown(call: Call, user: User) -> JSON:
    return user_json(call.world, user, call.app, locale=call.flag("include_locale"))


def get_profile(call: Call) -> JSON:
    """users.profile.get: one person's profile; a bot has to say whose (?), for it has none that it could mean."""
    return {"profile": profile_json(call.world, call.user(), call.app, labels=call.flag("include_labels"))}


def get_team_profile(call: Call) -> JSON:
    """team.profile.get: which custom fields the profiles have. https://docs.slack.dev/reference/methods/team.profile.get"""
    fields = [_field(label, field_id, at) for at, (label, field_id) in enumerate(call.world.profile_fields.items())]
    return {"profile": {"fields": fields, "sections": []}}


def _field(label: str, field_id: str, ordering: int) -> JSON:
    return {
        "id": field_id,
        "ordering": ordering,
        "field_name": label.casefold().replace(" ", "_"),
        "label": label,
        "hint": "",
        "type": "text",
        "possible_values": None,
        "options": {"is_scim": False, "is_protected": False},
        "is_hidden": False,
    }


def quiet(call: Call) -> JSON:
    """dnd.info: one person's do-not-disturb."""
    return quiet_json(call.user())


def team_quiet(call: Call) -> JSON:
    """dnd.teamInfo: that of up to 50 people; who is unknown is left out (?)."""
    wanted = [user for user in call.required("users").split(",") if user]
    if len(wanted) > MOST_QUIET:
        raise Refusal("too_many_users")
    found = (call.world.users.get(user) for user in wanted)
    return {"users": {user.id: quiet_json(user) for user in found if user}}


def list_usergroups(call: Call) -> JSON:
    """usergroups.list: the named sets of people."""
    users = call.flag("include_users")
    return {"usergroups": [usergroup_json(call.world, group, users=users) for group in call.world.usergroups.values()]}


METHODS = {
    "users.info": Method(info, "users:read"),
    "users.list": Method(list_users, "users:read"),
    "users.lookupByEmail": Method(lookup_by_email, "users:read.email"),
    "users.profile.get": Method(get_profile, "users.profile:read"),
    "team.profile.get": Method(get_team_profile, "users.profile:read"),
    "dnd.info": Method(quiet, "dnd:read"),
    "dnd.teamInfo": Method(team_quiet, "dnd:read"),
    "usergroups.list": Method(list_usergroups, "usergroups:read"),
}
