"""Each limit takes exactly itself and refuses one more, in Slack's words and with the pointer to the place."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from sandbox.blocks import message_problems, view_problems

Json = dict[str, object]


def plain(text: str = "Fine") -> Json:
    return {"type": "plain_text", "text": text}


def letters(count: int) -> Json:
    return plain("x" * count)


def section(**fields: object) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "Fine"}, **fields}


def button(number: int = 0, **fields: object) -> Json:
    return {"type": "button", "text": plain(), "action_id": f"a{number}", **fields}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def option(number: int = 0, **fields: object) -> Json:
    return {"text": plain(), "value": str(number), **fields}


def options(count: int) -> list[Json]:
    return [option(number) for number in range(count)]


def menu(kind: str, **fields: object) -> Json:
    return actions({"type": kind, **fields})


def confirmed(**fields: object) -> Json:
    dialog = {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain(), **fields}
    return actions(button(confirm=dialog))


def bin_icon(number: int) -> Json:
    return {"type": "icon_button", "icon": "trash", "text": plain(), "action_id": f"a{number}"}


def field(element: Json | None = None, **fields: object) -> Json:
    return {"type": "input", "label": plain(), "element": element or {"type": "plain_text_input"}, **fields}


def picture(**fields: object) -> Json:
    return {"type": "image", "image_url": "https://example.com/x.png", "alt_text": "A cat", **fields}


def cells(count: int) -> list[Json]:
    return [{"type": "raw_text", "text": "x"}] * count


def table(**fields: object) -> Json:
    return {"type": "table", "rows": [cells(1)], **fields}


def data_table(**fields: object) -> Json:
    return {"type": "data_table", "caption": "All", "rows": [cells(1), cells(1)], **fields}


def chart(title: str = "All", **fields: object) -> Json:
    return {"type": "data_visualization", "title": title, "chart": fields}


def pie(segments: int = 1, label: str = "IT", title: str = "All") -> Json:
    return chart(title, type="pie", segments=[{"label": label, "value": 1}] * segments)


def bars(series: int = 1, label: str = "Requests") -> Json:
    data = [{"label": "Mon", "value": -1}]
    named = [{"name": f"s{number}", "data": data} for number in range(series)]
    return chart(type="bar", series=named, axis_config={"categories": ["Mon"], "y_label": label})


@dataclass(frozen=True)
class Limit:
    """A block made with a count, the limit of that count, what counts, and where Slack points."""

    name: str
    most: int
    pointer: str
    make: Callable[[int], Json]
    items: bool = False

    def refusal(self, block: str) -> str:
        counted = f"no more than {self.most} items allowed"
        words = counted if self.items else f"must be less than {self.most + 1} characters"
        return f"{words} [json-pointer:{block}{self.pointer}]"


LIMITS = [
    Limit("section text", 3000, "/text/text", lambda n: section(text=letters(n))),
    Limit("section field", 2000, "/fields/0/text", lambda n: section(fields=[letters(n)])),
    Limit("section fields", 10, "/fields", lambda n: section(fields=[plain()] * n), items=True),
    Limit("header", 150, "/text/text", lambda n: {"type": "header", "text": letters(n)}),
    Limit("block id", 255, "/block_id", lambda n: {"type": "divider", "block_id": "x" * n}),
    Limit("action id", 255, "/elements/0/action_id", lambda n: actions(button(action_id="x" * n))),
    Limit("actions", 25, "/elements", lambda n: actions(*map(button, range(n))), items=True),
    Limit("context", 10, "/elements", lambda n: {"type": "context", "elements": [plain()] * n}, items=True),
    Limit("button text", 75, "/elements/0/text/text", lambda n: actions(button(text=letters(n)))),
    Limit("button value", 2000, "/elements/0/value", lambda n: actions(button(value="x" * n))),
    Limit("button link", 3000, "/elements/0/url", lambda n: actions(button(url="https://" + "x" * (n - 8)))),
    Limit(
        "button label", 75, "/elements/0/accessibility_label", lambda n: actions(button(accessibility_label="x" * n))
    ),
    Limit("options", 100, "/elements/0/options", lambda n: menu("static_select", options=options(n)), items=True),
    Limit(
        "option groups",
        100,
        "/elements/0/option_groups",
        lambda n: menu("static_select", option_groups=[{"label": plain(), "options": options(1)}] * n),
        items=True,
    ),
    Limit(
        "options of a group",
        100,
        "/elements/0/option_groups/0/options",
        lambda n: menu("multi_static_select", option_groups=[{"label": plain(), "options": options(n)}]),
        items=True,
    ),
    Limit(
        "group label",
        75,
        "/elements/0/option_groups/0/label/text",
        lambda n: menu("static_select", option_groups=[{"label": letters(n), "options": options(1)}]),
    ),
    Limit(
        "option text",
        75,
        "/elements/0/options/0/text/text",
        lambda n: menu("static_select", options=[option(text=letters(n))]),
    ),
    Limit(
        "option value",
        150,
        "/elements/0/options/0/value",
        lambda n: menu("checkboxes", options=[option(value="x" * n)]),
    ),
    Limit(
        "option description",
        75,
        "/elements/0/options/0/description/text",
        lambda n: menu("radio_buttons", options=[option(description=letters(n))]),
    ),
    Limit(
        "box text",
        75,
        "/elements/0/options/0/text/text",
        lambda n: menu("checkboxes", options=[option(text=letters(n))]),
    ),
    Limit(
        "menu text",
        75,
        "/elements/0/options/0/text/text",
        lambda n: menu("overflow", options=[option(text=letters(n)), option()]),
    ),
    Limit(
        "menu value",
        150,
        "/elements/0/options/0/value",
        lambda n: menu("overflow", options=[option(value="x" * n), option()]),
    ),
    Limit(
        "select description",
        75,
        "/elements/0/options/0/description/text",
        lambda n: menu("static_select", options=[option(description=letters(n))]),
    ),
    Limit(
        "input placeholder",
        150,
        "/element/placeholder/text",
        lambda n: field({"type": "plain_text_input", "placeholder": letters(n)}),
    ),
    Limit("block id of a field", 255, "/block_id", lambda n: field(block_id="x" * n)),
    Limit("context text", 3000, "/elements/0/text", lambda n: {"type": "context", "elements": [letters(n)]}),
    Limit(
        "feedback",
        5,
        "/elements",
        lambda n: {"type": "context_actions", "elements": [bin_icon(i) for i in range(n)]},
        items=True,
    ),
    Limit("accessory text", 75, "/accessory/text/text", lambda n: section(accessory=button(text=letters(n)))),
    Limit(
        "accessory options",
        100,
        "/accessory/options",
        lambda n: section(accessory={"type": "static_select", "options": options(n)}),
        items=True,
    ),
    Limit("placeholder", 150, "/elements/0/placeholder/text", lambda n: menu("users_select", placeholder=letters(n))),
    Limit("checkboxes", 10, "/elements/0/options", lambda n: menu("checkboxes", options=options(n)), items=True),
    Limit("radio buttons", 10, "/elements/0/options", lambda n: menu("radio_buttons", options=options(n)), items=True),
    Limit("overflow", 5, "/elements/0/options", lambda n: menu("overflow", options=options(n)), items=True),
    Limit("confirm title", 100, "/elements/0/confirm/title/text", lambda n: confirmed(title=letters(n))),
    Limit("confirm text", 300, "/elements/0/confirm/text/text", lambda n: confirmed(text=letters(n))),
    Limit("confirm yes", 30, "/elements/0/confirm/confirm/text", lambda n: confirmed(confirm=letters(n))),
    Limit("confirm no", 30, "/elements/0/confirm/deny/text", lambda n: confirmed(deny=letters(n))),
    Limit("input label", 2000, "/label/text", lambda n: field(label=letters(n))),
    Limit("input hint", 2000, "/hint/text", lambda n: field(hint=letters(n))),
    Limit(
        "initial value",
        3000,
        "/element/initial_value",
        lambda n: field({"type": "plain_text_input", "initial_value": "x" * n}),
    ),
    Limit("image alt", 2000, "/alt_text", lambda n: picture(alt_text="x" * n)),
    Limit("image title", 2000, "/title/text", lambda n: picture(title=letters(n))),
    Limit("image link", 3000, "/image_url", lambda n: picture(image_url="https://" + "x" * (n - 8))),
    Limit("markdown", 12_000, "/text", lambda n: {"type": "markdown", "text": "x" * n}),
    Limit("table rows", 100, "/rows", lambda n: table(rows=[cells(1)] * n), items=True),
    Limit("table cells", 20, "/rows/0", lambda n: table(rows=[cells(n)]), items=True),
    Limit("table columns", 20, "/column_settings", lambda n: table(column_settings=[None] * n), items=True),
    Limit(
        "table characters",
        10_000,
        "/rows",
        lambda n: table(rows=[[{"type": "raw_text", "text": "x" * size} for size in (5000, n - 5000)]]),
    ),
    Limit("data table rows", 101, "/rows", lambda n: data_table(rows=[cells(1)] * n), items=True),
    Limit("chart title", 50, "/title", lambda n: pie(title="x" * n)),
    Limit("segments", 6, "/chart/segments", pie, items=True),
    Limit("segment", 20, "/chart/segments/0/label", lambda n: pie(label="x" * n)),
    Limit("series", 6, "/chart/series", bars, items=True),
    Limit("axis", 50, "/chart/axis_config/y_label", lambda n: bars(label="x" * n)),
]


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_a_message_is_taken_at_the_limit_and_refused_one_above(limit: Limit) -> None:
    assert message_problems([{"type": "divider"}, limit.make(limit.most)]) == []
    assert message_problems([{"type": "divider"}, limit.make(limit.most + 1)]) == [limit.refusal("/blocks/1")]


EMPTY = [
    ("section text", section(text=letters(0)), "/text/text"),
    ("blank section text", section(text=plain(" \n ")), "/text/text"),
    ("field", section(fields=[letters(0)]), "/fields/0/text"),
    ("header", {"type": "header", "text": letters(0)}, "/text/text"),
    ("button text", actions(button(text=letters(0))), "/elements/0/text/text"),
    ("button value", actions(button(value="")), "/elements/0/value"),
    ("action id", actions(button(action_id="")), "/elements/0/action_id"),
    ("option value", menu("overflow", options=[option(value=""), option()]), "/elements/0/options/0/value"),
    ("label", field(label=letters(0)), "/label/text"),
    ("alt text", picture(alt_text=""), "/alt_text"),
    ("markdown", {"type": "markdown", "text": ""}, "/text"),
    ("cell", table(rows=[[{"type": "raw_text", "text": ""}]]), "/rows/0/0/text"),
]


@pytest.mark.parametrize(("block", "pointer"), [case[1:] for case in EMPTY], ids=[case[0] for case in EMPTY])
def test_an_empty_text_is_refused(block: Json, pointer: str) -> None:
    assert message_problems([block]) == [f"must be more than 0 characters [json-pointer:/blocks/0{pointer}]"]


TOO_FEW = [
    ("actions", actions(), 1, "/elements"),
    ("context", {"type": "context", "elements": []}, 1, "/elements"),
    ("fields", section(fields=[]), 1, "/fields"),
    ("select", menu("multi_static_select", options=[]), 1, "/elements/0/options"),
    ("checkboxes", menu("checkboxes", options=[]), 1, "/elements/0/options"),
    ("overflow", menu("overflow", options=options(1)), 2, "/elements/0/options"),
    ("initial options", menu("multi_users_select", initial_users=[]), 1, "/elements/0/initial_users"),
    ("rich text", {"type": "rich_text", "elements": []}, 1, "/elements"),
    ("table", table(rows=[]), 1, "/rows"),
    ("data table", data_table(rows=[cells(1)]), 2, "/rows"),
    ("series", bars(0), 1, "/chart/series"),
]


@pytest.mark.parametrize(
    ("block", "least", "pointer"), [case[1:] for case in TOO_FEW], ids=[case[0] for case in TOO_FEW]
)
def test_too_few_items_are_refused(block: Json, least: int, pointer: str) -> None:
    assert message_problems([block]) == [f"must provide at least {least} items [json-pointer:/blocks/0{pointer}]"]


def test_a_message_takes_fifty_blocks_and_a_view_a_hundred() -> None:
    line = {"type": "divider"}
    assert message_problems([line] * 50) == []
    assert message_problems([line] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]
    for view in ({"type": "home"}, {"type": "modal", "title": plain()}):
        assert view_problems({**view, "blocks": [line] * 100}) == []
        assert view_problems({**view, "blocks": [line] * 101}) == [
            "no more than 100 items allowed [json-pointer:/view/blocks]"
        ]


@pytest.mark.parametrize("name", ["min_length", "max_length"])
def test_a_text_field_takes_three_thousand_characters(name: str) -> None:
    assert message_problems([field({"type": "plain_text_input", name: 3000})]) == []
    assert message_problems([field({"type": "plain_text_input", name: 3001})]) == [
        f"must be less than 3001 [json-pointer:/blocks/0/element/{name}]"
    ]


@pytest.mark.parametrize(("files", "words"), [(0, "must be greater than 0"), (11, "must be less than 11")])
def test_a_file_input_takes_one_to_ten_files(files: int, words: str) -> None:
    view = {
        "type": "modal",
        "title": plain(),
        "submit": plain(),
        "blocks": [field({"type": "file_input", "max_files": files})],
    }
    assert view_problems(view) == [f"{words} [json-pointer:/view/blocks/0/element/max_files]"]
