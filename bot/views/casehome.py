"""Cases in a list: one's own with their titles, those that one may see without."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.blocks import Block
from bot.mrkdwn import Mrkdwn, ago, bold
from bot.views.cases import Glance, claim_button, for_agent, name, open_button, standing, titled
from bot.views.kit import actions, clip, context, header, section
from bot.words import Words
from storage.kinds import State

_NAME_LIMIT = 100


@dataclass(frozen=True)
class Own:
    """A case as one of its parties sees it in a list; the title is for who asked alone."""

    glance: Glance
    title: str = ""


@dataclass(frozen=True)
class Shown:
    """The cases of a person: their own, those that they have as an agent, and those that nobody has yet.

    `is_more` tells that there are more than are shown.
    """

    own: Sequence[Own] = ()
    held: Sequence[Glance] = ()
    waiting: Sequence[Glance] = ()
    is_more: bool = False


def blocks(shown: Shown, words: Words) -> list[Block]:
    """A part of a page; nothing, not even a headline, for who has nothing to do with a case."""
    rows = [
        *(block for one in shown.own for block in own_row(one, words)),
        *_readers(shown.held, "case_home.held", words),
        *_readers(shown.waiting, "case_home.waiting", words),
    ]
    more = [context(words("case_home.more"))] if shown.is_more else []
    return [header(words.plain("case_home.title")), *rows, *more] if rows else []


def own_row(own: Own, words: Words) -> list[Block]:
    """What one's own case is about, how it stands, and the way in."""
    glance = own.glance
    title = titled(glance.ref, clip(own.title, _NAME_LIMIT)) if own.title else Mrkdwn(f"🔒 {bold(name(glance))}")
    text = Mrkdwn(f"{title}\n{standing(glance, words)}")
    return [section(text) | {"accessory": open_button(glance, words).block()}]


def _readers(glances: Sequence[Glance], title: str, words: Words) -> Iterator[Block]:
    if glances:
        yield section(bold(words.plain(title)))
    for glance in glances:
        yield from readers_row(glance, words)


def readers_row(glance: Glance, words: Words) -> list[Block]:
    """That there is a case: its reference, of which type, since when; no name and no word of it."""
    since = words("case_home.since", since=ago(glance.created_at, glance.zone))
    text = Mrkdwn(f"🔒 {bold(name(glance))} · {since}\n{for_agent(glance, words)}")
    claim = [claim_button(glance, words)] if glance.state is State.OPEN else []
    return [section(text), *actions([*claim, open_button(glance, words)])]
