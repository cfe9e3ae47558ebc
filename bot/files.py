"""Files that people share in Slack."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SharedFile:
    """A file in Slack: its id, its name, a link to it, and whether that opens it for everybody.

    What was sent to the bot, or stands in a private channel, others can open only as a copy.
    """

    id: str
    name: str
    url: str
    is_open: bool = False


@dataclass(frozen=True)
class OwnFile:
    """A file that we have written, and the line that it comes with."""

    name: str
    content: bytes
    comment: str
