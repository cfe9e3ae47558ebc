"""A Slack that is nothing but its messages: what the outbox says is there at once, and read off it by place."""

from typing import Any

from sqlmodel import Session, col, select

from bot.outbox import Delete, Post, Update, decode
from bot.places import InThread
from bot.utterances import Utterance
from storage.queries import remember_place
from storage.tables import Outgoing, Posted

Content = tuple[str, Any]
"""The text and the blocks of a message."""


class PostOffice:
    """Delivers at once, and knows what stands where; nobody's lane waits."""

    def __init__(self) -> None:
        self._standing: dict[str, Content] = {}
        self._n = 0

    def at(self, session: Session, place: str) -> Content | None:
        """What stands at a place."""
        posted = session.get(Posted, place)
        return self._standing.get(posted.ts) if posted else None

    def delivers(self, session: Session) -> list[Outgoing]:
        """Everything that waits leaves; what left."""
        unsent = (col(Outgoing.sent_at).is_(None), col(Outgoing.given_up_at).is_(None))
        rows = list(session.exec(select(Outgoing).where(*unsent).order_by(col(Outgoing.id))))
        for row in rows:
            self._deliver(session, row)
            row.sent_at = row.created_at
        return rows

    def takes(self, session: Session, root: str, person: str, text: str) -> Utterance:
        """What somebody writes in the thread of a message."""
        posted = session.get_one(Posted, root)
        self._n += 1
        return Utterance(posted.channel, f"{self._n}.0", person, text, thread_ts=posted.ts)

    def _deliver(self, session: Session, row: Outgoing) -> None:
        message = decode(row.method, row.place, row.payload)
        if isinstance(message, Post):
            self._post(session, message)
        elif isinstance(message, Update):
            self._standing[self._ts(session, message.place)] = (message.text, message.blocks)
        elif isinstance(message, Delete):
            self._standing.pop(self._ts(session, message.place), None)  # what its author has deleted may be gone

    def _post(self, session: Session, message: Post) -> None:
        channel = self._channel(session, message)
        self._n += 1
        ts = f"{self._n}.0"
        self._standing[ts] = (message.text, message.blocks)
        if message.place:
            remember_place(session, message.place, channel, ts)

    def _channel(self, session: Session, message: Post) -> str:
        if isinstance(message.to, InThread):
            return session.get_one(Posted, message.to.place).channel
        return f"{type(message.to).__name__}:{next(iter(vars(message.to).values()))}"

    def _ts(self, session: Session, place: str) -> str:
        return session.get_one(Posted, place, populate_existing=True).ts
