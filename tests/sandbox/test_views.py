"""What Slack refuses in modals and home views."""

from collections.abc import Callable

import pytest
from slack_sdk.models.blocks import DividerBlock, HeaderBlock, InputBlock, PlainTextInputElement
from slack_sdk.models.views import View

from sandbox.blocks import view_problems, view_size

Json = dict[str, object]

PLAIN: Json = {"type": "plain_text", "text": "Fine"}
MRKDWN: Json = {"type": "mrkdwn", "text": "Fine"}
LINE: Json = {"type": "divider"}
INPUT: Json = {"type": "input", "label": PLAIN, "element": {"type": "plain_text_input"}}


def modal(**fields: object) -> Json:
    return {"type": "modal", "title": PLAIN, "blocks": [LINE], **fields}


def home(**fields: object) -> Json:
    return {"type": "home", "blocks": [LINE], **fields}


def letters(count: int) -> Json:
    return {"type": "plain_text", "text": "x" * count}


def test_a_modal_as_slack_sdk_builds_it_is_taken() -> None:
    view = View(
        type="modal",
        title="New request",
        submit="Send",
        close="Cancel",
        callback_id="request:new",
        private_metadata='{"desk": 1}',
        external_id="once",
        clear_on_close=True,
        notify_on_close=True,
        blocks=[InputBlock(label="What happened?", element=PlainTextInputElement(action_id="words"))],
    )
    assert view_problems(view.to_dict()) == []


def test_a_home_as_slack_sdk_builds_it_is_taken() -> None:
    view = View(type="home", callback_id="home", blocks=[HeaderBlock(text="Requests"), DividerBlock()])
    assert view_problems(view.to_dict()) == []


@pytest.mark.parametrize("name", ["title", "submit", "close"])
def test_a_modals_title_and_buttons_take_24_characters(name: str) -> None:
    assert view_problems(modal(**{name: letters(24)})) == []
    assert view_problems(modal(**{name: letters(25)})) == [
        f"must be less than 25 characters [json-pointer:/view/{name}/text]"
    ]
    assert view_problems(modal(**{name: letters(0)})) == [
        f"must be more than 0 characters [json-pointer:/view/{name}/text]"
    ]
    assert view_problems(modal(**{name: MRKDWN})) == [f"unsupported type: mrkdwn [json-pointer:/view/{name}/type]"]


@pytest.mark.parametrize(("name", "most"), [("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)])
@pytest.mark.parametrize("make", [modal, home])
def test_what_a_view_carries_is_limited(make: Callable[..., Json], name: str, most: int) -> None:
    assert view_problems(make(**{name: "x" * most})) == []
    assert view_problems(make(**{name: "x" * (most + 1)})) == [
        f"must be less than {most + 1} characters [json-pointer:/view/{name}]"
    ]


def test_a_modal_needs_a_title_and_blocks() -> None:
    assert view_problems({"type": "modal"}) == [
        "missing required field: title [json-pointer:/view]",
        "missing required field: blocks [json-pointer:/view]",
    ]
    assert view_problems(modal(blocks=[])) == ["must provide at least 1 items [json-pointer:/view/blocks]"]


@pytest.mark.parametrize("name", ["title", "submit", "close"])
def test_a_home_has_neither_title_nor_buttons(name: str) -> None:
    assert view_problems(home(**{name: PLAIN})) == [f"invalid additional property: {name} [json-pointer:/view]"]


def test_a_home_may_be_emptied() -> None:
    assert view_problems(home(blocks=[])) == []


@pytest.mark.parametrize("name", ["id", "hash", "state", "team_id", "root_view_id"])
def test_a_view_as_slack_sends_it_is_not_taken_back(name: str) -> None:
    assert view_problems(modal(**{name: "x"})) == [f"invalid additional property: {name} [json-pointer:/view]"]


def test_an_input_in_a_modal_needs_a_submit_button() -> None:
    assert view_problems(modal(blocks=[LINE, INPUT], submit=PLAIN)) == []
    assert view_problems(modal(blocks=[LINE, INPUT])) == [
        "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]"
    ]
    assert view_problems(home(blocks=[LINE, INPUT])) == []


@pytest.mark.parametrize(
    "kind", ["context_actions", "data_table", "data_visualization", "file", "markdown", "table", "card"]
)
@pytest.mark.parametrize("make", [modal, home])
def test_a_message_block_is_refused_in_a_view(make: Callable[..., Json], kind: str) -> None:
    assert view_problems(make(blocks=[LINE, {"type": kind}])) == [
        f"unsupported type: {kind} [json-pointer:/view/blocks/1/type]"
    ]


def test_an_alert_is_refused_at_home() -> None:
    assert view_problems(home(blocks=[{"type": "alert", "text": PLAIN}])) == [
        "unsupported type: alert [json-pointer:/view/blocks/0/type]"
    ]


@pytest.mark.parametrize(
    "kind", ["rich_text_input", "email_text_input", "url_text_input", "number_input", "file_input"]
)
def test_form_elements_are_refused_at_home(kind: str) -> None:
    assert view_problems(home(blocks=[{**INPUT, "element": {"type": kind}}])) == [
        f"unsupported type: {kind} [json-pointer:/view/blocks/0/element/type]"
    ]


def test_a_number_input_says_whether_decimals_are_allowed() -> None:
    number = {"type": "number_input", "min_value": "one"}
    assert view_problems(modal(submit=PLAIN, blocks=[{**INPUT, "element": number}])) == [
        "missing required field: is_decimal_allowed [json-pointer:/view/blocks/0/element]",
        "must be a number in a string [json-pointer:/view/blocks/0/element/min_value]",
    ]


def test_a_file_input_cannot_dispatch_its_action() -> None:
    upload = {**INPUT, "element": {"type": "file_input"}, "dispatch_action": True}
    assert view_problems(modal(submit=PLAIN, blocks=[upload])) == [
        "`dispatch_action` is not supported with `file_input` [json-pointer:/view/blocks/0/dispatch_action]"
    ]


def test_a_block_id_may_stand_once_in_a_view() -> None:
    named = {**INPUT, "block_id": "words"}
    assert view_problems(modal(submit=PLAIN, blocks=[named, named])) == [
        '`block_id` "words" already exists [json-pointer:/view/blocks/1/block_id]'
    ]


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (None, "must be an object [json-pointer:/view]"),
        ([], "must be an object [json-pointer:/view]"),
        ({"blocks": []}, "missing required field: type [json-pointer:/view]"),
        ({"type": "workflow_step"}, "unsupported type: workflow_step [json-pointer:/view/type]"),
        (modal(blocks="none"), "must be an array [json-pointer:/view/blocks]"),
        (modal(notify_on_close="yes"), "must be a boolean [json-pointer:/view/notify_on_close]"),
    ],
)
def test_what_is_no_view_is_refused(view: object, words: str) -> None:
    assert view_problems(view) == [words]


def test_the_size_of_a_view_is_its_bytes() -> None:
    assert view_size({"text": "Grüße"}) == len('{"text":"Grüße"}') + 2
