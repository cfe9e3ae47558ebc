"""Who has a request: claimed, assigned, handed over with a card, handed back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot import absences, assigning, calling, moves, news, pings, promises, undoing
from bot.drafts import HANDOVER_LIMIT, check_length
from bot.errors import NobodyElse
from bot.form_errors import InvalidForm, NotAnAgentOfIt
from bot.lifecycle import HELD, Move
from bot.places import Spot
from bot.work import Work
from storage.kinds import EventKind, State
from storage.tables import Person, Request


@dataclass(frozen=True)
class Handover:
    """The short card for who goes on: what was done so far, and what comes next."""

    done: str = ""
    next: str = ""


def claim(work: Work, number: int, actor: str) -> Request:
    """Take an open request. Raises AlreadyClaimed, naming who was faster."""
    moves.for_desk(work, number, actor)
    request = moves.make(work, number, Move.CLAIM, actor, state=State.CLAIMED, agent=actor, silent_since=work.now)
    event = work.record(request, EventKind.CLAIMED, actor)
    pings.change_hands(work, request)
    news.claimed(work, request, event)
    return request


@dataclass(frozen=True)
class Choice:
    """A request that can be given to somebody, and to whom; some of them are away."""

    request: Request
    agents: Sequence[Person]
    away: Collection[str]


def check_assignable(work: Work, number: int, actor: str) -> Choice:
    """To whom this person could give the request now; asked before a form is shown. Raises NobodyElse."""
    request = moves.active_for_desk(work, number, actor)
    roster = work.roster_of(request)
    agents = [work.person(one) for one in (roster.agents | roster.leads) - {request.agent}]
    if not agents:
        raise NobodyElse
    away = absences.away(work.session, [one.id for one in agents], work.now)
    return Choice(request, sorted(agents, key=lambda one: (one.id in away, one.name.casefold(), one.id)), away)


def assign(
    work: Work, number: int, actor: str, agent: str, card: Handover = Handover(), spot: Spot | None = None
) -> Request:
    """Give a request to an agent of its desk, oneself perhaps; whoever has it hands it over so, with a card.

    It can be undone at the spot.

    Raises InvalidForm, AlreadyYours where that agent has it, AlreadyResolved and the like.
    """
    before = moves.for_desk(work, number, actor)
    check_length("done", card.done, HANDOVER_LIMIT)
    check_length("next", card.next, HANDOVER_LIMIT)
    if not work.roster_of(before).serves(agent):
        raise InvalidForm({"agent": NotAnAgentOfIt()})
    moves.check(before, Move.ASSIGN, actor)
    if before.agent == agent:
        raise moves.taken(before, actor)
    return give(work, before, actor, agent, card, spot)


def give(
    work: Work,
    before: Request,
    actor: str | None,
    agent: str,
    card: Handover = Handover(),
    spot: Spot | None = None,
) -> Request:
    """Let an agent have a request that is ours until the commit; the clock gives it where there is no actor."""
    was = {"state": before.state, "agent": before.agent}
    state = before.state if before.state in HELD else State.CLAIMED
    changes = {"state": state, "agent": agent, "silent_since": work.now if state is State.CLAIMED else None}
    request = moves.make(work, before.number, Move.ASSIGN, actor or agent, **changes)
    said = {"done": card.done, "next": card.next}
    event = work.record(request, EventKind.ASSIGNED, actor, agent=agent, before=was, **said)
    pings.change_hands(work, request)
    news.assigned(work, request, event)
    if actor:
        undoing.offer(work, request, event, spot)
    return request


def hand_back(work: Work, number: int, actor: str) -> Request:
    """Give a claimed request back to its desk, which has as long to answer as for a new one. Raises NotClaimed."""
    before = moves.for_desk(work, number, actor)
    return free(work, before, actor)


def free(work: Work, before: Request, actor: str | None) -> Request:
    """Let a request that is ours until the commit be anybody's of the desk; the clock frees it without an actor.

    Where the desk has its requests assigned, it is the next one's turn.
    """
    agent = before.agent or actor or ""
    silent_since = work.now if before.first_answered_at else None  # a first answer that is owed reminds of itself
    changes = {"state": State.OPEN, "agent": None, "silent_since": silent_since}
    request = moves.make(work, before.number, Move.HAND_BACK, actor or agent, **changes)
    event = work.record(request, EventKind.HANDED_BACK, actor, agent=agent)
    promises.reckon(work, request)
    pings.change_hands(work, request)
    news.handed_back(work, request, event, agent)
    return give_by_turn(work, request, but=(agent,))


def give_by_turn(work: Work, request: Request, *, but: Collection[str] = ()) -> Request:
    """Let whose turn it is at the desk have a request that nobody has and that is ours until the commit.

    Where it is nobody's, and who asked can't work, somebody is called.
    """
    if agent := assigning.next_agent(work, request, but=but):
        return give(work, request, None, agent)
    calling.begin(work, request)
    return request
