"""The clock really ticks, survives a bad tick, and reads the directory anew."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, func, or_, select

from handlers.clock import build_clock, every, read_directory
from storage.tables import Outgoing, Received, Source
from tests.journeys.outages import database_down
from tests.people import meet
from tests.world import World

pytestmark = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
_PATIENCE = 20.0
_MOMENT = timedelta(milliseconds=20)


class Beats:
    """A job that counts, and can be waited for; it fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.done = 0
        self._beaten = threading.Condition()

    def __call__(self) -> None:
        with self._beaten:
            self.done += 1
            self._beaten.notify_all()
            if self.done <= self.failures:
                raise RuntimeError("a bad tick")

    def wait_for(self, times: int) -> bool:
        with self._beaten:
            return self._beaten.wait_for(lambda: self.done >= times, _PATIENCE)


def test_what_is_due_happens_by_the_clock_alone(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start", urgency="blocked")
    world.company.clock.advance(minutes=25)
    helpdesk = world.program.helpdesk
    settings = helpdesk.settings.model_copy(update={"helpdesk_tick_seconds": _MOMENT})
    clock = build_clock(replace(helpdesk, settings=settings))
    ticked = Beats()
    every(clock, _MOMENT, ticked)

    clock.start()
    assert ticked.wait_for(5)
    clock.shutdown(wait=True)
    world.settle()

    assert world.timeline(1) == ["opened by ana", "pinged by the clock"]
    assert bo.desk_thread(1)[-1].startswith("⏰ Nobody has claimed @ana's request.")


def test_a_bad_tick_is_not_the_last(world: World) -> None:
    clock = build_clock(world.program.helpdesk)
    beats = Beats(failures=2)
    every(clock, _MOMENT, beats)

    clock.start()
    assert beats.wait_for(4)
    clock.shutdown(wait=True)


def test_what_became_due_while_the_database_was_down_happens_afterwards(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start", urgency="blocked")
    bo.answers(1, "coming")
    bo.resolves(1)
    world.company.clock.advance(minutes=30)

    with database_down(world.storage), pytest.raises(Exception, match="unable to open database file"):
        world.program.helpdesk.tick()
    world.pass_time(minutes=1)

    assert ana.survey(1).buttons == ("😀 Gut", "😐 Geht so", "🙁 Nicht gut")


def test_the_directory_finds_what_events_missed_and_outlives_a_slack_that_is_away(world: World) -> None:
    ana, hana = meet(world, "ana", "hana")
    faults = world.company.workspace.faults
    it = world.channel("it-help")
    faults.add(method="*", fail=503, times=3)
    read_directory(world.program.helpdesk)
    faults.clear()
    it.members[hana.id] = None
    ana.asks("laptop won't start")
    assert hana.claims(1) == "Das können nur Zuständige von IT."

    read_directory(world.program.helpdesk)

    assert hana.claims(1) == ""


def remembered(world: World) -> tuple[int, int]:
    """How many deliveries of Slack's and how many settled messages are older than a month."""
    long_ago = world.company.clock() - timedelta(days=30)
    settled = or_(col(Outgoing.sent_at) < long_ago, col(Outgoing.given_up_at) < long_ago)
    with world.storage.reading() as session:
        deliveries = session.exec(select(func.count()).select_from(Received).where(col(Received.at) < long_ago)).one()
        return deliveries, session.exec(select(func.count()).select_from(Outgoing).where(settled)).one()


def test_tidying_forgets_old_deliveries_and_nothing_else(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    world.pass_time(days=31)
    assert remembered(world) != (0, 0)
    world.program.helpdesk.tidy()
    assert remembered(world) == (0, 0)

    assert bo.claims(1) == ""
    assert ana.conversation(1)[-1] == "@bo kümmert sich jetzt darum."
    assert world.timeline(1)[-1] == "claimed by bo"


def test_tidying_forgets_what_was_never_made_a_request_and_its_offer_is_over(world: World) -> None:
    (ben,) = meet(world, "ben")
    ben.person.says(ben.dm, "My private story, which is no request after all")
    world.settle()
    question = ben.person.messages(ben.dm)[-1]
    world.pass_time(days=31)
    world.program.helpdesk.tidy()

    with world.storage.reading() as session:
        assert not session.exec(select(Source)).all()
    assert "settled already" in ben.presses("offer_accept", question)
    assert world.requests() == 0
