"""The digest: what a lead reads in the morning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.blocks import Block
from bot.mrkdwn import Mrkdwn, ago, escape, link, mention, quoted
from bot.views.cards import headline
from bot.views.kit import context, header, section
from bot.views.surveys import FACES, LOW, verdict
from bot.words import Words
from storage.due import Survey
from storage.kinds import Rating
from storage.tables import Request

_TITLE_LIMIT = 120
_COMMENT_LIMIT = 200
_REMARK_LIMIT = 600
_MOST_AGENTS = 20


@dataclass(frozen=True)
class Low:
    """A rating that was no good one, with the link to the card of its request once that is posted."""

    request: Request
    survey: Survey
    url: str | None


@dataclass(frozen=True)
class Figures:
    """A desk's period in numbers: new, resolved and rated within it, open and overdue as they stand when it is sent."""

    desk: str
    since: datetime
    until: datetime
    new: int
    resolved: int
    open: int
    overdue: int
    ratings: Mapping[Rating, int]
    by_agent: Mapping[str, Mapping[Rating, int]] = field(default_factory=dict)
    low: Sequence[Low] = ()
    remarks: Sequence[str] = ()

    @property
    def is_quiet(self) -> bool:
        """Nothing happened and nothing waits."""
        return not (self.new or self.resolved or self.open or any(self.ratings.values()) or self.remarks)

    @property
    def further_low(self) -> int:
        """How many more ratings were low than are shown."""
        return sum(self.ratings.get(rating, 0) for rating in LOW) - len(self.low)


@dataclass(frozen=True)
class Waiting:
    """One of the oldest requests, with the link to its card once that is posted."""

    request: Request
    url: str | None


def digest(figures: Figures, oldest: Sequence[Waiting], words: Words, zone: str) -> list[Block]:
    """The digest of one desk for one lead; one line when nothing happened."""
    period = context(
        words("digest.period", since=words.moment(figures.since, zone), until=words.moment(figures.until, zone))
    )
    if figures.is_quiet:
        return [section(words("digest.quiet", desk=figures.desk)), period]
    return [
        header(words.plain("digest.title", desk=figures.desk)),
        section(_counts(figures, words)),
        *_oldest(oldest, words, zone),
        *_satisfaction(figures, words),
        period,
    ]


def digest_text(figures: Figures, words: Words) -> str:
    """The digest in one line, for notifications."""
    if figures.is_quiet:
        return words("digest.quiet", desk=figures.desk)
    return words(
        "digest.summary", desk=figures.desk, new=figures.new, resolved=figures.resolved, overdue=figures.overdue
    )


def _counts(figures: Figures, words: Words) -> Mrkdwn:
    counts = {"new": figures.new, "resolved": figures.resolved, "open": figures.open, "overdue": figures.overdue}
    return Mrkdwn("\n".join(words.count(f"digest.{name}", n) for name, n in counts.items()))


def _oldest(oldest: Sequence[Waiting], words: Words, zone: str) -> list[Block]:
    if not oldest:
        return []
    return [section(_lines(words("digest.oldest"), *(f"• {_line(waiting, zone)}" for waiting in oldest)))]


def _line(waiting: Waiting, zone: str) -> Mrkdwn:
    title = escape(headline(waiting.request), _TITLE_LIMIT)
    name = link(waiting.url, title) if waiting.url else title
    return Mrkdwn(f"{name} · {ago(waiting.request.created_at, zone)}")


def _satisfaction(figures: Figures, words: Words) -> list[Block]:
    """The faces, whose they were if that is told, what went badly, and what was said without a name."""
    blocks = []
    if any(figures.ratings.values()):
        agents = [f"• {mention(agent)}   {_faces(n)}" for agent, n in _most_rated(figures.by_agent)]
        blocks.append(section(_lines(words("digest.satisfaction", faces=_faces(figures.ratings)), *agents)))
    if figures.low:
        more = [words.count("digest.more_low", figures.further_low)] if figures.further_low > 0 else []
        blocks.append(section(_lines(words("digest.low"), *map(_low_line, figures.low), *more)))
    if figures.remarks:
        blocks.append(section(words("digest.remarks")))
        blocks += [section(quoted(remark, _REMARK_LIMIT)) for remark in figures.remarks]
    return blocks


def _faces(ratings: Mapping[Rating, int]) -> Mrkdwn:
    return Mrkdwn("   ".join(f"{FACES[rating]} {ratings.get(rating, 0)}" for rating in Rating))


def _most_rated(by_agent: Mapping[str, Mapping[Rating, int]]) -> list[tuple[str, Mapping[Rating, int]]]:
    return sorted(by_agent.items(), key=lambda one: -sum(one[1].values()))[:_MOST_AGENTS]


def _low_line(low: Low) -> Mrkdwn:
    """The number, the rating and what was said with it."""
    title = escape(headline(low.request), _TITLE_LIMIT)
    name = link(low.url, title) if low.url else title
    comment = f"\n{quoted(' '.join(low.survey.comment.split()), _COMMENT_LIMIT)}" if low.survey.comment else ""
    return Mrkdwn(f"• {verdict(low.survey)} {name}{comment}")


def _lines(*lines: str) -> Mrkdwn:
    return Mrkdwn("\n".join(lines))
