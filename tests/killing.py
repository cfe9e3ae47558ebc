"""The bot as a process of its own that dies, by SIGKILL, at any moment and is started again."""

import multiprocessing
import random
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import cache, partial
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any

import uvicorn
from sqlalchemy.orm import configure_mappers

from bot import leases
from bot.deskfile import read_desks
from bot.pace import Pace
from bot.settings import Settings
from handlers.demo.clock import MovableClock
from handlers.demo.company import DESKS, Company
from handlers.logs import set_up_logs
from handlers.program import build
from handlers.server import SLACK_PATH, build_web
from sandbox.faults import drop_before
from sandbox.wire import Change
from storage.engine import Storage

PATIENCE = 60.0
LEASE = 15.0
_TO_RESTART = timedelta(seconds=LEASE + 1)  # so that what the dead had in hand is free
_UNTIL_REPEATED = (61, 240)  # seconds: Slack's two waits before it repeats an event
_LANDS_WITHIN = 15.0
_LONGEST_WAIT = 1.5
_LAST_POST = 8

configure_mappers()  # here, so that it is done where all processes begin as copies of one


def _since_boot() -> timedelta:
    """Read the clock that all processes of the machine share."""
    return timedelta(seconds=time.monotonic())


def _now(zero: datetime) -> datetime:
    return zero + _since_boot()


class RunningClock(MovableClock):
    """Runs on by itself, in every process that knows its `zero`."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start - _since_boot())

    def __call__(self) -> datetime:
        """The instant it is."""
        return _now(self.zero)

    @property
    def zero(self) -> datetime:
        """What it would have shown when the machine's clock began."""
        return super().__call__()


class Moment(Enum):
    """When the bot dies: while it starts, while it works, or about one of its posts: unheard, unanswered, or done."""

    START = auto()
    WORK = auto()
    BEFORE_POST = auto()
    AFTER_POST = auto()
    SOON_AFTER_POST = auto()


_ABOUT_POSTS = frozenset({Moment.BEFORE_POST, Moment.AFTER_POST, Moment.SOON_AFTER_POST})


@dataclass(frozen=True)
class Fate:
    """How one life of the bot ends: some seconds after it began, came up or, at its nth post, had Slack post it."""

    moment: Moment
    post: int = 0
    seconds: float = 0.0

    @classmethod
    def drawn(cls, chance: random.Random) -> "Fate":
        """Half of the lives end around a post."""
        (moment,) = chance.choices(list(Moment), weights=[1, 5, 2, 2, 2])
        longest = {Moment.START: 0.5, Moment.WORK: 0.8}.get(moment, 0.03)
        return cls(moment, chance.randint(1, _LAST_POST), chance.uniform(0.0, longest))

    @classmethod
    def far_away(cls) -> "Fate":
        """No end in sight."""
        return cls(Moment.START, seconds=PATIENCE)


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, news: Connection) -> None:
        super().__init__(config)
        self._news = news

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._news.send("up")


def _live(settings: Settings, zero: datetime, port: int, log: Path, news: Connection) -> None:
    """Be the bot, in a process of its own, until killed."""
    sys.stdout = sys.stderr = log.open("a", buffering=1)
    set_up_logs()
    program = build(settings, read_desks(DESKS), now=partial(_now, zero), pace=Pace.unlimited())
    config = uvicorn.Config(build_web(program), log_config=None, ws="none", timeout_graceful_shutdown=5)
    _Server(config, news).run([_bound(port)])


def _bound(port: int) -> socket.socket:
    """Take a loopback port (0: any) without listening: calls are refused, and nobody but us can have it."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    taken.bind(("127.0.0.1", port))
    return taken


@cache
def _processes() -> ForkServerContext:
    """Processes that begin as copies of one that has imported everything: a tenth of the time."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        [__name__, "holidays.countries", "sqlalchemy.dialects.postgresql.psycopg", "uvicorn.protocols.http.auto"]
    )
    return context


class _Life:
    """One process of the bot, watched by its fate."""

    def __init__(self, process: ForkServerProcess, news: Connection, fate: Fate) -> None:
        self.process = process
        self._news = news
        self._fate = fate
        self.posts = 0
        self._is_armed = False
        self._posting: int | None = None
        self._over = threading.Event()

    def arm(self) -> None:
        """From now on posts count."""
        self._is_armed = True

    def is_asked_to_post(self, _arguments: Mapping[str, Any]) -> bool:
        """Slack hears a post: whether it dies unheard, with its caller."""
        if not self._is_armed:
            return False
        self.posts += 1
        if self._fate.moment not in _ABOUT_POSTS or self.posts != self._fate.post:
            return False
        if self._fate.moment is Moment.BEFORE_POST:
            self.end()
            return True
        self._posting = threading.get_ident()
        return False

    def has_changed(self, change: Change) -> None:
        """Slack shows the post, and has not answered yet: it does so from this thread."""
        if change.kind != "message" or self._posting != threading.get_ident():
            return
        self._posting = None
        if self._fate.moment is Moment.AFTER_POST:
            self.end()
        else:
            threading.Timer(self._fate.seconds, self.end).start()

    def end(self) -> None:
        """Kill the process, now."""
        if not self._over.is_set():
            self._over.set()
            self.process.kill()

    def comes_up(self, within: float) -> bool:
        """Wait until the bot listens; False if it was killed before, or takes more seconds."""
        with suppress(EOFError):
            return self._news.poll(within) and self._news.recv() == "up"
        return False

    @property
    def is_over(self) -> bool:
        """Whether its fate has struck."""
        return self._over.is_set()

    def wait_for_end(self, seconds: float) -> bool:
        """Wait for its fate; False if that takes longer."""
        return self._over.wait(max(0.0, seconds))

    def bury(self) -> None:
        """Let go of the process once it is gone."""
        self.process.join(PATIENCE)
        assert self.process.exitcode is not None, "the bot does not end"
        self._news.close()


class Mortal:
    """The bot of a company; in HTTP mode Slack finds it at the same address in every life."""

    def __init__(self, company: Company, clock: RunningClock, settings: Settings, log: Path) -> None:
        self._company = company
        self._clock = clock
        self._settings = settings
        self._log = log
        self._port = _bound(0)
        self._storage = Storage(settings.database_url.get_secret_value())
        self._is_up = threading.Event()
        self._ends: list[str] = []
        self._ahead = timedelta()
        self._breathes = False
        if not settings.uses_sockets:
            company.app.request_url = f"http://127.0.0.1:{self._port.getsockname()[1]}{SLACK_PATH}"

    def lives(self, fate: Fate) -> None:
        """Live one life.

        Every other one that comes up is let hear what Slack repeats before its fate can strike: Slack gives up on an
        event after four times.
        """
        with self._born(fate) as life:
            if not self._breathes:
                life.arm()
            is_up = life.comes_up(fate.seconds if fate.moment is Moment.START else PATIENCE)
            if is_up:
                self._serve(life)
                life.arm()
                life.wait_for_end(fate.seconds if fate.moment is Moment.WORK else _LONGEST_WAIT)
            self._ends.append(f"{fate}, {is_up=}, {life.posts} posts")

    def story(self) -> str:
        """How its lives have ended so far, and what it has logged."""
        return "\n".join([*self._ends, self._log.read_text() if self._log.exists() else "no word from it"])

    @contextmanager
    def lives_on(self) -> Iterator[None]:
        """Live until the block ends, and then stop as asked."""
        with self._born(Fate.far_away()) as life:
            assert life.comes_up(PATIENCE), "the bot does not start"
            self._serve(life)
            yield
            life.process.terminate()
            life.process.join(PATIENCE)

    def wait_until_up(self) -> None:
        """Wait while the bot is down."""
        assert self._is_up.wait(PATIENCE), "the bot stays down"

    @contextmanager
    def _born(self, fate: Fate) -> Iterator[_Life]:
        """Give a new process, which is dead when the block ends."""
        news, its_news = _processes().Pipe(duplex=False)
        self._ahead += _TO_RESTART
        told = (self._settings, self._clock.zero + self._ahead, self._port.getsockname()[1])
        process = _processes().Process(target=_live, args=(*told, self._log, its_news), daemon=True)
        life = _Life(process, news, fate)
        workspace = self._company.workspace
        workspace.faults.add(method="chat.postMessage", fail=drop_before, when=life.is_asked_to_post)
        forget = workspace.subscribe(life.has_changed)
        process.start()
        its_news.close()
        try:
            yield life
        finally:
            self._is_up.clear()
            life.end()
            life.bury()
            workspace.faults.clear()
            forget()

    def lets_slack_repeat(self) -> None:
        """Let the time pass after which Slack repeats what it could not deliver."""
        for seconds in _UNTIL_REPEATED:
            self._wait_until_landed()
            self._clock.advance(seconds=seconds)
        self._company.workspace.wait_idle(PATIENCE)

    def _serve(self, life: _Life) -> None:
        """Let Slack repeat what it could not deliver, and people act, unless it has died of its first posts.

        Slack's clock moves only now, for a repetition that finds nobody at home would be wasted. It must never be two
        minutes behind the bot's: the bot looks for its own messages from so long before they were queued.
        """
        breathes, self._breathes = self._breathes, not self._breathes
        for seconds in _UNTIL_REPEATED:
            self._wait_until_landed(life)
            if life.is_over:
                return
            self._clock.advance(seconds=seconds)
        self._ahead = timedelta()
        if breathes:
            self._company.workspace.wait_idle(PATIENCE)
        self._is_up.set()

    def _wait_until_landed(self, life: _Life | None = None) -> None:
        """Let the bot find where the posts of its former lives are: words under them are not taken before.

        In Slack a minute lies between two repetitions, and four; here they would all be over before the bot has looked.
        """
        ends_by = time.monotonic() + _LANDS_WITHIN
        while self._is_landing() and not (life and life.is_over) and time.monotonic() < ends_by:
            time.sleep(0.02)

    def _is_landing(self) -> bool:
        with self._storage.reading() as session:
            return bool(leases.landing(session))

    def close(self) -> None:
        """Give the port back."""
        self._port.close()
        self._storage.close()
