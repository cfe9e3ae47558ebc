"""Requests in a list: in App Home, and where /helpdesk answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.blocks import Block, View
from bot.lifecycle import ACTIVE
from bot.mrkdwn import Mrkdwn, bold, escape, link
from bot.views import cards, conversations, ids
from bot.views.answers import ask_button
from bot.views.forms import modal
from bot.views.kit import Button, clip, section, text_input
from bot.words import Words
from storage.kinds import Side, State
from storage.tables import Request

PAGE = 10  # rows that are shown at a time
_NAME_LIMIT = 100  # characters: twenty rows must stay within what Slack takes in one message
SEARCHED = "searched"  # the name of the field
_TYPED_LIMIT = 150
_SEARCHED_LIMIT = 500  # of what was typed, which may be thousands of characters


@dataclass(frozen=True)
class Line:
    """One request as one reader may see it now: its desk's name, and the link to where they read on.

    Who follows a request that is not theirs may not know its words; who asked is spoken to as such.
    """

    request: Request
    desk: str
    now: datetime
    url: str | None = None
    is_own: bool = True
    is_told: bool = True

    @property
    def awaits_answer(self) -> bool:
        """Whether the desk has spoken last, and it is the reader's turn."""
        return self.is_own and self.request.state in ACTIVE and self.request.last_said_by is Side.DESK


@dataclass(frozen=True)
class Page:
    """Some of a list: which page it is (from 0), and how many entries there are in all."""

    lines: Sequence[Line]
    number: int = 0
    total: int = 0

    @property
    def first(self) -> int:
        """What comes before this page."""
        return self.number * PAGE

    @property
    def last(self) -> int:
        """The last entry of this page, counted from 1."""
        return self.first + len(self.lines)


def turns(shown: Page, action: str, words: Words) -> list[Button]:
    """The ways to the pages before and after."""
    ways = []
    if shown.number > 0:
        ways.append(Button(words.plain("button.back"), f"{action}:back", str(shown.number - 1)))
    if shown.first + PAGE < shown.total:
        ways.append(Button(words.plain("button.further"), f"{action}:further", str(shown.number + 1)))
    return ways


def row(line: Line, words: Words, zone: str) -> Block:
    """What it is about and where it stands."""
    texts = [_name(line, words)]
    if not line.awaits_answer or line.request.agent:
        texts.append(_standing(line, words, zone))
    if line.awaits_answer and line.request.state is not State.WAITING:  # which says so already
        texts.append(words("list.your_turn", desk=line.desk))
    return section(Mrkdwn("\n".join(texts)))


def _name(line: Line, words: Words) -> Mrkdwn:
    if not line.is_told:
        return words("list.untold", number=line.request.number)
    return titled(line)


def titled(line: Line) -> Mrkdwn:
    """Number and title, linked to where one reads on."""
    name = clip(cards.headline(line.request), _NAME_LIMIT)
    return Mrkdwn(f"*{link(line.url, name.replace('*', '∗'))}*") if line.url else bold(name)


def _standing(line: Line, words: Words, zone: str) -> Mrkdwn:
    if line.is_own:
        return conversations.standing(line.request, line.desk, words, zone)
    return Mrkdwn(f"{bold(line.desk)} · {cards.standing(line.request, words, line.now, zone)}")


def mine(lines: Sequence[Line], total: int, words: Words, zone: str) -> list[Block]:
    """One's open requests, of which there may be more than are shown."""
    title = words.count("list.mine", total) if lines else words("list.none")
    more = [section(words("list.more_at_home"))] if total > len(lines) else []
    return [section(title), *(row(line, words, zone) for line in lines), *more, *ask_button(words)]


def found(lines: Sequence[Line], searched: str, words: Words, zone: str, cases: Sequence[Block] = ()) -> list[Block]:
    """What a search has found, the person's own `cases` last, and the way to ask all the same."""
    title = words("list.found" if lines or cases else "list.found_none", searched=escape(searched, _SEARCHED_LIMIT))
    return [section(title), *(row(line, words, zone) for line in lines), *cases, *ask_button(words, searched)]


def find_button(words: Words) -> Button:
    """The button that opens the search."""
    return Button(words.plain("button.find"), ids.FIND, "")


def search_form(
    searched: str, lines: Sequence[Line] | None, words: Words, zone: str, cases: Sequence[Block] = ()
) -> View:
    """A field to search in, and under it what was found for what was typed; None where nothing was looked for yet."""
    hint = words.plain("find_form.hint")
    field = text_input(
        SEARCHED,
        words.plain("find_form.field"),
        initial=searched,
        hint=hint,
        limit=_TYPED_LIMIT,
        lines=False,
        optional=False,
    )
    return modal(ids.FIND_FORM, words, "find_form", [field, *_results(searched, lines, words, zone, cases)])


def _results(
    searched: str, lines: Sequence[Line] | None, words: Words, zone: str, cases: Sequence[Block]
) -> list[Block]:
    if lines is None:
        return []
    title = words("list.found" if lines or cases else "find_form.nothing", searched=escape(searched, _SEARCHED_LIMIT))
    return [section(title), *(row(line, words, zone) for line in lines), *cases]
