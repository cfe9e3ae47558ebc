"""The digest: what a lead reads of a desk, the headline first, and what needs a decision towards the end."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.blocks import Block, Blocks
from bot.mrkdwn import Mrkdwn, bold, escape, link, mention, quoted
from bot.numbers import Day, Report, Satisfaction
from bot.views import charts, decisions, kudos, numbers
from bot.views.cards import headline as titled
from bot.views.decisions import Decision
from bot.views.headlines import headline, went_well
from bot.views.kit import context, header, section
from bot.views.kudos import Praise
from bot.views.packing import Message, Part, packed
from bot.views.surveys import LOW, verdict
from bot.words import Words
from storage.due import Survey
from storage.kinds import DigestKind
from storage.tables import Request

_TITLE_LIMIT = 120
_COMMENT_LIMIT = 200
_REMARK_LIMIT = 600
_TELLING = 12  # shorter words stand in many places
_SHORT = 60  # characters by which a quotation is known: it may be cut


@dataclass(frozen=True)
class Low:
    """A rating that was no good one, with the link to the card of its request once that is posted."""

    request: Request
    survey: Survey
    url: str | None


@dataclass(frozen=True)
class Theme:
    """A word that more of the new requests share than before: how many of how many, and how many had it before."""

    word: str
    n: int
    of: int
    before: int


@dataclass(frozen=True)
class Edition:
    """All that stands in one digest of a desk.

    `low`, `praises` and `remarks` are the comments worth reading, `names` the agents in their order where the desk has
    them told. `skipped` digests before it were never sent, the first of them of a period from `skipped_since`.
    """

    kind: DigestKind
    desk: str
    report: Report
    days: Sequence[Day] = ()
    answer_times: Sequence[int] = ()
    low: Sequence[Low] = ()
    praises: Sequence[Praise] = ()
    remarks: Sequence[str] = ()
    by_agent: Mapping[str, Satisfaction] = field(default_factory=dict)
    theme: Theme | None = None
    names: Collection[str] | None = None
    decisions: Sequence[Decision] = ()
    skipped: int = 0
    skipped_since: datetime | None = None
    in_channel: bool = False

    @property
    def is_quiet(self) -> bool:
        """Nothing happened, nothing is open, and nobody has said anything."""
        return self.report.now.is_quiet and not (self.remarks or self.decisions)

    @property
    def further_low(self) -> int:
        """How many more ratings were low than are shown here or among the decisions."""
        shown = len(self.low) + sum(one.survey is not None for one in self.decisions)
        return sum(self.report.now.satisfaction.faces.get(rating, 0) for rating in LOW) - shown


def messages(edition: Edition, words: Words, zone: str) -> list[Message]:
    """The digest in as few messages as hold it; one line where nothing happened."""
    parts = _quiet(edition, words, zone) if edition.is_quiet else _parts(edition, words, zone)
    return packed(parts, words("digest.further", desk=edition.desk))


def _quiet(edition: Edition, words: Words, zone: str) -> Iterator[Part]:
    text = words(_by_kind(edition, "digest.quiet", "digest.quiet_week"), desk=edition.desk)
    yield Part(text, [section(text), *_ending(edition, words, zone)])


def _parts(edition: Edition, words: Words, zone: str) -> Iterator[Part]:
    yield _head(edition, words)
    yield from charts.days(edition.days, words)
    yield from charts.answer_times(edition.answer_times, words)
    yield from _satisfaction(edition, words)
    yield Part("", [*_theme(edition, words), *_load(edition, words), *_well(edition, words)])
    yield from (Part("", blocks) for blocks in decisions.blocks(edition.decisions, words, zone))
    yield Part("", _ending(edition, words, zone))


def _head(edition: Edition, words: Words) -> Part:
    """The headline, the numbers, and what was kept of what is promised."""
    first, report = headline(edition.report, words), edition.report
    title = words.plain(_by_kind(edition, "digest.title", "digest.title_week"), desk=edition.desk)
    kept = numbers.targets(report, words)
    blocks = [
        header(title),
        section(Mrkdwn(f"*{first}*")),
        *numbers.counted(report, words),
        *([section(kept)] if kept else []),
    ]
    return Part(words("digest.headline", desk=edition.desk, headline=first), blocks)


def _by_kind(edition: Edition, daily: str, weekly: str) -> str:
    return weekly if edition.kind is DigestKind.WEEKLY else daily


def _satisfaction(edition: Edition, words: Words) -> Iterator[Part]:
    """The share of the happy, whose ratings they were if that is told, and the comments worth reading."""
    agents = [f"• {mention(agent)}   {numbers.faces(faces)}" for agent, faces in edition.by_agent.items()]
    agents = agents[: numbers.MOST_NAMES]
    if satisfied := numbers.satisfied(edition.report, words):
        is_weekly = edition.kind is DigestKind.WEEKLY
        chart = charts.satisfaction(edition.report.now.satisfaction, words) if is_weekly else []
        yield Part(satisfied if chart else "", [section(_lines(satisfied, *agents)), *chart])
    if edition.low:
        more = [words.count("digest.more_low", edition.further_low)] if edition.further_low > 0 else []
        yield Part("", [section(_lines(words("digest.low"), *map(_low_line, edition.low), *more))])
    yield from kudos.praises(edition.praises, words)
    remarks = [Part("", [section(quoted(remark, _REMARK_LIMIT))]) for remark in edition.remarks]
    if remarks:
        yield Part("", [section(words("digest.remarks")), *remarks[0].blocks])
    yield from remarks[1:]


def _low_line(low: Low) -> Mrkdwn:
    """The number, the rating and what was said with it."""
    title = escape(titled(low.request), _TITLE_LIMIT)
    name = link(low.url, title) if low.url else title
    comment = f"\n{quoted(' '.join(low.survey.comment.split()), _COMMENT_LIMIT)}" if low.survey.comment else ""
    return Mrkdwn(f"• {verdict(low.survey)} {name}{comment}")


def _theme(edition: Edition, words: Words) -> list[Block]:
    theme = edition.theme
    if theme is None:
        return []
    before = numbers.earlier(edition.report, words)
    word = bold(theme.word)
    return [section(words("digest.theme", word=word, n=theme.n, all=theme.of, then=theme.before, before=before))]


def _load(edition: Edition, words: Words) -> list[Block]:
    text = numbers.load(edition.report.now.load, edition.names, words)
    return [section(text)] if text else []


def _well(edition: Edition, words: Words) -> list[Block]:
    well = went_well(edition.report, words, is_praised=bool(edition.praises))
    return [section(words("digest.well", well=well))] if well else []


def _ending(edition: Edition, words: Words, zone: str) -> list[Block]:
    """What was left out before, and which period this was; who gets it why."""
    skipped = []
    if edition.skipped and edition.skipped_since:
        since = words.moment(edition.skipped_since, zone)
        skipped = [section(words.count("digest.skipped", edition.skipped, since=since))]
    why = words("digest.why_channel" if edition.in_channel else "digest.why")
    return [*skipped, context(Mrkdwn(f"{_span(edition, words, zone)} {why}"))]


def _span(edition: Edition, words: Words, zone: str) -> Mrkdwn:
    period = edition.report.period
    if edition.kind is DigestKind.WEEKLY:
        return words("digest.days", days=numbers.called(period, words))
    return words("digest.span", since=words.moment(period.since, zone), until=words.moment(period.until, zone))


def _lines(*lines: str) -> Mrkdwn:
    return Mrkdwn("\n".join(lines))


def without(shown: Blocks, number: int, surveys: Collection[int | None], said: Collection[str]) -> list[Block]:
    """The blocks of a digest, in which nothing stands of a request any more, nor of what it said."""
    theirs = {*decisions.block_ids(number), *(kudos.row_id(survey) for survey in surveys)}
    kept = [_without(block, number, said) for block in shown if block.get("block_id") not in theirs]
    return [block for block in kept if block is not None]


def _without(block: Block, number: int, said: Collection[str]) -> Block | None:
    """A block without the lines that name a request, and the quotes under them; None where nothing is left."""
    text = block.get("text", {}).get("text")
    if block.get("type") != "section" or not text:
        return block
    quotes: list[str] = [escape(" ".join(one.split())) for one in said]
    is_left_out, lines = False, list[str]()
    for line in text.split("\n"):
        is_quote = line.startswith((">", "&gt;"))
        is_theirs = _names(line, number) or any(one[:_SHORT] in line for one in quotes if len(one) >= _TELLING)
        is_left_out = is_theirs or (is_left_out and is_quote)
        lines += [] if is_left_out else [line]
    return block | {"text": block["text"] | {"text": "\n".join(lines)}} if any(lines) else None


def _names(line: str, number: int) -> bool:
    return re.search(rf"#{number}(?!\d)", line) is not None
