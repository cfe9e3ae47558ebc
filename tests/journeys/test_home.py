"""App Home: what everybody sees of their requests, and of the desks that serve them."""

from datetime import timedelta

import pytest

from bot import ending, requests
from bot.drafts import Draft
from sandbox.forms import Spot
from storage.kinds import Standing, State, Urgency
from storage.tables import Follower, Person, Request
from tests.people import meet
from tests.world import World

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


@one_world
def test_a_home_says_how_things_stand_and_changes_within_the_moment(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")

    assert "Nichts ist offen." in ana.opens_home()
    ana.asks("laptop won't start", details="It beeps.")
    assert f"/archives/{ana.dm.id}/p{ana.head(1).ts.replace('.', '')}" in ana.home()
    assert "*IT* hat deine Anfrage." in ana.home()

    bo.claims(1)
    assert "@bo kümmert sich darum" in ana.home()
    assert "Du bist dran" not in ana.home()
    bo.answers(1, "Have you tried turning it off?")
    assert "Du bist dran" in ana.home()
    bo.presses("Wait", bo.line(1))
    assert "@bo braucht eine Antwort von dir" in ana.home()  # and that once
    assert "Du bist dran" not in ana.home()
    ana.writes(1, "Ja.")
    assert "Du bist dran" not in ana.home()

    bo.resolves(1, "A new battery")
    assert "Kürzlich gelöst" in ana.home()
    assert "Nichts ist offen." in ana.home()
    ana.presses_at_home("Wieder öffnen")
    assert "Kürzlich gelöst" not in ana.home()
    ana.presses_at_home("Zurückziehen")
    assert "Nichts ist offen." in ana.home()
    assert world.timeline(1)[-2:] == ["reopened by ana", "withdrawn by ana"]


@one_world
def test_the_first_look_finds_a_page_that_is_coming_then_what_the_desks_do_and_when(world: World) -> None:
    (ana,) = meet(world, "ana")
    shown = ana.opens_home()
    first, second = world.company.workspace.wire.named("views.publish")
    assert "Ich hole deine Anfragen" in str(first.payload)
    assert "Meine offenen Anfragen" in str(second.payload)

    ana.person.opens_home(tab="messages")
    assert len(world.company.workspace.wire.named("views.publish")) == 2

    assert "*Personal* · Verträge, Urlaub, Fortbildung und ein offenes Ohr" in shown
    assert "🟢 Geöffnet bis 2026-03-02 12:00 CET" in shown
    assert "*IT* verspricht eine erste Antwort in 4 Arbeitsstunden" in shown
    assert f"<#{world.channel('ask-it').id}>" in shown
    world.pass_time(hours=3)
    assert "🌙 Öffnet wieder 2026-03-02 13:00 CET" in ana.opens_home()

    home = ana.person.home or {}
    hr = next(block for block in home["blocks"] if "*Personal*" in str(block))
    ana.presses_at_home(Spot(hr["block_id"], "ask"))
    assert ana.field("desk") == "hr"
    assert ana.field("title") == ""


@one_world
def test_many_requests_are_shown_page_by_page_with_what_waits_for_one_first(world: World) -> None:
    ben, bo = meet(world, "ben", "bo")
    ben.asks("the first")
    bo.answers(1, "Which one?")
    with world.program.helpdesk.work() as work:
        for number in range(2, 13):
            requests.open_request(work, ben.id, Draft("it", f"the {number}th", "", Urgency.NORMAL))
    world.settle()

    shown = ben.opens_home()
    assert shown.index("#1 · the first") < shown.index("#12 · the 12th") < shown.index("#4 · the 4th")
    assert "#3 · the 3th" not in shown
    assert "1 to 10 of 12" in shown
    ben.presses_at_home("Further ›")
    assert "#2 · the 2th" in ben.home()
    assert "11 to 12 of 12" in ben.home()

    with world.program.helpdesk.work() as work:
        for number in (2, 3):
            ending.withdraw(work, number, ben.id)
    world.settle()
    assert "#12 · the 12th" in ben.home()
    assert "of 12" not in ben.home()


@one_world
def test_who_follows_sees_how_it_goes_and_not_what_it_says_and_a_guest_sees_who_serves_guests(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    ana.asks("my secret VPN project is down")
    with world.storage.transaction() as session:
        session.add(Follower(request=1, person=ben.id, at=world.company.clock()))

    shown = ben.opens_home()
    assert "Requests I follow" in shown
    assert "*#1* · the same trouble as yours" in shown
    bo.claims(1)
    assert "🔵 @bo is on it." in ben.home()
    assert "VPN" not in ben.home()
    assert "VPN" not in ben.types("/helpdesk 1")
    assert "🔵 @bo is on it." in ben.types("/helpdesk 1")

    with world.storage.transaction() as session:
        session.get_one(Person, ben.id).standing = Standing.GUEST
    shown = ben.opens_home()
    assert "I help the people of this company." in shown
    assert "Who can help" not in shown
    assert "Ask for help" not in str(ben.person.home)


@one_world
def test_a_button_of_a_home_that_is_out_of_date_says_so_above_it(world: World) -> None:
    (ana,) = meet(world, "ana")
    ana.opens_home()
    ana.asks("laptop won't start")
    with world.storage.transaction() as session:
        request = session.get_one(Request, 1)
        request.state, request.resolved_at = State.RESOLVED, world.company.clock() - timedelta(days=15)

    assert ana.presses_at_home("Zurückziehen").startswith("Diese Anfrage ist schon gelöst.\n")
    assert ana.form.title == "Hinweis"
    assert "Kürzlich gelöst" not in ana.opens_home()
