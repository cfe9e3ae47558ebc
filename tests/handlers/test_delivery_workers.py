"""The workers themselves: they start, survive, and stop."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.delivery import Delivery
from bot.outbox import Post
from bot.pace import Pace
from bot.places import ToDesk
from sandbox.faults import delay
from storage.engine import Storage
from storage.tables import Outgoing
from tests.databases import SqliteDatabases
from tests.handlers.office import NOTHING_DRAWN, PATIENCE, Office
from tests.world import World, opened


def _workers() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("delivery-")]


def test_a_message_leaves_as_soon_as_a_worker_is_woken(office: Office) -> None:
    worker = office.worker()
    assert worker.wait_until_idle(PATIENCE)
    office.queues("card", Post(ToDesk("it"), "Card"))
    worker.wake()
    assert worker.wait_until_idle(PATIENCE)
    assert office.texts() == ["Card"]


def test_stopping_lets_a_message_on_its_way_arrive_and_leaves_no_thread(office: Office) -> None:
    office.workspace.faults.add(method="chat.postMessage", fail=delay(0.2))
    arriving = threading.Event()
    office.workspace.subscribe(lambda _change: arriving.set())
    office.queues("card", Post(ToDesk("it"), "Card"))
    worker = office.worker()
    assert arriving.wait(PATIENCE)
    worker.stop()
    assert office.is_sent("card")
    assert _workers() == []


def test_stopping_before_anything_was_started_is_no_mistake(office: Office) -> None:
    delivery = Delivery(
        office.storage,
        office.slack,
        office.clock,
        pace=Pace.unlimited(),
        on_posted=lambda *_: None,
        on_held=lambda *_: None,
        on_lost=lambda *_: None,
        drawn=NOTHING_DRAWN,
        workers=1,
    )
    delivery.stop()


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_worker_outlives_a_mistake_of_ours_and_the_row_comes_again(storage: Storage) -> None:
    with Office(storage) as office:
        calls = []

        def break_once(_session: Session, row: Outgoing, _error: str) -> None:
            calls.append(row.key)
            if len(calls) == 1:
                raise LookupError("a mistake")

        delivery = Delivery(
            office.storage,
            office.slack,
            office.clock,
            pace=Pace.unlimited(),
            on_posted=lambda *_: None,
            on_held=break_once,
            on_lost=lambda *_: None,
            drawn=NOTHING_DRAWN,
            workers=1,
            lease=timedelta(seconds=30),
        )
        office.workspace.archive(office.it)
        office.queues("card", Post(ToDesk("it"), "Card"))
        delivery.start()
        assert delivery.wait_until_idle(PATIENCE)
        office.clock.advance(seconds=30)
        assert delivery.wait_until_idle(PATIENCE)
        delivery.stop()
        assert calls == ["card", "card"]
        assert office.row("card").due_at == office.clock() + timedelta(minutes=5)


def test_what_is_saved_leaves_at_once_without_waiting_for_the_next_look(
    sqlite_databases: SqliteDatabases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery._LOOK_EVERY", 3600.0)
    with sqlite_databases.fresh() as url, opened(url, sockets=False) as world:
        ana, desk = world.person("ana"), world.channel("it-help")
        world.program.clock.pause()  # its tick would wake the workers as well
        posted = threading.Event()
        world.company.workspace.subscribe(lambda change: posted.set() if change.channel == desk.id else None)

        ana.types("/helpdesk laptop won't start", world.channel("general"))
        ana.submits()

        assert posted.wait(5)


@pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
def test_only_work_that_has_something_to_send_wakes_a_worker(world: World) -> None:
    woken: list[str] = []
    helpdesk = replace(world.program.helpdesk, wake=lambda: woken.append("a worker"))
    with helpdesk.work() as work:
        work.lock(1)
    assert woken == []
    with helpdesk.work() as work:
        work.send("card", "request:1", Post(ToDesk("it"), "Card"))
    assert woken == ["a worker"]
