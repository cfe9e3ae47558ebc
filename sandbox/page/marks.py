"""How far each person has read."""

from __future__ import annotations

from sandbox.messages import Message
from sandbox.records import Channel
from sandbox.world import World

MOST_COUNTED = 100
_GREY = {"channel_join", "channel_leave", "tombstone"}


class Marks:
    """Each person's place in each conversation. What was there before anybody looked counts as read."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._start: str | None = None
        self._read: dict[tuple[str, str], str] = {}

    def begin(self) -> None:
        """Somebody looks for the first time; later calls change nothing."""
        if self._start is None:
            self._start = self._world.stamps.next()

    def read(self, user: str, channel: str) -> None:
        """A person has seen all that there is."""
        self._read[user, channel] = self._world.stamps.next()

    def of(self, user: str, channel: str) -> str:
        """The time stamp up to which a person has read."""
        return self._read.get((user, channel), self._start or "")

    def unread(self, user: str, channel: Channel) -> int:
        """How many messages are new to a person, a hundred at most; replies count in DMs and in threads they are in."""
        if user not in channel.members:
            return 0
        fresh = channel.history.since(self.of(user, channel.id), most=MOST_COUNTED)
        return sum(_is_news(channel, message, user) for message in fresh)


def _is_news(channel: Channel, message: Message, user: str) -> bool:
    if message.user == user or message.subtype in _GREY:
        return False
    parent = channel.history.parent(message)
    if parent is None or channel.is_direct or message.subtype == "thread_broadcast":
        return True
    return user == parent.user or user in parent.repliers
