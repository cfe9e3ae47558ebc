"""Agents work by shortcuts on the messages of a thread, where slash commands don't reach."""

import pytest

from tests.people import meet
from tests.world import World

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


@one_world
def test_an_agent_does_it_all_by_shortcuts_in_the_thread(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("the VPN is down")

    assert bo.uses_shortcut("claim_this", on=bo.card(1)) == ""
    assert cy.uses_shortcut("claim_this", on=bo.line(1)).startswith("@bo hat diese Anfrage schon.")
    bo.uses_shortcut("urgency_of_this", on=bo.line(1))
    bo.sends(urgency="blocked")
    bo.uses_shortcut("canned_here", on=bo.line(1))
    bo.fills(canned="vpn")
    bo.sends()
    assert ana.conversation(1)[-1].endswith("Geht es dann?")

    said = bo.answers(1, "It works again, the gateway was full.")
    assert bo.uses_shortcut("note_this", on=said) == ""
    world.settle()
    assert ana.conversation(1)[-1].endswith("Geht es dann?")
    assert bo.uses_shortcut("send_this", on=said) == ""
    world.settle()
    assert ana.conversation(1)[-1] == "It works again, the gateway was full."
    bo.uses_shortcut("resolve_this", on=said)
    bo.sends(closing_word="Solved.")

    assert world.timeline(1) == [
        *("opened by ana", "claimed by bo", "urged by bo", "answered by bo", "answered by bo", "undone by bo"),
        *("answered by bo", "resolved by bo"),
    ]


@one_world
def test_a_shortcut_elsewhere_or_by_who_is_no_agent_says_so_and_does_nothing(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    post = ana.posts("the printer jams")
    chat = bo.posts("lunch?", place="general")

    assert bo.uses_shortcut("claim_this", on=chat) == (
        "This message belongs to no request. It works in the thread under a request's card."
    )
    assert "IT" in ben.uses_shortcut("claim_this", on=post)
    for name in ("note_this", "send_this", "canned_here", "urgency_of_this", "resolve_this"):
        assert ben.uses_shortcut(name, on=post), name
        assert ben.person.modal is None
    assert world.timeline(1) == ["opened by ana"]
