"""Cases for tests that begin where one is open already: past the form, in the company or in a database alone."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from bot.confidence import cases, opening
from bot.deskfile import read_desks
from bot.desks import Desks
from bot.matters import Matter
from bot.settings import Settings, read_settings
from bot.work import Work
from handlers.demo.clock import MovableClock
from handlers.demo.company import DESKS
from sandbox.seen import SeenMessage
from storage.confidence import Case, Trace
from storage.engine import Storage
from storage.tables import Outgoing, Person
from tests.databases import Databases
from tests.people import Colleague
from tests.world import KEY, MONDAY_MORNING, World

_PATIENCE = 20  # seconds: on a busy machine, those who act at once wait for each other longer than people would


def confide(asker: Colleague, title: str, *, without: Sequence[Colleague] = (), **matter: Any) -> str:
    """Have HR asked something in confidence, a conflict if nothing else is said; the case's reference."""
    excluded = [one.id for one in without]
    with asker.world.program.helpdesk.work() as work:
        asked = Matter(**{"title": title, "type": "conflict", "excluded": excluded, **matter})
        ref = opening.open_case(work, asker.id, work.desk("hr"), asked).ref
    asker.world.settle()
    return ref


def case(world: World, ref: str) -> Case:
    """A case as it is remembered."""
    with world.storage.reading() as session:
        return session.get_one(Case, ref)


def trail(world: World, ref: str) -> list[str]:
    """The lines of a case's trail, oldest first: "read by hana"."""
    names = {person.id: name for name, person in world.company.people.items()}
    with world.storage.reading() as session:
        lines = session.exec(select(Trace).where(Trace.case == ref).order_by(col(Trace.id))).all()
    return [f"{one.kind} by {names.get(one.actor or '', 'nobody')}" for one in lines]


def in_dm(person: Colleague, ref: str) -> list[SeenMessage]:
    """The messages that tell of a case, outside threads, in a person's DM with the bot: cards, heads, roots."""
    return [one for one in person.person.messages(person.dm) if ref in one.plain]


def under(person: Colleague, root: SeenMessage) -> list[str]:
    """What a person reads in the thread under a root."""
    return [person.reads(one) for one in person.person.thread(root)]


@dataclass(frozen=True)
class Room:
    """A database with people in it and HR's desk, and no Slack; the test moves its clock."""

    storage: Storage
    settings: Settings
    desks: Desks
    clock: MovableClock

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One transaction."""
        with self.storage.transaction() as session:
            yield Work(session, self.clock(), self.desks, self.settings, "https://acme.slack.com")

    def confide(self, asker: str | None = "U-ANA", **matter: Any) -> str:
        """Have HR asked something in confidence, a conflict if nothing else is said; the case's reference."""
        with self.work() as work:
            asked = Matter(**{"title": "Zwist", "type": "conflict", **matter})
            return opening.open_case(work, asker, work.desk("hr"), asked).ref

    def does(self, act: Callable[..., Any], *arguments: Any) -> Any:
        """Let something happen in a transaction of its own: `room.does(moves.claim, ref, "U-HANA")`."""
        with self.work() as work:
            return act(work, *arguments)

    def case(self, ref: str) -> Case:
        """A case as it is remembered."""
        with self.work() as work:
            return cases.find(work, ref)

    def trail(self, ref: str) -> list[str]:
        """The lines of its trail, oldest first: "read by U-HANA"."""
        with self.work() as work:
            return [f"{one.kind} by {one.actor}" for one in cases.trail(work, cases.find(work, ref))]

    def queued(self) -> list[Outgoing]:
        """What was queued to leave, in order."""
        with self.storage.reading() as session:
            return list(session.exec(select(Outgoing).order_by(col(Outgoing.id))))

    def pass_time(self, **span: float) -> None:
        """Let time pass; nothing is done by it."""
        self.clock.advance_to(self.clock() + timedelta(**span))


@contextmanager
def room(databases: Databases, *readers: str) -> Iterator[Room]:
    """A room whose HR has these people, "U-HANA" and "U-LENA" if nobody is named; whoever "U-…" is, they work here."""
    named, key = readers or ("U-HANA", "U-LENA"), KEY
    with databases.fresh() as url:
        storage = Storage(url, _PATIENCE, keys=[key])
        settings = read_settings(
            Settings,
            _env_file=None,
            slack_bot_token="xoxb-1",
            slack_app_token="xapp-1",
            database_url=url,
            helpdesk_keys=key,
        )
        desks = read_desks(DESKS).change(lambda one: replace(one, agents=named) if one.key == "hr" else one)
        with storage.transaction() as session:
            people = dict.fromkeys((*named, "U-ANA", "U-BEN", "U-BO", "U-CY"))
            session.add_all(Person(id=one, name=one.removeprefix("U-").capitalize()) for one in people)
        yield Room(storage, settings, desks, MovableClock(MONDAY_MORNING))
        storage.close()
