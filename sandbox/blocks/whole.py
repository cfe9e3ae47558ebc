"""What Slack refuses only when it looks at all blocks together."""

from collections.abc import Iterator, Mapping

from sandbox.blocks.layout import MOST_MARKDOWN
from sandbox.blocks.rules import Fields, listed, problem, repeated

# Tables: https://docs.slack.dev/reference/block-kit/blocks/table-block; charts: …/data-visualization-block.
_MOST_IN_A_MESSAGE: Mapping[str, int] = {"table": 1, "data_visualization": 2}


def problems_together(blocks: object, at: str) -> Iterator[str]:
    """Repeated block ids, too many tables or charts, too much markdown, two elements that want the cursor."""
    listed_blocks = listed(blocks)
    yield from repeated("block_id", listed_blocks, at)
    for kind, most in _MOST_IN_A_MESSAGE.items():
        yield from _too_many(kind, most, listed_blocks, at)
    yield from _too_much_markdown(listed_blocks, at)
    yield from _two_cursors(listed_blocks, at)


def _too_many(kind: str, most: int, blocks: list[Fields], at: str) -> Iterator[str]:
    places = [index for index, block in enumerate(blocks) if block.get("type") == kind]
    for index in places[most:]:
        yield problem(f"no more than {most} {kind} blocks allowed", f"{at}/{index}")


def _too_much_markdown(blocks: list[Fields], at: str) -> Iterator[str]:
    texts = [block.get("text") for block in blocks if block.get("type") == "markdown"]
    written = [len(text) for text in texts if isinstance(text, str)]
    if sum(written) > MOST_MARKDOWN and len(written) > 1:
        yield problem(f"must be less than {MOST_MARKDOWN + 1} characters over all markdown blocks", at)


def _two_cursors(blocks: list[Fields], at: str) -> Iterator[str]:
    places = [place for index, block in enumerate(blocks) for place in _cursors(block, f"{at}/{index}")]
    for place in places[1:]:
        yield problem("only one element can have `focus_on_load`", f"{place}/focus_on_load")


def _cursors(block: Fields, at: str) -> Iterator[str]:
    for name in ("element", "accessory"):
        part = block.get(name)
        if isinstance(part, dict) and part.get("focus_on_load") is True:
            yield f"{at}/{name}"
    for index, part in enumerate(listed(block.get("elements"))):
        if part.get("focus_on_load") is True:
            yield f"{at}/elements/{index}"
