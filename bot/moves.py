"""A move of a request: one conditional update. Who changes the row has made it, everybody else is told why not."""

from sqlalchemy import update
from sqlmodel import col, select

from bot.access import check_serves
from bot.errors import (
    AlreadyClaimed,
    AlreadyClosed,
    AlreadyLapsed,
    AlreadyMoved,
    AlreadyResolved,
    AlreadyWaiting,
    AlreadyWithdrawn,
    AlreadyYours,
    NotClaimed,
    NotResolved,
    NotWaiting,
    Overtaken,
    TooLateToReopen,
    UnknownRequest,
)
from bot.lifecycle import ACTIVE, ORIGINS, Move
from bot.mrkdwn import mention
from bot.work import Work
from storage.kinds import EventKind, Outcome, State
from storage.queries import changed
from storage.tables import Event, Request

MOVES = frozenset(
    {
        EventKind.CLAIMED,
        EventKind.ASSIGNED,
        EventKind.HANDED_BACK,
        EventKind.MOVED,
        EventKind.WAITED,
        EventKind.WENT_ON,
        EventKind.RESOLVED,
        EventKind.LAPSED,
        EventKind.REOPENED,
        EventKind.CLOSED,
        EventKind.WITHDRAWN,
        EventKind.DISMISSED,
        EventKind.MERGED,
    }
)
"""The events that tell of a move; what else happens leaves a request where it stands."""


def find(work: Work, number: int) -> Request:
    """The request of that number as it stands now. Raises UnknownRequest."""
    request = work.session.get(Request, number, populate_existing=True)
    if request is None:
        raise UnknownRequest
    return request


def locked(work: Work, number: int) -> Request:
    """The request of that number, ours alone until the commit. Raises UnknownRequest."""
    request = work.lock(number)
    if request is None:
        raise UnknownRequest
    return request


def for_desk(work: Work, number: int, actor: str) -> Request:
    """The request, ours alone until the commit, if this person acts for its desk.

    Raises NotAnAgent, AlreadyMoved where they acted for it before, UnknownRequest.
    """
    request = locked(work, number)
    desk, roster = work.desk(request.desk).label(work.words_of(actor).language), work.roster_of(request)
    if not roster.serves(actor) and _served_before(work, request, actor):
        raise AlreadyMoved(desk=desk)
    check_serves(roster, actor, desk)
    return request


def _served_before(work: Work, request: Request, actor: str) -> bool:
    """Whether this person serves a desk that the request has left."""
    statement = select(Event).where(Event.request == request.number, Event.kind == EventKind.MOVED)
    return any(work.roster(work.desk(one.data["from"])).serves(actor) for one in work.session.exec(statement))


def active_for_desk(work: Work, number: int, actor: str) -> Request:
    """As `for_desk`, if the request is not over; asked before a form is shown. Raises AlreadyResolved and the like."""
    request = for_desk(work, number, actor)
    check_active(request, actor)
    return request


def check_active(request: Request, actor: str) -> None:
    """Raise what a person needs to know if the request is over."""
    if request.state not in ACTIVE:
        raise obstacle(request, Move.RESOLVE, actor)


def check(request: Request, move: Move, actor: str) -> None:
    """Raise what a person needs to know if the move can't be made from where the request stands."""
    if request.state not in ORIGINS[move]:
        raise obstacle(request, move, actor)


def make(work: Work, number: int, move: Move, actor: str, **changes: object) -> Request:
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
        raise obstacle(request, move, actor)
    return request


def obstacle(request: Request, move: Move, actor: str) -> Overtaken:
    """Why the move can't be made from where the request stands."""
    return named(_obstacle(request, move, actor), request)


def named(error: Overtaken, request: Request) -> Overtaken:
    """The error, which tells of which request it speaks."""
    error.number = request.number
    return error


def _obstacle(request: Request, move: Move, actor: str) -> Overtaken:
    match request.state:
        case State.WITHDRAWN:
            return AlreadyWithdrawn()
        case State.CLOSED if move is Move.REOPEN and request.resolved_at:
            return TooLateToReopen()
        case State.CLOSED:
            return AlreadyClosed()
        case _ if move is Move.REOPEN:
            return NotResolved()
        case State.RESOLVED:
            return AlreadyLapsed() if request.outcome is Outcome.UNANSWERED else AlreadyResolved()
        case _ if move is Move.GO_ON:
            return NotWaiting()
        case State.OPEN:
            return NotClaimed()
        case State.WAITING if move is Move.WAIT:
            return AlreadyWaiting()
        case State.CLAIMED | State.WAITING:
            return taken(request, actor)


def taken(request: Request, actor: str) -> Overtaken:
    """That somebody has the request already: the actor, or who is named."""
    error: Overtaken = AlreadyYours() if request.agent == actor else AlreadyClaimed(agent=mention(request.agent or ""))
    return named(error, request)
