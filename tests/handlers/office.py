"""One desk's Slack, its database and the delivery between them, for tests of what leaves."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from sqlmodel import Session, select

from bot.courier import Drawn
from bot.delivery import Delivery
from bot.outbox import Outgo, queue
from bot.pace import Pace
from bot.slack import Slack
from sandbox.records import Channel
from sandbox.server import SandboxServer
from sandbox.wire import Exchange
from sandbox.workspace import Workspace
from storage.engine import Storage
from storage.tables import DeskChannel, Outgoing, Posted
from tests.clock import Clock

SCOPES = [
    "chat:write",
    "chat:write.customize",
    "channels:read",
    "channels:history",
    "channels:join",
    "groups:read",
    "groups:history",
    "im:write",
    "im:read",
    "im:history",
    "users:read",
    "users:read.email",
]
PATIENCE = 20.0
NOTHING_DRAWN = Drawn(home=lambda _person: {}, report=lambda _asked: (), file=lambda _asked: None)


def manifest(scopes: list[str]) -> dict[str, Any]:
    return {
        "display_information": {"name": "Helpdesk"},
        "features": {"app_home": {"messages_tab_enabled": True}},
        "oauth_config": {"scopes": {"bot": scopes}},
    }


class Office:
    """Ana asks, Bo serves in #it-help; nothing leaves before somebody `delivers`."""

    def __init__(self, storage: Storage, scopes: list[str] = SCOPES) -> None:
        self.storage = storage
        self.clock = Clock()
        self.workspace = Workspace(now=self.clock)
        self.ana = self.workspace.add_person("ana", real_name="Ana Alvarez", email="ana@acme.example", locale="de-DE")
        self.bo = self.workspace.add_person("bo")
        self.app = self.workspace.install(manifest(scopes))
        self.it = self.workspace.add_channel("it-help", members=[self.bo, self.app.bot_user])
        self.server = SandboxServer(self.workspace).start()
        self.slack = Slack(self.app.bot_token, self.server.api_url)
        self.drawn = NOTHING_DRAWN
        self.held: list[tuple[str, str]] = []
        self.lost: list[str] = []
        self._open = ExitStack()
        self._open.callback(self.server.stop)
        self._delivery: Delivery | None = None
        with storage.transaction() as session:
            session.add(DeskChannel(desk="it", channel=self.it.id))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._open.close()

    def queues(self, key: str, message: Outgo, lane: str = "one") -> None:
        with self.storage.transaction() as session:
            queue(session, self.clock(), key=key, lane=lane, message=message)

    def worker(self, pace: Pace | None = None, workers: int = 3) -> Delivery:
        """One more process that delivers."""
        delivery = Delivery(
            self.storage,
            self.slack,
            self.clock,
            pace=pace or Pace.unlimited(),
            on_posted=lambda *_: None,
            on_held=self._note_held,
            on_lost=self._note_lost,
            drawn=self.drawn,
            workers=workers,
            lease=timedelta(seconds=30),
        )
        delivery.start()
        self._open.callback(delivery.stop)
        return delivery

    def delivers(self) -> None:
        """Everything that is due now is sent, held or put back."""
        self._delivery = self._delivery or self.worker()
        assert self._delivery.wait_until_idle(PATIENCE)

    def later(self, **lapse: float) -> None:
        """Time passes, and what is due by then is delivered."""
        self.clock.advance(**lapse)
        self.delivers()

    def row(self, key: str) -> Outgoing:
        with self.storage.reading() as session:
            return session.exec(select(Outgoing).where(Outgoing.key == key)).one()

    def is_sent(self, key: str) -> bool:
        return self.row(key).sent_at is not None

    def place(self, name: str) -> Posted | None:
        with self.storage.reading() as session:
            return session.get(Posted, name)

    def change(self, statement: Callable[[Session], object]) -> None:
        with self.storage.transaction() as session:
            statement(session)

    def texts(self, channel: Channel | None = None) -> list[str]:
        """What Bo reads at the top level of the desk's channel, or Ana in another."""
        if channel is None:
            return [message.text for message in self.bo.messages(self.it)]
        return [message.text for message in self.ana.messages(channel)]

    def thread(self, root: str) -> list[str]:
        message = next(message for message in self.bo.messages(self.it) if message.text == root)
        return [reply.text for reply in self.bo.thread(message)]

    def calls(self, method: str) -> list[Exchange]:
        return self.workspace.wire.named(method)

    def _note_held(self, _session: Session, row: Outgoing, error: str) -> None:
        self.held.append((row.key, error))

    def _note_lost(self, _session: Session, row: Outgoing, _error: str) -> None:
        """Nobody has the row in hand yet: who is told may wait for whoever changes what is unsent."""
        with self.storage.reading() as session:
            session.exec(select(Outgoing).where(Outgoing.key == row.key).with_for_update(nowait=True)).one()
        self.lost.append(row.key)
