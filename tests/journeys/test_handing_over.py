"""Who goes on with a request: given to a colleague with a card, taken over, and how urgent it is."""

from copy import deepcopy

import pytest
from sqlmodel import select

from sandbox.seen import SeenMessage
from storage.tables import WordCount
from tests.people import meet
from tests.world import World, crosswise

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


@crosswise
def test_who_takes_a_request_over_reads_what_was_done_and_what_comes_next(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start")
    bo.claims(1)

    bo.presses("Hand over", bo.line(1))
    assert bo.form.title == "Who goes on with it?"
    assert "bo" not in bo.offered("agent")
    bo.sends(agent=cy.id, done="New <battery> & a *reset*.", next="Order a new one.\nTell <!channel>.")

    assert world.request(1).agent == cy.id
    assert "🔵 @cy is on it." in bo.reads(bo.card(1))
    assert bo.desk_thread(1)[-1] == (
        "@bo has given this to @cy.\n*Done so far*\n>New <battery> & a *reset*.\n"
        "*Next step*\n>Order a new one.\n>Tell <!channel>."
    )
    card = bo.person.thread(bo.card(1))[-1]
    assert f"<@{cy.id}>" in card.text
    assert "<!channel>" not in str(card.blocks)
    assert ana.conversation(1)[-1] == "@cy kümmert sich jetzt darum."
    assert "@cy" in ana.reads(ana.head(1))

    bo.presses("Hand over", bo.line(1))
    assert bo.field("agent") == bo.id, "who presses this on what others have wants it, most likely"
    bo.person.closes_modal()
    has_old_menu(world, bo.line(1))
    bo.chooses("assign_me", 1)
    bo.sends()
    assert bo.desk_thread(1)[-1] == "@bo has taken this over."
    assert world.timeline(1) == ["opened by ana", "claimed by bo", "assigned by bo", "assigned by bo"]


def has_old_menu(world: World, line: SeenMessage) -> None:
    """A button line stands as it was posted when its menu began with "Assign to me"."""
    posted = world.channel("it-help").history.get(line.ts)
    assert posted
    posted.blocks = deepcopy(list(line.blocks))
    posted.blocks[-1]["elements"][-1]["options"][0]["value"] = "assign_me:1"


@one_world
def test_what_nobody_has_is_assigned_by_the_same_form_and_not_to_strangers(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start")
    bo.presses("Assign", bo.line(1))
    cy.presses("assign", cy.line(1))

    bo.sends(agent=bo.id)
    assert cy.desk_thread(1) == ["@bo has taken this over."]
    cy.sends(agent=bo.id)
    assert "@bo hat diese Anfrage schon.\n" in cy.reads_form()
    cy.person.closes_modal()

    assert world.timeline(1) == ["opened by ana", "assigned by bo"]


@one_world
def test_the_urgency_can_be_changed_and_everybody_sees_it(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start", urgency="low")
    due = world.request(1).resolution_due

    bo.chooses("Urgency", 1)
    assert bo.field("urgency") == "low"
    bo.sends(urgency="blocked")

    assert "🚨 I can't work" in bo.reads(bo.card(1))
    assert bo.desk_thread(1) == ["@bo has changed the urgency: 🚨 I can't work"]
    assert world.request(1).resolution_due < due
    bo.chooses("Urgency", 1)
    bo.sends(urgency="blocked")
    assert world.timeline(1) == ["opened by ana", "urged by bo"]


@one_world
def test_what_is_no_request_is_closed_with_a_word_of_why(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("lunch?")
    stale = bo.card(1)
    cy.chooses("Not a request", 1)
    bo.chooses("Not a request", 1)

    bo.sends(why="The canteen has <a menu> on its door.")

    assert "⚫ Closed: nothing to be done" in bo.reads(bo.card(1))
    assert (bo.card(1).buttons, bo.line(1).buttons) == ((), ())
    assert bo.desk_thread(1) == ["⚫ @bo has closed this: it was no request."]
    told = ana.last_word(1)
    assert ana.reads(told).startswith("⚫ IT hat *#1* geschlossen: Es gab nichts zu tun.")
    assert ">The canteen has <a menu> on its door." in ana.reads(told)
    assert told.buttons == ("Um Hilfe bitten",)
    assert "⚫ IT hat das geschlossen." in ana.reads(ana.head(1))

    assert bo.presses("Claim", stale).startswith("This request is closed.\n")
    cy.sends(why="Nein.")
    assert "Diese Anfrage ist geschlossen.\n" in cy.reads_form()
    world.pass_time(days=2)
    assert not ana.has_survey(1)
    assert world.timeline(1) == ["opened by ana", "dismissed by bo"]
    with world.storage.reading() as session:
        assert set(session.exec(select(WordCount.n))) == {0}, "what was no request teaches no guess"
