"""How a request ends, and begins again: resolve, reopen, withdraw, and what was no request at all."""

from collections.abc import Mapping

from sqlalchemy import func
from sqlmodel import col

from bot import (
    absences,
    advising,
    claiming,
    finding,
    following,
    guesses,
    moves,
    news,
    promises,
    promising,
    surveys,
    timeline,
    undoing,
)
from bot.access import check_requester
from bot.drafts import CLOSING_WORD_LIMIT, check_length
from bot.lifecycle import Move
from bot.places import Spot
from bot.timeline import BY_REQUESTER
from bot.work import Work
from storage.kinds import EventKind, Outcome, State
from storage.tables import Event, Request


def resolve(work: Work, number: int, actor: str, closing_word: str, spot: Spot | None = None) -> Request:
    """Resolve a request, with a word that the requester reads; it counts as an answer, and can be undone at the spot.

    Raises InvalidForm, AlreadyResolved, AlreadyWithdrawn.
    """
    before = moves.for_desk(work, number, actor)
    check_length("closing_word", closing_word, CLOSING_WORD_LIMIT)
    answer = {
        "agent": func.coalesce(col(Request.agent), actor),
        "answered_within": func.coalesce(col(Request.answered_within), work.seconds_worked(before)),
        "closing_word": closing_word,
    }
    request, event = _resolve(work, before, actor, answer, closing_word=closing_word)
    news.resolved(work, request, event)
    tell_others(work, request, event)
    finding.index_words(work.session, request, closing_word)
    undoing.offer(work, request, event, spot)
    return request


def solve(work: Work, number: int, actor: str) -> Request:
    """Who asked says that it is solved: the desk need do nothing more. Raises AlreadyResolved and the like."""
    before = moves.locked(work, number)
    check_requester(before, actor)
    request, event = _resolve(work, before, actor, {}, **{BY_REQUESTER: True})
    news.solved(work, request, event)
    tell_others(work, request, event)
    return request


def _resolve(
    work: Work, before: Request, actor: str, changes: Mapping[str, object], **told: object
) -> tuple[Request, Event]:
    """Make the move: the desk owes nothing more, and how it went is asked. The request is ours until the commit."""
    was = {"state": before.state, "agent": before.agent}
    request = moves.make(
        work,
        before.number,
        Move.RESOLVE,
        actor,
        state=State.RESOLVED,
        outcome=Outcome.SOLVED,
        first_resolved_at=before.first_resolved_at or work.now,
        resolved_at=work.now,
        resolved_by=actor,
        resolutions=col(Request.resolutions) + 1,
        silent_since=None,
        **changes,
    )
    event = work.record(request, EventKind.RESOLVED, actor, before=was, **told)
    promises.renew(work, request)
    surveys.plan(work, request)
    return request, event


def dismiss(work: Work, number: int, actor: str, why: str) -> Request:
    """Close for good what was no request, with a word of why that the requester reads.

    Raises InvalidForm, AlreadyResolved and the like.
    """
    before = moves.for_desk(work, number, actor)
    check_length("why", why, CLOSING_WORD_LIMIT)
    taught = guesses.lesson(before)
    request = moves.make(
        work, number, Move.DISMISS, actor, state=State.CLOSED, closing_word=why, outcome=Outcome.NOT_A_REQUEST
    )
    event = work.record(request, EventKind.DISMISSED, actor, why=why)
    promises.renew(work, request)
    news.dismissed(work, request, event)
    tell_others(work, request, event)
    guesses.unlearn(work, taught)
    return request


def reopen(work: Work, number: int, actor: str) -> Request:
    """Open a request again that was resolved, or has lapsed: with its former agent, targets starting anew.

    Raises NotResolved, TooLateToReopen.
    """
    before = moves.locked(work, number)
    check_requester(before, actor)
    agent, outcome = _former_agent(work, before), before.outcome
    state = State.CLAIMED if agent else State.OPEN
    changes = {"state": state, "agent": agent, "resolved_at": None, "outcome": None, "closing_word": ""}
    anew = {"silent_since": work.now, **promising.UNPROMISED}
    request = moves.make(work, number, Move.REOPEN, actor, **changes, **anew)
    kept = timeline.promise(promises.standard(work, request))
    event = work.record(request, EventKind.REOPENED, actor, resolution=request.resolutions, **kept)
    surveys.withdraw(work, request, event)
    promises.renew(work, request)
    news.reopened(work, request, event, outcome)
    return request if request.agent else claiming.give_by_turn(work, request)


def _former_agent(work: Work, request: Request) -> str | None:
    """Who had the request, if they still act for its desk and are not off work."""
    agent = request.agent
    if agent is None or absences.is_absent(work.session, agent, work.now):
        return None
    return agent if work.roster_of(request).serves(agent) else None


def withdraw(work: Work, number: int, actor: str) -> Request:
    """Take one's own request back. Raises AlreadyResolved, AlreadyWithdrawn."""
    check_requester(moves.locked(work, number), actor)
    request = moves.make(work, number, Move.WITHDRAW, actor, state=State.WITHDRAWN)
    event = work.record(request, EventKind.WITHDRAWN, actor)
    promises.renew(work, request)
    news.withdrawn(work, request, event)
    tell_others(work, request, event)
    return request


def tell_others(work: Work, request: Request, event: Event) -> None:
    """Who follows the request reads how it ends; who was brought in is thanked, and reads no more of it."""
    following.tell(work, request, event)
    advising.let_all_go(work, request, event)
