"""App Home of who leads desks: how each stands today and this week, who is away, and what will be missed next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from bot.blocks import Block
from bot.hours import zone_of
from bot.mrkdwn import Mrkdwn, ago, bold, day, escape, link, mention
from bot.numbers import Backlog, Flow
from bot.targets import Target
from bot.views import ids
from bot.views.cards import LIGHTS, headline
from bot.views.kit import Button, actions, clip, context, header, paragraphs, section
from bot.words import Words
from storage.tables import Request

MOST_DESKS = 10
MOST_SOON = 5
_MOST_AWAY = 10
_TITLE_LIMIT = 100
_NAME_LIMIT = 60


@dataclass(frozen=True)
class Away:
    """Somebody who is off work, and until when, if that is known."""

    person: str
    until: datetime | None


@dataclass(frozen=True)
class Led:
    """A desk as its lead sees it: today so far, this week so far, and as much of the week before."""

    key: str
    name: str
    backlog: Backlog
    today: Flow
    week: Flow
    week_before: Flow
    away: Sequence[Away] = ()


@dataclass(frozen=True)
class Soon:
    """A request of the desk of this name, the target that is due next, and the link to its card once that is posted."""

    request: Request
    desk: str
    target: Target
    now: datetime
    url: str | None


@dataclass(frozen=True)
class Outlook:
    """All that a lead sees; `further` counts the desks for which there is no room."""

    desks: Sequence[Led]
    soon: Sequence[Soon]
    further: int = 0


def blocks(outlook: Outlook, words: Words, zone: str) -> Iterator[Block]:
    """A paragraph for each desk, with the way to its report, and one for what will be missed next."""
    yield header(words.plain("outlook.header"))
    for desk in outlook.desks:
        report = Button(words.plain("outlook.report"), ids.REPORT_OPEN, desk.key)
        yield section(Mrkdwn("\n".join(_lines(desk, words, zone)))) | {"accessory": report.block()}
    yield context(words("outlook.legend"))
    if outlook.further:
        yield context(words.count("outlook.further", outlook.further))
    if outlook.soon:
        names_desk = len(outlook.desks) > 1
        lines = (_soon(one, words, zone, names_desk=names_desk) for one in outlook.soon)
        yield from paragraphs(Mrkdwn("\n".join((words("outlook.soon"), *lines))))
    yield from actions([Button(words.plain("outlook.digests"), ids.MY_SETTINGS, "-")])


def _lines(desk: Led, words: Words, zone: str) -> Iterator[Mrkdwn]:
    yield bold(clip(desk.name, _NAME_LIMIT))
    yield words(
        "outlook.today",
        new=desk.today.new,
        resolved=desk.today.resolved,
        open=desk.backlog.open,
        overdue=Mrkdwn(f"🔴 *{desk.backlog.overdue}*" if desk.backlog.overdue else "*0*"),
    )
    yield words(
        "outlook.week",
        new=desk.week.new,
        resolved=desk.week.resolved,
        new_trend=_trend(desk.week.new, desk.week_before.new, words),
        resolved_trend=_trend(desk.week.resolved, desk.week_before.resolved, words),
    )
    if desk.away:
        yield words("outlook.away", people=Mrkdwn(", ".join(_away(desk.away, words, zone))))


def _trend(n: int, then: int, words: Words) -> Mrkdwn:
    """How a number compares, in words: an arrow alone may be overlooked, or not be read aloud."""
    if n == then:
        return words("outlook.same")
    return words("outlook.more", n=n - then) if n > then else words("outlook.fewer", n=then - n)


def _away(away: Sequence[Away], words: Words, zone: str) -> Iterator[str]:
    for one in away[:_MOST_AWAY]:
        name = mention(one.person)
        yield words("outlook.until", person=name, until=_until(one.until, words, zone)) if one.until else name
    if len(away) > _MOST_AWAY:
        yield words("outlook.more_away", n=len(away) - _MOST_AWAY)


def _until(at: datetime, words: Words, zone: str) -> Mrkdwn:
    """The instant, or the day that begins with it: the first on which they are back."""
    is_midnight = at.astimezone(zone_of(zone)).time() == time()
    return day(at, zone) if is_midnight else words.moment(at, zone)


def _soon(soon: Soon, words: Words, zone: str, *, names_desk: bool) -> str:
    """How near it is, which one, what of it in how long, and who has it."""
    title = escape(headline(soon.request), _TITLE_LIMIT)
    name = f"{LIGHTS[soon.target.health(soon.now)]} {link(soon.url, title) if soon.url else title}"
    due = words(f"outlook.{soon.target.promised}", due=ago(soon.target.due_at, zone))
    whose = mention(soon.request.agent) if soon.request.agent else words("outlook.nobody")
    return " · ".join([name, *([bold(clip(soon.desk, _NAME_LIMIT))] if names_desk else []), due, whose])
