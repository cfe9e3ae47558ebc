"""How a request ends, and begins again: resolve, reopen, withdraw, and what was no request at all."""

from sqlalchemy import func
from sqlmodel import col

from bot import (
    advising,
    claiming,
    finding,
    following,
    guesses,
    moves,
    news,
    pings,
    promises,
    surveys,
    timeline,
    undoing,
)
from bot.access import check_requester
from bot.drafts import CLOSING_WORD_LIMIT, check_length
from bot.lifecycle import Move
from bot.places import Spot
from bot.work import Work
from storage.kinds import EventKind, State
from storage.tables import Event, Request


def resolve(work: Work, number: int, actor: str, closing_word: str, spot: Spot | None = None) -> Request:
    """Resolve a request, with a word that the requester reads; it counts as an answer, and can be undone at the spot.

    Raises InvalidForm, AlreadyResolved, AlreadyWithdrawn.
    """
    before = moves.for_desk(work, number, actor)
    was = {"state": before.state, "agent": before.agent}
    check_length("closing_word", closing_word, CLOSING_WORD_LIMIT)
    request = moves.make(
        work,
        number,
        Move.RESOLVE,
        actor,
        state=State.RESOLVED,
        agent=func.coalesce(col(Request.agent), actor),
        answered_within=func.coalesce(col(Request.answered_within), work.seconds_worked(before)),
        resolved_at=work.now,
        resolved_by=actor,
        closing_word=closing_word,
        resolutions=col(Request.resolutions) + 1,
    )
    event = work.record(request, EventKind.RESOLVED, actor, closing_word=closing_word, before=was)
    promises.renew(work, request)
    pings.cancel_silent(work, request)
    surveys.plan(work, request)
    news.resolved(work, request, event)
    _tell_others(work, request, event)
    finding.index_words(work.session, request, closing_word)
    undoing.offer(work, request, event, spot)
    return request


def dismiss(work: Work, number: int, actor: str, why: str) -> Request:
    """Close for good what was no request, with a word of why that the requester reads.

    Raises InvalidForm, AlreadyResolved and the like.
    """
    before = moves.for_desk(work, number, actor)
    check_length("why", why, CLOSING_WORD_LIMIT)
    taught = guesses.lesson(before)
    request = moves.make(work, number, Move.DISMISS, actor, state=State.CLOSED, closing_word=why)
    event = work.record(request, EventKind.DISMISSED, actor, why=why)
    pings.cancel_all(work, request)
    news.dismissed(work, request, event)
    _tell_others(work, request, event)
    guesses.unlearn(work, taught)
    return request


def reopen(work: Work, number: int, actor: str) -> Request:
    """Open a resolved request again, with its former agent, targets starting anew. Raises NotResolved."""
    before = moves.locked(work, number)
    check_requester(before, actor)
    agent = _former_agent(work, before)
    state = State.CLAIMED if agent else State.OPEN
    changes = {"state": state, "agent": agent, "resolved_at": None, "closing_word": ""}
    request = moves.make(work, number, Move.REOPEN, actor, **changes)
    kept = timeline.promise(promises.standard(work, request))
    event = work.record(request, EventKind.REOPENED, actor, resolution=request.resolutions, **kept)
    surveys.withdraw(work, request, event)
    promises.renew(work, request)
    pings.await_word(work, request)
    news.reopened(work, request, event)
    return request if request.agent else claiming.give_by_turn(work, request)


def _former_agent(work: Work, request: Request) -> str | None:
    """Who had the request, if they still act for its desk."""
    agent = request.agent
    return agent if agent and work.roster_of(request).serves(agent) else None


def withdraw(work: Work, number: int, actor: str) -> Request:
    """Take one's own request back. Raises AlreadyResolved, AlreadyWithdrawn."""
    check_requester(moves.locked(work, number), actor)
    request = moves.make(work, number, Move.WITHDRAW, actor, state=State.WITHDRAWN)
    event = work.record(request, EventKind.WITHDRAWN, actor)
    pings.cancel_all(work, request)
    news.withdrawn(work, request, event)
    _tell_others(work, request, event)
    return request


def _tell_others(work: Work, request: Request, event: Event) -> None:
    """Who follows the request reads how it ends; who was brought in is thanked, and reads no more of it."""
    following.tell(work, request, event)
    advising.let_all_go(work, request, event)
