"""A nudge: what one addressee is reminded of, each with what can be done about it, and why they are told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.blocks import Block
from bot.mrkdwn import Mrkdwn
from bot.plans import Audience, audience
from bot.views import ids, pings
from bot.views.kit import Button, Menu, actions, context, section
from bot.views.pings import Speech
from bot.words import Words
from storage.due import Reminder
from storage.kinds import PingKind
from storage.tables import Request

_MOST = 12  # with what can be done about each, a message takes some more


class Snooze(StrEnum):
    """Until when a reminder can be put off."""

    HOUR = "hour"
    TOMORROW = "tomorrow"
    WEEK = "week"


@dataclass(frozen=True)
class Line:
    """One reminder, and what is said of its request; `url` leads to the thread in which to do something about it."""

    reminder: Reminder
    speech: Speech
    url: str | None

    @property
    def stands(self) -> bool:
        """Whether there is still a reason for it."""
        return self.reminder.settled_at is None

    @property
    def request(self) -> Request:
        """The request that it is about."""
        return self.speech.request


def nudge(lines: Sequence[Line], words: Words, zone: str, *, is_alone: bool) -> tuple[Mrkdwn, list[Block]]:
    """The message; under its request (`is_alone`) a line need not say which one it speaks of."""
    standing = [line for line in lines if line.stands]
    shown = lines if len(lines) <= _MOST else standing[:_MOST]
    head = words.count("nudge.head", len({line.request.number for line in standing}))
    body = [block for line in shown for block in _blocks(line, words, zone, is_alone=is_alone)]
    more = len(standing) - sum(line.stands for line in shown)
    rest = [context(words.count("nudge.rest", more))] if more else []
    if is_alone or len(lines) == 1:
        return _text(standing[0], words, zone, is_alone=is_alone), [*body, context(_why(standing, words))]
    return head, [section(head), *body, *rest, context(_why(standing, words))]


def _text(line: Line, words: Words, zone: str, *, is_alone: bool) -> Mrkdwn:
    return pings.text(line.speech, words, zone) if is_alone else pings.listed(line.speech, line.url, words, zone)


def _blocks(line: Line, words: Words, zone: str, *, is_alone: bool) -> Iterator[Block]:
    """A reminder that stands with what can be done about it, or struck through."""
    text = _text(line, words, zone, is_alone=is_alone)
    if not line.stands:
        yield context(Mrkdwn(f"~{text}~"))
        return
    yield section(text) | {"accessory": _menu(line, words).block()}
    if line.reminder.kind is PingKind.AWAITED_LAST:
        yield from actions(_ways_on(line.request, words))


def _menu(line: Line, words: Words) -> Menu:
    """Put it off, or have fewer of them."""
    number = str(line.reminder.id)
    entries = [Button(words.plain(f"snooze.{until}"), f"{ids.SNOOZE}:{until}", number) for until in Snooze]
    return Menu(ids.NUDGE_MENU, [*entries, Button(words.plain("nudge.fewer"), ids.MY_SETTINGS, "-")])


def _ways_on(request: Request, words: Words) -> list[Button]:
    number = str(request.number)
    return [
        Button(words.plain("button.solved"), ids.SOLVED, number),
        Button(words.plain("button.keep_open"), ids.KEEP_OPEN, number),
        Button(words.plain("button.put_off"), ids.PUT_OFF, number),
    ]


def _why(standing: Sequence[Line], words: Words) -> Mrkdwn:
    """Why this came, and how to get fewer; who has several parts in what it speaks of is told so in one sentence."""
    reasons = {_reason(line) for line in standing}
    reason = "several" if len(reasons) > 1 else reasons.pop()
    return Mrkdwn(f"{words(f'why.{reason}')} {words('why.fewer')}")


def _reason(line: Line) -> Audience:
    return Audience.DESK if line.speech.is_to_desk else audience(line.request, line.reminder.kind)
