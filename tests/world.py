"""A company with the bot at work in it, for the journeys: real HTTP and WebSocket, a clock that the test moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.pace import Pace
from handlers.demo.clock import MovableClock
from handlers.demo.company import Company, found
from handlers.program import Program, build
from handlers.running import Beside
from handlers.server import SLACK_PATH
from sandbox.people import Person
from sandbox.records import Channel
from sandbox.seen import SeenMessage
from storage.engine import Storage

MONDAY_MORNING = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)  # 09:30 in Berlin, where the desks work
_PATIENCE = 20.0


@dataclass(frozen=True)
class World:
    """The company, and the bot that runs in it."""

    company: Company
    program: Program

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

    def settle(self) -> None:
        """Wait until all that was said has arrived everywhere."""
        self.company.workspace.wait_idle(_PATIENCE)
        assert self.program.delivery.wait_until_idle(_PATIENCE), "the outbox did not empty"
        self.company.workspace.wait_idle(_PATIENCE)

    def pass_time(self, **span: float) -> None:
        """Let time pass (days=…, hours=…, minutes=…), do what has become due, and wait until it has arrived."""
        self.company.clock.advance(timedelta(**span))
        self.program.helpdesk.tick()
        self.settle()

    def dm(self, name: str) -> Channel:
        """A person's DM with the bot."""
        return self.person(name).dm(self.company.app)

    def last_in(self, name: str, channel: Channel) -> SeenMessage:
        """The newest message that a person sees at the top of a channel."""
        return self.person(name).messages(channel)[-1]


@contextmanager
def opened(
    database_url: str, *, sockets: bool, language: str = "en", start: datetime = MONDAY_MORNING
) -> Iterator[World]:
    """A company with the bot running, by Socket Mode or HTTP, until the block ends."""
    with found(MovableClock(start), sockets=sockets, language=language) as company:
        settings = company.settings(database_url)
        program = build(settings, company.desks, now=company.clock, pace=Pace.unlimited())
        with Beside(program) as bot:
            company.call(bot, SLACK_PATH)
            yield World(company, program)
