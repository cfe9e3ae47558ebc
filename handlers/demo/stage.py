"""The stage of the demo: the company, the bot at work in it, and the hand on the clock."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import tomlkit

from bot.deskfile import read_desks
from bot.pace import Pace
from handlers.demo.clock import MovableClock
from handlers.demo.company import DESKS, Company, found, reopened
from handlers.program import Program, build
from handlers.running import Beside
from handlers.server import SLACK_PATH
from sandbox.keeping import keep

ZONE = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 2, 9, 30, tzinfo=ZONE)  # a Monday
_PATIENCE = 20.0
_WAITS = 10  # a laptop may be busier than a server, and its Slack waits longer where it is told to
_WORKSPACE = "workspace.pickle"
_DATABASE = "helpdesk.db"
_DESKS = "desks.toml"
_KEY = "helpdesk.key"


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
        self.catch_up()

    def catch_up(self) -> None:
        """Let the bot do what has become due."""
        self.program.helpdesk.tick()
        self.settle()


@contextmanager
def at_work(company: Company, database_url: str, **settings: object) -> Iterator[Stage]:
    """One process of the bot, until the block ends; in HTTP mode Slack calls the one that started last."""
    asked = company.settings(database_url, **settings)
    program = build(asked, company.desks, now=company.clock, pace=Pace.unlimited(), patience=_WAITS)
    with Beside(program) as bot:
        company.call(bot, SLACK_PATH)
        yield Stage(company, program, bot.url)


@contextmanager
def raised(*, sockets: bool = True, start: datetime = START) -> Iterator[Stage]:
    """A stage that stands, with a database of its own, until the block ends; Slack calls by Socket Mode or HTTP."""
    with (
        tempfile.TemporaryDirectory(prefix="helpdesk-demo-") as folder,
        _served(found(MovableClock(start), sockets=sockets), Path(folder)) as company,
        at_work(company, _database_in(Path(folder))) as stage,
    ):
        yield stage


@contextmanager
def raised_in(folder: Path, *, start: datetime) -> Iterator[Stage]:
    """The stage that is kept in a folder, as it was left, or a new one that will be; by Socket Mode."""
    folder.mkdir(parents=True, exist_ok=True)
    company = reopened(folder / _WORKSPACE) if is_kept(folder) else found(MovableClock(start), sockets=True)
    if not is_kept(folder):
        _forget_half_a_start(folder)
    with _served(company, folder) as served, at_work(served, _database_in(folder)) as stage:
        yield stage


def is_kept(folder: Path) -> bool:
    """Whether somebody has been here before."""
    return (folder / _WORKSPACE).exists()


def keep_in(folder: Path, stage: Stage) -> None:
    """Keep the workspace as it is now; the bot keeps its own memory."""
    keep(stage.company.workspace.world, folder / _WORKSPACE)


def _forget_half_a_start(folder: Path) -> None:
    """Whoever stopped while a company was being founded left a database that knows of no workspace."""
    for leftover in folder.glob(f"{_DATABASE}*"):
        leftover.unlink()


def _database_in(folder: Path) -> str:
    return f"sqlite:///{folder / _DATABASE}"


def _served(company: Company, folder: Path) -> Company:
    """The company with a desks file of its own, which its operator may edit."""
    file = folder / _DESKS
    if not file.exists():
        file.write_text(_staffed(company), encoding="utf-8")
    key = folder / _KEY
    if not key.exists():
        key.write_text(company.key, encoding="utf-8")
    return replace(company, desks=read_desks(file), desks_file=file, key=key.read_text(encoding="utf-8"))


def _staffed(company: Company) -> str:
    """The shipped desks file, naming IT's agents (others may be in the channel then), and a lead for IT and HR."""
    file = tomlkit.parse(DESKS.read_text(encoding="utf-8"))
    it = file["desks"][0]
    it["agents"] = [company.people[name].email for name in ("bo", "cy")]
    for desk in file["desks"][:2]:
        desk["leads"] = [company.people["lena"].email]
    return tomlkit.dumps(file)
