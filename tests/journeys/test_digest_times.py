"""When digests come: at the hour that a lead chooses, where they like them, once for each period whatever happens."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete
from sqlmodel import col, select

from bot.desks import Desk, Desks
from handlers.server import SLACK_PATH
from sandbox.records import Channel
from storage.due import Digest
from storage.kinds import DigestKind, EventKind
from storage.reports import Stay, Uncounted
from storage.tables import Posted
from tests.databases import Databases
from tests.people import Colleague, meet
from tests.world import World, at_work, crosswise, opened

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
postgres_world = pytest.mark.parametrize(("databases", "mode"), [("postgres", "http")], indirect=True)
DAILY, WEEKLY, MONTHLY = DigestKind.DAILY, DigestKind.WEEKLY, DigestKind.MONTHLY


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """An instant of 2026, as clocks show it in Greenwich and Lisbon: an hour behind Berlin's."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def chooses(lead: Colleague, **fields: object) -> None:
    """Change My settings."""
    lead.opens_home()
    lead.presses_at_home("my_settings")
    lead.sends(**fields)
    assert lead.person.modal is None, lead.form.errors


def came(world: World, channel: Channel, desk: str = "it") -> list[Digest]:
    """The digests of a desk that are to be read in a channel or DM, oldest first."""
    with world.storage.reading() as session:
        stand = session.exec(select(Posted.place).where(Posted.channel == channel.id).order_by(Posted.ts)).all()
        rows = {f"digest:{row.id}:0": row for row in session.exec(select(Digest).where(Digest.desk == desk))}
    return [rows[place] for place in stand if place in rows]


def kinds(rows: Iterable[Digest]) -> list[DigestKind]:
    return [row.kind for row in rows]


def spans(rows: Iterable[Digest]) -> list[tuple[datetime, datetime]]:
    return [(row.since, row.until) for row in rows]


@crosswise
def test_a_lead_gets_the_digests_that_they_choose_at_the_hour_of_their_own_clock(world: World) -> None:
    ana, lena = meet(world, "ana", "lena")
    world.company.workspace.change_profile(lena.person, tz="Europe/Lisbon")
    world.settle()
    ana.asks("laptop won't start", urgency="blocked")
    chooses(lena, digest="daily", digest_at="10:15")
    assert "📊 Digests every working day · at 10:15" in lena.home()

    world.move_clock(at(3, 10, 14))
    assert came(world, lena.dm) == []
    world.move_clock(at(3, 10, 15))
    assert spans(came(world, lena.dm)) == [(at(2, 8), at(3, 10, 15))]

    chooses(lena, digest_at="11:00")
    world.move_clock(at(3, 12))
    assert len(came(world, lena.dm)) == 1, "not a second one today"
    world.move_clock(at(4, 11))
    assert spans(came(world, lena.dm))[1:] == [(at(3, 10, 15), at(4, 11))]

    chooses(lena, digest="both", digest_at=None)
    world.move_clock(at(6, 8))
    world.move_clock(at(9, 7, 59))
    before = len(lena.mail())
    world.move_clock(at(9, 8))
    assert kinds(came(world, lena.dm)[-2:]) == [DAILY, WEEKLY]
    assert spans(came(world, lena.dm)[-2:]) == [(at(6, 8), at(9, 8)), (at(2, 0), at(9, 0))]
    daily, weekly = (one for one in lena.mail()[before:] if "laptop" in one or "IT" in one.split(":")[0])
    assert ("laptop won't start" in daily, "laptop won't start" in weekly) == (False, True), "one list is enough"


def _two_leads(desks: Desks) -> Desks:
    """IT has two leads, and HR is confidential."""
    both = tuple(f"{name}@acme.example" for name in ("lena", "bo"))
    return desks.change(lambda desk: replace(desk, leads=both) if desk.key == "it" else _confidential(desk))


def _confidential(desk: Desk) -> Desk:
    return replace(desk, is_confidential=True) if desk.key == "hr" else desk


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
def test_a_channel_reads_one_digest_however_many_leads_want_it_there(databases: Databases) -> None:
    with databases.fresh() as url, opened(url, sockets=False, desks=_two_leads) as world:
        lena, bo = meet(world, "lena", "bo")
        channel = world.channel("it-help")
        for lead in (lena, bo):
            chooses(lead, digest="daily", digest_in="channel")
        assert "in the desk's channel" in bo.home()

        with at_work(world.company, url) as other, ThreadPoolExecutor(2) as pool:
            world.company.clock.advance_to(at(3, 8))
            list(pool.map(lambda one: one.program.helpdesk.tick(), (world, other)))
            other.settle()
        world.company.app.request_url = world.bot_url + SLACK_PATH  # the other one has stopped
        world.settle()
        assert kinds(came(world, channel)) == [DAILY]
        assert [came(world, one.dm) for one in (lena, bo)] == [[], []]
        assert kinds(came(world, lena.dm, "hr")) == [DAILY], "how a confidential desk stands is for its lead alone"

        chooses(lena, digest_in="dm")
        world.company.workspace.deactivate(bo.person)
        world.settle()
        world.move_clock(at(4, 8))
        assert (len(came(world, channel)), kinds(came(world, lena.dm))) == (1, [DAILY])


@one_world
def test_what_nobody_could_send_in_time_gives_way_to_the_next_which_says_so(world: World) -> None:
    ana, lena = meet(world, "ana", "lena")
    ana.asks("laptop won't start")
    chooses(lena, digest="daily")

    world.company.clock.advance_to(at(6, 15))  # nobody ran from Monday to Friday
    world.program.helpdesk.plan()
    world.catch_up()
    world.catch_up()
    (late,) = came(world, lena.dm)
    assert (late.since, late.until, late.skipped, late.skipped_since) == (at(5, 8), at(6, 8), 3, at(2, 8))
    assert "left out" in lena.mail()[-1]

    world.company.workspace.faults.add(method="chat.postMessage", fail=503, times=999)
    for day in (9, 10):
        world.move_clock(at(day, 8))
    world.company.workspace.faults.clear()
    world.move_clock(at(10, 15))
    _, after = came(world, lena.dm)
    assert (after.since, after.until, after.skipped, after.skipped_since) == (at(9, 8), at(10, 8), 1, at(6, 8))

    chooses(lena, digest="none")
    world.move_clock(at(31, 12))
    assert len(came(world, lena.dm)) == 2
    chooses(lena, digest="weekly")
    world.move_clock(at(1, 7, month=4))
    (month,) = came(world, lena.dm, desk="")
    assert (month.kind, month.since, month.until) == (MONTHLY, at(28, 23, month=2), at(31, 22))
    world.move_clock(at(8, 12, month=4))
    (*_, week) = came(world, lena.dm)
    assert (week.kind, week.since, week.until) == (WEEKLY, at(29, 22), at(5, 22, month=4))
    assert len(came(world, lena.dm)) == 3


@postgres_world
def test_requests_from_before_there_were_numbers_are_counted_as_if_there_had_been(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    for title in ("one", "two", "three"):
        ana.asks(title)
    bo.claims(1)
    bo.resolves(2)
    world.pass_time(minutes=40)
    told = _stays(world)
    assert len(told) == 3
    with world.storage.transaction() as session:
        session.execute(delete(Stay))
        session.add_all(Uncounted(request=number) for number in (1, 2, 3))
    bo.resolves(3)  # meanwhile

    world.program.helpdesk.plan()

    assert _stays(world)[:2] == told[:2]
    assert _stays(world)[2]["ended_by"] is EventKind.RESOLVED
    with world.storage.reading() as session:
        assert session.exec(select(Uncounted)).all() == []


def _stays(world: World) -> list[dict[str, object]]:
    with world.storage.reading() as session:
        return [stay.model_dump() for stay in session.exec(select(Stay).order_by(col(Stay.request)))]
