"""A request waits for its requester and goes on; and how urgent it is."""

from bot import moves, news, pings, promises, timeline
from bot.lifecycle import Move
from bot.work import Work
from storage.kinds import EventKind, State, Urgency
from storage.tables import Request


def wait(work: Work, number: int, actor: str) -> Request:
    """Wait for the requester: the targets stand still; who lets a request wait that nobody has, has it.

    Raises AlreadyWaiting, AlreadyResolved and the like.
    """
    before = moves.for_desk(work, number, actor)
    request = moves.make(work, number, Move.WAIT, actor, state=State.WAITING, agent=before.agent or actor)
    event = work.record(request, EventKind.WAITED, actor)
    promises.renew(work, request)
    pings.cancel_silent(work, request)
    news.waits(work, request, event)
    return request


def go_on(work: Work, number: int, actor: str) -> Request:
    """Work on: an agent says so. Raises NotWaiting and the like."""
    moves.for_desk(work, number, actor)
    return _go_on(work, number, actor)


def answered(work: Work, request: Request) -> None:
    """The requester has answered what the desk waited for; the request is ours until the commit."""
    _go_on(work, request.number, request.requester)


def unasked(work: Work, request: Request, actor: str) -> None:
    """The desk has taken back what it waited for an answer to; the request is ours until the commit."""
    _go_on(work, request.number, actor)


def _go_on(work: Work, number: int, actor: str) -> Request:
    request = moves.make(work, number, Move.GO_ON, actor, state=State.CLAIMED)
    event = work.record(request, EventKind.WENT_ON, actor)
    promises.renew(work, request)
    pings.plan_silent(work, request)
    news.goes_on(work, request, event)
    return request


def urge(work: Work, number: int, actor: str, urgency: Urgency) -> Request:
    """Say how urgent a request is: its targets are reckoned anew, from when it was asked. The same changes nothing."""
    request = moves.active_for_desk(work, number, actor)
    if request.urgency is not urgency:
        was, request.urgency = request.urgency, urgency
        kept = timeline.promise(promises.standard(work, request))
        event = work.record(request, EventKind.URGED, actor, urgency=urgency, was=was, **kept)
        promises.renew(work, request)
        news.urged(work, request, event)
    return request
