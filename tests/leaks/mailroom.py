"""A Slack that is nothing but what each reader has received: all of it is kept, whatever becomes of it later."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from sqlmodel import Session, col, delete, select

from bot.helpdesk import Helpdesk
from bot.outbox import Answer, Delete, Export, Outgo, Post, Publish, React, Respond, Share, Sweep, Update, Whisper, read
from bot.places import Address, InChannel, InThread, ToDesk, ToGroup, ToPerson
from bot.places import dm as dm_place
from bot.utterances import Utterance
from storage.queries import remember_place
from storage.tables import DeskChannel, Outgoing, Posted


class Mailroom:
    """Delivers what is due, and keeps what was ever said, by channel, or by who alone has read it.

    Homes are drawn for those who are `watched`.
    """

    def __init__(self, watched: Collection[str]) -> None:
        self._watched = watched
        self._received: dict[str, list[str]] = defaultdict(list)
        self._said: dict[str, int] = defaultdict(int)

    def read_by(self, person: str) -> list[str]:
        """All that a person has ever received: at home, in their DM, in channels that everybody reads."""
        channels = [one for one in sorted(self._received) if one.startswith("C-") or ("+" in one and person in one)]
        return [f"{one} {text}" for one in (person, _dm(person), *channels) for text in self._received[one]]

    def sent_to(self, person: str) -> list[str]:
        """What they have received in their DM, in order."""
        return self._received[_dm(person)]

    def takes(self, session: Session, now: datetime, root: str, person: str, text: str) -> Utterance | None:
        """What somebody writes in the thread of a message; None where there is none."""
        posted = session.get(Posted, root)
        return Utterance(posted.channel, self._ts(posted.channel, now), person, text, (), posted.ts) if posted else None

    def delivers(self, helpdesk: Helpdesk) -> None:
        """Everything that is due leaves, in order; then homes are drawn as things stand."""
        now, homes = helpdesk.now(), dict[str, None]()
        unsent = (col(Outgoing.sent_at).is_(None), col(Outgoing.given_up_at).is_(None), col(Outgoing.due_at) <= now)
        with helpdesk.storage.transaction() as session:
            while rows := session.exec(select(Outgoing).where(*unsent).order_by(col(Outgoing.id))).all():
                for row in rows:
                    row.sent_at, message = now, read(row)
                    homes |= {message.person: None} if isinstance(message, Publish) else {}
                    self._deliver(session, helpdesk, message)
        for person in homes:
            if person in self._watched:
                self._received[person].append(f"home {helpdesk.drawn.home(person)}")

    def _deliver(self, session: Session, helpdesk: Helpdesk, message: Outgo) -> None:
        match message:
            case Post() | Share():
                self._post(session, helpdesk, message)
            case Update() | Delete() | Sweep() | React():
                self._change(session, message)
            case Whisper(channel, person):
                self._note(person, channel, message)
            case Respond() | Answer() | Export():
                self._note("passing", "", message)

    def _post(self, session: Session, helpdesk: Helpdesk, message: Post | Share) -> None:
        channel, thread_ts = _whither(session, message.to)
        ts = self._ts(channel, helpdesk.now())
        self._note(channel, f"{thread_ts} {ts}", message)
        if message.place:
            remember_place(session, message.place, channel, ts)
            helpdesk.posted(session, Posted(place=message.place, channel=channel, ts=ts))

    def _change(self, session: Session, message: Update | Delete | Sweep | React) -> None:
        posted = session.get(Posted, message.place, populate_existing=True)
        if posted:
            self._note(posted.channel, posted.ts, message)
            if isinstance(message, Delete):
                session.exec(delete(Posted).where(col(Posted.place) == message.place))

    def _note(self, channel: str, where: str, message: Outgo) -> None:
        told = {name: value for name, value in asdict(message).items() if name not in ("place", "to")}
        self._received[channel].append(f"{where} {type(message).__name__} {told}")

    def _ts(self, channel: str, now: datetime) -> str:
        """As Slack's: the instant, and the messages of a channel in their order."""
        self._said[channel] += 1
        return f"{now.timestamp():.0f}.{self._said[channel]:06}"


def _dm(person: str) -> str:
    return f"D-{person}"


def _whither(session: Session, to: Address) -> tuple[str, str]:
    """The channel, and the thread in it."""
    match to:
        case InChannel(channel):
            return channel, ""
        case ToDesk(desk):
            return session.get_one(DeskChannel, desk).channel, ""
        case ToPerson(person):
            remember_place(session, dm_place(person), _dm(person), "")
            return _dm(person), ""
        case ToGroup(people):
            return "+".join(sorted(people)), ""
        case InThread(place):
            posted = session.get_one(Posted, place, populate_existing=True)
            return posted.channel, posted.ts
