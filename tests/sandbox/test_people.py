"""People at the client, with a real Bolt app on the other side."""

import threading
from typing import Any

import pytest
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from sandbox.controls import TROUBLE
from sandbox.errors import SandboxError
from tests.sandbox.stage import Received, Stage, error_of, http_app

Body = dict[str, Any]


def words(text: str) -> Body:
    return {"type": "plain_text", "text": text}


def options(*names: str) -> list[Body]:
    return [{"text": words(name.title()), "value": name} for name in names]


def field(label: str, element: Body, **more: Any) -> Body:
    return {"type": "input", "block_id": label.lower(), "label": words(label), "element": element, **more}


def text_field(label: str, **more: Any) -> Body:
    return field(label, {"type": "plain_text_input", "action_id": "text", **more})


def modal(*blocks: Body, callback_id: str = "form", **more: Any) -> Body:
    body = {"type": "modal", "callback_id": callback_id, "title": words("Ask"), "submit": words("Send")}
    return body | {"blocks": list(blocks)} | more


def card(*elements: Body) -> list[Body]:
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": "*Request 1*"}},
        {"type": "actions", "elements": list(elements)},
    ]


def button(label: str, action_id: str) -> Body:
    return {"type": "button", "text": words(label), "action_id": action_id, "value": "1"}


def opening(bolt: App, view: Body) -> None:
    """/helpdesk opens this view."""

    @bolt.command("/helpdesk")
    def _(ack: Ack, client: WebClient, command: Body) -> None:
        client.views_open(trigger_id=command["trigger_id"], view=view)
        ack()


def test_a_command_arrives_escaped_and_its_answer_is_for_its_author_alone(on: Stage) -> None:
    bolt = on.bolt()

    @bolt.command("/helpdesk")
    def _(ack: Ack, command: Body) -> None:
        ack(f"you said {command['text']} in {command['channel_name']}")

    with on.serving(bolt):
        answer = on.ana.types("/helpdesk ask @bo <now>", channel=on.general)
    assert answer.error is None
    assert answer.shown[0].text == f"you said ask <@{on.bo.id}|bo> &lt;now&gt; in general"
    assert answer.plain == f"you said ask <@{on.bo.id}|bo> <now> in general"
    assert answer.shown[0].ephemeral
    assert on.bo.messages(on.general) == []


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


def test_a_form_is_opened_filled_in_and_sent(on: Stage) -> None:
    bolt, sent = on.bolt(), []
    urgency = {"type": "static_select", "action_id": "level", "options": options("low", "high")}
    opening(bolt, modal(text_field("What"), field("Urgency", urgency)))

    @bolt.view("form")
    def _(ack: Ack, view: Body) -> None:
        sent.append(view["state"]["values"])
        ack()

    with on.serving(bolt):
        on.ana.types("/helpdesk", channel=on.general)
        assert on.ana.modal is not None
        assert on.ana.modal.title == "Ask"
        assert on.bo.modal is None
        on.ana.fills({"What": "my laptop", "urgency": "High"})
        assert on.ana.submits() is None
    assert sent[0]["what"]["text"] == {"type": "plain_text_input", "value": "my laptop"}
    assert sent[0]["urgency"]["level"]["selected_option"]["value"] == "high"


def test_errors_stay_with_their_fields_and_what_was_typed_stays_too(on: Stage) -> None:
    bolt = on.bolt()
    opening(bolt, modal(text_field("What")))

    @bolt.view("form")
    def _(ack: Ack) -> None:
        ack(response_action="errors", errors={"what": "Say a little more."})

    with on.serving(bolt):
        on.ana.types("/helpdesk", channel=on.general)
        on.ana.fills({"What": "x"})
        shown = on.ana.submits()
    assert shown is not None
    assert shown.errors == {"what": "Say a little more."}
    assert shown.values["what"]["text"]["value"] == "x"


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "?"}},
        {"response_action": "dance"},
        {"response_action": "update", "view": {"type": "modal", "blocks": []}},
    ],
)
def test_an_answer_that_slack_does_not_understand_is_trouble(on: Stage, answer: Body) -> None:
    bolt = on.bolt()
    opening(bolt, modal(text_field("What")))

    @bolt.view("form")
    def _(ack: Ack) -> None:
        ack(**answer)

    with on.serving(bolt):
        on.ana.types("/helpdesk", channel=on.general)
        shown = on.ana.submits()
    assert shown is not None
    assert shown.trouble is not None
    assert shown.trouble.startswith(TROUBLE)


def test_an_answer_updates_pushes_and_clears_the_stack(on: Stage) -> None:
    bolt = on.bolt()
    opening(bolt, modal(text_field("What")))
    steps: list[Body] = [
        {"response_action": "update", "view": modal(text_field("Second"))},
        {"response_action": "push", "view": modal(text_field("Third"))},
        {},
        {"response_action": "push", "view": modal(text_field("Fourth"))},
        {"response_action": "clear"},
    ]

    @bolt.view("form")
    def _(ack: Ack) -> None:
        ack(**steps.pop(0))

    with on.serving(bolt):
        on.ana.types("/helpdesk", channel=on.general)
        shown = [on.ana.submits() for _ in range(5)]
    assert [one and one.texts for one in shown] == [("Second",), ("Third",), ("Second",), ("Fourth",), None]


def test_the_client_refuses_empty_required_fields_only_when_strict(on: Stage) -> None:
    bolt = on.bolt()
    opening(bolt, modal(text_field("What", min_length=3), field("Why", {"type": "datepicker"}, optional=True)))
    bolt.view("form")(lambda ack: ack())
    with on.serving(bolt):
        on.ana.types("/helpdesk", channel=on.general)
        refused = on.ana.submits(strict=True)
        assert refused is not None
        assert refused.errors == {"what": "Please complete this required field."}
        on.ana.fills({"What": "ab"})
        short = on.ana.submits(strict=True)
        assert short is not None
        assert short.errors == {"what": "Please use at least 3 characters."}
        assert on.ana.submits() is None


def test_a_closed_form_is_told_only_when_wanted(on: Stage) -> None:
    bolt, closed = on.bolt(), []
    opening(bolt, modal(text_field("What"), notify_on_close=True))

    @bolt.view_closed("form")
    def _(ack: Ack, body: Body) -> None:
        closed.append(body["is_cleared"])
        ack()

    with on.serving(bolt):
        on.ana.types("/helpdesk", channel=on.general)
        on.ana.closes_modal()
        on.ana.types("/helpdesk", channel=on.general)
        on.ana.closes_modal(all_of_them=True)
    assert closed == [False, True]
    assert on.ana.modal is None


def test_a_choice_that_changes_the_form_keeps_what_was_filled_in(on: Stage) -> None:
    bolt = on.bolt()
    desk = {"type": "static_select", "action_id": "desk", "options": options("it", "hr")}
    first = modal(field("Desk", desk, dispatch_action=True), text_field("What"))
    opening(bolt, first)

    @bolt.action("desk")
    def _(ack: Ack, client: WebClient, body: Body) -> None:
        longer = first | {"blocks": [*first["blocks"], text_field("Room")]}
        client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=longer)
        ack()

    with on.serving(bolt):
        on.ana.types("/helpdesk", channel=on.general)
        shown = on.ana.fills({"What": "my chair", "Desk": "It"})
    assert shown.texts == ("Desk", "What", "Room")
    assert shown.values["what"]["text"]["value"] == "my chair"
    assert shown.values["desk"]["desk"]["selected_option"]["value"] == "it"


def test_every_kind_of_field_holds_what_is_put_into_it(on: Stage) -> None:
    bolt, sent = on.bolt(), []
    kinds: dict[str, Body] = {
        "Who": {"type": "users_select"},
        "Everyone": {"type": "multi_users_select"},
        "Boxes": {"type": "checkboxes", "options": options("a", "b")},
        "When": {"type": "datepicker"},
        "Count": {"type": "number_input", "is_decimal_allowed": False},
        "Shots": {"type": "file_input"},
        "Story": {"type": "rich_text_input"},
    }
    opening(bolt, modal(*(field(label, element | {"action_id": "a"}) for label, element in kinds.items())))

    @bolt.view("form")
    def _(ack: Ack, view: Body) -> None:
        sent.append({block: actions["a"] for block, actions in view["state"]["values"].items()})
        ack()

    with on.serving(bolt):
        on.ana.types("/helpdesk", channel=on.general)
        on.ana.fills({"Who": on.bo, "Everyone": [on.ana, on.bo], "Boxes": ["A", "b"], "When": on.clock().date()})
        on.ana.fills({"Count": 3, "Shots": [on.ana.uploads("a.png", b"png")], "Story": "once"})
        on.ana.submits()
    values = sent[0]
    assert values["who"]["selected_user"] == on.bo.id
    assert values["everyone"]["selected_users"] == [on.ana.id, on.bo.id]
    assert [option["value"] for option in values["boxes"]["selected_options"]] == ["a", "b"]
    assert (values["when"]["selected_date"], values["count"]["value"]) == ("2026-03-02", "3")
    assert values["shots"]["files"][0]["name"] == "a.png"
    assert values["story"]["rich_text_value"]["type"] == "rich_text"


def test_an_external_select_offers_what_the_app_suggests(on: Stage) -> None:
    bolt, sent = on.bolt(), []
    opening(bolt, modal(field("City", {"type": "external_select", "action_id": "city", "min_query_length": 1})))
    bolt.options("city")(lambda ack, payload: ack(options=options(payload["value"].lower(), "rome")))

    @bolt.view("form")
    def _(ack: Ack, view: Body) -> None:
        sent.append(view["state"]["values"]["city"]["city"]["selected_option"]["value"])
        ack()

    with on.serving(bolt):
        on.ana.types("/helpdesk", channel=on.general)
        on.ana.fills({"City": "Berlin"})
        on.ana.submits()
    assert sent == ["berlin"]


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


def test_a_trigger_lives_three_seconds_and_once(on: Stage) -> None:
    with on.recording() as app:
        on.ana.types("/helpdesk", channel=on.general)
        on.ana.types("/helpdesk", channel=on.general)
    fresh, late = (request.form["trigger_id"] for request in app.received)
    view = modal(text_field("What"))
    assert error_of(lambda: on.client.views_open(trigger_id=fresh, view=view)) == "ok"
    assert error_of(lambda: on.client.views_open(trigger_id=fresh, view=view)) == "exchanged_trigger_id"
    on.clock.advance(seconds=4)
    assert error_of(lambda: on.client.views_open(trigger_id=late, view=view)) == "expired_trigger_id"
    assert error_of(lambda: on.client.views_open(trigger_id="made up", view=view)) == "invalid_trigger_id"


def test_three_modals_stand_on_each_other_and_no_more(on: Stage) -> None:
    bolt, answers = on.bolt(), []
    opening(bolt, modal({"type": "actions", "elements": [button("More", "more")]}))

    @bolt.action("more")
    def _(ack: Ack, client: WebClient, body: Body) -> None:
        view = modal({"type": "actions", "elements": [button("More", "more")]})
        answers.append(error_of(lambda: client.views_push(trigger_id=body["trigger_id"], view=view)))
        ack()

    with on.serving(bolt):
        on.ana.types("/helpdesk", channel=on.general)
        for _ in range(3):
            on.ana.presses("More")
    assert answers == ["ok", "ok", "push_limit_reached"]
    assert on.ana.modal is not None
    on.ana.closes_modal()
    on.ana.closes_modal()
    assert on.ana.modal.view["previous_view_id"] is None


def test_a_view_is_not_updated_behind_somebodys_back(on: Stage) -> None:
    view = modal(text_field("What"), external_id="mine")
    with on.recording() as app:
        on.ana.types("/helpdesk", channel=on.general)
    opened = on.client.views_open(trigger_id=app.received[0].form["trigger_id"], view=view)["view"]
    on.client.views_update(external_id="mine", view=view)
    stale = error_of(lambda: on.client.views_update(view_id=opened["id"], hash=opened["hash"], view=view))
    assert stale == "hash_conflict"
    on.ana.closes_modal()
    assert error_of(lambda: on.client.views_update(view_id=opened["id"], view=view)) == "not_found"


def test_views_that_slack_would_not_show_are_refused(on: Stage) -> None:
    without_submit = {name: value for name, value in modal(text_field("What")).items() if name != "submit"}
    answer = on.client.api_call  # blocks and views are checked before the trigger
    assert (
        error_of(lambda: answer("views.open", json={"trigger_id": "1", "view": without_submit})) == "invalid_arguments"
    )
    home = {"type": "home", "blocks": card(button("Claim", "claim"))}
    assert error_of(lambda: on.client.views_open(trigger_id="1", view=home)) == "invalid_arguments"
    assert error_of(lambda: on.client.views_publish(user_id=on.ana.id, view=home)) == "ok"
