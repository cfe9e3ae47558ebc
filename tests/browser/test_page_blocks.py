"""What the bot does not show yet but the page must: charts, tables, dates, choices and every field of a form."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from slack_sdk import WebClient

from sandbox.workspace import Workspace
from tests.browser.window import Window
from tests.world import World

Windows = Callable[..., Window]
CHART = {
    "type": "data_visualization",
    "title": "Requests this week",
    "chart": {
        "type": "bar",
        "series": [{"name": "IT", "data": [{"label": "Mon", "value": 3}, {"label": "Tue", "value": 5}]}],
        "axis_config": {"categories": ["Mon", "Tue"], "x_label": "Day", "y_label": "Requests"},
    },
}
TABLE = {
    "type": "table",
    "rows": [
        [{"type": "raw_text", "text": "Desk"}, {"type": "raw_text", "text": "Open"}],
        [{"type": "raw_text", "text": "IT"}, {"type": "raw_text", "text": "7"}],
    ],
}


def option(text: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": text}, "value": text.casefold()}


CONTROLS = [
    {"type": "static_select", "action_id": "select", "options": [option("Red"), option("Blue")]},
    {"type": "overflow", "action_id": "overflow", "options": [option("Edit"), option("Remove")]},
    {"type": "datepicker", "action_id": "date", "placeholder": {"type": "plain_text", "text": "First day back"}},
    {"type": "checkboxes", "action_id": "boxes", "options": [option("Wifi"), option("Desk")]},
    {"type": "radio_buttons", "action_id": "radio", "options": [option("Yes"), option("No")]},
]


@pytest.fixture
def slack(town: World) -> WebClient:
    """The Web API, as the bot has it."""
    workspace: Workspace = town.company.workspace
    with workspace.world.lock:
        town.channel("general").members[town.company.app.bot_user.id] = None
    return WebClient(token=town.company.app.bot_token, base_url=town.company.server.api_url)


def test_a_chart_is_drawn_and_can_be_heard(town: World, window: Windows, slack: WebClient) -> None:
    ben = window("ben")
    slack.chat_postMessage(channel=town.channel("general").id, text="IT: 3 and 5", blocks=[CHART])
    figure = ben.page.locator("figure.chart")
    expect(figure).to_contain_text("Requests this week")
    expect(figure.get_by_role("img")).to_have_attribute("aria-label", re.compile("3.*5", re.DOTALL))
    expect(figure.locator("svg rect").first).to_be_visible()


def test_a_table_is_a_table(town: World, window: Windows, slack: WebClient) -> None:
    ben = window("ben")
    slack.chat_postMessage(channel=town.channel("general").id, text="IT: 7 open", blocks=[TABLE])
    expect(ben.page.get_by_role("cell", name="7", exact=True)).to_be_visible()


def test_what_is_chosen_in_a_message_reaches_the_app(town: World, window: Windows, slack: WebClient) -> None:
    ben = window("ben")
    blocks = [{"type": "actions", "elements": CONTROLS}]
    slack.chat_postMessage(channel=town.channel("general").id, text="Choose", blocks=blocks)
    message = ben.page.get_by_role("article").last
    for label in ("Wifi", "No"):
        with ben.page.expect_response("**/page/act/chooses**"):
            message.get_by_label(label).check()

    expect(message.get_by_label("Wifi")).to_be_checked()
    heard = [json.dumps(exchange.payload) for exchange in town.company.workspace.wire.named("block_actions")]
    for action in ("boxes", "radio"):
        assert any(f'"action_id": "{action}"' in payload for payload in heard), action


def test_a_date_is_shown_in_the_viewers_own_zone_and_language(town: World, window: Windows, slack: WebClient) -> None:
    nine_in_berlin = 1772438400
    text = f"<!date^{nine_in_berlin}^{{time}}|then>"
    slack.chat_postMessage(channel=town.channel("general").id, text=text)
    expect(window("ben").page.get_by_role("article").last).to_contain_text("08:00")
    expect(window("ana").page.get_by_role("article").last).to_contain_text("9:00")
