"""A request waits for its requester, and goes on; and what is pressed too late is answered with how things stand."""

from dataclasses import replace

import pytest

from tests.people import meet
from tests.world import World, at_work, without_desk

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


@one_world
def test_what_waits_for_the_requester_stands_still_until_an_agent_goes_on(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start")
    stale = bo.line(1)

    bo.presses("Wait", bo.line(1))

    assert "⏳ @bo is waiting for @ana." in bo.reads(bo.card(1))
    assert bo.card(1).buttons == ("Resolve", "Hand back")
    assert bo.line(1).buttons == ("Go on", "Resolve", "Reply", "Hand over", "Bring in")
    assert bo.desk_thread(1)[-1] == "⏳ @bo waits for an answer. The targets stand still until it comes."
    assert ana.conversation(1)[-1] == "⏳ @bo wartet auf deine Antwort: Schreib sie einfach hier."
    assert "⏳ @bo braucht eine Antwort von dir, um weiterzumachen." in ana.reads(ana.head(1))
    assert "#1 · laptop won't start" in ana.types("/helpdesk meine")
    due = world.request(1).resolution_due
    world.pass_time(hours=2)

    told = cy.presses("Wait", stale)
    assert told.startswith("Diese Anfrage wartet schon auf eine Antwort.\n")
    assert "⏳" in told
    bo.presses("Go on", bo.line(1))

    assert "🔵 @bo is on it." in bo.reads(bo.card(1))
    assert world.request(1).resolution_due > due
    assert world.timeline(1) == ["opened by ana", "waited by bo", "went_on by bo"]


@one_world
def test_a_button_left_behind_says_why_it_no_longer_works_and_what_was_lost_is_drawn_anew(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    stale = bo.card(1)
    bo.resolves(1)
    world.pass_time(days=3)
    world.pass_time(minutes=2)
    lost = world.company.workspace.world.channels[stale.channel].history.get(stale.ts)
    assert lost
    lost.blocks = list(stale.blocks)
    assert bo.card(1).buttons == stale.buttons

    told = bo.presses("Claim", stale)

    assert told.startswith("This request has been resolved already.\n")
    assert "#1 · laptop won't start" in told
    assert "✅ Resolved by @bo" in told
    assert bo.card(1).buttons == ()


@one_world
def test_the_buttons_of_a_desk_that_left_the_file_still_work(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    without_it = replace(world.company, desks=without_desk("it")(world.company.desks))

    with at_work(without_it, world.database_url) as after:
        (bo,) = meet(after, "bo")
        assert bo.claims(1) == ""
        assert "🔵 @bo is on it." in bo.reads(bo.card(1))
        assert bo.resolves(1) == ""
        assert after.timeline(1) == ["opened by ana", "claimed by bo", "resolved by bo"]
