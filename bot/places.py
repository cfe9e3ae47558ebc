"""Names for the places that our messages make and refer to, before Slack has given them a channel and a ts."""

import re
from dataclasses import dataclass

from storage.tables import Side


@dataclass(frozen=True)
class InChannel:
    """The top level of a channel, by its Slack id."""

    channel: str


@dataclass(frozen=True)
class ToPerson:
    """The top level of a person's DM with the bot, by their Slack id."""

    person: str


@dataclass(frozen=True)
class ToDesk:
    """The top level of the channel that a desk works in at the time of delivery, by the desk's key."""

    desk: str


@dataclass(frozen=True)
class InThread:
    """The thread under a message of ours, by its place."""

    place: str


Address = InChannel | ToPerson | ToDesk | InThread

_ROOTS = {"card": Side.DESK, "head": Side.REQUESTER}
_ROOT = re.compile(r"request:(\d+):(card|head)")


def card(number: int) -> str:
    """The request's card in its desk's channel: the root of the desk thread."""
    return f"request:{number}:card"


def button_line(number: int) -> str:
    """The buttons inside the desk thread."""
    return f"request:{number}:buttons"


def head(number: int) -> str:
    """The first message to the requester: the root of the conversation."""
    return f"request:{number}:head"


def survey(number: int, resolution: int) -> str:
    """The satisfaction ping of the request's nth resolution."""
    return f"request:{number}:survey:{resolution}"


def resolved(number: int, resolution: int) -> str:
    """The message that told the requester of the nth resolution, with its Reopen button."""
    return f"request:{number}:resolved:{resolution}"


def desk_lane(number: int) -> str:
    """The lane of everything that is said in a request's desk thread, card included."""
    return f"request:{number}:desk"


def conversation_lane(number: int) -> str:
    """The lane of everything that is said in a request's conversation."""
    return f"request:{number}:conversation"


def thread_of(place: str) -> tuple[int, Side] | None:
    """The request and the side that a thread's root belongs to; None when it is no root."""
    match = _ROOT.fullmatch(place)
    return (int(match[1]), _ROOTS[match[2]]) if match else None


def request_of(lane: str) -> int | None:
    """The request that a lane or place belongs to; None for digests and the like."""
    match = re.match(r"request:(\d+):", lane)
    return int(match[1]) if match else None
