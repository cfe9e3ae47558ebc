"""Slack's rate limits, by the workspace's clock: the tiers, a post a second in a channel, hundreds over all."""

from collections import Counter

import pytest
from slack_sdk.errors import SlackApiError

from sandbox.limits import Limits
from sandbox.records import Channel
from sandbox.webapi.dispatch import METHODS
from sandbox.workspace import Workspace
from tests.clock import Clock
from tests.sandbox.stage import Stage, error_of

# Calls a minute, from the page of each method under https://docs.slack.dev/reference/methods.
TIERS = {
    "chat.delete": 50,
    "chat.postEphemeral": 100,
    "chat.update": 50,
    "conversations.history": 50,
    "conversations.info": 50,
    "conversations.join": 50,
    "conversations.list": 20,
    "conversations.members": 100,
    "conversations.open": 50,
    "conversations.replies": 50,
    "dnd.info": 50,
    "dnd.teamInfo": 20,
    "files.completeUploadExternal": 100,
    "files.delete": 50,
    "files.getUploadURLExternal": 100,
    "files.info": 100,
    "reactions.add": 50,
    "reactions.get": 50,
    "reactions.remove": 20,
    "usergroups.list": 20,
    "users.info": 100,
    "users.list": 20,
    "users.lookupByEmail": 50,
    "users.profile.get": 100,
    "team.profile.get": 50,
    "views.open": 100,
    "views.publish": 100,
    "views.push": 100,
    "views.update": 100,
}
# Slack names no number ("hundreds a minute", or nothing at all), or counts in another way.
WITHOUT_TIER = {
    "api.test",
    "apps.connections.open",
    "auth.test",
    "blocks.validate",
    "chat.getPermalink",
    "chat.postMessage",
}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits(clock: Clock) -> Limits:
    limits = Limits(clock)
    limits.on = True
    return limits


def taken(limits: Limits, method: str, calls: int, app: str = "A1", place: str = "C1") -> int:
    return [limits.take(app, method, place) for _ in range(calls)].count(None)


@pytest.mark.parametrize(("method", "a_minute"), TIERS.items())
def test_a_method_takes_its_tier_and_one_call_more_is_refused(
    limits: Limits, clock: Clock, method: str, a_minute: int
) -> None:
    assert taken(limits, method, a_minute) == a_minute
    refused = limits.take("A1", method, "C1")
    assert refused is not None
    assert (refused.error, refused.status) == ("ratelimited", 429)
    clock.advance(seconds=refused.seconds)
    assert taken(limits, method, 1) == 1
    clock.advance(minutes=1)
    assert taken(limits, method, a_minute + 1) == a_minute


def test_every_method_has_its_pace() -> None:
    assert set(TIERS) | WITHOUT_TIER == set(METHODS)


def test_apps_and_methods_are_counted_apart(limits: Limits) -> None:
    assert taken(limits, "users.list", 21) == 20
    assert taken(limits, "users.list", 1, app="A2") == 1
    assert taken(limits, "usergroups.list", 1) == 1


def test_posts_come_one_a_second_in_a_channel_after_a_short_burst(limits: Limits, clock: Clock) -> None:
    assert taken(limits, "chat.postMessage", 10) == 3
    for _ in range(5):
        clock.advance(seconds=1)
        assert taken(limits, "chat.postMessage", 2) == 1


def test_posts_are_counted_over_the_whole_workspace_too(limits: Limits) -> None:
    posted = Counter(limits.take("A1", "chat.postMessage", f"C{number}") is None for number in range(301))
    assert posted == {True: 300, False: 1}


def test_a_post_refused_by_its_channel_costs_the_others_nothing(limits: Limits) -> None:
    taken(limits, "chat.postMessage", 400)
    posted = [limits.take("A1", "chat.postMessage", f"D{number}") for number in range(298)]
    assert posted.count(None) == 297


def test_without_being_asked_for_the_pace_is_not_kept() -> None:
    assert taken(Workspace().world.limits, "users.list", 1_000) == 1_000
    assert taken(Workspace(rate_limits=True).world.limits, "users.list", 1_000) == 20


def test_a_channel_is_one_whatever_it_is_called(on: Stage) -> None:
    on.workspace.world.limits.on = True
    dm = on.ana.dm()
    names = (on.general.id, "#general", "general", on.general.id, dm.id, on.ana.id, dm.id, on.ana.id)
    answers = [error_of(lambda name=name: on.client.chat_postMessage(channel=name, text="x")) for name in names]  # type: ignore[misc]
    assert answers == ["ok", "ok", "ok", "ratelimited"] * 2


def test_a_call_too_many_is_429_with_whole_seconds_to_wait_and_does_nothing(on: Stage) -> None:
    on.workspace.world.limits.on = True

    def post(channel: Channel) -> str:
        return error_of(lambda: on.client.chat_postMessage(channel=channel.id, text="x"))

    assert [post(on.general) for _ in range(3)] == ["ok"] * 3
    with pytest.raises(SlackApiError) as refused:
        on.client.chat_postMessage(channel=on.general.id, text="x")
    answer = refused.value.response
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "1")
    assert len(on.ana.messages(on.general)) == 3
    assert on.workspace.wire.refused()[-1].status == 429
    on.clock.advance(seconds=1)
    assert post(on.general) == "ok"
