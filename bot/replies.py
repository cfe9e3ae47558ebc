"""How a desk answers: what a plain reply in its thread is, who gets what is new, and replies that stand ready."""

from dataclasses import dataclass
from enum import StrEnum

from bot.fields import Label


class PlainReplies(StrEnum):
    """What becomes of words that an agent writes under a card: they reach the requester, or stay with the desk."""

    SENT = "sent"
    NOTED = "noted"


class Assignment(StrEnum):
    """Who of a desk gets a new request: nobody by itself, each in turn, or who has the least to do."""

    NONE = "none"
    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"


@dataclass(frozen=True)
class CannedReply:
    """A reply that stands ready: the word that calls it (`?vpn`), what it is called, and its text with placeholders."""

    word: str
    name: Label
    text: Label
