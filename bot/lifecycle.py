"""The moves of a request: which states each leads from, and to which."""

from collections.abc import Mapping
from enum import StrEnum

from storage.kinds import State


class Move(StrEnum):
    """What can be done to a request."""

    CLAIM = "claim"
    ASSIGN = "assign"
    HAND_BACK = "hand_back"
    WAIT = "wait"
    GO_ON = "go_on"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    DISMISS = "dismiss"
    MERGE = "merge"
    UNDO = "undo"


ACTIVE = frozenset({State.OPEN, State.CLAIMED, State.WAITING})
HELD = frozenset({State.CLAIMED, State.WAITING})
"""Somebody has it."""
OWED = frozenset({State.OPEN, State.CLAIMED})
"""The desk owes the next step: time passes."""
OVER = frozenset({State.CLOSED, State.WITHDRAWN})
"""It never opens again: what is still to be done is a request of its own."""

ORIGINS: Mapping[Move, frozenset[State]] = {
    Move.CLAIM: frozenset({State.OPEN}),
    Move.ASSIGN: ACTIVE,
    Move.HAND_BACK: HELD,
    Move.WAIT: OWED,
    Move.GO_ON: frozenset({State.WAITING}),
    Move.RESOLVE: ACTIVE,
    Move.REOPEN: frozenset({State.RESOLVED}),
    Move.WITHDRAW: ACTIVE,
    Move.DISMISS: ACTIVE,
    Move.MERGE: ACTIVE,
    Move.UNDO: HELD | {State.RESOLVED},
}
ENDS: Mapping[Move, frozenset[State]] = {
    Move.CLAIM: frozenset({State.CLAIMED}),
    Move.ASSIGN: HELD,  # who takes over what waits for the requester waits on
    Move.HAND_BACK: frozenset({State.OPEN}),
    Move.WAIT: frozenset({State.WAITING}),
    Move.GO_ON: frozenset({State.CLAIMED}),
    Move.RESOLVE: frozenset({State.RESOLVED}),
    Move.REOPEN: frozenset({State.CLAIMED, State.OPEN}),
    Move.WITHDRAW: frozenset({State.WITHDRAWN}),
    Move.DISMISS: frozenset({State.CLOSED}),
    Move.MERGE: frozenset({State.CLOSED}),
    Move.UNDO: ACTIVE,
}
