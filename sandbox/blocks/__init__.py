"""What Slack refuses in blocks and views, in Slack's words: pure functions over parsed JSON.

Each entry reads like `no more than 5 items allowed [json-pointer:/blocks/2/accessory/options]`.
"""

from sandbox.blocks.messages import message_problems
from sandbox.blocks.sizes import blocks_size, view_size
from sandbox.blocks.views import view_problems

__all__ = ["blocks_size", "message_problems", "view_problems", "view_size"]
