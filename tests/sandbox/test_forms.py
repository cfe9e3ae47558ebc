"""Modals: opened by a real Bolt app, filled in and sent off by people."""

import pytest
from slack_bolt import Ack
from slack_sdk import WebClient

from sandbox.controls import TROUBLE
from tests.sandbox.kit import Body, button, card, field, modal, opening, options, text_field
from tests.sandbox.stage import Stage, error_of


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
    assert [exchange.name for exchange in on.workspace.wire.refused()] == ["view_submission"]


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


def test_what_stood_in_a_field_outlives_new_initial_values_and_goes_with_its_option(on: Stage) -> None:
    bolt = on.bolt()

    def form(text: str, *offered: str) -> Body:
        what = {"type": "plain_text_input", "action_id": "text", "initial_value": text}
        kind = {"type": "static_select", "action_id": "kind", "options": options(*offered)}
        tags = {"type": "multi_static_select", "action_id": "tags", "options": options(*offered)}
        return modal(field("What", what), field("Kind", kind), field("Tags", tags))

    opening(bolt, form("first", "access", "laptop"))

    @bolt.view("form")
    def _(ack: Ack) -> None:
        ack(response_action="update", view=form("second", "laptop", "phone"))

    with on.serving(bolt):
        on.ana.types("/helpdesk", channel=on.general)
        on.ana.fills({"Kind": "access", "Tags": ["access", "laptop"]})
        shown = on.ana.submits()
    assert shown is not None
    assert shown.values["what"]["text"]["value"] == "first"
    assert shown.values["kind"]["kind"]["selected_option"] is None
    assert [one["value"] for one in shown.values["tags"]["tags"]["selected_options"]] == ["laptop"]


def test_a_button_brings_along_what_is_chosen_beside_it_in_a_message(on: Stage) -> None:
    desk: Body = {"type": "static_select", "action_id": "desk", "options": options("it", "hr")}
    desk |= {"initial_option": options("it")[0]}
    posted = on.client.chat_postMessage(channel=on.general.id, text="x", blocks=card(desk, button("Ask", "ask")))
    (message,) = on.ana.messages(on.general)
    (actions,) = (block["block_id"] for block in posted["message"]["blocks"] if block["type"] == "actions")
    bolt, heard = on.bolt(), []

    @bolt.action("desk")
    def _(ack: Ack) -> None:
        ack()

    @bolt.action("ask")
    def _(ack: Ack, body: Body) -> None:
        heard.append(body["state"]["values"][actions]["desk"]["selected_option"]["value"])
        ack()

    with on.serving(bolt):
        on.ana.presses("Ask", on=message)
        on.ana.chooses("desk", "hr", on=message)
        on.ana.presses("Ask", on=message)
    assert heard == ["it", "hr"]


def test_a_home_is_opened_shown_and_pressed(on: Stage) -> None:
    bolt, pressed = on.bolt(), []
    home = {"type": "home", "blocks": card(button("Ask for help", "ask"))}

    @bolt.event("app_home_opened")
    def _(client: WebClient, event: Body) -> None:
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view=home, hash=event.get("view", {}).get("hash"))

    @bolt.action("ask")
    def _(ack: Ack, client: WebClient, body: Body) -> None:
        pressed.append(body)
        client.views_open(trigger_id=body["trigger_id"], view=modal(text_field("What")))
        ack()

    with on.serving(bolt):
        on.ana.opens_home(tab="messages")
        assert on.ana.home is None
        on.ana.opens_home()
        on.ana.presses("Ask for help", on=on.ana.home)
        on.ana.opens_home()
    (body,) = pressed
    assert body["container"] == {"type": "view", "view_id": body["view"]["id"]}
    assert "response_url" not in body
    assert on.ana.modal is not None
    stale = error_of(lambda: on.client.views_publish(user_id=on.ana.id, view=home, hash=body["view"]["hash"]))
    assert stale == "hash_conflict"


def test_a_field_that_dispatches_is_told_when_it_is_left_not_while_somebody_types(on: Stage) -> None:
    bolt, heard = on.bolt(), []
    opening(bolt, modal(text_field("What") | {"dispatch_action": True}))

    @bolt.action("text")
    def _(ack: Ack, payload: Body) -> None:
        heard.append(payload["value"])
        ack()

    with on.serving(bolt):
        on.ana.types("/helpdesk", channel=on.general)
        assert on.ana.fills({"What": "my lap"}, in_passing=True).values["what"]["text"]["value"] == "my lap"
        on.ana.fills({"What": "my laptop"})
    assert heard == ["my laptop"]


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
        for _press in range(3):
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
