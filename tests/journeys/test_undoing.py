"""For half a minute, who resolved a request or gave it away can take that back."""

from datetime import timedelta

import pytest

from bot import figures
from tests.people import meet
from tests.world import World, crosswise

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


@crosswise
def test_what_was_resolved_too_soon_is_taken_back_as_if_it_had_never_been(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start")
    bo.claims(1)
    before = world.request(1)
    told = ana.conversation(1)
    bo.resolves(1, "New battery.")
    assert ana.last_word(1).buttons == ("Wieder öffnen",)
    assert cy.person.ephemerals(world.channel("it-help")) == []

    assert bo.undoes(1) == ""
    assert bo.whispers("it-help") == ["↩️ Taken back (*#1*)."]

    request = world.request(1)
    assert (request.state, request.agent) == (before.state, bo.id)
    assert (request.resolved_at, request.closing_word, request.answered_within) == (None, "", None)
    assert (request.first_answer_due, request.resolution_due) == (before.first_answer_due, before.resolution_due)
    assert "🔵 @bo is on it." in bo.reads(bo.card(1))
    assert bo.desk_thread(1)[-1] == "↩️ @bo has taken that back: it is not resolved."
    assert ana.conversation(1) == told
    assert resolved_at_it(world) == 0
    world.pass_time(minutes=31)
    assert not ana.has_survey(1)

    bo.resolves(1)
    assert resolved_at_it(world) == 1
    world.pass_time(minutes=31)
    assert ana.has_survey(1)
    assert world.timeline(1)[:4] == ["opened by ana", "claimed by bo", "resolved by bo", "undone by bo"]


def resolved_at_it(world: World) -> int:
    """How many resolved requests a digest of the day would tell of."""
    with world.program.helpdesk.looking() as work:
        day = timedelta(days=1)
        return figures.numbers(work.session, "it", work.now - day, work.now + day).resolved


@one_world
def test_a_hand_over_is_taken_back_and_the_requester_is_none_the_wiser(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start")

    bo.assigns(1, cy)
    assert ana.conversation(1) == ["@cy kümmert sich jetzt darum."]
    bo.undoes(1)
    assert world.request(1).agent is None
    assert "⚪" in bo.reads(bo.card(1))
    assert bo.desk_thread(1)[-1] == "↩️ @bo has taken that back: it is free to claim."
    assert ana.conversation(1) == []

    bo.claims(1)
    bo.assigns(1, cy)
    bo.undoes(1)
    assert world.request(1).agent == bo.id
    assert bo.desk_thread(1)[-1] == "↩️ Taken back: @bo has it again."


@one_world
def test_what_is_half_a_minute_old_or_has_changed_since_stays(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    for title in ("laptop won't start", "printer is on fire"):
        ana.asks(title)
    bo.resolves(1)
    (offered,) = bo.person.ephemerals(world.channel("it-help"))
    ana.reopens(1)
    assert bo.presses("undo", offered).startswith("Something else has happened since")

    bo.assigns(2, cy)
    world.pass_time(seconds=31)
    told = bo.undoes(2)
    assert told.startswith("That was more than 30 seconds ago")
    assert "#2 · printer is on fire" in told
    assert "🔵 @cy is on it." in told
    assert "undone by bo" not in world.timeline(1) + world.timeline(2)


@one_world
def test_who_follows_reads_of_no_end_that_was_taken_back(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    post = ana.posts("the printer on floor 3 is dead")
    ben.tickets(post)
    before = ben.mail()

    bo.resolves(1, "New toner.")
    bo.undoes(1)

    assert ben.mail() == before


@one_world
def test_what_was_resolved_in_app_home_is_undone_in_the_direct_messages(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    bo.claims(1)
    bo.opens_home()

    bo.presses_at_home("resolve")
    bo.sends()
    assert "#1* is resolved. You can take that back for 30 seconds." in bo.mail()[-1]
    assert bo.whispers("it-help") == []
    bo.presses("undo", world.last_in("bo", bo.dm))

    assert bo.mail()[-1] == "↩️ Taken back (*#1*)."
    assert "🔵 @bo is on it." in bo.reads(bo.card(1))
