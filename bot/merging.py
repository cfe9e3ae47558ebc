"""Merging: a request that is the same as another one closes, and all who waited for it wait for the other."""

from bot import advising, following, linking, links, moves, notices, places, promises
from bot.access import may_ask
from bot.errors import MustStayApart, OtherIsOver
from bot.lifecycle import ACTIVE, Move
from bot.mrkdwn import Mrkdwn, mention
from bot.views.linking import name
from bot.work import Work
from storage.kinds import EventKind, LinkKind, Outcome, State
from storage.queries import followers
from storage.tables import Event, Request


def merge(work: Work, number: int, actor: str, other: int | None) -> Request:
    """Close a request because it is the same as another one of desks that the actor serves.

    Raises what `linking.pair` raises, OtherIsOver, MustStayApart, AlreadyResolved and the like.
    """
    before, original = linking.pair(work, number, actor, other)
    moves.check(before, Move.MERGE, actor)
    _check_open_to(work, before, original)
    closed = {"state": State.CLOSED, "outcome": Outcome.DUPLICATE, "merged_into": original.number}
    request = moves.make(work, number, Move.MERGE, actor, **closed)
    event = work.record(request, EventKind.MERGED, actor, into=original.number)
    following.move_along(work, request, original)
    advising.let_all_go(work, request, event)
    took_in = work.record(original, EventKind.MERGED, actor, duplicate=number)
    links.part(work.session, number, original.number)
    links.join(work.session, number, original.number, LinkKind.DUPLICATE)
    promises.renew(work, request)
    _tell(work, request, event, original)
    notices.refresh(work, original, took_in)
    took = name(number, work.url_of(places.card(number)))
    notices.tell_desk(work, original, took_in, "thread.took_in", actor=mention(actor), other=took)
    return request


def _check_open_to(work: Work, request: Request, original: Request) -> None:
    """Raise unless the original goes on, and whoever waits for the duplicate may be told how it ends."""
    if original.state not in ACTIVE:
        raise OtherIsOver(number=original.number)
    one, other = work.desk(request.desk), work.desk(original.desk)
    is_secret = one.is_confidential or other.is_confidential
    is_theirs = original.requester == request.requester
    if is_secret and not (is_theirs and one.key == other.key):
        raise MustStayApart
    waiting = {request.requester, *followers(work.session, request.number)} - {original.requester}
    if not all(may_ask(work.person(person), other) for person in waiting):
        raise MustStayApart


def _tell(work: Work, request: Request, event: Event, original: Request) -> None:
    """The duplicate's two sides: the desk is told which the original is, its requester only if it is theirs too."""
    notices.refresh(work, request, event)
    card = name(original.number, work.url_of(places.card(original.number)))
    actor, requester = mention(event.actor or ""), mention(request.requester)
    if original.requester != request.requester:
        notices.tell_desk(work, request, event, "thread.merged", actor=actor, other=card, requester=requester)
        notices.tell_requester(work, request, event, "told.merged")
        return
    notices.tell_desk(work, request, event, "thread.merged_own", actor=actor, other=card, requester=requester)
    if original.is_public or not request.is_public:
        notices.tell_requester(work, request, event, "told.merged_own", other=_conversation(work, original))
    else:
        notices.tell_requester(work, request, event, "told.merged_own_elsewhere")


def _conversation(work: Work, original: Request) -> Mrkdwn:
    return name(original.number, work.url_of(places.conversation(original).place))
