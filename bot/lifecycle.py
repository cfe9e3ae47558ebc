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
    LAPSE = "lapse"
    REOPEN = "reopen"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    DISMISS = "dismiss"
    MERGE = "merge"
    UNDO = "undo"


ACTIVE = frozenset({State.OPEN, State.CLAIMED, State.WAITING})
HELD = frozenset({State.CLAIMED, State.WAITING})
"""Somebody has it."""
OWED = frozenset({State.OPEN, State.CLAIMED})
"""The desk owes the next step: time passes."""
SETTLED = frozenset({State.RESOLVED, State.CLOSED})
"""Where it was solved, or has lapsed, if it was resolved at all: first it may be opened again, then no more."""
OVER = frozenset({State.CLOSED, State.WITHDRAWN})
"""It never opens again: what is still to be done is a request of its own."""

ORIGINS: Mapping[Move, frozenset[State]] = {
    Move.CLAIM: frozenset({State.OPEN}),
    Move.ASSIGN: ACTIVE,
    Move.HAND_BACK: HELD,
    Move.WAIT: OWED,
    Move.GO_ON: frozenset({State.WAITING}),
    Move.RESOLVE: ACTIVE,
    Move.LAPSE: frozenset({State.WAITING}),
    Move.REOPEN: frozenset({State.RESOLVED}),
    Move.CLOSE: frozenset({State.RESOLVED}),
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
    Move.LAPSE: frozenset({State.RESOLVED}),  # no answer came; it can be opened again as what was solved
    Move.REOPEN: frozenset({State.CLAIMED, State.OPEN}),
    Move.CLOSE: frozenset({State.CLOSED}),
    Move.WITHDRAW: frozenset({State.WITHDRAWN}),
    Move.DISMISS: frozenset({State.CLOSED}),
    Move.MERGE: frozenset({State.CLOSED}),
    Move.UNDO: ACTIVE,
}
