"""Messages that hold together what belongs together, and no more than Slack takes in one."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.blocks import Block, Blocks

MOST_BLOCKS = 50
MOST_CHARTS = 2
MOST_CHARACTERS = 10_500  # of JSON: Slack's own limit is undocumented, about 12,000
CHART = "data_visualization"


@dataclass(frozen=True)
class Message:
    """One message: its text for notifications and readers aloud, its blocks, and the `plainer` ones of no charts.

    What is plainer is said instead where a workspace refuses the blocks; empty where nothing in them is to be refused.
    """

    text: str
    blocks: Blocks
    plainer: Blocks = ()


@dataclass(frozen=True)
class Part:
    """Blocks that stay together in one message, and what they say in words."""

    text: str
    blocks: Blocks


def packed(parts: Iterable[Part], further: str = "") -> list[Message]:
    """The fewest messages that hold the parts in their order, none too long for Slack.

    The text of each but the first begins with `further`.
    """
    messages: list[Message] = []
    for part in (one for one in parts if one.blocks):
        joined = _joined(messages[-1], part) if messages else None
        if joined and _fits(joined.blocks):
            messages[-1] = joined
        else:
            messages.append(_joined(Message(further if messages else "", ()), part))
    return [replace(message, plainer=_without_charts(message.blocks)) for message in messages]


def _joined(message: Message, part: Part) -> Message:
    return Message("\n".join(filter(None, (message.text, part.text))), [*message.blocks, *part.blocks])


def _fits(blocks: Blocks) -> bool:
    size = len(json.dumps(list(blocks), ensure_ascii=False))
    return len(blocks) <= MOST_BLOCKS and _charts(blocks) <= MOST_CHARTS and size < MOST_CHARACTERS


def _charts(blocks: Blocks) -> int:
    return sum(block["type"] == CHART for block in blocks)


def _without_charts(blocks: Blocks) -> Sequence[Block]:
    """The same in words, where there is a chart among them: each has a line of text beside it."""
    return [block for block in blocks if block["type"] != CHART] if _charts(blocks) else ()
