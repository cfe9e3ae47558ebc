"""Point 3: exactly one agent has a request, and everybody knows who."""

from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

import pytest

from sandbox.seen import SeenMessage
from tests.people import Colleague, meet
from tests.world import World

one_world = pytest.mark.parametrize(("databases", "mode"), [("postgres", "http")], indirect=True)


def test_of_two_who_claim_at_once_one_has_it_and_the_other_is_told_who(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start", urgency="blocked")
    card = bo.card(1)

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(alone_is_told, (bo, cy), repeat(card)))
    world.settle()

    agent = world.request(1).agent
    winner, loser = (bo, cy) if agent == bo.id else (cy, bo)
    told = answers[1] if winner is bo else answers[0]
    taken = f"<@{winner.id}> already has this request." if loser is bo else f"<@{winner.id}> hat diese Anfrage schon."
    assert told.startswith(f"{taken}\n")
    assert "#1 · laptop won't start" in told
    assert f"🔵 <@{winner.id}>" in told
    assert answers.count("") == 1
    name = winner.person.name
    assert f"🔵 @{name} is on it. 🟢 First answer by 2026-03-02 09:00 UTC" in bo.reads(bo.card(1))
    assert bo.card(1).ts == card.ts
    assert bo.card(1).buttons == ("Resolve", "Hand back")
    assert bo.line(1).buttons == ("Resolve", "Wait", "Reply", "Hand over", "Bring in")
    assert winner.desk_thread(1) == [f"🔵 @{name} has claimed this request."]
    assert f"@{name} kümmert sich darum und will es bis 2026-03-02 13:30 CET gelöst haben." in ana.reads(ana.head(1))
    assert ana.conversation(1) == [f"@{name} kümmert sich jetzt darum."]
    assert world.timeline(1) == ["opened by ana", f"claimed by {name}"]


def alone_is_told(agent: Colleague, card: SeenMessage) -> str:
    """Press Claim; what nobody else reads then."""
    return "\n".join(message.plain for message in agent.person.presses("Claim", on=card).shown if message.ephemeral)


@one_world
def test_a_second_agent_is_told_who_already_has_the_request(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start")
    card, line = bo.card(1), bo.line(1)

    assert bo.presses("Claim", line) == ""
    for stale in (card, line):
        assert cy.presses("Claim", stale).startswith("@bo hat diese Anfrage schon.\n")
    assert bo.presses("Claim", card).startswith("You already have this request.\n")
    assert world.timeline(1) == ["opened by ana", "claimed by bo"]


@one_world
def test_the_answer_to_a_press_in_the_thread_appears_in_the_thread(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start")
    line = bo.line(1)
    bo.claims(1)

    cy.presses("Claim", line)

    (told,) = cy.person.ephemerals(world.channel("it-help"))
    assert told.thread_ts == bo.card(1).ts
    assert bo.person.ephemerals(world.channel("it-help")) == []


@one_world
def test_what_is_handed_back_is_free_again_and_both_sides_are_told(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start")
    line = bo.line(1)
    bo.claims(1)
    stale = bo.card(1)

    bo.hands_back(1)

    assert "⚪ Nobody has it yet." in bo.reads(bo.card(1))
    assert bo.card(1).buttons == ("Claim", "Resolve")
    assert bo.desk_thread(1)[-1] == "⚪ @bo has handed this request back. It is free to claim."
    assert ana.conversation(1)[-1] == (
        "@bo hat deine Anfrage an IT zurückgegeben. Jemand anderes übernimmt; nichts geht verloren."
    )
    assert "*IT* hat deine Anfrage." in ana.reads(ana.head(1))

    assert cy.presses("hand_back", stale).startswith("Niemand hat diese Anfrage, also gibt es nichts zurückzugeben.\n")
    assert cy.presses("Claim", line) == ""
    assert "@cy is on it." in bo.reads(bo.card(1))
    assert world.timeline(1) == ["opened by ana", "claimed by bo", "handed_back by bo", "claimed by cy"]


@one_world
def test_what_a_requester_withdraws_needs_nobody_any_more(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    card, head = bo.card(1), ana.head(1)

    ana.withdraws(1)

    assert "↩️ Withdrawn by @ana" in bo.reads(bo.card(1))
    assert bo.card(1).buttons == ()
    assert bo.line(1).buttons == ()
    assert bo.desk_thread(1) == ["↩️ @ana has withdrawn this request. Nothing more to do."]
    assert "Du hast die Anfrage zurückgezogen. IT weiß Bescheid." in ana.reads(ana.head(1))
    assert ana.head(1).buttons == ("Folgeanfrage",)
    assert bo.presses("Claim", card).startswith("This request has been withdrawn.\n")
    assert bo.presses("Resolve", card).startswith("This request has been withdrawn.\n")
    assert ana.presses("withdraw", head).startswith("Diese Anfrage wurde zurückgezogen.\n")
    assert world.timeline(1) == ["opened by ana", "withdrawn by ana"]
