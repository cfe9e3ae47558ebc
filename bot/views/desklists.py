"""App Home of people who serve a desk: its requests in lists to choose from, each row with what can be done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.blocks import Block
from bot.lifecycle import Move
from bot.mrkdwn import Mrkdwn, bold
from bot.views import cards, ids
from bot.views.kit import Button, Option, actions, context, header, offered, section
from bot.views.lists import Line, Page, titled, turns
from bot.words import Words
from storage.tables import Request

ALL_DESKS = "*"  # no key of a desk
COUNT_TO = 1_000  # from there on a list is just long
_MOVES = (Move.CLAIM, Move.GO_ON, Move.RESOLVE)


class DeskList(StrEnum):
    """The lists that there are of a desk's requests."""

    MINE = "mine"
    UNCLAIMED = "unclaimed"
    ACTIVE = "active"
    WAITING = "waiting"
    RESOLVED = "resolved"


@dataclass(frozen=True)
class Shown:
    """What an agent has before them: a page of the chosen list, and what else there is to choose from.

    `desks` are the names of those that they serve, by key; `desk` is the chosen one, None for all of them.
    """

    chosen: DeskList
    page: Page
    counts: Mapping[DeskList, int]
    desks: Mapping[str, str]
    desk: str | None = None


def blocks(shown: Shown, words: Words, zone: str) -> Iterator[Block]:
    """The lists by their names, the desks where there are several, and the page."""
    yield header(words.plain("home.desk"))
    yield {"type": "actions", "elements": [*_desks(shown, words), *_lists(shown, words)]}
    if not shown.page.lines:
        yield section(words(f"desk_list_empty.{shown.chosen}"))
    for line in shown.page.lines:
        yield section(_row(line, words, zone, names_desk=len(shown.desks) > 1 and shown.desk is None))
        yield from actions(_deeds(line.request, words))
    yield from _turning(shown.page, words)


def _turning(page: Page, words: Words) -> Iterator[Block]:
    if leads_to := turns(page, ids.TURN_LIST, words):
        yield context(words("desk_list.which", first=page.first + 1, last=page.last, total=_n(page.total)))
        yield from actions(leads_to)


def _lists(shown: Shown, words: Words) -> Iterator[Block]:
    for one in DeskList:
        label = words.plain(f"desk_list.{one}", n=_n(shown.counts[one]))
        style = "primary" if one is shown.chosen else None
        yield Button(label, f"{ids.LIST}:{one}", one, style=style).block()


def _n(count: int) -> str:
    return str(count) if count < COUNT_TO else f"{COUNT_TO}+"


def _desks(shown: Shown, words: Words) -> Sequence[Block]:
    """The select of desks; none for who serves a single one."""
    if len(shown.desks) <= 1:
        return []
    everything = Option(words.plain("desk_list.all_desks"), ALL_DESKS)
    options = [everything, *(Option(name, key) for key, name in shown.desks.items())]
    chosen = next((one for one in options if one.value == shown.desk), everything)
    return [
        {
            "type": "static_select",
            "action_id": ids.LIST_DESK,
            "initial_option": chosen.block(),
            **offered(options),
        }
    ]


def _row(line: Line, words: Words, zone: str, *, names_desk: bool) -> Mrkdwn:
    """What it is about and how urgent, who needs it and of which desk, and where it stands."""
    request = line.request
    about = [
        cards.urgency(request.urgency, words),
        cards.who(request, words),
        *([bold(line.desk)] if names_desk else []),
    ]
    return Mrkdwn("\n".join((titled(line), " · ".join(about), cards.standing(request, words, line.now, zone))))


def _deeds(request: Request, words: Words) -> list[Button]:
    """What agents do most, none of it louder than the others: there are ten of each."""
    moves = [replace(button, style=None) for button in cards.buttons(request, _MOVES, words)]
    reply = Button(words.plain("button.reply"), ids.REPLY, str(request.number))
    return [*moves, reply] if moves else []
