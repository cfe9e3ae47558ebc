"""What a Block Kit block is to us: the JSON that Slack reads."""

from collections.abc import Sequence
from typing import Any

Block = dict[str, Any]
Blocks = Sequence[Block]
View = dict[str, Any]
