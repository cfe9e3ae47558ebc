"""App Home for those who serve a desk: the day's work in lists, claimed and resolved from there."""

import pytest

from bot import claiming, requests
from bot.drafts import Draft
from sandbox.forms import Spot
from storage.kinds import Urgency
from tests.people import Colleague, meet
from tests.world import World, crosswise

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


def in_row(agent: Colleague, number: int, action: str) -> Spot:
    """A button under the row of a request."""
    blocks = (agent.person.home or {})["blocks"]
    at = next(n for n, block in enumerate(blocks) if f"#{number} ·" in str(block))
    return Spot(blocks[at + 1]["block_id"], action)


def lists(agent: Colleague) -> list[str]:
    """The lists that the home offers, each with how long it is."""
    rows = [block["elements"] for block in (agent.person.home or {})["blocks"] if block["type"] == "actions"]
    return [one["text"]["text"] for row in rows for one in row if one["action_id"].startswith("list:")]


def chooses(agent: Colleague, action: str, choice: str) -> str:
    """Choose in a select of the home; what it shows then."""
    agent.person.chooses(action, choice, on=agent.person.home)
    agent.world.settle()
    return agent.home()


def opens(
    world: World, requester: Colleague, *titles: str, desk: str = "it", urgency: Urgency = Urgency.NORMAL
) -> None:
    with world.program.helpdesk.work() as work:
        for title in titles:
            requests.open_request(work, requester.id, Draft(desk, title, "", urgency))
    world.settle()


@crosswise
def test_an_agent_claims_and_resolves_from_the_list_and_everybody_sees_it_at_once(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start")

    assert "Nothing of yours is open." in bo.opens_home()
    bo.presses_at_home("Unclaimed (1)")
    assert "#1 · laptop won't start" in bo.home()
    assert f"/archives/{world.channel('it-help').id}/p{bo.card(1).ts.replace('.', '')}" in bo.home()
    assert "🔹 This week · @ana" in bo.home()
    cy.opens_home()
    cy.presses_at_home("Frei (1)")
    assert "#1 · laptop won't start" in cy.home()

    bo.presses_at_home(in_row(bo, 1, "claim"))
    assert "Everything has somebody." in bo.home()
    assert "@bo is on it." in bo.reads(bo.card(1))
    bo.presses_at_home("Mine (1)")
    assert "🔵 @bo is on it." in bo.home()

    bo.presses_at_home(in_row(bo, 1, "resolve"))
    bo.sends(closing_word="A new battery")
    assert "Mine (0)" in lists(bo)
    bo.presses_at_home("Resolved (1)")
    assert "✅ Resolved by @bo" in bo.home()
    assert world.timeline(1) == ["opened by ana", "claimed by bo", "resolved by bo"]


@one_world
def test_the_most_urgent_comes_first_page_by_page_and_a_choice_is_kept(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    opens(world, ana, *(f"slow {n}" for n in range(1, 12)), urgency=Urgency.LOW)
    opens(world, ana, "burning", urgency=Urgency.BLOCKED)
    bo.opens_home()

    bo.presses_at_home("Unclaimed (12)")
    assert bo.home().index("#12 · burning") < bo.home().index("#1 · slow 1") < bo.home().index("#9 · slow 9")
    assert "#10 · slow 10" not in bo.home()
    bo.presses_at_home("Further ›")
    assert "#11 · slow 11" in bo.home()
    assert "11 to 12 of 12" in bo.home()

    with world.program.helpdesk.work() as work:
        for number in (10, 11):
            claiming.claim(work, number, bo.id)
    world.settle()
    assert "#12 · burning" in bo.home()
    assert "#10 · slow 10" not in bo.home()
    world.pass_time(hours=20)
    bo.opens_home()
    assert "Unclaimed (10)" in lists(bo)
    assert "#12 · burning" in bo.home()


@one_world
def test_who_serves_several_desks_chooses_one_and_nobody_sees_those_of_others(world: World) -> None:
    ana, ben, bo, hana, lena = meet(world, "ana", "ben", "bo", "hana", "lena")
    ana.asks("my salary is wrong", desk="hr")
    ben.asks("printer prints stars")

    lena.opens_home()
    lena.presses_at_home("All open (2)")
    assert "#1 · my salary" in lena.home()
    assert "*HR*" in lena.home()
    _, shown = chooses(lena, "list_desk", "IT").split("My desk")
    assert "#1 · my salary" not in shown
    assert "#2 · printer" in shown
    lena.opens_home()
    assert "All open (1)" in lists(lena)
    assert "#1 · my salary" in chooses(lena, "list_desk", "All my desks")

    for one in (bo, hana):
        one.opens_home()
    bo.presses_at_home("All open (1)")
    hana.presses_at_home("Alle offenen (1)")
    assert "salary" not in str(bo.person.home)
    assert "printer" not in str(hana.person.home)
    assert "My desk" not in ana.opens_home()
    assert "Mein Team" not in ana.home()
    assert "printer" not in ana.home()


@one_world
def test_a_list_that_is_out_of_date_says_so_and_shows_how_things_stand(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start")
    bo.opens_home()
    bo.presses_at_home("Unclaimed (1)")
    cy.claims(1)
    assert "Unclaimed (1)" in lists(bo)

    assert "@cy already has this request." in bo.presses_at_home(in_row(bo, 1, "claim"))
    assert "Unclaimed (0)" in lists(bo)


@one_world
def test_who_looks_on_sees_the_changes_of_their_desk_a_moment_later_and_once(world: World) -> None:
    ana, bo, hana = meet(world, "ana", "bo", "hana")
    for one in (bo, hana):
        one.opens_home()
    shown = len(world.company.workspace.wire.named("views.publish"))
    for title in ("one", "two", "three"):
        opens(world, ana, title)

    assert "Unclaimed (0)" in lists(bo)
    world.pass_time(seconds=21)
    assert "Unclaimed (3)" in lists(bo)
    assert len(world.company.workspace.wire.named("views.publish")) == shown + 1

    world.pass_time(minutes=16)
    opens(world, ana, "four")
    world.pass_time(seconds=21)
    assert "Unclaimed (3)" in lists(bo)
    bo.opens_home()
    assert "Unclaimed (4)" in lists(bo)


@one_world
def test_words_of_a_conversation_are_found_from_the_home_and_notes_are_not(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    ana.asks("laptop won't start")
    said = bo.answers(1, "Please hold the power button")
    ana.writes(1, "Der Lüfter pfeift dann")
    bo.answers(1, "🔒 she spilled tea")

    ana.opens_home()
    ana.presses_at_home("🔎 Anfrage finden")
    ana.sends(searched="power lüftern")
    assert "#1 · laptop won't start" in ana.reads_form()
    ana.sends(searched="spilled tea")
    assert "habe ich nichts gefunden" in ana.reads_form()
    assert ana.field("searched") == "spilled tea"
    assert "#1 · laptop" in bo.types("/helpdesk find Lüfters")
    assert "found nothing" in ben.types("/helpdesk find power button")

    bo.edits(said, "Please press the reset key")
    assert "found nothing" in bo.types("/helpdesk find power")
    assert "#1 · laptop" in bo.types("/helpdesk find reset")
    bo.deletes(said)
    assert "found nothing" in bo.types("/helpdesk find reset")
    bo.resolves(1, "A new battery")
    assert "#1 · laptop" in ana.types("/helpdesk find battery")
