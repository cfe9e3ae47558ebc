"""A case as somebody reads it who has opened it: what was asked, what is said, and who has looked."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.blocks import Block, View
from bot.mrkdwn import Mrkdwn, bold, escape, quiet, quoted
from bot.views import ids
from bot.views.cards import paragraphs
from bot.views.cases import Asked, Glance, about, for_agent, name, standing, titled
from bot.views.facts import facts
from bot.views.forms import modal
from bot.views.kit import SECTION_LIMIT, context, header, section
from bot.views.kit import paragraphs as cut
from bot.words import Words

_MOST_BLOCKS = 100  # as many as Slack takes
_MOST_BYTES = 200_000  # of 250 kB
_FOR_THE_REST = 1_000
_MOST_LINES = 60  # of a trail; the newest are shown
_FILE_NAME_LIMIT = 80


@dataclass(frozen=True)
class Spoken:
    """What somebody said, and when; None for whom nobody knows."""

    name: str | None
    at: datetime
    text: str
    files: Sequence[str] = ()


@dataclass(frozen=True)
class Talk:
    """A conversation in a case; `other` is whose it is beside the agent's, where there are several."""

    said: Sequence[Spoken]
    other: Mrkdwn | None = None


@dataclass(frozen=True)
class Passed:
    """A line of the trail: what happened, in words, and when."""

    text: Mrkdwn
    at: datetime


def for_reader(glance: Glance, asked: Asked, talks: Sequence[Talk], trail: Sequence[Passed], words: Words) -> View:
    """All that there is, for somebody who was named to the requester."""
    answered = facts(asked.matter, asked.desk, words)
    top = [
        section(Mrkdwn(f"{titled(glance.ref, asked.matter.title)}\n{for_agent(glance, words)}")),
        context(about(glance, asked, words)),
        *paragraphs(asked.matter, asked.desk, words),
        *([section(answered)] if answered else []),
    ]
    return _modal(top, talks, trail, words, glance.zone)


def for_asker(glance: Glance, asked: Asked, word: str, talk: Talk, trail: Sequence[Passed], words: Words) -> View:
    """What they have asked, their own conversation, and who has looked; the closing word where it is over."""
    answered = facts(asked.matter, asked.desk, words)
    top = [
        section(Mrkdwn(f"{titled(glance.ref, asked.matter.title)}\n{standing(glance, words)}")),
        *([section(quoted(word, SECTION_LIMIT))] if word else []),
        *paragraphs(asked.matter, asked.desk, words),
        *([section(answered)] if answered else []),
    ]
    return _modal(top, [talk], trail, words, glance.zone)


def for_other(glance: Glance, talk: Talk, trail: Sequence[Passed], words: Words) -> View:
    """What concerns the other one in a mediation: nothing that was asked."""
    top = [section(Mrkdwn(f"🔒 {bold(name(glance))}\n{standing(glance, words)}"))]
    return _modal(top, [talk], trail, words, glance.zone)


def _modal(top: list[Block], talks: Sequence[Talk], trail: Sequence[Passed], words: Words, zone: str) -> View:
    end = list(_trail(trail, words, zone))
    blocks = [*top, *_talks(talks, words, zone, [*top, *end]), *end]
    return modal(ids.CASE_OPENED, words, "case_opened", blocks, is_sent=False)


def _trail(trail: Sequence[Passed], words: Words, zone: str) -> Iterator[Block]:
    """Who has looked, and what else happened, the newest first: few blocks, however long it is."""
    if not trail:
        return
    yield header(words.plain("case_opened.trail"))
    newest = list(reversed(trail))[:_MOST_LINES]
    lines = "\n".join(f"{one.text} · {words.moment(one.at, zone)}" for one in newest)
    yield from cut(Mrkdwn(lines))
    if len(newest) < len(trail):
        yield context(words("case_opened.newest_lines"))


def _talks(talks: Sequence[Talk], words: Words, zone: str, beside: Sequence[Block]) -> Iterator[Block]:
    """What was said, the newest that there is room for: two conversations share it."""
    blocks, size = _MOST_BLOCKS - len(beside), _MOST_BYTES - _size(beside)
    for left, talk in zip(range(len(talks), 0, -1), talks, strict=True):
        shown = _talk(talk, words, zone, blocks // left, size // left)
        blocks, size = blocks - len(shown), size - _size(shown)
        yield from shown


def _talk(talk: Talk, words: Words, zone: str, blocks: int, size: int) -> list[Block]:
    title = words("case_opened.talk_with", other=talk.other) if talk.other else words("case_opened.talk")
    top = [section(Mrkdwn(bold(title) if talk.other is None else title))]
    if not talk.said:
        return [*top, context(words("case_opened.nothing_said"))]
    room, size = blocks - len(top) - 1, size - _FOR_THE_REST  # the last for the line that says what is left out
    shown: list[Block] = []
    for one in reversed(talk.said):
        piece = _spoken(one, words, zone)
        room, size = room - len(piece), size - _size(piece)
        if room < 0 or size < 0:
            return [*top, context(words("case_opened.newest_said")), *shown]
        shown = [*piece, *shown]
    return [*top, *shown]


def _spoken(said: Spoken, words: Words, zone: str) -> list[Block]:
    speaker = bold(said.name) if said.name else words("case.somebody")
    lines = [f"{speaker} · {words.moment(said.at, zone)}", quiet(said.text)]
    lines += [f"📎 {escape(one, _FILE_NAME_LIMIT)}" for one in said.files]
    return cut(Mrkdwn("\n".join(filter(None, lines))))


def _size(blocks: Sequence[Block]) -> int:
    return len(json.dumps(blocks))
