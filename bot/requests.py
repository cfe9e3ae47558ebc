"""A request's life: open, claim, hand back, resolve, reopen, withdraw.

Every move is one conditional update: who changes the row has made the move, everybody else is told what stands there.
"""

from sqlalchemy import func, update
from sqlmodel import col

from bot import notices, pings, surveys
from bot.access import check_requester, check_serves
from bot.drafts import CLOSING_WORD_LIMIT, Draft, check_draft, check_length
from bot.errors import (
    AlreadyClaimed,
    AlreadyResolved,
    AlreadyWithdrawn,
    AlreadyYours,
    Mistake,
    NotClaimed,
    NotResolved,
    UnknownRequest,
)
from bot.lifecycle import ORIGINS, Move
from bot.mrkdwn import mention
from bot.targets import Due, due
from bot.work import Work
from storage.queries import changed
from storage.tables import EventKind, Request, State, Urgency


def open_request(work: Work, requester: str, draft: Draft, *, response_url: str | None = None) -> Request:
    """Save a request and tell its desk and its requester. Raises InvalidForm with a mistake for each field."""
    check_draft(draft, work.desks)
    promised = _promised(work, draft.desk, draft.urgency)
    request = _new(work, requester, draft, promised)
    work.session.add(request)
    work.session.flush()
    event = work.record(request, EventKind.OPENED, requester, urgency=draft.urgency)
    pings.plan_first_answer(work, request, promised)
    notices.opened(work, request, event, response_url)
    return request


def _new(work: Work, requester: str, draft: Draft, promised: Due) -> Request:
    return Request(
        desk=draft.desk,
        title=draft.title,
        details=draft.details,
        urgency=draft.urgency,
        requester=requester,
        author=requester,
        created_at=work.now,
        first_answer_due=promised.first_answer,
        resolution_due=promised.resolution,
    )


def claim(work: Work, number: int, actor: str) -> Request:
    """Take an open request. Raises AlreadyClaimed, naming who was faster."""
    _for_desk(work, number, actor)
    request = _move(work, number, Move.CLAIM, actor, state=State.CLAIMED, agent=actor)
    event = work.record(request, EventKind.CLAIMED, actor)
    pings.plan_silent(work, request)
    notices.claimed(work, request, event)
    return request


def hand_back(work: Work, number: int, actor: str) -> Request:
    """Give a claimed request back to its desk, which has as long to answer as for a new one. Raises NotClaimed."""
    before = _for_desk(work, number, actor)
    agent = before.agent or actor
    promised = _promised(work, before.desk, before.urgency)
    due_at = promised.first_answer
    request = _move(work, number, Move.HAND_BACK, actor, state=State.OPEN, agent=None, first_answer_due=due_at)
    event = work.record(request, EventKind.HANDED_BACK, actor, agent=agent)
    if request.first_answered_at:
        pings.plan_silent(work, request)
    else:
        pings.cancel_silent(work, request)
        pings.plan_first_answer(work, request, promised)
    notices.handed_back(work, request, event, agent)
    return request


def resolve(work: Work, number: int, actor: str, closing_word: str) -> Request:
    """Resolve a request, with a word that the requester reads; it counts as an answer.

    Raises InvalidForm, AlreadyResolved, AlreadyWithdrawn.
    """
    _for_desk(work, number, actor)
    check_length("closing_word", closing_word, CLOSING_WORD_LIMIT)
    request = _move(
        work,
        number,
        Move.RESOLVE,
        actor,
        state=State.RESOLVED,
        agent=func.coalesce(col(Request.agent), actor),
        first_answered_at=func.coalesce(col(Request.first_answered_at), work.now),
        resolved_at=work.now,
        closing_word=closing_word,
        resolutions=col(Request.resolutions) + 1,
    )
    event = work.record(request, EventKind.RESOLVED, actor, closing_word=closing_word)
    pings.cancel_all(work, request)
    surveys.plan(work, request)
    notices.resolved(work, request, event)
    return request


def reopen(work: Work, number: int, actor: str) -> Request:
    """Open a resolved request again, with its former agent, targets starting anew. Raises NotResolved."""
    before = find(work, number)
    check_requester(before, actor)
    agent = _former_agent(work, before)
    promised = _promised(work, before.desk, before.urgency)
    request = _move(
        work,
        number,
        Move.REOPEN,
        actor,
        state=State.CLAIMED if agent else State.OPEN,
        agent=agent,
        first_answer_due=promised.first_answer,
        resolution_due=promised.resolution,
        first_answered_at=None,
        resolved_at=None,
        closing_word="",
    )
    event = work.record(request, EventKind.REOPENED, actor, resolution=request.resolutions)
    surveys.withdraw(work, request, event)
    pings.plan_first_answer(work, request, promised)
    pings.await_word(work, request)
    notices.reopened(work, request, event)
    return request


def _former_agent(work: Work, request: Request) -> str | None:
    """Who had the request, if they still act for its desk."""
    agent = request.agent
    return agent if agent and work.roster(work.desk(request.desk)).serves(agent) else None


def _promised(work: Work, desk_key: str, urgency: Urgency) -> Due:
    """By when a desk answers and resolves what is asked of it now."""
    desk = work.desk(desk_key)
    return due(desk.standards[urgency], desk.hours, work.now)


def withdraw(work: Work, number: int, actor: str) -> Request:
    """Take one's own request back. Raises AlreadyResolved, AlreadyWithdrawn."""
    check_requester(find(work, number), actor)
    request = _move(work, number, Move.WITHDRAW, actor, state=State.WITHDRAWN)
    event = work.record(request, EventKind.WITHDRAWN, actor)
    pings.cancel_all(work, request)
    notices.withdrawn(work, request, event)
    return request


def find(work: Work, number: int) -> Request:
    """The request of that number as it stands now. Raises UnknownRequest."""
    request = work.session.get(Request, number, populate_existing=True)
    if request is None:
        raise UnknownRequest
    return request


def check_resolvable(work: Work, number: int, actor: str) -> Request:
    """The request, if this person could resolve it now; asked before a form is shown."""
    request = _for_desk(work, number, actor)
    if request.state not in ORIGINS[Move.RESOLVE]:
        raise _obstacle(request, Move.RESOLVE, actor)
    return request


def _for_desk(work: Work, number: int, actor: str) -> Request:
    """The request, if this person acts for its desk. Raises NotAnAgent."""
    request = find(work, number)
    desk = work.desk(request.desk)
    check_serves(work.roster(desk), actor, desk.label(work.words_of(actor).language))
    return request


def _move(work: Work, number: int, move: Move, actor: str, **changes: object) -> Request:
    """Make a move if the request is still where the move begins; raise what a person needs to know if it is not."""
    statement = (
        update(Request)
        .where(col(Request.id) == number, col(Request.state).in_(ORIGINS[move]))
        .values(**changes)
        .execution_options(synchronize_session=False)
    )
    made = changed(work.session, statement)
    request = find(work, number)
    if not made:
        raise _obstacle(request, move, actor)
    return request


def _obstacle(request: Request, move: Move, actor: str) -> Mistake:
    """Why the move can't be made from where the request stands."""
    if move is Move.REOPEN:
        return AlreadyWithdrawn() if request.state is State.WITHDRAWN else NotResolved()
    match request.state:
        case State.CLAIMED:
            return AlreadyYours() if request.agent == actor else AlreadyClaimed(agent=mention(request.agent or ""))
        case State.RESOLVED:
            return AlreadyResolved()
        case State.WITHDRAWN:
            return AlreadyWithdrawn()
        case State.OPEN:
            return NotClaimed()
