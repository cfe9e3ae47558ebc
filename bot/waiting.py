"""A request waits for its requester and goes on, or is kept open by them; and how urgent it is."""

from datetime import timedelta

from bot import calling, moves, news, pings, promises, timeline
from bot.access import check_requester
from bot.errors import ReminderOver
from bot.lifecycle import Move
from bot.work import Work
from storage.kinds import EventKind, State, Urgency
from storage.tables import Event, Request

LATER = timedelta(days=3)
"""When a requester who can't answer yet is asked again."""
_NOT_YET_REMINDED = {"reminders_from": None, "remind_again_at": None, "warned_at": None}


def wait(work: Work, number: int, actor: str) -> Request:
    """Wait for the requester: the targets stand still; who lets a request wait that nobody has, has it.

    Raises AlreadyWaiting, AlreadyResolved and the like.
    """
    before = moves.for_desk(work, number, actor)
    changes = {"state": State.WAITING, "agent": before.agent or actor, "silent_since": None, **_NOT_YET_REMINDED}
    request = moves.make(work, number, Move.WAIT, actor, **changes)
    event = work.record(request, EventKind.WAITED, actor)
    promises.renew(work, request)
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
    request = moves.make(work, number, Move.GO_ON, actor, state=State.CLAIMED, silent_since=work.now)
    event = work.record(request, EventKind.WENT_ON, actor)
    promises.renew(work, request)
    news.goes_on(work, request, event)
    return request


def keep_open(work: Work, number: int, actor: str) -> Request:
    """The requester has still to answer: they are reminded as if it began to wait now.

    Raises NotTheRequester, ReminderOver, NotWaiting and the like.
    """
    request = _warned(work, number, actor)
    request.reminders_from, request.remind_again_at, request.warned_at = work.now, None, None
    event = work.record(request, EventKind.KEPT_OPEN, actor)
    pings.follow(work, request)
    news.kept_open(work, request, event)
    return request


def put_off(work: Work, number: int, actor: str) -> Request:
    """The requester wants to be asked once more, later. Raises as `keep_open`."""
    request = _warned(work, number, actor)
    request.remind_again_at, request.warned_at = work.now + LATER, None
    event = work.record(request, EventKind.PUT_OFF, actor)
    pings.follow(work, request)
    news.put_off(work, request, event)
    return request


def _warned(work: Work, number: int, actor: str) -> Request:
    """A request of theirs whose requester was told that it will be closed; ours alone until the commit."""
    request = moves.locked(work, number)
    check_requester(request, actor)
    moves.check(request, Move.GO_ON, actor)
    if request.warned_at is None:
        raise moves.named(ReminderOver(), request)
    return request


def warn_again(work: Work, request: Request) -> None:
    """It waits again after all: who was told that it will be closed is told anew, for that message is gone."""
    if request.state is State.WAITING and request.warned_at:
        request.remind_again_at, request.warned_at = work.now, None
        pings.follow(work, request)


def urge(work: Work, number: int, actor: str, urgency: Urgency) -> Request:
    """Say how urgent a request is: its targets are reckoned anew, from when it was asked. The same changes nothing."""
    request = moves.active_for_desk(work, number, actor)
    if request.urgency is not urgency:
        news.urged(work, request, _urge(work, request, actor, urgency))
        calling.begin(work, request)
    return request


def _urge(work: Work, request: Request, actor: str, urgency: Urgency, **more: object) -> Event:
    was, request.urgency = request.urgency, urgency
    kept = timeline.promise(promises.standard(work, request))
    event = work.record(request, EventKind.URGED, actor, urgency=urgency, was=was, **kept, **more)
    promises.renew(work, request)
    return event


def works_again(work: Work, number: int, actor: str) -> Request:
    """Who could not work says that they can: it is urgent still, but nobody is called any more.

    Raises NotTheRequester, AlreadyResolved and the like.
    """
    request = moves.locked(work, number)
    check_requester(request, actor)
    moves.check_active(request, actor)
    if request.urgency is Urgency.BLOCKED:
        news.works_again(work, request, _urge(work, request, actor, Urgency.HIGH))
    return request
