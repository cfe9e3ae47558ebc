"""Which moves a request allows where, and what an agent is offered."""

import pytest

from bot.lifecycle import ACTIVE, ORIGINS, Move, desk_moves
from storage.tables import State


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        (State.OPEN, {Move.CLAIM, Move.RESOLVE, Move.WITHDRAW}),
        (State.CLAIMED, {Move.HAND_BACK, Move.RESOLVE, Move.WITHDRAW}),
        (State.RESOLVED, {Move.REOPEN}),
        (State.WITHDRAWN, set()),
    ],
)
def test_each_state_allows_these_moves_and_no_others(state: State, moves: set[Move]) -> None:
    assert {move for move, origins in ORIGINS.items() if state in origins} == moves


def test_every_move_leads_from_somewhere() -> None:
    assert set(ORIGINS) == set(Move)
    assert all(ORIGINS.values())


def test_an_agent_is_offered_the_likeliest_move_first() -> None:
    assert desk_moves(State.OPEN) == (Move.CLAIM, Move.RESOLVE)
    assert desk_moves(State.CLAIMED) == (Move.RESOLVE, Move.HAND_BACK)


@pytest.mark.parametrize("state", sorted(set(State) - ACTIVE))
def test_an_agent_is_offered_nothing_when_nothing_is_to_be_done(state: State) -> None:
    assert desk_moves(state) == ()
