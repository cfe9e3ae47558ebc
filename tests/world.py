"""A company with the bot at work in it, for the journeys: real HTTP and WebSocket, a clock that the test moves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from sqlmodel import col, select

from bot.desks import Desks
from handlers.demo import stage
from handlers.demo.clock import MovableClock
from handlers.demo.company import Company, found
from handlers.demo.stage import Stage
from sandbox.people import Person
from sandbox.records import Channel
from sandbox.seen import SeenMessage
from storage.engine import Storage
from storage.keys import new_key
from storage.tables import Event, Outgoing, Request

MONDAY_MORNING = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)  # 09:30 in Berlin, where the desks work
crosswise = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "socket"), ("postgres", "http")], indirect=True)
"""Each database and each way in which Slack reaches the bot, once: for all but the oldest journeys that is enough."""
KEY = new_key()
"""What is confidential is sealed with one key in all of a run's companies: what was compiled for it is used again."""
_NEVER = 3600  # seconds: tests move time themselves, and a tick beside theirs would hold what is due by another clock
_PATIENCE = 20.0  # real seconds: a busy machine must not look like a slow bot


@dataclass(frozen=True)
class World(Stage):
    """The company, and one process of the bot that runs in it."""

    database_url: str

    def person(self, name: str) -> Person:
        """A colleague by name."""
        return self.company.people[name]

    def channel(self, name: str) -> Channel:
        """A channel by name."""
        return self.company.channels[name]

    @property
    def storage(self) -> Storage:
        """What the bot remembers."""
        return self.program.helpdesk.storage

    def pass_time(self, **span: float) -> None:
        """Let time pass (days=…, hours=…, minutes=…), do what has become due, and wait until it has arrived."""
        self.move_clock(self.company.clock() + timedelta(**span))

    def dm(self, name: str) -> Channel:
        """A person's DM with the bot."""
        return self.person(name).dm(self.company.app)

    def last_in(self, name: str, channel: Channel) -> SeenMessage:
        """The newest message that a person sees at the top of a channel."""
        return self.person(name).messages(channel)[-1]

    def timeline(self, number: int) -> list[str]:
        """The Event rows of a request, oldest first: "claimed by bo", "pinged by the clock"."""
        names = {person.id: name for name, person in self.company.people.items()}
        statement = select(Event).where(Event.request == number).order_by(col(Event.id))
        with self.storage.reading() as session:
            return [f"{one.kind} by {names.get(one.actor or '', 'the clock')}" for one in session.exec(statement)]

    def request(self, number: int) -> Request:
        """A request as it is remembered."""
        with self.storage.reading() as session:
            return session.get_one(Request, number)

    def requests(self) -> int:
        """How many requests there are."""
        with self.storage.reading() as session:
            return len(session.exec(select(Request.id)).all())

    def unsent(self) -> list[str]:
        """The keys of the messages that wait to leave."""
        waiting = select(Outgoing.key).where(col(Outgoing.sent_at).is_(None), col(Outgoing.given_up_at).is_(None))
        with self.storage.reading() as session:
            return list(session.exec(waiting))


@contextmanager
def opened(
    database_url: str,
    *,
    sockets: bool,
    language: str = "en",
    start: datetime = MONDAY_MORNING,
    desks: Callable[[Desks], Desks] = lambda desks: desks,
) -> Iterator[World]:
    """A company with the bot running, by Socket Mode or HTTP, until the block ends; `desks` changes who serves what."""
    with (
        found(MovableClock(start), sockets=sockets, language=language, ack_seconds=_PATIENCE) as company,
        at_work(replace(company, desks=desks(company.desks), key=KEY), database_url) as world,
    ):
        yield world


@contextmanager
def at_work(company: Company, database_url: str) -> Iterator[World]:
    """One process of the bot, until the block ends; in HTTP mode Slack calls the one that started last."""
    _log_plainly()
    with stage.at_work(company, database_url, helpdesk_tick_seconds=_NEVER) as at:
        yield World(at.company, at.program, at.bot_url, database_url)


def _log_plainly() -> None:
    """Log to the captured output, as quickly as the bot does: structlog's own tracebacks take seconds to draw."""
    plainly = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, plainly])


def named_agents(desk: str, *names: str) -> Callable[[Desks], Desks]:
    """The change after which a desk is served by these people alone, whoever else is in its channel."""
    emails = tuple(f"{name}@acme.example" for name in names)

    def change(desks: Desks) -> Desks:
        return desks.change(lambda one: replace(one, agents=emails) if one.key == desk else one)

    return change


def without_desk(key: str) -> Callable[[Desks], Desks]:
    """The change after which a desk is no longer in the desks file."""
    return lambda desks: replace(desks, all=tuple(desk for desk in desks if desk.key != key))
