"""What a request has to do with others, and where that may be told."""

from sqlmodel import Session, col, select

from bot import places
from bot.views.linking import Linked
from bot.work import Work
from storage.kinds import LinkKind
from storage.queries import insert_once
from storage.tables import Link, Request

_BACK = {
    LinkKind.RELATED: LinkKind.RELATED,
    LinkKind.DUPLICATE: LinkKind.ORIGINAL,
    LinkKind.ORIGINAL: LinkKind.DUPLICATE,
    LinkKind.FOLLOW_UP: LinkKind.FOLLOWED_UP,
    LinkKind.FOLLOWED_UP: LinkKind.FOLLOW_UP,
}


def join(session: Session, one: int, other: int, kind: LinkKind) -> bool:
    """Note what one request is to another, in both directions; False if they have to do with each other already."""
    is_new = insert_once(session, Link, request=one, other=other, kind=kind)
    return is_new and insert_once(session, Link, request=other, other=one, kind=_BACK[kind])


def part(session: Session, one: int, other: int) -> bool:
    """Forget that two requests are related; False if they are not, or are more than that. Both are ours alone."""
    both = [session.get(Link, pair) for pair in ((one, other), (other, one))]
    found = [link for link in both if link and link.kind is LinkKind.RELATED]
    for link in found:
        session.delete(link)
    session.flush()
    return bool(found)


def related(work: Work, request: Request) -> list[Request]:
    """The requests that this one is related to, and nothing more."""
    return [other for link, other in _of(work, request) if link.kind is LinkKind.RELATED]


def followed_up_by(work: Work, request: Request) -> list[Request]:
    """The requests that go on where this one was over."""
    return [other for link, other in _of(work, request) if link.kind is LinkKind.FOLLOWED_UP]


def linked(work: Work, request: Request) -> list[Request]:
    """All the requests that this one has to do with."""
    return [other for _, other in _of(work, request)]


def for_desk(work: Work, request: Request) -> list[Linked]:
    """What the readers of its desk's channel may know of: nothing that another, confidential desk has."""
    return [
        Linked(other.number, link.kind, work.url_of(places.card(other.number)))
        for link, other in _of(work, request)
        if other.desk == request.desk or not work.desk(other.desk).is_confidential
    ]


def for_requester(work: Work, request: Request) -> list[Linked]:
    """What the readers of its conversation may know of: requests of the same person, in the open only public ones."""
    return [
        Linked(other.number, link.kind, work.url_of(places.conversation(other).place))
        for link, other in _of(work, request)
        if other.requester == request.requester and (other.is_public or not request.is_public)
    ]


def _of(work: Work, request: Request) -> list[tuple[Link, Request]]:
    statement = select(Link, Request).join(Request, col(Request.id) == col(Link.other))
    return list(work.session.exec(statement.where(Link.request == request.number).order_by(col(Link.other))))
