"""How a desk answers: what a plain reply in its thread is, who gets what is new, and replies that stand ready."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.fields import Label

PLACEHOLDERS = ("first_name", "number", "link")
"""What a canned reply may say in braces: the requester's first name, the request's number, the conversation's link."""

# An unknown value takes the space before it along: "Hi {first_name}," is "Hi," then.
_BRACES = re.compile(r"[ \t]?\{([^{}]*)\}")


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

    def filled(self, language: str, values: Mapping[str, str]) -> str:
        """The text in a language with these values in the place of their names; what is empty leaves no gap."""

        def fill(match: re.Match[str]) -> str:
            value = values[match[1]]
            return match[0].replace(f"{{{match[1]}}}", value) if value else ""

        return _BRACES.sub(fill, self.text.reads(language)).strip()


def placeholders(text: str) -> Sequence[str]:
    """What stands in braces."""
    return _BRACES.findall(text)


def first_name(name: str) -> str:
    """What a person is called among colleagues: "Ana" for "Ana Beispiel", "Dr. Ana Beispiel" and "Beispiel, Ana"."""
    _, _, behind = name.partition(",")
    words = [word for word in (behind.strip() or name).split() if not word.endswith(".")]
    return words[0].rstrip(",") if words else ""
