"""Messages and their files, and the history of one conversation, found by time stamp at once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import Any

JSON = dict[str, Any]


@dataclass(eq=False)
class File:
    """An uploaded file: its owner's alone until it stands in a conversation, or is put into an app's form.

    `shares` are the messages that it stands in, by their channel.
    """

    id: str
    name: str
    mimetype: str
    user: str
    created: int
    content: bytes = b""
    title: str = ""
    shares: dict[str, list[Message]] = field(default_factory=dict)
    given_to: list[str] = field(default_factory=list)

    @property
    def channels(self) -> list[str]:
        """Where it stands."""
        return list(self.shares)


@dataclass(eq=False)
class Message:
    """One message as Slack keeps it; an ephemeral one belongs to a single person."""

    ts: str
    channel: str
    text: str
    user: str | None = None
    blocks: list[JSON] | None = None
    thread_ts: str | None = None
    subtype: str | None = None
    app_id: str | None = None
    bot_id: str | None = None
    username: str | None = None
    icons: JSON | None = None
    metadata: JSON | None = None
    edited: JSON | None = None
    files: list[File] = field(default_factory=list)
    reactions: dict[str, dict[str, None]] = field(default_factory=dict)
    replies: list[str] = field(default_factory=list)
    repliers: dict[str, None] = field(default_factory=dict)
    seen_only_by: str | None = None
    client_msg_id: str | None = None


class History:
    """Messages in the order of their time stamps; replies stand under their parent."""

    def __init__(self) -> None:
        self._messages: dict[str, Message] = {}
        self._top: list[str] = []

    def get(self, ts: str) -> Message | None:
        """The message of a time stamp, top level or reply."""
        return self._messages.get(ts)

    def add(self, message: Message) -> None:
        """Keep a new message; its stamp is later than all before."""
        self._messages[message.ts] = message
        parent = self.parent(message)
        if parent is None or message.subtype == "thread_broadcast":
            self._top.append(message.ts)
        if parent is not None:
            parent.replies.append(message.ts)
            parent.repliers[message.user or message.bot_id or ""] = None
            parent.thread_ts = parent.ts

    def parent(self, message: Message) -> Message | None:
        """The message that a reply answers; None for what is no reply."""
        if message.thread_ts is None or message.thread_ts == message.ts:
            return None
        return self._messages.get(message.thread_ts)

    def remove(self, message: Message) -> None:
        """Forget a message, and its place in the thread."""
        self._messages.pop(message.ts, None)
        index = bisect_left(self._top, message.ts)
        if index < len(self._top) and self._top[index] == message.ts:
            del self._top[index]
        parent = self.parent(message)
        if parent is not None and message.ts in parent.replies:
            parent.replies.remove(message.ts)
            parent.repliers = dict.fromkeys(reply.user or reply.bot_id or "" for reply in self.thread(parent))

    def thread(self, parent: Message) -> list[Message]:
        """The replies to a message, oldest first."""
        return [self._messages[ts] for ts in parent.replies]

    def top_level(self) -> list[Message]:
        """Everything outside threads, oldest first."""
        return [self._messages[ts] for ts in self._top]

    def since(self, stamp: str, most: int | None = None) -> list[Message]:
        """What came after a time stamp, in threads too, oldest first; of more than `most` the newest."""
        fresh = takewhile(lambda message: message.ts > stamp, reversed(self._messages.values()))
        return list(islice(fresh, most))[::-1]

    def newest(
        self, limit: int, *, oldest: str | None = None, latest: str | None = None, inclusive: bool = False
    ) -> tuple[list[Message], bool]:
        """A page of top-level messages, newest first, and whether more are left in the span."""
        first, last = span(self._top, oldest, latest, inclusive=inclusive)
        start = max(first, last - limit)
        page = self._top[start:last]
        return [self._messages[ts] for ts in reversed(page)], start > first


def span(stamps: list[str], oldest: str | None, latest: str | None, *, inclusive: bool) -> tuple[int, int]:
    """Where the stamps between two others begin and end in an ascending list."""
    low, high = (bisect_left, bisect_right) if inclusive else (bisect_right, bisect_left)
    first = low(stamps, oldest) if oldest else 0
    last = high(stamps, latest) if latest else len(stamps)
    return first, max(first, last)
