"""What was said so far, as it is repeated to somebody who is new to a request."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks import Block
from bot.mrkdwn import Mrkdwn, bold, quoted
from bot.views.kit import clip, section
from bot.words import Words

_SHARE = 500  # characters of each thing said that are repeated
_TOLD = 7000  # characters of all that was said; Slack refuses about 12,000 over all blocks


@dataclass(frozen=True)
class Said:
    """Somebody's words, as plain text."""

    name: str
    text: str


def history(said: Sequence[Said], words: Words, room: int = _TOLD) -> list[Block]:
    """The newest words that there is room for (in characters), in the order in which they were said."""
    if not said:
        return []
    pieces: list[Mrkdwn] = []
    for one in reversed(said):
        piece = Mrkdwn(f">{bold(one.name)}\n{quoted(clip(one.text, _SHARE), 2 * _SHARE)}")
        room -= len(piece)
        if room < 0:
            break
        pieces.insert(0, piece)
    title = words("moved.said_so_far" if len(pieces) == len(said) else "moved.said_last")
    return [section(title), *(section(piece) for piece in pieces)]
