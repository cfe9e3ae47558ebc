"""Events on their way to an app over HTTP."""

import threading
from typing import Any

import pytest
from slack_sdk.signature import SignatureVerifier

from sandbox.errors import SandboxError
from sandbox.wire import Traffic
from tests.sandbox.stage import Received, Stage, http_app, manifest, stage


def test_events_are_signed_and_wrapped(on: Stage) -> None:
    with on.recording() as app:
        message = on.ana.says(on.general, "help & <now>")
        on.workspace.wait_idle()
    request = app.received[0]
    assert SignatureVerifier(on.app.signing_secret).is_valid_request(request.body, dict(request.headers))
    assert request.json["type"] == "event_callback"
    assert request.json["authorizations"][0]["user_id"] == on.app.bot_user_id
    assert request.event["text"] == "help &amp; &lt;now&gt;"
    assert (request.event["ts"], request.event["channel_type"]) == (message.ts, "channel")


def test_an_event_that_fails_comes_again_at_once_after_a_minute_and_after_five(on: Stage) -> None:
    with on.recording() as app:
        app.statuses = [500, 500, 404, 500]
        on.ana.says(on.general, "help")
        on.workspace.wait_idle()
        assert len(app.received) == 2
        on.clock.advance(seconds=61)
        on.workspace.wait_idle()
        assert len(app.received) == 3
        on.clock.advance(seconds=299)
        on.workspace.wait_idle()
        assert len(app.received) == 3
        on.clock.advance(seconds=2)
        on.workspace.wait_idle()
        on.clock.advance(hours=1)
        on.workspace.wait_idle()
    assert [request.headers.get("X-Slack-Retry-Num") for request in app.received] == [None, "1", "2", "3"]
    assert app.received[1].headers["X-Slack-Retry-Reason"] == "http_error"
    assert len({request.json["event_id"] for request in app.received}) == 1


def test_an_app_can_decline_retries(on: Stage) -> None:
    with on.recording() as app:
        app.statuses, app.headers = [500], {"X-Slack-No-Retry": "1"}
        on.ana.says(on.general, "help")
        on.workspace.wait_idle()
    assert len(app.received) == 1


def test_an_app_that_is_down_gets_its_events_when_it_is_back(on: Stage) -> None:
    with on.recording():
        on.ana.says(on.general, "hello")
        on.workspace.wait_idle()
    on.app.request_url = "http://127.0.0.1:1/slack/events"
    on.ana.says(on.general, "help")
    on.workspace.wait_idle()
    with on.recording() as app:
        on.clock.advance(minutes=1)
        on.workspace.wait_idle()
    assert app.received[0].headers["X-Slack-Retry-Reason"] == "connection_failed"


def test_an_address_that_has_never_answered_gets_no_retries(on: Stage) -> None:
    on.app.request_url = "http://127.0.0.1:1/slack/events"
    on.ana.says(on.general, "help")
    on.workspace.wait_idle()
    with on.recording() as app:
        on.clock.advance(minutes=1)
        on.workspace.wait_idle()
    assert app.received == []


def test_the_address_is_verified_with_a_challenge(on: Stage) -> None:
    with on.serving(on.bolt()):
        assert on.workspace.verify_url(on.app)
    with on.recording():
        assert not on.workspace.verify_url(on.app)


def test_a_mention_in_a_channel_is_told_twice_and_in_a_dm_once(on: Stage) -> None:
    with on.recording() as app:
        on.ana.says(on.general, "@helpdesk my laptop")
        on.ana.says(on.app, "@helpdesk me again")
        on.workspace.wait_idle()
    assert [event["text"] for event in app.events("app_mention")] == [f"<@{on.app.bot_user_id}> my laptop"]
    assert sorted(event["channel_type"] for event in app.events("message")) == ["channel", "im"]


def test_the_bots_own_messages_come_back_to_it(on: Stage) -> None:
    with on.recording() as app:
        on.client.chat_postMessage(channel=on.general.id, text="hi")
        on.workspace.wait_idle()
    assert app.events("message")[0]["bot_id"] == on.app.bot_id


def test_changes_and_deletions_are_messages_with_a_subtype(on: Stage) -> None:
    message = on.ana.says(on.general, "helo")
    with on.recording() as app:
        on.ana.edits(message, "hello")
        on.workspace.wait_idle()
        on.ana.deletes(message)
        on.workspace.wait_idle()
    changed, deleted = app.events("message")
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("hello", "helo")
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", message.ts)


def test_a_shared_file_is_told_with_its_message(on: Stage) -> None:
    with on.recording() as app:
        on.ana.says(on.general, "look", files=[("shot.png", b"png")])
        on.workspace.wait_idle()
    assert app.events("message")[0]["files"][0]["mimetype"] == "image/png"
    assert app.events("file_shared")[0]["channel_id"] == on.general.id


def test_comings_and_goings_are_told(on: Stage) -> None:
    with on.recording() as app:
        cy = on.workspace.add_person("cy")
        cy.joins(on.general)
        on.ana.reacts(on.ana.says(on.general, "hi"), "eyes")
        on.workspace.change_profile(on.ana, tz="Asia/Tokyo")
        on.workspace.deactivate(on.bo)
        on.workspace.archive(on.general)
        on.workspace.remove(on.app.bot_user, on.general)
        on.workspace.wait_idle()
    kinds = {request.event["type"] for request in app.received}
    assert kinds >= {"team_join", "member_joined_channel", "reaction_added", "user_change", "member_left_channel"}
    assert kinds >= {"channel_archive", "channel_left"}
    zones = [event["user"].get("tz") for event in app.events("user_change")]
    assert sorted(zones, key=str) == ["Asia/Tokyo", None]


def test_nothing_is_told_of_places_where_the_bot_is_not(on: Stage) -> None:
    elsewhere = on.workspace.add_channel("elsewhere", [on.ana, on.bo])
    with on.recording() as app:
        on.ana.says(elsewhere, "@helpdesk hello")
        on.ana.says(on.ana.group_dm(on.bo), "psst")
        on.workspace.wait_idle()
    assert app.received == []


@pytest.mark.parametrize("options", [{"without": "channels:history"}, {"events": False}])
def test_an_event_needs_its_scope_and_its_subscription(options: dict[str, Any]) -> None:
    with stage(**options) as on, on.recording() as app:
        on.ana.says(on.general, "hello")
        on.workspace.wait_idle()
    assert app.received == []


def test_two_apps_hear_the_same_and_mentions_go_to_the_one_meant(on: Stage) -> None:
    other = on.workspace.install(manifest("Other"))
    on.ana.invites(other.bot_user, on.general)
    with on.recording() as app:
        other.request_url = app.url
        on.ana.says(on.general, "@other hello")
        on.workspace.wait_idle()
    mentioned = [request for request in app.received if request.event["type"] == "app_mention"]
    assert [request.json["api_app_id"] for request in mentioned] == [other.app_id]
    assert len(app.events("message")) == 2


def test_events_can_be_delivered_twice_under_one_id(on: Stage) -> None:
    on.workspace.faults.deliver_twice = True
    with on.recording() as app:
        on.ana.says(on.general, "hello")
        on.workspace.wait_idle()
    first, second = app.received
    assert first.json["event_id"] == second.json["event_id"]


def test_deliveries_are_on_the_wire_log(on: Stage) -> None:
    with on.recording() as app:
        app.statuses = [500]
        on.ana.says(on.general, "hello")
        on.workspace.wait_idle()
    found = [exchange for exchange in on.workspace.wire if exchange.traffic is Traffic.EVENT]
    assert [(exchange.refused, exchange.status, exchange.attempt) for exchange in found] == [
        ("http_error", 500, 0),
        (None, 200, 1),
    ]


def test_screens_hear_of_changes(on: Stage) -> None:
    heard: list[tuple[str, str | None]] = []
    stop = on.workspace.subscribe(lambda change: heard.append((change.kind, change.ts)))
    message = on.ana.says(on.general, "hello")
    stop()
    on.ana.says(on.general, "unheard")
    assert heard == [("message", message.ts)]


def test_acting_without_a_server_says_what_is_missing(on: Stage) -> None:
    with on.recording():
        on.server.stop()
        with pytest.raises(SandboxError, match="not running"):
            on.ana.types("/helpdesk hello", channel=on.general)


def test_waiting_for_what_does_not_end_is_given_up(on: Stage) -> None:
    let_go = threading.Event()

    def slow(_: Received) -> tuple[int, dict[str, str], bytes]:
        let_go.wait()
        return 200, {}, b""

    with http_app(slow) as on.app.request_url:
        on.ana.says(on.general, "hello")
        with pytest.raises(SandboxError, match="still under way"):
            on.workspace.wait_idle(timeout=0)
        let_go.set()
        on.workspace.wait_idle()
