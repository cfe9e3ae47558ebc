"""Eight agents, one Claim button, the same instant: the database decides, and everybody hears the same."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col, select

from bot.drafts import Draft
from bot.requests import open_request
from sandbox.faults import delay
from sandbox.people import Person
from sandbox.seen import Answer, SeenMessage
from sandbox.wire import Traffic
from storage.kinds import EventKind, Urgency
from storage.tables import Event, Request
from tests.world import World

_AGENTS = 8
_ROUNDS = 50  # in each mode and on each database: 200 together


def test_of_eight_agents_who_press_claim_at_once_exactly_one_wins_and_seven_are_told_who(world: World) -> None:
    agents = _hire(world)
    cards = _ask(world, agents[0])
    winners = [_race(agents, card) for card in cards]
    world.settle()

    assert _claims(world) == [(number, winner) for number, winner in enumerate(winners, start=1)]
    lead = world.person("lena")
    for card, winner in zip(cards, winners, strict=True):
        assert f"<@{winner}> is on it" in lead.sees(card).plain
        assert [message.plain for message in lead.thread(card)[1:]] == [f"🔵 <@{winner}> has claimed this request."]
    refused = world.company.workspace.wire.refused()
    assert not [one for one in refused if one.traffic is not Traffic.EVENT]  # before the bot was up, nobody took those


def _hire(world: World) -> list[Person]:
    """Bo, Cy and six newcomers in the desk's channel."""
    agents, channel = [world.person("bo"), world.person("cy")], world.channel("it-help")
    for number in range(len(agents), _AGENTS):
        newcomer = world.company.workspace.add_person(f"agent-{number}", email=f"agent-{number}@acme.example")
        newcomer.joins(channel)
        agents.append(newcomer)
    world.settle()
    return agents


def _ask(world: World, reader: Person) -> list[SeenMessage]:
    """So many requests by Ana, and their cards."""
    with world.program.helpdesk.work() as work:
        for number in range(1, _ROUNDS + 1):
            open_request(work, world.person("ana").id, Draft("it", f"Laptop {number}", "", Urgency.NORMAL))
    world.settle()
    found = {card.plain.split(" · ")[0].lstrip("*#"): card for card in reader.messages(world.channel("it-help"))}
    return [found[str(number)] for number in range(1, _ROUNDS + 1)]


def _race(agents: Sequence[Person], card: SeenMessage) -> str:
    """Everybody presses at the same instant; the id of the one who has the request now."""
    barrier = threading.Barrier(len(agents))

    def press(agent: Person) -> Answer:
        barrier.wait(timeout=10)
        return agent.presses("Claim", on=card)

    with ThreadPoolExecutor(len(agents)) as threads:
        answers = dict(zip([agent.id for agent in agents], threads.map(press, agents), strict=True))
    assert [answer.error for answer in answers.values()] == [None] * len(agents)
    told = {agent: [one.plain for one in answer.shown if one.ephemeral] for agent, answer in answers.items()}
    (winner,) = [agent for agent, words in told.items() if not words]
    del told[winner]
    assert all(len(words) == 1 and words[0].startswith(_has_it(winner)) for words in told.values()), told
    return winner


def _has_it(winner: str) -> tuple[str, ...]:
    """How the one thing begins that the others are told, in the languages of these people."""
    return (f"<@{winner}> already has this request.\n", f"<@{winner}> hat diese Anfrage schon.\n")


def _claims(world: World) -> list[tuple[int, str | None]]:
    """Who has claimed which request, by its timeline; the request itself says the same."""
    claimed = select(Event.request, Event.actor).where(Event.kind == EventKind.CLAIMED).order_by(col(Event.request))
    with world.storage.reading() as session:
        claims = list(session.exec(claimed).all())
        assert claims == list(session.exec(select(Request.id, Request.agent).order_by(col(Request.id))).all())
    return claims


@pytest.mark.parametrize("mode", ["http"], indirect=True)
def test_words_under_a_card_that_slack_shows_before_its_answer_reaches_us_are_heard_all_the_same(world: World) -> None:
    ana, bo, channel = world.person("ana"), world.person("bo"), world.channel("it-help")
    is_shown = threading.Event()
    world.company.workspace.subscribe(lambda change: is_shown.set() if change.channel == channel.id else None)
    world.company.workspace.faults.add(method="chat.postMessage", fail=delay(1.0), times=2)
    ana.types("/helpdesk laptop won't start", world.channel("general"))
    ana.submits()
    assert is_shown.wait(10)
    bo.says(channel, "try the other plug", thread=world.last_in("bo", channel))
    world.settle()
    world.pass_time(minutes=1)

    assert world.timeline(1) == ["opened by ana", "claimed by bo", "answered by bo"]
