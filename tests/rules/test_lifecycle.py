"""Which moves a request allows where, and where each leads."""

import pytest

from bot.lifecycle import ACTIVE, ENDS, HELD, ORIGINS, Move
from storage.kinds import State


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        (
            State.OPEN,
            {Move.CLAIM, Move.ASSIGN, Move.WAIT, Move.RESOLVE, Move.WITHDRAW, Move.DISMISS, Move.MERGE},
        ),
        (
            State.CLAIMED,
            {
                *(Move.ASSIGN, Move.HAND_BACK, Move.WAIT, Move.RESOLVE, Move.WITHDRAW),
                *(Move.DISMISS, Move.MERGE, Move.UNDO),
            },
        ),
        (
            State.WAITING,
            {
                *(Move.ASSIGN, Move.HAND_BACK, Move.GO_ON, Move.RESOLVE, Move.WITHDRAW),
                *(Move.DISMISS, Move.MERGE, Move.UNDO, Move.LAPSE),
            },
        ),
        (State.RESOLVED, {Move.REOPEN, Move.CLOSE, Move.UNDO}),
        (State.CLOSED, set()),
        (State.WITHDRAWN, set()),
    ],
)
def test_each_state_allows_these_moves_and_no_others(state: State, moves: set[Move]) -> None:
    assert {move for move, origins in ORIGINS.items() if state in origins} == moves


def test_every_move_leads_from_somewhere_to_somewhere() -> None:
    assert set(ORIGINS) == set(ENDS) == set(Move)
    assert all(ORIGINS.values())
    assert all(ENDS.values())


def test_somebody_has_what_is_claimed_or_waits_and_only_that() -> None:
    assert frozenset({State.OPEN}) == ACTIVE - HELD
    assert HELD < ACTIVE
