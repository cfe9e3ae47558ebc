"""The rich_text block: sections, lists, quotes, preformatted text and what stands in a line.

Fields: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from collections.abc import Mapping

from sandbox.blocks.objects import ID, LINK, WEB_LINK
from sandbox.blocks.rules import Flag, Form, Items, Rule, Shape, Text, Typed, Whole, choice

# Slack names no limit for one piece; a message as a whole is bounded by msg_blocks_too_long.
_PIECE = Text(40_000)


def _style(*names: str) -> Shape:
    return Shape(optional={name: Flag() for name in names})


_WRITTEN = {"style": _style("bold", "italic", "strike", "code", "underline")}
_MENTIONED = {"style": _style("bold", "italic", "strike", "highlight", "client_highlight", "unlink", "underline")}

_LINK = Shape({"url": LINK}, {"text": _PIECE, "unsafe": Flag(), **_WRITTEN})
_TEXT = Shape({"text": _PIECE}, _WRITTEN)

INLINE: Mapping[str, Rule] = {
    "text": _TEXT,
    "link": _LINK,
    "user": Shape({"user_id": ID}, _MENTIONED),
    "channel": Shape({"channel_id": ID}, _MENTIONED),
    "usergroup": Shape({"usergroup_id": ID}, _MENTIONED),
    "team": Shape({"team_id": ID}, _MENTIONED),
    "broadcast": Shape({"range": choice("here", "channel", "everyone")}, _MENTIONED),
    "emoji": Shape({"name": Text(255)}, {"unicode": Text(255), "skin_tone": Whole(1, 6), "url": WEB_LINK, **_WRITTEN}),
    "date": Shape({"timestamp": Whole(), "format": Text(255)}, {"url": LINK, "fallback": _PIECE, **_WRITTEN}),
    "color": Shape({"value": Form(r"#[0-9A-Fa-f]{6}", "must be a color such as #ff0000")}, _WRITTEN),
}

_LINE = Items(Typed(INLINE), least=0)
_BORDER = Whole(0, 1)
_SECTION = Shape({"elements": _LINE})

_PARTS: Mapping[str, Rule] = {
    "rich_text_section": _SECTION,
    "rich_text_list": Shape(
        {"elements": Items(Typed({"rich_text_section": _SECTION})), "style": choice("bullet", "ordered")},
        {"indent": Whole(0, 8), "offset": Whole(), "border": _BORDER},
    ),
    "rich_text_quote": Shape({"elements": _LINE}, {"border": _BORDER}),
    "rich_text_preformatted": Shape(
        {"elements": Items(Typed({"text": _TEXT, "link": _LINK}), least=0)}, {"border": _BORDER, "language": Text(255)}
    ),
}

RICH_TEXT = Shape({"elements": Items(Typed(_PARTS))}, {"block_id": ID})
