"""A request retold: where it stands, by what its events tell alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from bot.lifecycle import ENDS, ORIGINS, OVER, Move
from bot.timeline import BY_REQUESTER
from storage.kinds import EventKind, State
from storage.tables import Event

MOVES = {
    EventKind.CLAIMED: Move.CLAIM,
    EventKind.ASSIGNED: Move.ASSIGN,
    EventKind.HANDED_BACK: Move.HAND_BACK,
    EventKind.WAITED: Move.WAIT,
    EventKind.WENT_ON: Move.GO_ON,
    EventKind.RESOLVED: Move.RESOLVE,
    EventKind.LAPSED: Move.LAPSE,
    EventKind.CLOSED: Move.CLOSE,
    EventKind.REOPENED: Move.REOPEN,
    EventKind.WITHDRAWN: Move.WITHDRAW,
    EventKind.DISMISSED: Move.DISMISS,
    EventKind.MERGED: Move.MERGE,
}


@dataclass
class Told:
    """Where a request stands, by what its events tell alone."""

    state: State = State.OPEN
    agent: str | None = None

    def hears(self, event: Event) -> None:
        """Follow an event, as far as it is a move: from where the move may begin to where it may end."""
        move = MOVES.get(event.kind)
        if event.kind is EventKind.MOVED:
            assert self.state in ORIGINS[Move.ASSIGN]
            self.state, self.agent = State.OPEN, None
        if move is None or (move is Move.MERGE and "into" not in event.data):
            return
        assert self.state in ORIGINS[move], f"{move} from {self.state}"
        assert self.state not in OVER, "what is over stays over"
        self._follow(move, event)
        assert self.state in ENDS[move], f"{move} to {self.state}"

    def _follow(self, move: Move, event: Event) -> None:
        (self.state,) = ENDS[move] if len(ENDS[move]) == 1 else (self.state,)
        match move:
            case Move.CLAIM:
                self.agent = event.actor
            case Move.WAIT:
                self.agent = self.agent or event.actor
            case Move.RESOLVE if not event.data.get(BY_REQUESTER):
                self.agent = self.agent or event.actor
            case Move.HAND_BACK:
                self.agent = None
            case Move.ASSIGN:
                self.agent = event.data["agent"]
                self.state = State.CLAIMED if self.state is State.OPEN else self.state
            case Move.REOPEN:
                self.state = State.CLAIMED if self.agent else State.OPEN


def events_of(session: Session, number: int) -> list[Event]:
    return list(session.exec(select(Event).where(Event.request == number).order_by(col(Event.id))))


def replayed(events: Sequence[Event]) -> Told:
    """Where the events lead, one after the other; what was undone leaves where it found it."""
    told, before = Told(), dict[int, Told]()
    for event in events:
        before[event.id or 0] = replace(told)
        told.hears(event)
        if event.kind is EventKind.UNDONE and _kind_of(events, event.data["event"]) in MOVES:
            assert told.state in ORIGINS[Move.UNDO]
            told = replace(before[event.data["event"]])
            assert told.state in ENDS[Move.UNDO]
    return told


def _kind_of(events: Sequence[Event], number: int) -> EventKind:
    return next(event.kind for event in events if event.id == number)
