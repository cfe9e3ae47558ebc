"""One right example of every block and element; most are built by slack_sdk, which knows what Slack takes."""

import pytest
from slack_sdk.models import blocks as sdk
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks.basic_components import DispatchActionConfig

from sandbox.blocks import message_problems, view_problems

OPTION = sdk.Option(value="low", label="Low")
OTHER = sdk.Option(value="high", label="High", description="Today")
CONFIRM = sdk.ConfirmObject(title="Sure?", text="It *cannot* be undone", confirm="Yes", deny="No", style="danger")
PLAIN = {"type": "plain_text", "text": "Priority"}
PARTS = sdk.RichTextElementParts
LINE = sdk.RichTextSectionElement(
    elements=[
        PARTS.Text(text="Hello ", style=PARTS.TextStyle(bold=True, underline=True)),
        PARTS.Link(url="https://example.com", text="there"),
        PARTS.User(user_id="U1"),
        PARTS.Channel(channel_id="C1"),
        PARTS.UserGroup(usergroup_id="S1"),
        PARTS.Team(team_id="T1"),
        PARTS.Emoji(name="wave", skin_tone=2, unicode="1f44b"),
        PARTS.Date(timestamp=1_720_710_212, format="{date_num} at {time}", fallback="then"),
        PARTS.Broadcast(range="here"),
        PARTS.Color(value="#F405B3"),
    ]
)
TEXT_LINE = [PARTS.Text(text="one line")]
RICH_TEXT = sdk.RichTextBlock(
    block_id="rich",
    elements=[
        LINE,
        sdk.RichTextListElement(style="bullet", indent=0, border=0, elements=[LINE, LINE]),
        sdk.RichTextQuoteElement(elements=TEXT_LINE),
        sdk.RichTextPreformattedElement(elements=TEXT_LINE, border=0),
    ],
)

SELECTS: list[JsonObject] = [
    sdk.StaticSelectElement(placeholder="Pick", action_id="a", options=[OPTION, OTHER], initial_option=OTHER),
    sdk.StaticSelectElement(action_id="a", option_groups=[sdk.OptionGroup(label="All", options=[OPTION])]),
    sdk.ExternalDataSelectElement(action_id="a", min_query_length=0, initial_option=OPTION, placeholder="Pick"),
    sdk.UserSelectElement(action_id="a", initial_user="U1"),
    sdk.ConversationSelectElement(action_id="a", filter=sdk.ConversationFilter(include=["im", "public"])),
    sdk.ChannelSelectElement(action_id="a", initial_channel="C1", response_url_enabled=True),
    sdk.StaticMultiSelectElement(action_id="a", options=[OPTION, OTHER], initial_options=[OTHER], max_selected_items=1),
    sdk.ExternalDataMultiSelectElement(action_id="a", initial_options=[OPTION], placeholder="Pick"),
    sdk.UserMultiSelectElement(action_id="a", initial_users=["U1", "U2"]),
    sdk.ConversationMultiSelectElement(action_id="a", default_to_current_conversation=True, confirm=CONFIRM),
    sdk.ChannelMultiSelectElement(action_id="a", initial_channels=["C1"]),
]
PICKERS: list[JsonObject] = [
    sdk.DatePickerElement(action_id="a", initial_date="2026-11-23", placeholder="When"),
    sdk.TimePickerElement(action_id="a", initial_time="09:30", timezone="Europe/Berlin"),
    sdk.CheckboxesElement(action_id="a", options=[OPTION, OTHER], initial_options=[OTHER], focus_on_load=True),
    sdk.RadioButtonsElement(action_id="a", options=[OPTION, OTHER], initial_option=OTHER, confirm=CONFIRM),
]
BUTTONS: list[JsonObject] = [
    sdk.ButtonElement(text="Claim", action_id="a", value="42", style="primary", confirm=CONFIRM),
    sdk.LinkButtonElement(text="Open", action_id="a", url="https://example.com/42"),
    sdk.OverflowMenuElement(action_id="a", options=[OPTION, OTHER], confirm=CONFIRM),
    sdk.block_elements.WorkflowButtonElement(
        text="Run",
        action_id="a",
        workflow={"trigger": {"url": "https://slack.com/shortcuts/Ft0123ABC456/xyz"}},
    ),
]
DATETIME = sdk.DateTimePickerElement(action_id="a", initial_date_time=1_628_633_820)
MODAL_INPUTS: list[JsonObject] = [
    sdk.RichTextInputElement(action_id="a", initial_value=RICH_TEXT, placeholder="Tell us"),
    sdk.EmailInputElement(action_id="a", initial_value="ana@example.com"),
    sdk.UrlInputElement(action_id="a", placeholder="Where"),
    sdk.NumberInputElement(action_id="a", is_decimal_allowed=False, initial_value="7", min_value="1", max_value="10"),
    sdk.block_elements.FileInputElement(action_id="a", filetypes=["png", "pdf"], max_files=10),
]
PLAIN_TEXT_INPUT = sdk.PlainTextInputElement(
    action_id="a",
    initial_value="",
    multiline=True,
    min_length=0,
    max_length=3000,
    dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_enter_pressed"]),
)
IMAGE = sdk.ImageElement(image_url="https://example.com/cat.png", alt_text="A cat")

BLOCKS: list[JsonObject] = [
    sdk.SectionBlock(text="*Hello*", block_id="hello", expand=True),
    sdk.SectionBlock(fields=["*State*", "open"], accessory=IMAGE),
    sdk.ContextBlock(elements=[IMAGE, sdk.MarkdownTextObject(text="by Ana", verbatim=True)]),
    sdk.DividerBlock(block_id="line"),
    sdk.HeaderBlock(text="Requests"),
    sdk.ImageBlock(image_url="https://example.com/cat.png", alt_text="A cat", title="Cat"),
    sdk.ImageBlock(slack_file={"id": "F0123456"}, alt_text="A cat"),
    RICH_TEXT,
    sdk.VideoBlock(
        alt_text="How to",
        title="How to",
        title_url="https://example.com/how",
        thumbnail_url="https://example.com/how.png",
        video_url="https://example.com/how.mp4",
        description="In a minute",
        author_name="Ana",
    ),
]

MESSAGE_BLOCKS: list[JsonObject] = [
    sdk.MarkdownBlock(text="**Hello**"),
    sdk.FileBlock(external_id="ABCD1", source="remote"),
    sdk.ContextActionsBlock(
        elements=[
            sdk.FeedbackButtonsElement(
                action_id="feedback",
                positive_button=sdk.FeedbackButtonObject(text="Good", value="1", accessibility_label="It helped"),
                negative_button=sdk.FeedbackButtonObject(text="Bad", value="0"),
            ),
            sdk.IconButtonElement(action_id="away", icon="trash", text="Delete", value="42", confirm=CONFIRM),
        ]
    ),
]
RAW_ROW = [{"type": "raw_text", "text": "Desk"}, {"type": "raw_text", "text": "Open"}]
TABLES = [
    {
        "type": "table",
        "column_settings": [{"is_wrapped": True}, None, {"align": "right"}],
        "rows": [RAW_ROW, [RICH_TEXT.to_dict(), {"type": "raw_text", "text": "7"}]],
    },
    {
        "type": "data_table",
        "caption": "Requests by desk",
        "page_size": 5,
        "row_header_column_index": 0,
        "rows": [RAW_ROW, [RICH_TEXT.to_dict(), {"type": "raw_number", "value": 7, "text": "seven"}]],
    },
]
WEEK = {"categories": ["Mon", "Tue"], "x_label": "Day", "y_label": "Requests"}
SERIES = [{"name": "IT", "data": [{"label": "Mon", "value": 3}, {"label": "Tue", "value": 0.5}]}]
CHARTS = [
    {"type": "pie", "segments": [{"label": "IT", "value": 3}]},
    {"type": "bar", "series": SERIES, "axis_config": WEEK},
    {"type": "area", "series": SERIES, "axis_config": WEEK},
    {"type": "line", "series": SERIES, "axis_config": {"categories": ["Mon", "Tue"]}},
]

Json = dict[str, object]


def kind(value: JsonObject | Json) -> str:
    return str(value["type"]) if isinstance(value, dict) else str(value.to_dict()["type"])


def modal(*blocks: Json) -> Json:
    return {"type": "modal", "title": PLAIN, "submit": PLAIN, "blocks": list(blocks)}


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}


def assert_taken_everywhere(block: Json) -> None:
    assert message_problems([block]) == []
    assert view_problems(modal(block)) == []
    assert view_problems(home(block)) == []


@pytest.mark.parametrize("block", BLOCKS, ids=kind)
def test_a_plain_block_is_taken_everywhere(block: JsonObject) -> None:
    assert_taken_everywhere(block.to_dict())


@pytest.mark.parametrize("block", MESSAGE_BLOCKS, ids=kind)
def test_a_message_block_is_taken_in_a_message(block: JsonObject) -> None:
    assert message_problems([block.to_dict()]) == []


@pytest.mark.parametrize("table", TABLES, ids=kind)
def test_a_table_is_taken_in_a_message(table: Json) -> None:
    assert message_problems([table]) == []


@pytest.mark.parametrize("chart", CHARTS, ids=kind)
def test_a_chart_is_taken_in_a_message(chart: Json) -> None:
    assert message_problems([{"type": "data_visualization", "title": "This week", "chart": chart}]) == []


@pytest.mark.parametrize("level", ["default", "info", "warning", "error", "success"])
def test_an_alert_is_taken_in_a_modal(level: str) -> None:
    assert view_problems(modal(sdk.AlertBlock(text="Careful", level=level).to_dict())) == []


@pytest.mark.parametrize("element", [*BUTTONS, *SELECTS, *PICKERS, IMAGE], ids=kind)
def test_an_element_is_taken_beside_a_section(element: JsonObject) -> None:
    assert_taken_everywhere(
        {"type": "section", "text": {"type": "mrkdwn", "text": "*Hi*"}, "accessory": element.to_dict()}
    )


@pytest.mark.parametrize("element", [*BUTTONS, *SELECTS, *PICKERS, DATETIME], ids=kind)
def test_an_element_is_taken_among_actions(element: JsonObject) -> None:
    assert_taken_everywhere({"type": "actions", "elements": [element.to_dict()]})


@pytest.mark.parametrize("element", [*SELECTS, *PICKERS, DATETIME, PLAIN_TEXT_INPUT], ids=kind)
def test_an_element_is_taken_as_an_input(element: JsonObject) -> None:
    assert_taken_everywhere(
        {
            "type": "input",
            "label": PLAIN,
            "hint": PLAIN,
            "optional": True,
            "dispatch_action": True,
            "element": element.to_dict(),
        }
    )


@pytest.mark.parametrize("element", MODAL_INPUTS, ids=kind)
def test_a_form_element_is_taken_as_an_input_of_a_modal(element: JsonObject) -> None:
    assert view_problems(modal({"type": "input", "label": PLAIN, "element": element.to_dict()})) == []


@pytest.mark.parametrize("blocks", [[], [{"type": "divider"}, {"type": "divider"}]], ids=["none", "two without ids"])
def test_a_message_may_have_no_blocks_or_blocks_without_ids(blocks: list[Json]) -> None:
    assert message_problems(blocks) == []
