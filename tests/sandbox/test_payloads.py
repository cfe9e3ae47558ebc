"""What Slack sends an app, field by field, read off the wire by an app that writes it all down."""

import json
import threading
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from slack_bolt import Ack
from slack_sdk import WebClient

from sandbox.controls import TROUBLE
from sandbox.errors import SandboxError
from sandbox.seen import SeenMessage
from tests.sandbox.kit import Body, button, card, field, modal, opening, text_field
from tests.sandbox.stage import Received, Recorder, Stage, error_of, http_app


def payloads(app: Recorder) -> list[dict[str, Any]]:
    """The interactions, each out of the one field of its form."""
    forms = [request.form for request in app.received if request.body.startswith(b"payload=")]
    assert all(list(form) == ["payload"] for form in forms)
    return [json.loads(form["payload"]) for form in forms]


def posted_card(on: Stage) -> SeenMessage:
    on.client.chat_postMessage(channel=on.general.id, text="card", blocks=card(button("Claim", "claim")))
    return on.bo.messages(on.general)[0]


def opened_form(on: Stage, app: Recorder, **more: Any) -> Mapping[str, Any]:
    """Ana has a form in front of her."""
    on.ana.types("/helpdesk", channel=on.general)
    view = modal(text_field("What"), {"type": "actions", "elements": [button("More", "more")]}, **more)
    trigger = app.received[-1].form["trigger_id"]
    shown: Mapping[str, Any] = on.client.views_open(trigger_id=trigger, view=view)["view"]
    return shown


def test_a_command_is_a_form_of_these_fields(on: Stage) -> None:
    desk = on.workspace.add_channel("desk", [on.ana, on.app.bot_user], private=True)
    with on.recording() as app:
        for place in (on.general, desk, on.ana.dm()):
            on.ana.types("/helpdesk my laptop", channel=place)
    form = app.received[0].form
    assert form.pop("response_url").startswith(on.server.url)
    assert form.pop("trigger_id")
    assert form == {
        "token": on.app.verification_token,
        "team_id": on.workspace.world.team_id,
        "team_domain": "acme",
        "channel_id": on.general.id,
        "channel_name": "general",
        "user_id": on.ana.id,
        "user_name": "ana",
        "command": "/helpdesk",
        "text": "my laptop",
        "api_app_id": on.app.app_id,
        "is_enterprise_install": "false",
    }
    names = [request.form["channel_name"] for request in app.received]
    assert names == ["general", "privategroup", "directmessage"]


def test_a_press_on_a_message_says_where_and_can_be_answered(on: Stage) -> None:
    seen = posted_card(on)
    with on.recording() as app:
        on.bo.presses("Claim", on=seen)
    (press,) = payloads(app)
    assert press["type"] == "block_actions"
    assert press["container"] == {
        "type": "message",
        "message_ts": seen.ts,
        "channel_id": on.general.id,
        "is_ephemeral": False,
    }
    assert press["channel"] == {"id": on.general.id, "name": "general"}
    assert press["message"]["ts"] == seen.ts
    assert press["state"] == {"values": {}}
    assert press["response_url"]
    (action,) = press["actions"]
    assert (action["action_id"], action["type"], action["value"]) == ("claim", "button", "1")
    assert "view" not in press


def test_a_press_on_an_ephemeral_message_does_not_carry_the_message(on: Stage) -> None:
    on.client.chat_postEphemeral(channel=on.general.id, user=on.bo.id, text="x", blocks=card(button("Claim", "claim")))
    with on.recording() as app:
        on.bo.presses("Claim", on=on.bo.messages(on.general)[0])
    (press,) = payloads(app)
    assert press["container"]["is_ephemeral"]
    assert "message" not in press


def test_a_press_in_a_form_knows_the_view_and_no_channel(on: Stage) -> None:
    with on.recording() as app:
        shown = opened_form(on, app)
        on.ana.fills({"What": "my laptop"})
        on.ana.presses("More")
    (press,) = payloads(app)
    assert press["container"] == {"type": "view", "view_id": shown["id"]}
    assert press["view"]["state"]["values"]["what"]["text"]["value"] == "my laptop"
    assert not {"channel", "message", "response_url"} & set(press)


def test_a_submission_carries_the_view_as_it_was_opened_and_what_was_filled_in(on: Stage) -> None:
    with on.recording() as app:
        shown = opened_form(on, app, private_metadata="42")
        on.ana.fills({"What": "my laptop"})
        on.ana.submits()
    (sent,) = payloads(app)
    view = sent["view"]
    assert (sent["type"], view["type"], view["callback_id"]) == ("view_submission", "modal", "form")
    assert (view["id"], view["hash"], view["private_metadata"]) == (shown["id"], shown["hash"], "42")
    assert view["state"]["values"] == {"what": {"text": {"type": "plain_text_input", "value": "my laptop"}}}
    assert not {"channel", "response_url"} & set(sent)


def test_shortcuts_say_where_only_when_they_started_at_a_message(on: Stage) -> None:
    message = on.bo.says(on.general, "the printer is out")
    with on.recording() as app:
        on.ana.uses_shortcut("ask_about", on=message)
        on.ana.uses_shortcut("ask_anything")
    about, anything = payloads(app)
    assert (about["type"], anything["type"]) == ("message_action", "shortcut")
    assert about["message"]["text"] == "the printer is out"
    assert about["channel"]["id"] == on.general.id
    assert about["response_url"]
    assert about["trigger_id"]
    assert anything["trigger_id"]
    assert not {"channel", "message", "response_url"} & set(anything)


def test_a_question_for_options_carries_what_was_typed(on: Stage) -> None:
    city = field("City", {"type": "external_select", "action_id": "city", "min_query_length": 1})
    with on.recording() as app:
        on.ana.types("/helpdesk", channel=on.general)
        on.client.views_open(trigger_id=app.received[0].form["trigger_id"], view=modal(city))
        app.body, app.headers = b'{"options": []}', {"Content-Type": "application/json"}
        with pytest.raises(SandboxError):
            on.ana.fills({"City": "Ber"})
    (asked,) = payloads(app)
    assert (asked["type"], asked["action_id"], asked["block_id"], asked["value"]) == (
        "block_suggestion",
        "city",
        "city",
        "Ber",
    )


def test_a_form_that_is_not_answered_in_time_is_trouble_and_stays(on: Stage) -> None:
    with on.recording() as app:
        opened_form(on, app)
    let_go = threading.Event()

    def slow(_: Received) -> tuple[int, dict[str, str], bytes]:
        let_go.wait()
        return 200, {}, b""

    with http_app(slow) as on.app.request_url:
        shown = on.ana.submits()
        let_go.set()
    assert shown is not None
    assert shown.trouble == TROUBLE


@pytest.mark.parametrize("body", [b"thanks", b"{", b'{"text": "thanks"}'])
def test_a_form_answered_with_something_else_is_trouble(on: Stage, body: bytes) -> None:
    with on.recording() as app:
        opened_form(on, app)
        app.body, app.headers = body, {"Content-Type": "application/json"}
        shown = on.ana.submits()
    assert shown is not None
    assert str(shown.trouble).startswith(TROUBLE)


def test_a_fourth_modal_is_not_pushed_by_an_answer_either(on: Stage) -> None:
    bolt = on.bolt()
    opening(bolt, modal(text_field("What")))

    @bolt.view("form")
    def _(ack: Ack) -> None:
        ack(response_action="push", view=modal(text_field("More")))

    with on.serving(bolt):
        on.ana.types("/helpdesk", channel=on.general)
        shown = [on.ana.submits() for _ in range(3)]
    assert [one and bool(one.trouble) for one in shown] == [False, False, True]
    assert shown[2] is not None
    assert "push_limit_reached" in str(shown[2].trouble)


def test_the_client_takes_three_thousand_characters_and_ten_files(on: Stage) -> None:
    with on.recording() as app:
        on.ana.types("/helpdesk", channel=on.general)
        form = modal(text_field("What"), field("Shots", {"type": "file_input", "action_id": "shots"}, optional=True))
        on.client.views_open(trigger_id=app.received[0].form["trigger_id"], view=form)
        on.ana.fills({"What": "x" * 3_001})
        shown = on.ana.submits(strict=True)
        files = [on.ana.uploads(f"{number}.png", b"png") for number in range(11)]
        with pytest.raises(SandboxError, match="no more than 10 files"):
            on.ana.fills({"Shots": files})
        on.ana.fills({"What": "x" * 3_000, "Shots": files[:10]})
        sent = on.ana.submits(strict=True)
    assert shown is not None
    assert shown.errors == {"what": "Please use at most 3000 characters."}
    assert sent is None


def test_a_home_is_not_overwritten_with_a_stale_hash(on: Stage) -> None:
    view = {"type": "home", "blocks": card(button("Claim", "claim"))}
    old = on.client.views_publish(user_id=on.ana.id, view=view)["view"]["hash"]
    on.client.views_publish(user_id=on.ana.id, view=view, hash=old)
    assert error_of(lambda: on.client.views_publish(user_id=on.ana.id, view=view, hash=old)) == "hash_conflict"


def test_a_push_needs_a_press_in_a_modal(on: Stage) -> None:
    seen = posted_card(on)
    with on.recording() as app:
        on.bo.presses("Claim", on=seen)
    trigger = payloads(app)[0]["trigger_id"]
    refused = error_of(lambda: on.client.views_push(trigger_id=trigger, view=modal(text_field("What"))))
    assert refused == "invalid_trigger_id"


EVENTS: list[tuple[str, Callable[[Stage], Any], Mapping[str, Any]]] = [
    (
        "message",
        lambda on: on.bo.says(on.general, "to all", thread=on.ana.says(on.general, "help"), broadcast=True),
        {"subtype": "thread_broadcast", "channel_type": "channel"},
    ),
    ("message", lambda on: on.ana.says(on.app, "hi"), {"channel_type": "im", "text": "hi"}),
    ("message", lambda on: on.ana.says(on.general, "see", files=[("a.png", b"png")]), {"subtype": "file_share"}),
    (
        "message",
        lambda on: on.client.chat_postMessage(channel=on.general.id, text="x", username="Ana"),
        {"subtype": "bot_message", "username": "Ana"},
    ),
    ("app_home_opened", lambda on: on.ana.opens_home(), {"tab": "home"}),
    ("app_home_opened", lambda on: on.ana.opens_home(tab="messages"), {"tab": "messages"}),
]


@pytest.mark.parametrize(("kind", "act", "fields"), EVENTS)
def test_an_event_says_what_happened(
    on: Stage, kind: str, act: Callable[[Stage], Any], fields: Mapping[str, Any]
) -> None:
    with on.recording() as app:
        act(on)
        on.workspace.wait_idle()
    last = max(app.events(kind), key=lambda event: str(event["event_ts"]))
    assert {name: last.get(name) for name in fields} == dict(fields)


def test_a_reaction_names_the_message_and_its_author(on: Stage) -> None:
    message = on.bo.says(on.general, "hi")
    with on.recording() as app:
        on.ana.reacts(message, "eyes")
        on.ana.unreacts(message, "eyes")
        on.workspace.wait_idle()
    for kind in ("reaction_added", "reaction_removed"):
        (event,) = app.events(kind)
        assert event["item"] == {"type": "message", "channel": on.general.id, "ts": message.ts}
        assert (event["item_user"], event["user"], event["reaction"]) == (on.bo.id, on.ana.id, "eyes")


def test_an_event_not_answered_in_time_says_so_when_it_comes_again(on: Stage) -> None:
    let_go, got = threading.Event(), []

    def slow_once(request: Received) -> tuple[int, dict[str, str], bytes]:
        got.append(request)
        if len(got) == 1:
            let_go.wait()
        return 200, {}, b""

    with on.recording():
        on.ana.says(on.general, "hello")
        on.workspace.wait_idle()
    with http_app(slow_once) as on.app.request_url:
        on.ana.says(on.general, "help")
        on.workspace.wait_idle()
        let_go.set()
    assert [request.headers.get("X-Slack-Retry-Reason") for request in got] == [None, "http_timeout"]


def test_the_same_post_twice_is_two_messages(on: Stage) -> None:
    def post(client: WebClient) -> Body:
        return dict(client.chat_postMessage(channel=on.general.id, text="x", client_msg_id="same")["message"])

    assert post(on.client)["ts"] != post(on.client)["ts"]
