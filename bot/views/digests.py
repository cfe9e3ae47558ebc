"""The digest: what a lead reads in the morning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.blocks import Block
from bot.mrkdwn import Mrkdwn, ago, escape, link
from bot.views.cards import headline
from bot.views.conversations import FACES
from bot.views.kit import context, header, section
from bot.words import Words
from storage.kinds import Rating
from storage.tables import Request

_TITLE_LIMIT = 120


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

    @property
    def is_quiet(self) -> bool:
        """Nothing happened and nothing waits."""
        return not (self.new or self.resolved or self.open or any(self.ratings.values()))


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
    lines = [words("digest.oldest"), *(f"• {_line(waiting, zone)}" for waiting in oldest)]
    return [section(Mrkdwn("\n".join(lines)))]


def _line(waiting: Waiting, zone: str) -> Mrkdwn:
    title = escape(headline(waiting.request), _TITLE_LIMIT)
    name = link(waiting.url, title) if waiting.url else title
    return Mrkdwn(f"{name} · {ago(waiting.request.created_at, zone)}")


def _satisfaction(figures: Figures, words: Words) -> list[Block]:
    if not any(figures.ratings.values()):
        return []
    faces = "   ".join(f"{FACES[rating]} {figures.ratings.get(rating, 0)}" for rating in Rating)
    return [section(words("digest.satisfaction", faces=Mrkdwn(faces)))]
