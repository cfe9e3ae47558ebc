"""App Home: everybody's first page of the help desk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.blocks import Block, View
from bot.expectations import Expectation
from bot.mrkdwn import Mrkdwn, bold, escape
from bot.views import desklists, favours, ids, outlooks
from bot.views.answers import ask_button, asking
from bot.views.conversations import reopen_button, withdraw_button
from bot.views.expectations import expectation_line
from bot.views.following import follow_up_button
from bot.views.kit import Button, actions, context, header, section
from bot.views.lists import PAGE, Line, Page, find_button, row, turns
from bot.views.outlooks import Outlook
from bot.words import Words
from storage.kinds import State

_BLOCKS = 100  # as many as Slack takes in a home
_ABOUT_LIMIT = 1000


@dataclass(frozen=True)
class Service:
    """A desk as its customers see it: what it does, whether it is open, until `turns_at`, and how long it takes.

    `channel` is the id of where requests may be posted.
    """

    key: str
    name: str
    about: str
    is_open: bool
    turns_at: datetime | None
    expectation: Expectation
    channel: str | None = None


@dataclass(frozen=True)
class Overview:
    """All that a person's home shows; `further` counts the desks for which there was no room.

    `outlook` is what stands first for those who lead a desk, `served` for those who serve one.
    """

    open: Page
    followed: Sequence[Line]
    resolved: Sequence[Line]
    services: Sequence[Service]
    further: int = 0
    served: desklists.Shown | None = None
    outlook: Outlook | None = None


def loading(words: Words) -> View:
    """What stands there until the first real page has arrived."""
    return _page([*ask_button(words), context(words("home.loading"))])


def page(
    overview: Overview,
    words: Words,
    zone: str,
    below: Sequence[Block] = (),
    *,
    absence: Sequence[Block] = (),
    waiting: Sequence[Block] = (),
    cases: Sequence[Block] = (),
    colleagues: Sequence[Block] = (),
) -> View:
    """The page as things stand; `absence` is an agent's own, `below` comes last, as far as there is room.

    `waiting` is what waits for this person, beside what they asked and what desks ask of them.
    `cases` are those that this person has to do with, `colleagues` is what people ask of each other, without a desk.
    """
    blocks = [
        *_top(overview, words),
        *(outlooks.blocks(overview.outlook, words, zone) if overview.outlook else ()),
        *(desklists.blocks(overview.served, words, zone) if overview.served else ()),
        *absence,
        *waiting,
        *cases,
        *(_open(overview.open, words, zone) if overview.services or overview.open.lines else ()),
        *colleagues,
        *_followed(overview.followed, words, zone),
        *_resolved(overview.resolved, words, zone),
        *_services(overview, words, zone),
        *below,
    ]
    return _page(blocks[:_BLOCKS])


def _top(overview: Overview, words: Words) -> list[Block]:
    """What everybody can do; who is no customer may still have requests to find."""
    find, colleague = find_button(words), favours.ask_button(words)
    if overview.services:
        return actions([asking(words), colleague, find])
    further = [find] if overview.served or overview.open.lines else []
    return [section(words("home.no_customer")), *actions([colleague, *further])]


def _with_button(block: Block, button: Button) -> Block:
    return block | {"accessory": button.block()}


def _page(blocks: list[Block]) -> View:
    return {"type": "home", "blocks": blocks}


def _open(shown: Page, words: Words, zone: str) -> Iterator[Block]:
    yield header(words.plain("home.open"))
    if not shown.lines:
        yield section(words("home.nothing_open"))
    for line in shown.lines:
        yield _with_button(row(line, words, zone), withdraw_button(line.request, words))
    if shown.total > PAGE:
        yield context(words("home.which", first=shown.first + 1, last=shown.last, total=shown.total))
        yield from actions(turns(shown, ids.TURN, words))


def _followed(lines: Sequence[Line], words: Words, zone: str) -> Iterator[Block]:
    if lines:
        yield header(words.plain("home.followed"))
    for line in lines:
        yield row(line, words, zone)


def _resolved(lines: Sequence[Line], words: Words, zone: str) -> Iterator[Block]:
    if lines:
        yield header(words.plain("home.resolved"))
    for line in lines:
        way_on = reopen_button if line.request.state is State.RESOLVED else follow_up_button
        yield _with_button(row(line, words, zone), way_on(line.request, words))


def _services(overview: Overview, words: Words, zone: str) -> Iterator[Block]:
    if overview.services:
        yield header(words.plain("home.desks"))
    for service in overview.services:
        text = Mrkdwn("\n".join(_facts(service, words, zone)))
        yield _with_button(section(text), Button(words.plain("button.ask_desk"), ids.ASK, service.key))
    if overview.further:
        yield context(words.count("home.further_desks", overview.further))


def _facts(service: Service, words: Words, zone: str) -> Iterator[Mrkdwn]:
    """A desk in a few lines: what for, when, how soon, where."""
    about = escape(service.about, _ABOUT_LIMIT)
    yield Mrkdwn(f"{bold(service.name)} · {about}") if about else bold(service.name)
    yield _doors(service, words, zone)
    yield expectation_line(service.expectation, service.name, words, zone)
    if service.channel:
        yield words("home.channel", channel=Mrkdwn(f"<#{service.channel}>"))


def _doors(service: Service, words: Words, zone: str) -> Mrkdwn:
    """Whether the desk is open, and until when; no `turns_at` means that there is no end in sight."""
    if service.turns_at is None:
        return words("home.is_open" if service.is_open else "home.is_closed")
    key = "home.open_until" if service.is_open else "home.opens"
    return words(key, at=words.moment(service.turns_at, zone))
