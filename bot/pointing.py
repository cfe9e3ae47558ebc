"""Which request somebody means who points to a message: by a shortcut."""

from dataclasses import dataclass

from bot import conversation
from bot.errors import NoRequestHere
from bot.places import thread_of
from bot.work import Work


@dataclass(frozen=True)
class Pointed:
    """A message that somebody points to, by where it is; one outside threads is its own root."""

    channel: str
    ts: str
    root: str


def number_at(work: Work, pointed: Pointed) -> int:
    """The number of the request in whose thread the message stands. Raises NoRequestHere."""
    place = conversation.root_at(work, pointed.channel, pointed.root)
    thread = thread_of(place) if place else None
    if thread is None:
        raise NoRequestHere
    return thread[0]
