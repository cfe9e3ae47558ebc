"""What Slack refuses in the blocks of a message."""

from sandbox.blocks.layout import Surface, blocks_on
from sandbox.blocks.whole import problems_together

# An empty list is taken: chat.update removes a message's blocks with it.
_BLOCKS = blocks_on(Surface.MESSAGE, most=50, least=0)


def message_problems(blocks: object) -> list[str]:
    """What Slack refuses in a message's blocks, in its words; empty when it accepts them.

    Blocks must be parsed JSON. The total of characters is the caller's to refuse: see blocks_size.
    """
    return [*_BLOCKS.problems(blocks, "/blocks"), *problems_together(blocks, "/blocks")]
