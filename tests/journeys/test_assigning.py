"""Requests that come to somebody by themselves: each agent's turn, the least loaded, and who is not there."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot import moving, requests
from bot.desks import Desk, Desks
from bot.drafts import Draft
from bot.replies import Assignment
from bot.routing import Rule
from storage.kinds import Urgency
from tests.databases import Databases
from tests.people import meet
from tests.world import World, opened

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
on_postgres = pytest.mark.parametrize(("databases", "mode"), [("postgres", "http")], indirect=True)


def assigning(how: Assignment, *names: str, rules: tuple[Rule, ...] = ()) -> Callable[[Desks], Desks]:
    """IT's requests come to these people by themselves."""
    agents = tuple(f"{name}@acme.example" for name in names)

    def change(desk: Desk) -> Desk:
        return replace(desk, assignment=how, agents=agents) if desk.key == "it" else desk

    return lambda desks: replace(desks.change(change), rules=(*rules, *desks.rules))


def agents_of(world: World, count: int) -> list[str]:
    """Who has each of the requests, by name."""
    names = {person.id: name for name, person in world.company.people.items()}
    return [names.get(world.request(number).agent or "", "nobody") for number in range(1, count + 1)]


@on_postgres
def test_each_agent_has_their_turn_and_what_is_handed_back_is_the_next_ones(databases: Databases, mode: str) -> None:
    desks = assigning(Assignment.ROUND_ROBIN, "bo", "cy")
    with databases.fresh() as url, opened(url, sockets=mode == "socket", desks=desks) as world:
        ana, bo, cy = meet(world, "ana", "bo", "cy")
        for title in ("laptop won't start", "no sound", "VPN drops"):
            ana.asks(title)

        assert agents_of(world, 3) == ["bo", "cy", "bo"]
        assert "🔵 @bo is on it." in cy.reads(cy.card(1))
        assert bo.desk_thread(1) == ["@bo, it is your turn: this one is yours."]
        assert ana.conversation(1) == ["@bo kümmert sich jetzt darum."]
        assert world.timeline(1) == ["opened by ana", "assigned by the clock"]

        bo.hands_back(1)

        assert agents_of(world, 3) == ["cy", "cy", "bo"]
        assert cy.desk_thread(1)[-2:] == [
            "⚪ @bo has handed this request back. It is free to claim.",
            "@cy, it is your turn: this one is yours.",
        ]


@one_world
def test_who_asks_is_not_assigned_their_own_request_and_nobody_gets_one_back(databases: Databases, mode: str) -> None:
    desks = assigning(Assignment.ROUND_ROBIN, "bo", "cy")
    with databases.fresh() as url, opened(url, sockets=False, desks=desks) as world:
        bo, cy = meet(world, "bo", "cy")

        bo.asks("laptop won't start")
        assert agents_of(world, 1) == ["cy"]

        cy.hands_back(1)
        assert agents_of(world, 1) == ["nobody"]
        assert "⚪ Nobody has it yet." in cy.reads(cy.card(1))


@one_world
def test_the_least_loaded_is_asked_first_and_what_waits_is_no_load(databases: Databases, mode: str) -> None:
    desks = assigning(Assignment.LEAST_LOADED, "bo", "cy")
    with databases.fresh() as url, opened(url, sockets=False, desks=desks) as world:
        ana, bo, cy = meet(world, "ana", "bo", "cy")
        ana.asks("laptop won't start")
        ana.asks("no sound")
        assert agents_of(world, 2) == ["bo", "cy"]

        cy.resolves(2)
        ana.asks("VPN drops")
        assert agents_of(world, 3)[2] == "cy"

        bo.presses("wait", bo.line(1))
        ana.asks("printer jams")
        assert agents_of(world, 4)[3] == "bo"


@one_world
def test_whom_a_rule_calls_comes_first_while_they_are_there(databases: Databases, mode: str) -> None:
    rule = Rule(words=("sap",), desk="it", agents=("hana@acme.example",))
    desks = assigning(Assignment.ROUND_ROBIN, "bo", rules=(rule,))
    with databases.fresh() as url, opened(url, sockets=False, desks=desks) as world:
        ana, hana = meet(world, "ana", "hana")
        ana.asks("sap is slow")

        hana.person.sets_status("palm_tree")
        world.settle()
        ana.asks("sap is down")

        assert agents_of(world, 2) == ["hana", "bo"]


@one_world
def test_a_moved_or_reopened_request_without_an_agent_finds_one_too(databases: Databases, mode: str) -> None:
    desks = assigning(Assignment.ROUND_ROBIN, "bo", "cy")
    with databases.fresh() as url, opened(url, sockets=False, desks=desks) as world:
        ana, bo, hana = meet(world, "ana", "bo", "hana")
        ana.asks("my badge", desk="hr")
        with world.program.helpdesk.work() as work:
            moving.move_to(work, 1, hana.id, "hr", "it", "yours")
        world.settle()
        assert agents_of(world, 1) == ["bo"]

        bo.resolves(1)
        world.company.workspace.deactivate(bo.person)
        world.settle()
        ana.reopens(1)
        assert agents_of(world, 1) == ["cy"]


@on_postgres
def test_eight_requests_at_once_give_every_agent_a_fair_share(databases: Databases, mode: str) -> None:
    desks = assigning(Assignment.ROUND_ROBIN, "bo", "cy", "lena", "olga")
    with databases.fresh() as url, opened(url, sockets=False, desks=desks) as world:
        (ana,) = meet(world, "ana")

        def ask(n: int) -> int:
            with world.program.helpdesk.work() as work:
                draft = Draft("it", f"laptop {n}", "", Urgency.NORMAL)
                return requests.open_request(work, ana.id, draft).number

        with ThreadPoolExecutor(8) as at_once:
            list(at_once.map(ask, range(8)))

        assert Counter(agents_of(world, 8)) == {"bo": 2, "cy": 2, "lena": 2, "olga": 2}
