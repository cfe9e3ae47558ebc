"""Following: who has the same trouble as somebody else is told when it is solved, and asks for nothing themselves."""

from sqlalchemy import delete
from sqlmodel import col

from bot import moves, notices, places
from bot.access import check_customer
from bot.errors import OwnRequest, UnknownRequest
from bot.outbox import Delete, Post
from bot.places import ToPerson
from bot.views import following
from bot.work import Work
from storage.kinds import EventKind
from storage.queries import followers, insert_once
from storage.tables import Event, Follower, Request


def follow(work: Work, number: int, person: str) -> None:
    """Have somebody told when a request is solved; twice changes nothing, and who asked it is not told by whom.

    Raises UnknownRequest, OwnRequest, NotACustomer, AlreadyResolved, AlreadyWithdrawn.
    """
    request = _followable(work, number, person)
    if insert_once(work.session, Follower, request=number, person=person, at=work.now):
        event = work.record(request, EventKind.FOLLOWED, person)
        notices.refresh(work, request, event)


def has_listeners(work: Work, request: Request) -> bool:
    """Whether more people than the requester read how a request ends."""
    return request.is_public or bool(followers(work.session, request.number))


def move_along(work: Work, duplicate: Request, original: Request) -> None:
    """Who waits for a duplicate waits for the original: who asked it, and who follows it."""
    waiting = {duplicate.requester, *followers(work.session, duplicate.number)} - {original.requester}
    for person in sorted(waiting):
        insert_once(work.session, Follower, request=original.number, person=person, at=work.now)
    work.session.execute(delete(Follower).where(col(Follower.request) == duplicate.number))


def _followable(work: Work, number: int, person: str) -> Request:
    request = work.lock(number)
    if request is None or work.desk(request.desk).is_confidential:
        raise UnknownRequest
    if person in (request.requester, request.author):
        raise OwnRequest
    desk = work.desk(request.desk)
    check_customer(work.person(person), desk, desk.label(work.words_of(person).language))
    moves.check_active(request, person)
    return request


def tell(work: Work, request: Request, event: Event) -> None:
    """The end of a request for those who follow it: solved, with the desk's closing word, or no longer worked on."""
    for person in _told(work, request):
        words = work.words_of(person)
        text, blocks = following.ended(request, work.desk(request.desk).label(words.language), words)
        place = places.told_follower(request.number, event.id, person)
        work.send(
            f"event:{event.id}:follower:{person}",
            f"follower:{person}",
            Post(ToPerson(person), text, blocks, place=place),
        )


def take_back(work: Work, request: Request, event: Event) -> None:
    """The end that the event told of was none: what those who follow were told goes away."""
    for person in _told(work, request):
        place = places.told_follower(request.number, event.id, person)
        work.send(f"event:{event.id}:follower:{person}:undone", f"follower:{person}", Delete(place))


def _told(work: Work, request: Request) -> list[str]:
    """Who learns of a request's end; nobody, of one that a confidential desk has now."""
    return [] if work.desk(request.desk).is_confidential else followers(work.session, request.number)
