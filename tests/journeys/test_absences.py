"""Who is not there: on holiday, ill, not to be disturbed, or gone from the company."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot import advising
from bot.replies import Assignment
from tests.databases import Databases
from tests.journeys.test_assigning import agents_of, assigning
from tests.people import Colleague, meet
from tests.world import World, crosswise, opened

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


@pytest.fixture
def shared(databases: Databases, mode: str) -> Iterator[World]:
    """A company whose IT gives each of bo and cy their turn."""
    desks = assigning(Assignment.ROUND_ROBIN, "bo", "cy")
    with databases.fresh() as url, opened(url, sockets=mode == "socket", desks=desks) as world:
        yield world


def comes_to(world: World, title: str = "laptop won't start") -> str:
    """Whom a new request comes to."""
    (ana,) = meet(world, "ana")
    return agents_of(world, ana.asks(title))[-1]


@one_world
def test_nobody_is_assigned_what_comes_while_they_are_away(shared: World) -> None:
    world, (bo, cy) = shared, meet(shared, "bo", "cy")

    bo.person.sets_status("palm_tree", until=world.company.clock() + timedelta(days=2))
    world.settle()
    assert [comes_to(world), comes_to(world)] == ["cy", "cy"]

    cy.person.pauses_notifications(world.company.clock() + timedelta(hours=1))
    world.settle()
    assert comes_to(world) == "nobody"

    world.pass_time(hours=2)
    assert comes_to(world) == "cy"

    bo.person.sets_status("house_with_garden")
    world.settle()
    assert comes_to(world) == "bo"

    world.pass_time(hours=9)
    for agent in (bo, cy):
        agent.person.pauses_notifications(world.company.clock() + timedelta(hours=10))
    world.settle()
    assert comes_to(world) == "cy"  # who sleeps while the desk is closed is there when it opens


@one_world
def test_an_agent_says_in_app_home_when_they_will_be_back(shared: World) -> None:
    world, (ana, bo) = shared, meet(shared, "ana", "bo")
    assert "You are here: new requests can come to you." in bo.opens_home()
    assert "Neue Anfragen" not in ana.opens_home()

    assert chooses_day(bo, "2026-03-02") == "Please choose a day after today, within a year."
    assert chooses_day(bo, "2026-03-05") == ""
    assert "You are away until 2026-03-05 00:00 CET: new requests go to your colleagues." in bo.home()
    assert [comes_to(world), comes_to(world)] == ["cy", "cy"]

    bo.presses_at_home("I'm back")
    assert "You are here" in bo.home()
    assert comes_to(world) == "bo"


def chooses_day(agent: Colleague, day: str) -> str:
    """Choose the first day back in App Home; what a form above it says then, if one comes."""
    agent.person.chooses("away_until", day, on=agent.person.home)
    agent.world.settle()
    if agent.person.modal is None:
        return ""
    told = agent.reads_form()
    agent.person.closes_modal()
    return told


@crosswise
def test_urgent_work_of_who_goes_away_is_offered_to_the_desk_once(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start", urgency="blocked")
    ana.asks("no sound")
    bo.claims(1)
    bo.claims(2)

    bo.person.sets_status("face_with_thermometer")
    world.settle()
    with ThreadPoolExecutor(4) as processes:
        list(processes.map(lambda _: world.program.helpdesk.tick(), range(4)))
    world.pass_time(minutes=1)

    offer = cy.person.thread(cy.card(1))[-1]
    assert cy.reads(offer).startswith("🙋 @bo is away, and this can't wait. Who takes it over?")
    assert offer.ts in [message.ts for message in cy.person.messages(world.channel("it-help"))]
    assert world.timeline(1) == ["opened by ana", "claimed by bo", "offered by the clock"]
    assert world.timeline(2) == ["opened by ana", "claimed by bo"]
    assert agents_of(world, 1) == ["bo"]

    cy.presses("take_over", offer)
    assert agents_of(world, 1) == ["cy"]
    assert bo.presses("take_over", offer).startswith("@cy already has this request.")
    assert ana.conversation(1)[-1] == "@cy kümmert sich jetzt darum."


@one_world
def test_what_is_taken_during_an_absence_is_not_offered_and_the_next_one_offers_anew(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    bo.person.sets_status("palm_tree", until=world.company.clock() + timedelta(hours=1))
    world.settle()
    world.pass_time(minutes=1)
    world.pass_time(minutes=1)
    ana.asks("laptop won't start", urgency="high")
    bo.claims(1)
    world.pass_time(minutes=1)
    assert world.timeline(1) == ["opened by ana", "claimed by bo"]

    world.pass_time(hours=1)
    bo.person.sets_status("mask")
    world.settle()
    world.pass_time(minutes=1)
    assert world.timeline(1)[2:].count("offered by the clock") == 1


@one_world
def test_the_requests_of_an_agent_who_left_are_the_desks_again(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start")
    ana.asks("no sound")
    bo.claims(1)
    bo.claims(2)
    bo.presses("wait", bo.line(2))

    world.company.workspace.deactivate(bo.person)
    world.settle()
    world.pass_time(minutes=1)

    told = cy.person.thread(cy.card(1))[-1]
    assert cy.reads(told) == "⚪ @bo no longer works here. This request is free to claim."
    assert told.ts in [message.ts for message in cy.person.messages(world.channel("it-help"))]
    assert ana.conversation(1)[-1] == (
        "@bo kann sich nicht mehr um deine Anfrage kümmern, sie ist wieder bei IT. "
        "Jemand anderes übernimmt; nichts geht verloren."
    )
    assert agents_of(world, 2) == ["nobody", "nobody"]
    assert world.timeline(2)[-1] == "handed_back by the clock"


@one_world
def test_a_missed_event_is_made_up_for_by_the_hourly_reading(shared: World) -> None:
    world, (bo, cy) = shared, meet(shared, "bo", "cy")
    heard, world.company.app.events = world.company.app.events, frozenset()
    bo.person.sets_status("palm_tree")
    cy.person.pauses_notifications(world.company.clock() + timedelta(hours=3))
    world.settle()
    world.company.app.events = heard

    world.program.helpdesk.directory.read_all()

    assert comes_to(world) == "nobody"


@one_world
def test_of_others_who_left_the_desk_learns_once_and_the_operators_nothing(world: World) -> None:
    ana, bo, hana, olga = meet(world, "ana", "bo", "hana", "olga")
    ana.asks("laptop won't start")
    with world.program.helpdesk.work() as work:
        advising.bring_in(work, 1, bo.id, hana.id, "")
    world.settle()

    world.company.workspace.deactivate(ana.person)
    world.company.workspace.deactivate(hana.person)
    world.settle()
    world.pass_time(minutes=1)
    world.pass_time(minutes=1)

    assert bo.desk_thread(1)[-2:] == [
        "@ana no longer works here. If this isn't needed any more, please resolve it.",
        "@hana no longer works here and reads no more of this.",
    ]
    assert world.timeline(1)[-2:] == ["requester_left by the clock", "let_go by the clock"]
    bo.claims(1)
    bo.resolves(1)
    assert world.unsent() == []
    assert olga.mail() == []
