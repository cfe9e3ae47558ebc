"""The stage of the demo: the company, the bot at work in it, and the hand on the clock."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.desks import Desks
from bot.pace import Pace
from handlers.demo.clock import MovableClock
from handlers.demo.company import Company, found
from handlers.program import Program, build
from handlers.running import Beside
from handlers.server import SLACK_PATH

ZONE = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 2, 9, 30, tzinfo=ZONE)  # a Monday
_PATIENCE = 20.0


class StoryBroken(Exception):  # noqa: N818 - a story breaks
    """Something did not happen that the story tells."""


@dataclass(frozen=True)
class Stage:
    """A company with the bot running in it."""

    company: Company
    program: Program
    bot_url: str

    def settle(self) -> None:
        """Wait until all that was said has arrived everywhere. Raises StoryBroken if something does not."""
        self.company.workspace.wait_idle(_PATIENCE)
        if not self.program.delivery.wait_until_idle(_PATIENCE):
            raise StoryBroken("a message did not arrive")
        self.company.workspace.wait_idle(_PATIENCE)

    def move_clock(self, at: datetime) -> None:
        """Let time pass up to an instant, and let the bot do what has become due."""
        self.company.clock.advance_to(at)
        self.program.helpdesk.tick()
        self.settle()


@contextmanager
def at_work(company: Company, database_url: str) -> Iterator[Stage]:
    """One process of the bot, until the block ends; in HTTP mode Slack calls the one that started last."""
    program = build(company.settings(database_url), company.desks, now=company.clock, pace=Pace.unlimited())
    with Beside(program) as bot:
        company.call(bot, SLACK_PATH)
        yield Stage(company, program, bot.url)


@contextmanager
def raised(*, sockets: bool = True) -> Iterator[Stage]:
    """A stage that stands, with a database of its own, until the block ends; Slack calls by Socket Mode or HTTP."""
    with (
        tempfile.TemporaryDirectory(prefix="helpdesk-demo-") as folder,
        _company(sockets=sockets) as company,
        at_work(company, f"sqlite:///{Path(folder) / 'demo.db'}") as stage,
    ):
        yield stage


def _company(*, sockets: bool) -> Company:
    """The company, its desks file naming IT's agents (others may be in the channel then) and a lead for IT alone."""
    company = found(MovableClock(START), sockets=sockets)
    agents = tuple(company.people[name].email for name in ("bo", "cy"))
    desks = (replace(desk, agents=agents) if desk.key == "it" else replace(desk, leads=()) for desk in company.desks)
    return replace(company, desks=Desks(tuple(desks)))
