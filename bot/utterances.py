"""What people write in Slack, whether it asks for help or belongs to a request already."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.files import SharedFile
from bot.smalltalk import is_small_talk


@dataclass(frozen=True)
class Utterance:
    """What a person wrote: the text as Slack escaped it, with which files, and where."""

    channel: str
    ts: str
    author: str
    text: str
    files: tuple[SharedFile, ...] = ()
    thread_ts: str | None = None

    @property
    def at(self) -> datetime:
        """When it was written."""
        return datetime.fromtimestamp(float(self.ts), UTC)

    @property
    def is_top_level(self) -> bool:
        """Whether it stands in the channel itself, perhaps at the head of a thread."""
        return self.thread_ts in (None, self.ts)

    @property
    def is_direct(self) -> bool:
        """Whether it was written to the bot alone."""
        return self.channel.startswith("D")

    @property
    def says_nothing(self) -> bool:
        """Whether it asks for nothing: mere courtesy, and no file."""
        return not self.files and is_small_talk(self.text)
