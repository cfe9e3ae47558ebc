"""A request that is closed stays closed: who needs more is offered a new one that belongs to it."""

import pytest

from tests.people import Colleague, meet, unlinked
from tests.world import World

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


def closes(agent: Colleague, number: int) -> None:
    """Say that it was no request."""
    agent.chooses("dismiss", number)
    agent.sends()


@pytest.mark.parametrize(("databases", "mode"), [("postgres", "socket")], indirect=True)
def test_what_is_written_after_the_end_becomes_a_request_that_belongs_to_it(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    closes(bo, 1)

    ana.writes(1, "It *still* does not start & beeps.")
    ana.writes(1, "Three times, that is.")

    offered = [one for one in ana.person.thread(ana.head(1)) if "Folgeanfrage" in one.buttons]
    assert [ana.reads(one).splitlines()[0] for one in offered] == [
        "#1 ist abgeschlossen, hier schaut vielleicht niemand mehr hin. Gibt es noch etwas zu tun? Dann mach eine neue "
        "Anfrage daraus, die zu dieser gehört; was du geschrieben hast, kommt mit."
    ]
    ana.presses("Folgeanfrage", offered[0])
    assert (ana.field("title"), ana.field("desk")) == ("Dazu noch: laptop won't start", "it")
    assert ana.field("details") == "It *still* does not start & beeps.\nThree times, that is."
    ana.sends()

    assert "↪️ follows #1" in unlinked(bo.reads(bo.card(2)))
    assert "🔗 #2" in unlinked(bo.reads(bo.card(1)))
    assert "↪️ folgt auf #1" in unlinked(ana.reads(ana.head(2)))
    assert "↪️ geht weiter in #2" in unlinked(ana.reads(ana.head(1)))
    assert world.timeline(2) == ["opened by ana", "linked by ana"]
    world.pass_time(minutes=20)
    ana.writes(1, "And now it smokes.")
    ana.presses("Folgeanfrage", ana.last_word(1))
    assert ana.field("details") == "And now it smokes."


@one_world
def test_who_took_a_request_back_may_ask_anew_from_its_head(world: World) -> None:
    ana, bo, hana = meet(world, "ana", "bo", "hana")
    ana.asks("x" * 150, desk="hr")
    ana.withdraws(1)

    ana.presses("Folgeanfrage", ana.head(1))
    assert len(ana.field("title")) == 150
    assert ana.field("details") == ""
    ana.sends(title="About the same", desk="it")

    assert "🔗 #2" in unlinked(hana.reads(hana.card(1)))
    assert "#1" not in unlinked(bo.reads(bo.card(2)))
    assert "↪️ folgt auf #1" in unlinked(ana.reads(ana.head(2)))


@one_world
def test_under_a_closed_post_the_offer_is_for_its_author_alone(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    post = ana.posts("the projector is broken")
    closes(bo, 1)
    said = len(ben.person.thread(post))

    ben.posts("it is, really", thread=post)
    ana.posts("yes, it still is", thread=post)

    assert len(ben.person.thread(post)) == said + 2
    head = next(one for one in ben.person.thread(post) if one.buttons)
    assert ben.presses("follow_up", head) == "Only the person who asked can do this."
    (offer,) = [one for one in ana.person.ephemerals(world.channel("ask-it")) if "Folgeanfrage" in one.buttons]
    ana.presses("Folgeanfrage", offer)
    assert ana.field("details") == "yes, it still is"
    ana.sends()
    assert "↪️ follows #1" in unlinked(bo.reads(bo.card(2)))
