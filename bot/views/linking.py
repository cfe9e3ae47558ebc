"""What has to do with a request: on its card, in its head, and the form in which agents say so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.blocks import Block, View
from bot.lifecycle import ORIGINS, Move
from bot.mrkdwn import Mrkdwn, link
from bot.views import ids
from bot.views.cards import headline
from bot.views.forms import about
from bot.views.kit import Option, clip, select, text_input
from bot.words import Words
from storage.kinds import LinkKind
from storage.tables import Request

RELATED, SAME, APART = "related", "same", "apart"
_NUMBER_LIMIT = 20
_SHOWN = 10  # a card is no list: who needs more finds it by searching


@dataclass(frozen=True)
class Linked:
    """A request that another one has to do with: what that other is to it, and where it can be read, if it can."""

    number: int
    kind: LinkKind
    url: str | None = None


def card_lines(links: Sequence[Linked], words: Words) -> Iterator[Mrkdwn]:
    """What a card says: which request it follows up, and which others it has to do with."""
    if followed := _names([one for one in links if one.kind is LinkKind.FOLLOW_UP]):
        yield words("card.follows", requests=followed)
    if others := _names([one for one in links if one.kind is not LinkKind.FOLLOW_UP]):
        yield words("card.linked", requests=others)


def head_lines(links: Sequence[Linked], words: Words) -> Iterator[Mrkdwn]:
    """What the head of a conversation says: what came before, and where it goes on."""
    if before := _names([one for one in links if one.kind is LinkKind.FOLLOW_UP]):
        yield words("card.follows", requests=before)
    if after := _names([one for one in links if one.kind in (LinkKind.FOLLOWED_UP, LinkKind.DUPLICATE)]):
        yield words("head.goes_on_in", requests=after)


def _names(links: Sequence[Linked]) -> Mrkdwn:
    shown = ", ".join(name(one.number, one.url) for one in links[:_SHOWN])
    return Mrkdwn(f"{shown}, …" if len(links) > _SHOWN else shown)


def name(number: int, url: str | None) -> Mrkdwn:
    """A request by its number, as a link where it can be read."""
    return link(url, f"#{number}") if url else Mrkdwn(f"#{number}")


def form(request: Request, alike: Sequence[Request], related: Sequence[int], words: Words) -> View:
    """Which other request, chosen or by its number, and what the two have to do with each other."""
    others = [Option(clip(headline(one), 75), str(one.number)) for one in alike]
    fields = [
        *([_chooser(others, words)] if others else []),
        text_input("number", words.plain("link_form.number"), limit=_NUMBER_LIMIT, lines=False, optional=bool(others)),
        select("how", words.plain("link_form.how"), _ways(request, related, words), RELATED),
    ]
    return about(request, ids.LINK_FORM, words, fields)


def _chooser(others: Sequence[Option], words: Words) -> Block:
    label, placeholder = words.plain("link_form.other"), words.plain("form.choose")
    return select("other", label, others, None, placeholder=placeholder, optional=True)


def _ways(request: Request, related: Sequence[int], words: Words) -> list[Option]:
    """Related; the same, as long as there is something to merge; no longer related, where something is."""
    ways = [Option(words.plain("link_form.related"), RELATED)]
    if request.state in ORIGINS[Move.MERGE]:
        ways.append(Option(words.plain("link_form.same"), SAME))
    if related:
        numbers = ", ".join(f"#{number}" for number in related[:_SHOWN])
        ways.append(Option(words.plain("link_form.apart", requests=numbers), APART))
    return ways
