"""Each method of the Web API, called by an app that lacks just the scope it needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.records import Channel, Kind
from sandbox.subscriptions import SCOPES as EVENT_SCOPES
from sandbox.subscriptions import wants
from sandbox.webapi.dispatch import METHODS
from sandbox.workspace import Workspace
from tests.sandbox.stage import EVENTS, SCOPES, Stage, manifest

FAMILIES = {"public": "channels", "private": "groups", "dm": "im", "group dm": "mpim"}


@dataclass(frozen=True)
class Need:
    """A method, the scope without which it refuses, and a call of it; "$place" stands for a conversation's id."""

    method: str
    scope: str
    place: str = "public"
    arguments: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.place} {self.scope}"


def of_every_kind(method: str, verb: str, **arguments: str) -> list[Need]:
    return [Need(method, f"{family}:{verb}", place, arguments) for place, family in FAMILIES.items()]


NEEDS = [
    Need("chat.postMessage", "chat:write", arguments={"channel": "$place", "text": "x"}),
    Need("chat.postMessage", "chat:write.customize", arguments={"channel": "$place", "text": "x", "username": "Ana"}),
    Need("chat.postEphemeral", "chat:write", arguments={"channel": "$place", "text": "x", "user": "$ana"}),
    Need("chat.update", "chat:write", arguments={"channel": "$place", "ts": "$mine", "text": "y"}),
    Need("chat.delete", "chat:write", arguments={"channel": "$place", "ts": "$mine"}),
    Need("conversations.open", "im:write", arguments={"users": "$ana"}),
    Need("conversations.open", "mpim:write", arguments={"users": "$ana,$bo"}),
    Need("conversations.open", "im:write", "dm", {"channel": "$place"}),
    Need("conversations.open", "mpim:write", "group dm", {"channel": "$place"}),
    Need("conversations.list", "channels:read", arguments={"types": "public_channel"}),
    Need("conversations.list", "groups:read", arguments={"types": "private_channel"}),
    Need("conversations.list", "im:read", arguments={"types": "im"}),
    Need("conversations.list", "mpim:read", arguments={"types": "public_channel,mpim"}),
    *of_every_kind("conversations.info", "read", channel="$place"),
    *of_every_kind("conversations.members", "read", channel="$place"),
    *of_every_kind("conversations.history", "history", channel="$place"),
    *of_every_kind("conversations.replies", "history", channel="$place", ts="$mine"),
    Need("conversations.join", "channels:join", arguments={"channel": "$place"}),
    Need("files.getUploadURLExternal", "files:write", arguments={"filename": "a.txt", "length": "1"}),
    Need("files.completeUploadExternal", "files:write", arguments={"files": "[]"}),
    Need("files.delete", "files:write", arguments={"file": "F1"}),
    Need("files.info", "files:read", arguments={"file": "F1"}),
    Need("reactions.add", "reactions:write", arguments={"channel": "$place", "timestamp": "$mine", "name": "eyes"}),
    Need("reactions.remove", "reactions:write", arguments={"channel": "$place", "timestamp": "$mine", "name": "eyes"}),
    Need("reactions.get", "reactions:read", arguments={"channel": "$place", "timestamp": "$mine"}),
    Need("users.info", "users:read", arguments={"user": "$ana"}),
    Need("users.list", "users:read"),
    Need("users.lookupByEmail", "users:read.email", arguments={"email": "ana@acme.example"}),
    Need("users.profile.get", "users.profile:read", arguments={"user": "$ana"}),
    Need("team.profile.get", "users.profile:read"),
    Need("dnd.info", "dnd:read", arguments={"user": "$ana"}),
    Need("dnd.teamInfo", "dnd:read", arguments={"users": "$ana"}),
    Need("usergroups.list", "usergroups:read"),
]
# https://docs.slack.dev/reference/methods says "no scope required" of these; a socket needs the app's own token.
NEED_NOTHING = {
    "api.test",
    "apps.connections.open",
    "auth.test",
    "blocks.validate",
    "chat.getPermalink",
    "views.open",
    "views.publish",
    "views.push",
    "views.update",
}


def place_of(on: Stage, client: WebClient, bot: str, kind: str) -> Channel:
    if kind == "public":
        return on.general
    if kind == "private":
        return on.workspace.add_channel(f"of-{bot.lower()}", [on.workspace.world.users[bot]], private=True)
    together = {on.ana.id, bot} | ({on.bo.id} if kind == "group dm" else set())
    wanted = Kind.IM if kind == "dm" else Kind.MPIM
    return on.workspace.world.direct.get(frozenset(together)) or opened(on, client, sorted(together - {bot}), wanted)


def opened(on: Stage, client: WebClient, users: list[str], kind: Kind) -> Channel:
    channel = on.workspace.world.channels[client.conversations_open(users=users)["channel"]["id"]]
    assert channel.kind is kind
    return channel


def answer_of(on: Stage, need: Need, without: str) -> Mapping[str, Any]:
    """What the method answers an app of its own that has all scopes but one, where it has posted before losing it."""
    app = on.workspace.install(manifest("Other" + without.replace(":", "").replace(".", "")))
    on.ana.invites(app.bot_user, on.general)
    client = on.client_of(app)
    place = place_of(on, client, app.bot_user_id, need.place)
    posted = client.chat_postMessage(channel=place.id, text="x")["ts"]
    app.scopes -= {without}
    names = {"$place": place.id, "$mine": posted, "$ana": on.ana.id, "$bo": on.bo.id}
    arguments = dict(need.arguments)
    for name, meant in names.items():
        arguments = {key: value.replace(name, str(meant)) for key, value in arguments.items()}
    try:
        answer = client.api_call(need.method, data=arguments)
    except SlackApiError as refused:
        answer = refused.response
    assert isinstance(answer.data, dict)
    return answer.data


@pytest.mark.parametrize("need", NEEDS, ids=str)
def test_a_method_names_the_scope_that_is_missing_and_those_that_are_there(on: Stage, need: Need) -> None:
    refused = answer_of(on, need, without=need.scope)
    provided = ",".join(sorted(set(SCOPES) - {need.scope}))
    assert refused == {"ok": False, "error": "missing_scope", "needed": need.scope, "provided": provided}
    assert answer_of(on, need, without="").get("error") != "missing_scope"


def test_every_method_is_in_the_table() -> None:
    assert {need.method for need in NEEDS} | NEED_NOTHING == set(METHODS)


@pytest.mark.parametrize(
    "method", sorted({need.method for need in NEEDS if need.scope.endswith((":read", ":history"))})
)
def test_without_any_of_the_scopes_that_would_do_nothing_is_said_about_arguments(on: Stage, method: str) -> None:
    on.app.scopes = frozenset({"commands"})
    with pytest.raises(SlackApiError) as refused:
        on.client.api_call(method)
    answer = refused.value.response
    families = {need.scope for need in NEEDS if need.method == method}
    assert (answer["error"], set(answer["needed"].split(","))) == ("missing_scope", families)


def test_an_app_without_the_commands_scope_has_neither_commands_nor_shortcuts(on: Stage) -> None:
    other = on.workspace.install(manifest("Mute", without="commands"))
    assert on.ana.types("/mute", channel=on.general).error == "/mute is not a valid command."
    assert other.shortcuts == {}


def test_a_removed_app_has_no_commands_any_more(on: Stage) -> None:
    on.workspace.uninstall(on.app)
    assert on.ana.types("/helpdesk", channel=on.general).error == "/helpdesk is not a valid command."


NAMED = [(name, scope) for name, scope in EVENT_SCOPES.items() if scope is not None]
KINDS = {"message.channels": Kind.CHANNEL, "message.groups": Kind.GROUP, "message.im": Kind.IM}


@pytest.mark.parametrize(("name", "scope"), NAMED, ids=[name for name, _ in NAMED])
def test_an_event_is_heard_only_with_its_scope_and_its_subscription(name: str, scope: str) -> None:
    workspace = Workspace()
    asked = manifest("Deaf") | {"settings": {"event_subscriptions": {"bot_events": [*EVENTS, name]}}}
    app = workspace.install(asked)
    channel = Channel("C1", "c", KINDS.get(name, Kind.MPIM), "U1", 0, {app.bot_user_id: None})
    event = {"type": name.partition(".")[0], "text": f"<@{app.bot_user_id}>"}
    assert wants(app, event, channel)
    app.scopes -= {scope}
    assert not wants(app, event, channel)
    app.scopes, app.events = frozenset(SCOPES), frozenset()
    assert not wants(app, event, channel)
