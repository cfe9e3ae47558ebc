"""Layout blocks, and which of them Slack takes in a message, a modal or a home view.

Fields and lengths: https://docs.slack.dev/reference/block-kit/blocks. Blocks that a help desk has no use for (call,
card, carousel, container, plan, task_card, …) are refused as unsupported.
"""

from collections.abc import Iterator, Mapping
from enum import Enum

from sandbox.blocks import elements
from sandbox.blocks.charts import CHART_BLOCK
from sandbox.blocks.objects import ID, IMAGE_SOURCE, ONE_SOURCE, WEB_LINK, either, plain
from sandbox.blocks.rich_text import RICH_TEXT
from sandbox.blocks.rules import Fields, Flag, Items, Rule, Shape, Text, Typed, at_least_one, choice, problem, unique
from sandbox.blocks.tables import DATA_TABLE, TABLE

MOST_MARKDOWN = 12_000


class Surface(Enum):
    """Where blocks stand."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


_NAMED = {"block_id": ID}
_UNIQUE_ACTIONS = unique("action_id", "elements")


def _section() -> Shape:
    return Shape(
        optional={
            **_NAMED,
            "text": either(3000),
            "fields": Items(either(2000), 10),
            "accessory": Typed(elements.IN_SECTION),
            "expand": Flag(),
        },
        laws=(at_least_one("text", "fields"),),
    )


def _context() -> Shape:
    in_context: Mapping[str, Rule] = {**either(3000).shapes, "image": elements.IMAGE}
    return Shape({"elements": Items(Typed(in_context), 10)}, _NAMED)


def _video() -> Shape:
    return Shape(
        {"alt_text": Text(2000), "title": plain(199), "thumbnail_url": WEB_LINK, "video_url": WEB_LINK},
        {
            **_NAMED,
            "author_name": Text(49),
            "description": plain(200),
            "provider_icon_url": WEB_LINK,
            "provider_name": Text(2000),
            "title_url": WEB_LINK,
        },
    )


def _elements(which: Mapping[str, Rule], most: int) -> Shape:
    return Shape({"elements": Items(Typed(which), most)}, _NAMED, (_UNIQUE_ACTIONS,))


def _input(which: Mapping[str, Rule]) -> Shape:
    return Shape(
        {"label": plain(2000), "element": Typed(which)},
        {**_NAMED, "hint": plain(2000), "optional": Flag(), "dispatch_action": Flag()},
        (_no_dispatch_of_files,),
    )


def _no_dispatch_of_files(fields: Fields, at: str) -> Iterator[str]:
    element = fields["element"]
    if fields.get("dispatch_action") and isinstance(element, dict) and element["type"] == "file_input":
        yield problem("`dispatch_action` is not supported with `file_input`", f"{at}/dispatch_action")


_EVERYWHERE: Mapping[str, Rule] = {
    "section": _section(),
    "actions": _elements(elements.IN_ACTIONS, 25),
    "context": _context(),
    "divider": Shape(optional=_NAMED),
    "header": Shape({"text": plain(150)}, _NAMED),
    "image": Shape({"alt_text": Text(2000)}, {**_NAMED, **IMAGE_SOURCE, "title": plain(2000)}, (ONE_SOURCE,)),
    "input": _input(elements.IN_ANY_INPUT),
    "rich_text": RICH_TEXT,
    "video": _video(),
}

_BLOCKS: Mapping[Surface, Mapping[str, Rule]] = {
    Surface.MESSAGE: {
        **_EVERYWHERE,
        "context_actions": _elements(elements.IN_CONTEXT_ACTIONS, 5),
        "data_table": DATA_TABLE,
        "data_visualization": CHART_BLOCK,
        "file": Shape({"external_id": ID, "source": choice("remote")}, _NAMED),
        "markdown": Shape({"text": Text(MOST_MARKDOWN)}, _NAMED),
        "table": TABLE,
    },
    Surface.MODAL: {
        **_EVERYWHERE,
        "alert": Shape(
            {"text": either(3000)}, {**_NAMED, "level": choice("default", "info", "warning", "error", "success")}
        ),
        "input": _input(elements.IN_MODAL_INPUT),
    },
    Surface.HOME: _EVERYWHERE,
}


def blocks_on(surface: Surface, most: int, least: int) -> Items:
    """The rule for a list of blocks on this surface."""
    return Items(Typed(_BLOCKS[surface]), most, least)
