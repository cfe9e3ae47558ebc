"""The bot built from its parts, started and stopped."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt import App
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery import Delivery
from bot.deskbook import Deskbook
from bot.desks import Desks
from bot.directory import Directory
from bot.helpdesk import Helpdesk
from bot.pace import Pace
from bot.settings import Settings
from bot.slack import Slack, web_client
from handlers.app import build_app
from handlers.clock import build_clock, read_directory, read_directory_soon
from handlers.sockets import Sockets
from storage.engine import PATIENCE_SECONDS, Storage
from storage.migrate import is_current, migrate

log = structlog.get_logger(__name__)


def real_now() -> datetime:
    """The instant it is; everything below this edge is handed its time."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Program:
    """A running bot's parts, in the order in which they start."""

    helpdesk: Helpdesk
    delivery: Delivery
    clock: BackgroundScheduler
    app: App
    sockets: Sockets | None
    started: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Deliver, tick and listen; only the very first start waits until the directory has been read."""
        if not (self.helpdesk.directory.is_empty() and read_directory(self.helpdesk)):
            read_directory_soon(self.clock)
        self.delivery.start()
        self.clock.start()
        if self.sockets:
            self.sockets.open()
        self.started.set()
        log.info("started", mode="socket" if self.sockets else "http")

    def stop(self) -> None:
        """Listen no more, finish what is in hand; what is not delivered yet leaves after the next start."""
        if self.sockets:
            self.sockets.close()
        self.clock.shutdown(wait=True)
        self.delivery.stop(timeout=10)
        self.app.listener_runner.listener_executor.shutdown(wait=True)
        self.helpdesk.storage.close()
        log.info("stopped")

    def troubles(self) -> list[str]:
        """What keeps the bot from serving right now; nothing when it is ready."""
        found = []
        if not self._remembers():
            found.append("the database does not answer")
        if self.sockets and not self.sockets.is_connected:
            found.append("the socket to Slack is not connected")
        return found

    def _remembers(self) -> bool:
        try:
            with self.helpdesk.storage.reading() as session:
                session.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True


def build(
    settings: Settings,
    desks: Desks,
    *,
    now: Callable[[], datetime] = real_now,
    pace: Pace | None = None,
    patience: int = PATIENCE_SECONDS,
) -> Program:
    """Build the bot; the database is brought up to date first. Raises SlackTrouble when Slack refuses the token."""
    storage = Storage(settings.database_url.get_secret_value(), patience, settings.keys)
    if not is_current(storage):
        migrate(storage)
    client = web_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    slack = Slack(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    book = Deskbook(storage, desks)
    away = frozenset(settings.helpdesk_away_emoji)
    workers: list[Delivery] = []
    helpdesk = Helpdesk(
        storage=storage,
        settings=settings,
        book=book,
        directory=Directory(storage, slack, book.now_in_force, settings.helpdesk_department_field, away),
        now=now,
        wake=lambda: workers[0].wake(),
        workspace_url=slack.whoami().url,
    )
    workers.append(_delivery(helpdesk, slack, pace or Pace()))
    app = build_app(helpdesk, client, _secret(settings))
    return Program(helpdesk, workers[0], build_clock(helpdesk), app, _sockets(app, settings))


def _delivery(helpdesk: Helpdesk, slack: Slack, pace: Pace) -> Delivery:
    return Delivery(
        helpdesk.storage,
        slack,
        helpdesk.now,
        pace=pace,
        lease=helpdesk.settings.helpdesk_lease_seconds,
        drawn=helpdesk.drawn,
        on_posted=helpdesk.posted,
        on_held=helpdesk.held,
        on_lost=helpdesk.lost,
    )


def _secret(settings: Settings) -> str | None:
    """The signing secret; Socket Mode needs none, its envelopes come through our own connection."""
    if settings.uses_sockets or settings.slack_signing_secret is None:
        return None
    return settings.slack_signing_secret.get_secret_value()


def _sockets(app: App, settings: Settings) -> Sockets | None:
    if settings.slack_app_token is None:
        return None
    return Sockets(app, settings.slack_app_token.get_secret_value())
