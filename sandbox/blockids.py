"""The block_id and action_id that Slack gives to what an app left without one."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.ids import Ids
from sandbox.messages import JSON

_UNNAMED = {"image", "mrkdwn", "plain_text"}


def with_ids(ids: Ids, blocks: Sequence[JSON]) -> list[JSON]:
    """The blocks, each with a block_id and each interactive element with an action_id."""
    return [_named_block(ids, block) for block in blocks]


def _named_block(ids: Ids, block: JSON) -> JSON:
    named = {"block_id": ids.new("b"), **block}
    for part in ("accessory", "element"):
        if isinstance(block.get(part), dict):
            named[part] = _named(ids, block[part])
    if block.get("type") in {"actions", "context_actions"}:
        named["elements"] = [_named(ids, element) for element in block["elements"]]
    return named


def _named(ids: Ids, element: JSON) -> JSON:
    if element.get("type") in _UNNAMED:
        return element
    return {"action_id": ids.new("a"), **element}
