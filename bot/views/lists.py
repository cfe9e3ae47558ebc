"""Requests in a list: in App Home, and where /helpdesk answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks import Block
from bot.lifecycle import ACTIVE
from bot.mrkdwn import Mrkdwn, bold, escape, link
from bot.views import cards, conversations
from bot.views.answers import ask_button
from bot.views.kit import clip, section
from bot.words import Words
from storage.tables import Request, Side

_NAME_LIMIT = 100  # characters: twenty rows must stay within what Slack takes in one message
_SEARCHED_LIMIT = 500  # of what was typed, which may be thousands of characters


@dataclass(frozen=True)
class Line:
    """One request as one reader may see it: its desk's name, and the link to where they read on.

    Who follows a request that is not theirs may not know its words; who asked is spoken to as such.
    """

    request: Request
    desk: str
    url: str | None = None
    is_own: bool = True
    is_told: bool = True

    @property
    def awaits_answer(self) -> bool:
        """Whether the desk has spoken last, and it is the reader's turn."""
        return self.is_own and self.request.state in ACTIVE and self.request.last_said_by is Side.DESK


def row(line: Line, words: Words, zone: str) -> Block:
    """What it is about and where it stands."""
    texts = [_name(line, words)]
    if not line.awaits_answer or line.request.agent:
        texts.append(_standing(line, words, zone))
    if line.awaits_answer:
        texts.append(words("list.your_turn", desk=line.desk))
    return section(Mrkdwn("\n".join(texts)))


def _name(line: Line, words: Words) -> Mrkdwn:
    if not line.is_told:
        return words("list.untold", number=line.request.number)
    name = clip(cards.headline(line.request), _NAME_LIMIT)
    return link(line.url, name) if line.url else bold(name)


def _standing(line: Line, words: Words, zone: str) -> Mrkdwn:
    if line.is_own:
        return conversations.standing(line.request, line.desk, words, zone)
    return Mrkdwn(f"{bold(line.desk)} · {cards.standing(line.request, words)}")


def mine(lines: Sequence[Line], total: int, words: Words, zone: str) -> list[Block]:
    """One's open requests, of which there may be more than are shown."""
    title = words.count("list.mine", total) if lines else words("list.none")
    more = [section(words("list.more_at_home"))] if total > len(lines) else []
    return [section(title), *(row(line, words, zone) for line in lines), *more, *ask_button(words)]


def found(lines: Sequence[Line], searched: str, words: Words, zone: str) -> list[Block]:
    """What a search has found, and the way to ask all the same."""
    title = words("list.found" if lines else "list.found_none", searched=escape(searched, _SEARCHED_LIMIT))
    return [section(title), *(row(line, words, zone) for line in lines), *ask_button(words, searched)]
