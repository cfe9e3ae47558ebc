"""What will be sent if nothing else happens: for operators, on the command line and in a form."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.blocks import Block, View
from bot.mrkdwn import Mrkdwn
from bot.views import ids
from bot.views.forms import modal
from bot.views.kit import Button, Option, actions, context, section
from bot.words import Words
from storage.kinds import PingKind

MOST = 60  # lines in the form
SPAN = "span"
SPANS = {"day": timedelta(days=1), "week": timedelta(days=7)}
"""How far the form looks ahead, by what is chosen there."""
_IN_A_SECTION = 5  # of 3,000 characters, however long the names are
_KEPT_BACK = timedelta(minutes=1)


class Also(StrEnum):
    """What the clock sends besides reminders."""

    SURVEY = "survey"


@dataclass(frozen=True)
class Coming:
    """One thing that will be said or done by itself.

    `to` is a person's Slack id, a desk ("desk:" and its key), or empty where nobody is told; `since` is when there was
    a reason; `joins` if it is added to a message that they have had within the hour.
    """

    at: datetime
    what: PingKind | Also
    desk: str
    number: int
    to: str
    since: datetime | None = None
    joins: bool = False

    @property
    def waited_since(self) -> datetime | None:
        """Since when it could have been said, if it was kept back."""
        return self.since if self.since and self.at - self.since > _KEPT_BACK else None


@dataclass(frozen=True)
class Forecast:
    """What comes up to an instant, the earliest first; `is_cut` where there was too much to look any further."""

    coming: Sequence[Coming]
    until: datetime
    is_cut: bool = False

    @property
    def messages(self) -> int:
        """How many messages that makes: what is said to somebody at once is one."""
        return len({(one.at, one.to) for one in self.coming if one.to and not one.joins})


@dataclass(frozen=True)
class Line:
    """Something that comes, with the names of its desk and of whom it is for."""

    coming: Coming
    desk: str
    whom: str


def button(words: Words) -> list[Block]:
    """The way to it in an operator's App Home."""
    return actions([Button(words.plain("button.forecast"), ids.FORECAST, "day")])


def waiting(span: str, words: Words) -> View:
    """What stands there while it is reckoned."""
    return _form(span, words, [section(words("forecast.wait"))])


def broken(span: str, words: Words) -> View:
    """It could not be reckoned, and that is our fault."""
    return _form(span, words, [section(words("mistake.bug"))])


def form(span: str, forecast: Forecast, lines: Sequence[Line], words: Words, zone: str) -> View:
    """What comes, as far as there is room."""
    return _form(span, words, [section(summary(forecast, words)), *_body(forecast, lines, words, zone)])


def _form(span: str, words: Words, blocks: list[Block]) -> View:
    choice: Block = {"type": "actions", "block_id": SPAN, "elements": [_choice(span, words)]}
    return modal(ids.FORECAST_FORM, words, "forecast_form", [choice, *blocks], is_sent=False)


def _choice(span: str, words: Words) -> Block:
    options = {one: Option(words.plain(f"forecast.{one}"), one).block() for one in SPANS}
    select: Block = {"type": "static_select", "action_id": ids.FORECAST_SPAN, "options": list(options.values())}
    return select | {"initial_option": options[span]}


def summary(forecast: Forecast, words: Words) -> Mrkdwn:
    """How many messages will be sent; what joins one, or closes unheard, makes none."""
    if forecast.messages:
        return words.count("forecast.sum", forecast.messages)
    return words("forecast.no_message" if forecast.coming else "forecast.nothing")


def _body(forecast: Forecast, lines: Sequence[Line], words: Words, zone: str) -> Iterator[Block]:
    texts = [_text(line, words, zone) for line in lines]
    for first in range(0, len(texts), _IN_A_SECTION):
        yield section(Mrkdwn("\n".join(texts[first : first + _IN_A_SECTION])))
    if rest := len(forecast.coming) - len(lines):
        yield context(words.count("forecast.rest", rest))
    if forecast.is_cut:
        yield context(words("forecast.cut", until=words.moment(forecast.until, zone)))


def _text(line: Line, words: Words, zone: str) -> Mrkdwn:
    coming = line.coming
    what = words(f"forecast.{coming.what}")
    at, number = words.moment(coming.at, zone), coming.number
    if not coming.to:
        return words("forecast.unheard", at=at, number=number, desk=line.desk, what=what)
    text = words("forecast.line", at=at, number=number, desk=line.desk, whom=line.whom, what=what)
    since = [words("forecast.since", since=words.moment(coming.waited_since, zone))] if coming.waited_since else []
    joins = [words("forecast.joins")] if coming.joins else []
    return Mrkdwn(" ".join((text, *since, *joins)))


def printed(line: Line, words: Words, show: Callable[[datetime], str]) -> str:
    """A line for the command line: when, about what, to whom, why."""
    coming = line.coming
    since = words.plain("forecast.since", since=show(coming.waited_since)) if coming.waited_since else ""
    joins = words.plain("forecast.joins") if coming.joins else ""
    why = " ".join(filter(None, (words.plain(f"forecast.{coming.what}"), since, joins)))
    text = " · ".join(filter(None, (show(coming.at), f"#{coming.number} {line.desk}", line.whom, why)))
    return "".join(one if one.isprintable() else " " for one in text)  # a name must not speak to the terminal
