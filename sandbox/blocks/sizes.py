"""How much text blocks carry and how heavy a view is: what the caller measures against Slack's totals."""

import json

# What people read. Ids, values and links are not counted (?): Slack does not document what msg_blocks_too_long counts.
_READ = frozenset({"alt_text", "caption", "description", "fallback", "label", "name", "text", "title"})


def blocks_size(blocks: object) -> int:
    """Characters of all texts in the blocks, however deep they stand."""
    if isinstance(blocks, dict):
        return sum(_part_size(name, part) for name, part in blocks.items())
    if isinstance(blocks, list):
        return sum(blocks_size(block) for block in blocks)
    return 0


def _part_size(name: str, part: object) -> int:
    if isinstance(part, str):
        return len(part) if name in _READ else 0
    return blocks_size(part)


def view_size(view: object) -> int:
    """Bytes of the view as compact JSON in UTF-8; Slack answers view_too_large above 250 kB."""
    return len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode())
