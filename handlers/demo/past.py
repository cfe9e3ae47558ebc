"""The past of the demo's company: four weeks of requests, lived through the bot before anybody looks.

past.toml tells it. What people write is said in their own Slack and heard over the wire; what they press goes straight
to the bot's own functions, which is quicker.
"""

import gc
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, partial
from itertools import count, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, select, union_all
from sqlmodel import col

from bot import claiming, ending, moves, places, promising, replying, requests, surveys, waiting
from bot.claiming import Handover
from bot.drafts import Draft
from bot.work import Work
from handlers.demo.stage import ZONE, Stage
from storage.due import Digest, Ping, Reminder, Survey
from storage.kinds import Rating, Urgency
from storage.tables import Posted, Request

_STORY = Path(__file__).with_suffix(".toml")
_DAYS = 20  # of work: four weeks
_DAWN = time(8)
_DAY = timedelta(days=1)
_SATURDAY = 5
_LINE = re.compile(r"(?P<day>\d+) (?P<clock>\d\d:\d\d) (?P<who>\w+) (?P<deed>[a-z-]+) ?(?P<words>.*)")
_HANDOVER = re.compile(r"(?P<agent>\w+): (?P<done>.*) Next: (?P<next>.*)")


class Deed(StrEnum):
    """What somebody does in the past, as past.toml calls it."""

    ASKS = "asks"
    POSTS = "posts"
    CLAIMS = "claims"
    SAYS = "says"
    REPLIES = "replies"
    NOTES = "notes"
    WAITS = "waits"
    PROMISES = "promises"
    HANDS_OVER = "hands-over"
    HANDS_BACK = "hands-back"
    RESOLVES = "resolves"
    REOPENS = "reopens"
    WITHDRAWS = "withdraws"
    RATES = "rates"
    REMARKS = "remarks"


@dataclass(frozen=True)
class Act:
    """One thing that one person did at an instant, in the request that is told under this index."""

    at: datetime
    request: int
    who: str
    deed: Deed
    words: str


def begins(until: datetime) -> datetime:
    """The instant at which the clock must stand when the past up to `until` begins."""
    return datetime.combine(_working_days(until)[0], _DAWN, ZONE)


def live_past(stage: Stage, until: datetime) -> None:
    """Live all of it, the clock moving up to `until`. Raises StoryBroken, SandboxError, or what the bot objects to."""
    told = tomllib.loads(_STORY.read_text(encoding="utf-8"))["request"]
    life = _Life(stage, told)
    with _no_tidying():
        for act in sorted(_acts(told, _working_days(until)), key=lambda act: act.at):
            life.pass_time(act.at)
            life.do(act)
        life.pass_time(until)


@contextmanager
def _no_tidying() -> Iterator[None]:
    """Let no garbage be collected meanwhile: it would take a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _working_days(until: datetime) -> list[date]:
    """The last twenty days of work before the day of an instant, in Berlin."""
    day = until.astimezone(ZONE).date()
    days: list[date] = []
    while len(days) < _DAYS:
        day -= _DAY
        if day.weekday() < _SATURDAY:
            days.append(day)
    return days[::-1]


def _acts(told: Iterable[Mapping[str, Any]], days: list[date]) -> Iterator[Act]:
    for index, request in enumerate(told):
        for line in request["told"]:
            match = _LINE.fullmatch(line)
            assert match, f"past.toml has a line that nobody understands: {line}"
            at = datetime.combine(days[int(match["day"]) - 1], time.fromisoformat(match["clock"]), ZONE)
            yield Act(at, index, match["who"], Deed(match["deed"]), match["words"])


@dataclass(frozen=True)
class _Life:
    """The past while it is lived; `numbers` are those that the bot gave to the requests told so far."""

    stage: Stage
    told: list[Mapping[str, Any]]
    numbers: dict[int, int] = field(default_factory=dict)

    def pass_time(self, until: datetime) -> None:
        """Let time pass up to an instant, stopping wherever the bot has something to do, so that it comes on time."""
        while (due := self._next_due()) is not None and due <= until:
            self.stage.move_clock(due)
        self.stage.company.clock.advance_to(until)

    def _next_due(self) -> datetime | None:
        with self.stage.program.helpdesk.looking() as work:
            return work.session.scalar(_next_planned())

    def do(self, act: Act) -> None:
        """Do what was done, and wait until everybody has heard of it."""
        if act.deed in (Deed.SAYS, Deed.NOTES):
            self._say(act)
        elif act.deed is Deed.POSTS:
            self._post(act)
            return
        else:
            with self.stage.program.helpdesk.work() as work:
                self._press(work, act)
        self.stage.settle()

    def _press(self, work: Work, act: Act) -> None:
        person = self.stage.company.people[act.who].id
        if act.deed is Deed.ASKS:
            self.numbers[act.request] = requests.open_request(work, person, self._draft(act)).number
        elif act.deed is Deed.HANDS_OVER:
            self._hand_over(work, act)
        else:
            _MOVES[act.deed](work, moves.find(work, self.numbers[act.request]), person, act.words)

    def _hand_over(self, work: Work, act: Act) -> None:
        match = _HANDOVER.fullmatch(act.words)
        assert match, f"past.toml has a hand-over that nobody understands: {act.words}"
        actor, agent = (self.stage.company.people[name].id for name in (act.who, match["agent"]))
        claiming.assign(work, self.numbers[act.request], actor, agent, Handover(match["done"], match["next"]))

    def _draft(self, act: Act) -> Draft:
        told = self.told[act.request]
        urgency, kind, answers = Urgency(told["urgency"]), told.get("type"), told.get("answers", {})
        return Draft(told["desk"], act.words, told.get("details", ""), urgency, kind, answers)

    def _post(self, act: Act) -> None:
        """Write in the desk's request channel; the newest request is what became of it."""
        told = self.told[act.request]
        desk = self.stage.company.desks.get(told["desk"])
        words = "\n".join(filter(None, [act.words, told.get("details", "")]))
        self.stage.company.people[act.who].says(self.stage.company.channels[desk.request_channels[0]], words)
        self.stage.settle()
        with self.stage.program.helpdesk.looking() as work:
            self.numbers[act.request] = work.session.execute(select(func.max(col(Request.id)))).scalar_one()

    def _say(self, act: Act) -> None:
        """Write in the requester's thread or under the card, a note with its lock."""
        company, number = self.stage.company, self.numbers[act.request]
        person = company.people[act.who]
        with self.stage.program.helpdesk.looking() as work:
            request = moves.find(work, number)
            is_requester = request.requester == person.id
            place = places.conversation(request).place if is_requester else places.card(number)
            root = work.session.get_one(Posted, place)
        words = f"🔒 {act.words}" if act.deed is Deed.NOTES else act.words
        person.says(company.workspace.world.channels[root.channel], words, thread=root.ts)


@cache
def _next_planned() -> Select[datetime | None]:
    """Select when something is due next, reminders that wait for a better moment included; built once, for it is
    asked some hundred times.
    """
    kinds = (Ping, Survey, Digest)
    planned = [select(col(kind.due_at)).where(col(kind.settled_at).is_(None)) for kind in kinds]
    held = select(col(Reminder.due_at)).where(col(Reminder.settled_at).is_(None), col(Reminder.nudge).is_(None))
    return select(func.min(union_all(*planned, held).subquery().c.due_at))


_Move = Callable[[Work, Request, str, str], object]


def _resolve(work: Work, request: Request, person: str, words: str) -> None:
    ending.resolve(work, request.number, person, words)


def _reply(work: Work, request: Request, person: str, words: str) -> None:
    replying.reply(work, request.number, person, words)


def _rate(work: Work, request: Request, person: str, words: str) -> None:
    """Press a face and, where there are more words, say why."""
    face, _, why = words.partition(" ")
    surveys.rate(work, request.number, request.resolutions, person, Rating(face))
    surveys.comment(work, request.number, request.resolutions, person, why)


def _remark(work: Work, request: Request, person: str, words: str) -> None:
    """Say why without one's name."""
    surveys.comment(work, request.number, request.resolutions, person, words, is_nameless=True)


def _promise(work: Work, request: Request, person: str, words: str) -> None:
    """Promise it for so many working days later, and say more where there are more words."""
    days, _, word = words.partition(" ")
    today = work.now.astimezone(ZONE).date()
    coming = (day for n in count(1) if (day := today + n * _DAY).weekday() < _SATURDAY)
    promised = next(islice(coming, int(days) - 1, None))
    promising.promise(work, request.number, person, promised.isoformat(), word)


def _plain(move: Callable[[Work, int, str], object], work: Work, request: Request, person: str, _words: str) -> None:
    move(work, request.number, person)


_MOVES: Mapping[Deed, _Move] = {
    Deed.CLAIMS: partial(_plain, claiming.claim),
    Deed.WAITS: partial(_plain, waiting.wait),
    Deed.HANDS_BACK: partial(_plain, claiming.hand_back),
    Deed.REOPENS: partial(_plain, ending.reopen),
    Deed.WITHDRAWS: partial(_plain, ending.withdraw),
    Deed.REPLIES: _reply,
    Deed.RESOLVES: _resolve,
    Deed.RATES: _rate,
    Deed.REMARKS: _remark,
    Deed.PROMISES: _promise,
}
