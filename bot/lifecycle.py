"""The moves of a request: which states each leads from, and to which."""

from collections.abc import Mapping
from enum import StrEnum

from storage.tables import State


class Move(StrEnum):
    """What can be done to a request."""

    CLAIM = "claim"
    HAND_BACK = "hand_back"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


ORIGINS: Mapping[Move, frozenset[State]] = {
    Move.CLAIM: frozenset({State.OPEN}),
    Move.HAND_BACK: frozenset({State.CLAIMED}),
    Move.RESOLVE: frozenset({State.OPEN, State.CLAIMED}),
    Move.REOPEN: frozenset({State.RESOLVED}),
    Move.WITHDRAW: frozenset({State.OPEN, State.CLAIMED}),
}
ACTIVE = frozenset({State.OPEN, State.CLAIMED})


def desk_moves(state: State) -> tuple[Move, ...]:
    """What an agent is offered on a card, the likeliest first."""
    return tuple(move for move in (Move.CLAIM, Move.RESOLVE, Move.HAND_BACK) if state in ORIGINS[move])
