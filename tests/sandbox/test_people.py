"""People at the client, with a real Bolt app on the other side."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from sandbox.controls import TROUBLE
from sandbox.errors import SandboxError
from tests.sandbox.kit import Body, button, card, modal, options, text_field
from tests.sandbox.stage import Received, Stage, http_app


def test_a_command_arrives_escaped_and_its_answer_is_for_its_author_alone(on: Stage) -> None:
    bolt = on.bolt()

    @bolt.command("/helpdesk")
    def _(ack: Ack, command: Body) -> None:
        ack(f"you said {command['text']} in {command['channel_name']}")

    with on.serving(bolt):
        group = on.workspace.add_usergroup("painters", [on.bo])
        answer = on.ana.types("/helpdesk ask @bo @painters <now>", channel=on.general)
    painters = f"<!subteam^{group.id}|@painters>"
    assert answer.error is None
    assert answer.shown[0].text == f"you said ask <@{on.bo.id}|bo> {painters} &lt;now&gt; in general"
    assert answer.plain == f"you said ask <@{on.bo.id}|bo> {painters} <now> in general"
    assert answer.shown[0].ephemeral
    assert on.bo.messages(on.general) == []


def test_a_group_that_is_mentioned_in_a_message_stands_in_its_block_too(on: Stage) -> None:
    group = on.workspace.add_usergroup("painters", [on.bo])
    said = on.ana.says(on.general, "thanks @painters")
    (section,) = said.blocks[0]["elements"]
    assert (said.text, section["elements"][1]) == (
        f"thanks <!subteam^{group.id}>",
        {"type": "usergroup", "usergroup_id": group.id},
    )


def test_a_command_that_fails_is_named_in_the_error(on: Stage) -> None:
    with on.recording() as app:
        app.statuses = [500]
        assert (
            on.ana.types("/helpdesk", channel=on.general).error == '/helpdesk failed with the error "dispatch_failed"'
        )
    assert on.ana.types("/nonsense", channel=on.general).error == "/nonsense is not a valid command."


def test_an_unanswered_command_times_out(on: Stage) -> None:
    let_go = threading.Event()

    def slow(_: Received) -> tuple[int, dict[str, str], bytes]:
        let_go.wait()
        return 200, {}, b""

    with http_app(slow) as on.app.request_url:
        error = on.ana.types("/helpdesk", channel=on.general).error
        let_go.set()
    assert error == '/helpdesk failed with the error "operation_timeout"'


def test_a_button_is_pressed_and_the_message_replaced(on: Stage) -> None:
    bolt, pressed = on.bolt(), []

    @bolt.action("claim")
    def _(ack: Ack, respond: Respond, body: Body) -> None:
        pressed.append(body)
        respond(text="taken", replace_original=True)
        respond(text="it is yours now")
        ack()

    on.client.chat_postMessage(channel=on.general.id, text="card", blocks=card(button("Claim", "claim")))
    seen = on.bo.messages(on.general)[0]
    assert (seen.plain, seen.buttons) == ("*Request 1*", ("Claim",))
    with on.serving(bolt):
        answer = on.bo.presses("Claim", on=seen)
    assert [message.text for message in answer.shown] == ["it is yours now"]
    assert on.ana.messages(on.general)[0].text == "taken"
    assert pressed[0]["container"]["message_ts"] == seen.ts
    assert pressed[0]["message"]["text"] == "card"
    assert pressed[0]["actions"][0]["value"] == "1"


def test_a_screen_that_lags_behind_can_still_press_the_old_button(on: Stage) -> None:
    bolt = on.bolt()
    bolt.action("claim")(lambda ack, respond: (ack(), respond("somebody was faster"))[0])
    posted = on.client.chat_postMessage(channel=on.general.id, text="card", blocks=card(button("Claim", "claim")))
    stale = on.bo.messages(on.general)[0]
    on.client.chat_update(channel=on.general.id, ts=posted["ts"], text="taken")
    with on.serving(bolt):
        assert on.bo.presses("Claim", on=stale).plain == "somebody was faster"
    with pytest.raises(SandboxError, match="there is no 'Claim' here"):
        on.bo.presses("Claim", on=on.bo.sees(stale))


def test_choices_are_made_on_messages_and_in_the_home(on: Stage) -> None:
    bolt, chosen = on.bolt(), []
    menu = {"type": "overflow", "action_id": "more", "options": options("hand over", "close")}
    pick = {"type": "static_select", "action_id": "who", "options": options("ana", "bo")}

    @bolt.action("more")
    @bolt.action("who")
    def _(ack: Ack, action: Body) -> None:
        chosen.append(action["selected_option"]["value"])
        ack()

    @bolt.event("app_home_opened")
    def _(event: Body, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": card(pick)})

    on.client.chat_postMessage(channel=on.general.id, text="card", blocks=card(menu))
    with on.serving(bolt):
        on.ana.chooses("more", "Close", on=on.ana.messages(on.general)[0])
        home = on.ana.opens_home()
        assert home is not None
        on.ana.chooses("who", "Bo", on=home)
    assert chosen == ["close", "bo"]
    assert on.ana.home is not None
    assert on.bo.home is None


def test_shortcuts_start_at_a_message_or_anywhere(on: Stage) -> None:
    bolt, used = on.bolt(), []

    @bolt.shortcut("ask_about")
    @bolt.shortcut("ask_anything")
    def _(ack: Ack, body: Body, client: WebClient) -> None:
        used.append(body.get("message", {}).get("text"))
        client.views_open(trigger_id=body["trigger_id"], view=modal(text_field("What")))
        ack()

    message = on.bo.says(on.general, "the printer is out")
    with on.serving(bolt):
        on.ana.uses_shortcut("ask_about", on=message)
        on.ana.uses_shortcut("ask_anything")
    assert used == ["the printer is out", None]
    assert on.ana.modal is not None
    with pytest.raises(SandboxError, match="no app has a message shortcut"):
        on.ana.uses_shortcut("ask_anything", on=message)


def test_an_app_that_does_not_take_a_press_is_trouble(on: Stage) -> None:
    on.client.chat_postMessage(channel=on.general.id, text="card", blocks=card(button("Claim", "claim")))
    with on.recording() as app:
        app.statuses = [500]
        assert on.ana.presses("Claim", on=on.ana.messages(on.general)[0]).error == TROUBLE


def test_a_response_url_answers_five_times_within_thirty_minutes(on: Stage) -> None:
    with on.recording() as app:
        on.ana.types("/helpdesk", channel=on.general)
        on.ana.types("/helpdesk", channel=on.general)
    first, second = (Respond(response_url=request.form["response_url"]) for request in app.received)
    statuses = [first(text=str(number)).status_code for number in range(6)]
    assert statuses == [200, 200, 200, 200, 200, 404]
    assert second(text="for all", response_type="in_channel").status_code == 200
    assert second(text="x", blocks=[{"type": "header"}]).status_code == 400
    on.clock.advance(minutes=31)
    assert second(text="too late").status_code == 404
    assert [message.text for message in on.bo.messages(on.general)] == ["for all"]
    assert len(on.ana.ephemerals(on.general)) == 5


def test_an_ephemeral_message_is_replaced_and_deleted_through_its_button(on: Stage) -> None:
    bolt = on.bolt()
    bolt.action("swap")(
        lambda ack, respond: respond(text="new", blocks=card(button("Away", "away")), replace_original=True) and ack()
    )
    bolt.action("away")(lambda ack, respond: respond(delete_original=True) and ack())
    on.client.chat_postEphemeral(channel=on.general.id, user=on.ana.id, text="old", blocks=card(button("Swap", "swap")))
    with on.serving(bolt):
        on.ana.presses("Swap", on=on.ana.messages(on.general)[0])
        swapped = on.ana.messages(on.general)[0]
        assert (swapped.text, swapped.ephemeral) == ("new", True)
        on.ana.presses("Away", on=swapped)
    assert on.ana.messages(on.general) == []


def test_typed_mentions_links_and_places_become_slacks(on: Stage) -> None:
    said = on.ana.says(on.general, "@bo see #general, https://acme.example/a?b=1&c=2. or me@acme.example & @nobody")
    assert said.text == (
        f"<@{on.bo.id}> see <#{on.general.id}|general>, <https://acme.example/a?b=1&amp;c=2>. "
        "or <mailto:me@acme.example|me@acme.example> &amp; @nobody"
    )
    assert said.plain.startswith(f"<@{on.bo.id}> see <#{on.general.id}>, https://acme.example/a?b=1&c=2. or")


def test_people_are_held_to_what_the_client_allows(on: Stage) -> None:
    message = on.ana.says(on.general, "hi")
    secret = on.workspace.add_channel("secret", [on.ana], private=True)
    for wrong in (
        lambda: on.bo.edits(message, "ha"),
        lambda: on.bo.says(secret, "let me in"),
        lambda: on.bo.messages(secret),
        lambda: on.bo.joins(secret),
        lambda: on.bo.unreacts(message, "eyes"),
        lambda: on.bo.presses("Claim", on=message),
        lambda: on.bo.fills({"What": "x"}),
    ):
        with pytest.raises(SandboxError):
            wrong()
    on.workspace.deactivate(on.bo)
    with pytest.raises(SandboxError, match="deactivated"):
        on.bo.says(on.general, "still here")


def test_many_people_at_once_get_stamps_of_their_own(on: Stage) -> None:
    def post(number: int) -> str:
        if number % 2:
            return on.ana.says(on.general, str(number)).ts
        return str(on.client.chat_postMessage(channel=on.general.id, text=str(number))["ts"])

    with ThreadPoolExecutor(8) as crowd:
        stamps = list(crowd.map(post, range(80)))
    assert len(set(stamps)) == 80
    assert [message.ts for message in on.bo.messages(on.general)] == sorted(stamps)
