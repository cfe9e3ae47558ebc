"""Whom a command calls first: somebody, a user group or a channel, by a mention or by a name typed by hand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MENTION = re.compile(
    r"<(?:@(?P<person>[UW][A-Z0-9]+)|!subteam\^(?P<group>S[A-Z0-9]+)|#(?P<channel>[CG][A-Z0-9]+))(?:\|[^<>]*)?>"
)
_BEHIND = re.compile(r"^[\s,:;–-]+")
_TYPED = re.compile(r"@(?=[^\W\d_])")
_MOST_WORDS = 4


@dataclass(frozen=True)
class Called:
    """Who was called by a Slack id (U…, S…, C…), or else nobody yet; `rest` is what was said to them, as Slack has it.

    Where a name was typed by hand, as clients send mentions to an app that asks for no links, it begins the rest.
    """

    id: str
    rest: str

    @property
    def is_person(self) -> bool:
        """Whether one person is meant."""
        return self.id[:1] in ("U", "W")

    @property
    def is_channel(self) -> bool:
        """Whether everybody in a channel is meant."""
        return self.id[:1] in ("C", "G")

    @property
    def is_team(self) -> bool:
        """Whether several people are meant."""
        return bool(self.id) and not self.is_person

    def names(self) -> Iterator[tuple[str, str]]:
        """What may be the name that was typed by hand, its most words first, with what is said then."""
        words = self.rest.removeprefix("@").split()
        for n in range(min(_MOST_WORDS, len(words)), 0, -1):
            yield " ".join(words[:n]).rstrip(",:;"), " ".join(words[n:])


def first_called(text: str) -> Called | None:
    """Whom the text calls before it says anything, if anybody; a broadcast such as @here calls nobody."""
    if match := _MENTION.match(text):
        found = match["person"] or match["group"] or match["channel"]
        return Called(found, _BEHIND.sub("", text[match.end() :]))
    return Called("", text) if _TYPED.match(text) else None
