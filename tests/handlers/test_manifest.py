"""The manifest asks a workspace for what the bot uses: enough, and nothing else."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from handlers.app import COMMAND, EVENTS
from handlers.manifest import build_manifest
from handlers.server import SLACK_PATH
from sandbox.subscriptions import SCOPES as EVENT_SCOPES
from sandbox.webapi.dispatch import METHODS
from sandbox.workspace import Workspace
from tests.clock import Clock

ROOT = Path(__file__).parents[2]
ADDRESS = "https://help.example.com"
# As a text, "chat.update", or as the SDK's method, client.views_open(.
_METHOD = re.compile(
    r'"((?:auth|chat|conversations|dnd|files|reactions|usergroups|users|views)\.[A-Za-z.]+)"|client\.(views_[a-z]+)\('
)

# What the methods need for what we send; the sandbox takes any of several. https://docs.slack.dev/reference/methods
CHANNELS = {"channels:read", "groups:read"}
CONVERSATIONS = {"channels:history", "groups:history", "im:history"}
SCOPES_BY_ARGUMENT = {
    "conversations.open": {"im:write", "mpim:write"},
    "conversations.info": CHANNELS,
    "conversations.list": CHANNELS,
    "conversations.members": CHANNELS,
    "conversations.history": CONVERSATIONS,
    "conversations.replies": CONVERSATIONS,
    "users.list": {"users:read", "users:read.email"},
    "users.info": {"users:read", "users:read.email"},
    "chat.postMessage": {"chat:write", "chat:write.customize"},
}
MEMBERSHIP = {"member_joined_channel": CHANNELS, "member_left_channel": CHANNELS}

in_both_modes = pytest.mark.parametrize("url", [None, ADDRESS], ids=["socket", "http"])


def called_methods() -> set[str]:
    """Every method of the Web API that the bot's source names."""
    sources = chain((ROOT / "bot").rglob("*.py"), (ROOT / "handlers").glob("*.py"))
    found = chain.from_iterable(_METHOD.findall(path.read_text(encoding="utf-8")) for path in sources)
    return {named or called.replace("_", ".", 1) for named, called in found}


def scopes_for_methods() -> Iterator[str]:
    """Each method's scopes: by what we send it, else the one that it needs whatever is sent."""
    for name in called_methods() & set(METHODS):
        scope = METHODS[name].scope
        yield from SCOPES_BY_ARGUMENT.get(name, {scope} if scope else set())


def scopes_for_events(manifest: dict[str, Any]) -> Iterator[str]:
    for event in manifest["settings"]["event_subscriptions"]["bot_events"]:
        scope = EVENT_SCOPES.get(event)
        yield from MEMBERSHIP.get(event, {scope} if scope else set())


def request_urls(value: object) -> Iterator[str]:
    """Every address in the manifest at which Slack would call us."""
    if isinstance(value, dict):
        yield from (value[key] for key in ("url", "request_url") if key in value)
        yield from chain.from_iterable(map(request_urls, value.values()))
    elif isinstance(value, list):
        yield from chain.from_iterable(map(request_urls, value))


@in_both_modes
def test_the_scopes_cover_all_that_we_call_and_hear(url: str | None) -> None:
    manifest = build_manifest(url)
    needed = {"commands", *scopes_for_methods(), *scopes_for_events(manifest)}
    assert needed <= set(manifest["oauth_config"]["scopes"]["bot"])


def test_the_sandbox_knows_every_method_that_we_call() -> None:
    assert called_methods() <= set(METHODS)
    assert {"chat.postMessage", "views.open", "conversations.open", "users.info"} <= called_methods()


@in_both_modes
def test_the_manifest_subscribes_to_what_the_bot_listens_to_and_to_no_more(url: str | None) -> None:
    subscribed = build_manifest(url)["settings"]["event_subscriptions"]["bot_events"]
    assert {event.split(".")[0] for event in subscribed} == set(EVENTS)


def test_in_socket_mode_the_manifest_names_no_address() -> None:
    manifest = build_manifest(None)
    assert manifest["settings"]["socket_mode_enabled"]
    assert not list(request_urls(manifest))


@pytest.mark.parametrize("url", [ADDRESS, f"{ADDRESS}/"])
def test_in_http_mode_commands_events_and_buttons_all_come_to_where_the_bot_listens(url: str) -> None:
    manifest = build_manifest(url)
    assert not manifest["settings"]["socket_mode_enabled"]
    assert list(request_urls(manifest)) == [ADDRESS + SLACK_PATH] * 3


@in_both_modes
def test_a_workspace_takes_the_manifest_as_it_is(url: str | None) -> None:
    manifest = build_manifest(url)
    app = Workspace(now=Clock()).install(manifest, request_url=None)
    assert (app.socket_mode, app.interactive, app.messages_tab) == (url is None, True, True)
    assert list(app.commands) == [COMMAND]
    assert app.bot_user.real_name == "Helpdesk"
    assert not {event for event in app.events if event not in EVENT_SCOPES and event not in MEMBERSHIP}


@in_both_modes
def test_what_the_manifest_says_is_as_long_as_slack_allows(url: str | None) -> None:
    """Source: Slack, "App manifest reference"."""
    manifest = build_manifest(url)
    about, command = manifest["display_information"], manifest["features"]["slash_commands"][0]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert len(command["command"]) <= 32
    assert len(command["description"]) <= 2000
    assert len(command["usage_hint"]) <= 1000
