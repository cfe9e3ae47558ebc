"""What Slack refuses in blocks beyond lengths and counts, and the words it says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.blocks import blocks_size, message_problems, view_problems

Json = dict[str, object]

PLAIN: Json = {"type": "plain_text", "text": "Fine"}
MRKDWN: Json = {"type": "mrkdwn", "text": "*Fine*"}
SECTION: Json = {"type": "section", "text": MRKDWN}
BUTTON: Json = {"type": "button", "text": PLAIN, "action_id": "claim"}
LOW: Json = {"text": PLAIN, "value": "low"}
HIGH: Json = {"text": PLAIN, "value": "high"}
CONFIRM: Json = {"title": PLAIN, "text": PLAIN, "confirm": PLAIN, "deny": PLAIN}
CELL: Json = {"type": "raw_text", "text": "x"}
RICH_CELL: Json = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}
IMAGE: Json = {"type": "image", "alt_text": "A cat", "image_url": "https://example.com/cat.png"}
MONDAY: Json = {"label": "Mon", "value": 1}


def accessory(**fields: object) -> Json:
    return {**SECTION, "accessory": fields}


def action(kind: str, **fields: object) -> Json:
    return {"type": "actions", "elements": [{"type": kind, **fields}]}


def field(**fields: object) -> Json:
    return {"type": "input", "label": PLAIN, "element": fields}


def line(*pieces: object) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(pieces)}]}


def bars(*series: Json, **axes: object) -> Json:
    plot = {"type": "bar", "series": list(series), "axis_config": {"categories": ["Mon"], **axes}}
    return {"type": "data_visualization", "title": "All", "chart": plot}


def data_table(*rows: list[Json], **fields: object) -> Json:
    return {"type": "data_table", "caption": "All", "rows": list(rows), **fields}


def refusal(words: str, pointer: str) -> list[str]:
    return [f"{words} [json-pointer:/blocks/0{pointer}]"]


MISSING: list[tuple[Json, str, str]] = [
    ({"text": PLAIN}, "type", ""),
    ({"type": "header"}, "text", ""),
    ({"type": "actions"}, "elements", ""),
    ({"type": "context"}, "elements", ""),
    ({"type": "markdown"}, "text", ""),
    ({"type": "image", "image_url": "https://example.com/cat.png"}, "alt_text", ""),
    ({"type": "input", "label": PLAIN}, "element", ""),
    ({"type": "input", "element": {"type": "plain_text_input"}}, "label", ""),
    ({"type": "table"}, "rows", ""),
    ({"type": "data_table", "rows": [[CELL], [CELL]]}, "caption", ""),
    ({"type": "data_visualization", "title": "All"}, "chart", ""),
    ({"type": "section", "text": {"text": "Hi"}}, "type", "/text"),
    (action("button"), "text", "/elements/0"),
    (action("checkboxes"), "options", "/elements/0"),
    (action("overflow", options=[{"text": PLAIN}, HIGH]), "value", "/elements/0/options/0"),
    (action("static_select", option_groups=[{"options": [LOW]}]), "label", "/elements/0/option_groups/0"),
    (
        action("button", text=PLAIN, confirm={"title": PLAIN, "text": PLAIN, "confirm": PLAIN}),
        "deny",
        "/elements/0/confirm",
    ),
    (action("workflow_button", text=PLAIN, action_id="run"), "workflow", "/elements/0"),
    (line({"type": "user"}), "user_id", "/elements/0/elements/0"),
    (data_table([CELL], [{"type": "raw_number", "text": "7"}]), "value", "/rows/1/0"),
]


@pytest.mark.parametrize(("block", "name", "pointer"), MISSING)
def test_a_missing_field_is_named_where_it_should_stand(block: Json, name: str, pointer: str) -> None:
    assert message_problems([block]) == refusal(f"missing required field: {name}", pointer)


UNKNOWN: list[tuple[Json, str, str]] = [
    ({"type": "divider", "color": "red"}, "color", ""),
    ({**SECTION, "title": PLAIN}, "title", ""),
    ({"type": "section", "text": {**MRKDWN, "emoji": True}}, "emoji", "/text"),
    ({"type": "section", "text": {**PLAIN, "verbatim": True}}, "verbatim", "/text"),
    (action("button", text=PLAIN, disabled=True), "disabled", "/elements/0"),
    (action("static_select", options=[{**LOW, "url": "https://example.com"}]), "url", "/elements/0/options/0"),
    (action("overflow", options=[{**LOW, "type": "option"}, HIGH]), "type", "/elements/0/options/0"),
    (action("button", text=PLAIN, confirm={**CONFIRM, "type": "confirm"}), "type", "/elements/0/confirm"),
    (accessory(**IMAGE, title=PLAIN), "title", "/accessory"),
    (line({"type": "text", "text": "Hi", "style": {"blink": True}}), "blink", "/elements/0/elements/0/style"),
    (field(type="plain_text_input", confirm=CONFIRM), "confirm", "/element"),
]


@pytest.mark.parametrize(("block", "name", "pointer"), UNKNOWN)
def test_an_unknown_field_is_refused(block: Json, name: str, pointer: str) -> None:
    assert message_problems([block]) == refusal(f"invalid additional property: {name}", pointer)


UNSUPPORTED: list[tuple[Json, str, str]] = [
    ({"type": "carousel"}, "carousel", ""),
    ({"type": "card", "title": PLAIN}, "card", ""),
    ({"type": "alert", "text": PLAIN}, "alert", ""),
    ({"type": "section", "text": {"type": "text", "text": "Hi"}}, "text", "/text"),
    ({"type": "header", "text": MRKDWN}, "mrkdwn", "/text"),
    (action("button", text=MRKDWN), "mrkdwn", "/elements/0/text"),
    (action("static_select", options=[{"text": MRKDWN, "value": "x"}]), "mrkdwn", "/elements/0/options/0/text"),
    (action("button", text=PLAIN, confirm={**CONFIRM, "title": MRKDWN}), "mrkdwn", "/elements/0/confirm/title"),
    ({"type": "input", "label": MRKDWN, "element": {"type": "plain_text_input"}}, "mrkdwn", "/label"),
    (accessory(type="plain_text_input"), "plain_text_input", "/accessory"),
    (accessory(type="datetimepicker"), "datetimepicker", "/accessory"),
    (action("image", alt_text="A cat"), "image", "/elements/0"),
    (action("plain_text_input"), "plain_text_input", "/elements/0"),
    (action("feedback_buttons"), "feedback_buttons", "/elements/0"),
    (field(type="button", text=PLAIN), "button", "/element"),
    (field(type="overflow", options=[LOW, HIGH]), "overflow", "/element"),
    (field(type="email_text_input"), "email_text_input", "/element"),
    (field(type="file_input"), "file_input", "/element"),
    ({"type": "context", "elements": [BUTTON]}, "button", "/elements/0"),
    ({"type": "context_actions", "elements": [BUTTON]}, "button", "/elements/0"),
    (line({"type": "rich_text_section", "elements": []}), "rich_text_section", "/elements/0/elements/0"),
    ({"type": "table", "rows": [[{"type": "raw_number", "value": 1}]]}, "raw_number", "/rows/0/0"),
    (data_table([RICH_CELL], [CELL]), "rich_text", "/rows/0/0"),
]


@pytest.mark.parametrize(("block", "kind", "pointer"), UNSUPPORTED)
def test_a_type_that_may_not_stand_there_is_unsupported(block: Json, kind: str, pointer: str) -> None:
    assert message_problems([block]) == refusal(f"unsupported type: {kind}", f"{pointer}/type")


WRONG: list[tuple[Json, str, str]] = [
    ({"type": 7}, "must be a string", "/type"),
    ({"type": "section", "text": "Hi"}, "must be an object", "/text"),
    ({"type": "section", "text": {"type": "mrkdwn", "text": None}}, "must be a string", "/text/text"),
    ({**SECTION, "accessory": None}, "must be an object", "/accessory"),
    ({**SECTION, "expand": "yes"}, "must be a boolean", "/expand"),
    ({"type": "actions", "elements": BUTTON}, "must be an array", "/elements"),
    (action("button", text=PLAIN, style="default"), "must be a valid enum value", "/elements/0/style"),
    (action("button", text=PLAIN, style=["primary"]), "must be a string", "/elements/0/style"),
    (action("button", text=PLAIN, value=42), "must be a string", "/elements/0/value"),
    (action("button", text=PLAIN, url="no link"), "must be a valid URL", "/elements/0/url"),
    (
        action("datepicker", initial_date="23.11.2026"),
        "must be a date in the format YYYY-MM-DD",
        "/elements/0/initial_date",
    ),
    (action("timepicker", initial_time="24:00"), "must be a time in the format HH:mm", "/elements/0/initial_time"),
    (action("datetimepicker", initial_date_time="now"), "must be an integer", "/elements/0/initial_date_time"),
    (action("datetimepicker", initial_date_time=7), "must be greater than 999999999", "/elements/0/initial_date_time"),
    (action("external_select", min_query_length=True), "must be an integer", "/elements/0/min_query_length"),
    (
        action("conversations_select", filter={"include": ["dm"]}),
        "must be a valid enum value",
        "/elements/0/filter/include/0",
    ),
    (
        field(type="plain_text_input", dispatch_action_config={"trigger_actions_on": ["click"]}),
        "must be a valid enum value",
        "/element/dispatch_action_config/trigger_actions_on/0",
    ),
    (line({"type": "broadcast", "range": "all"}), "must be a valid enum value", "/elements/0/elements/0/range"),
    (line({"type": "color", "value": "red"}), "must be a color such as #ff0000", "/elements/0/elements/0/value"),
    (line("Hi"), "must be an object", "/elements/0/elements/0"),
    (data_table([CELL], [CELL], page_size=101), "must be less than 101", "/page_size"),
    (data_table([CELL], [{"type": "raw_number", "value": "7"}]), "must be a number", "/rows/1/0/value"),
]


@pytest.mark.parametrize(("block", "words", "pointer"), WRONG)
def test_a_wrong_value_is_refused(block: Json, words: str, pointer: str) -> None:
    assert message_problems([block]) == refusal(words, pointer)


LAWS: list[tuple[Json, str, str]] = [
    ({"type": "section"}, "must define `text` or `fields`", ""),
    ({"type": "image", "alt_text": "A cat"}, "must define exactly one of `image_url` and `slack_file`", ""),
    (
        {**IMAGE, "slack_file": {"id": "F1"}},
        "must define exactly one of `image_url` and `slack_file`",
        "",
    ),
    (
        {"type": "image", "alt_text": "A cat", "slack_file": {"id": "F1", "url": "https://example.com/F1"}},
        "must define exactly one of `id` and `url`",
        "/slack_file",
    ),
    (
        action("static_select"),
        "must define exactly one of `options` and `option_groups`",
        "/elements/0",
    ),
    (
        action("multi_static_select", options=[LOW], option_groups=[{"label": PLAIN, "options": [LOW]}]),
        "must define exactly one of `options` and `option_groups`",
        "/elements/0",
    ),
    (
        action("static_select", options=[LOW], initial_option=HIGH),
        "must match one of the options",
        "/elements/0/initial_option",
    ),
    (
        action("static_select", option_groups=[{"label": PLAIN, "options": [LOW]}], initial_option=HIGH),
        "must match one of the options",
        "/elements/0/initial_option",
    ),
    (
        action("radio_buttons", options=[LOW], initial_option={**LOW, "description": PLAIN}),
        "must match one of the options",
        "/elements/0/initial_option",
    ),
    (
        action("checkboxes", options=[LOW], initial_options=[LOW, HIGH]),
        "must match one of the options",
        "/elements/0/initial_options/1",
    ),
    (
        action("multi_users_select", initial_users=["U1", "U2"], max_selected_items=1),
        "no more than 1 items allowed",
        "/elements/0/initial_users",
    ),
    (
        action("conversations_select", filter={}),
        "must define `include` or `exclude_external_shared_channels` or `exclude_bot_users`",
        "/elements/0/filter",
    ),
    (
        field(type="plain_text_input", min_length=9, max_length=8),
        "must be greater than or equal to `min_length`",
        "/element/max_length",
    ),
    (
        field(type="plain_text_input", initial_value="Hello", max_length=4),
        "must be less than 5 characters",
        "/element/initial_value",
    ),
    (data_table([CELL], [CELL, CELL]), "must provide exactly 1 items", "/rows/1"),
    (
        bars({"name": "IT", "data": [{"label": "Tue", "value": 1}]}),
        "must provide one value for each of the categories",
        "/chart/series/0/data",
    ),
    (
        bars({"name": "IT", "data": [MONDAY]}, {"name": "IT", "data": [MONDAY]}),
        '`name` "IT" already exists',
        "/chart/series/1/name",
    ),
    (
        {
            "type": "data_visualization",
            "title": "All",
            "chart": {"type": "pie", "segments": [{"label": "IT", "value": 0}]},
        },
        "must be greater than 0",
        "/chart/segments/0/value",
    ),
]


@pytest.mark.parametrize(("block", "words", "pointer"), LAWS)
def test_fields_that_do_not_fit_each_other_are_refused(block: Json, words: str, pointer: str) -> None:
    assert message_problems([block]) == refusal(words, pointer)


def test_an_initial_option_may_come_from_a_group() -> None:
    groups = [{"label": PLAIN, "options": [LOW]}, {"label": PLAIN, "options": [HIGH]}]
    assert message_problems([action("static_select", option_groups=groups, initial_option=HIGH)]) == []


def test_an_action_id_may_stand_once_in_a_block_and_again_in_the_next() -> None:
    once, twice = {"type": "actions", "elements": [BUTTON]}, {"type": "actions", "elements": [BUTTON, BUTTON]}
    assert message_problems([once, once]) == []
    assert message_problems([once, twice]) == [
        '`action_id` "claim" already exists [json-pointer:/blocks/1/elements/1/action_id]'
    ]


def test_a_block_id_may_stand_once_in_a_message() -> None:
    divider = {"type": "divider", "block_id": "end"}
    assert message_problems([divider, SECTION, divider]) == [
        '`block_id` "end" already exists [json-pointer:/blocks/2/block_id]'
    ]


def test_a_message_takes_one_table_and_two_charts() -> None:
    table, chart = {"type": "table", "rows": [[CELL]]}, bars({"name": "IT", "data": [MONDAY]})
    assert message_problems([table, chart, chart]) == []
    assert message_problems([table, chart, chart, chart, table]) == [
        "no more than 1 table blocks allowed [json-pointer:/blocks/4]",
        "no more than 2 data_visualization blocks allowed [json-pointer:/blocks/3]",
    ]


def test_markdown_blocks_share_twelve_thousand_characters() -> None:
    half = {"type": "markdown", "text": "x" * 6000}
    assert message_problems([half, half]) == []
    assert message_problems([half, half, {"type": "markdown", "text": "x"}]) == [
        "must be less than 12001 characters over all markdown blocks [json-pointer:/blocks]"
    ]


def test_only_one_element_may_take_the_cursor() -> None:
    menu = {"type": "users_select", "focus_on_load": True}
    blocks: list[Json] = [{"type": "input", "label": PLAIN, "element": menu}, {**SECTION, "accessory": menu}]
    assert message_problems([*blocks, {"type": "actions", "elements": [BUTTON, menu]}]) == [
        "only one element can have `focus_on_load` [json-pointer:/blocks/1/accessory/focus_on_load]",
        "only one element can have `focus_on_load` [json-pointer:/blocks/2/elements/1/focus_on_load]",
    ]


def test_every_fault_of_a_message_is_told_at_once() -> None:
    assert message_problems([{"type": "header", "text": MRKDWN}, {"type": "divider", "x": 1}, 7]) == [
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
        "invalid additional property: x [json-pointer:/blocks/1]",
        "must be an object [json-pointer:/blocks/2]",
    ]


@pytest.mark.parametrize("blocks", [None, {}, "[]", 7])
def test_blocks_must_be_a_list(blocks: object) -> None:
    assert message_problems(blocks) == ["must be an array [json-pointer:/blocks]"]


def test_the_size_of_blocks_counts_what_people_read() -> None:
    words: list[Json] = [
        {"type": "header", "text": {"type": "plain_text", "text": "12345"}, "block_id": "uncounted"},
        {"type": "context", "elements": [{"type": "image", "image_url": "https://example.com", "alt_text": "123"}]},
        line({"type": "text", "text": "12"}, {"type": "link", "url": "https://example.com", "text": "1234"}),
        {"type": "markdown", "text": "1"},
    ]
    assert blocks_size(words) == 5 + 3 + 2 + 4 + 1


NAMES = st.sampled_from(
    ["type", "text", "elements", "options", "rows", "accessory", "element", "block_id", "action_id", "chart", "style"]
)
TYPES = st.sampled_from(
    ["section", "actions", "input", "static_select", "plain_text", "table", "data_visualization", "bar", "rich_text"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | TYPES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=30,
)


@settings(max_examples=200, deadline=None, database=None)
@given(JSON)
def test_whatever_comes_is_answered_with_words_never_with_a_crash(blocks: object) -> None:
    assert all(" [json-pointer:/blocks" in line for line in message_problems([blocks]))
    assert all(" [json-pointer:/view" in line for line in view_problems({"type": "home", "blocks": blocks}))
    assert blocks_size(blocks) >= 0
