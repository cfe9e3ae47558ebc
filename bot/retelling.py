"""Retelling: digests that were sent say something else where some of it is decided, or nobody's to read any more."""

from collections.abc import Collection, Iterator, Sequence

from sqlmodel import col, select

from bot import digests
from bot.blocks import Block
from bot.desks import Desk
from bot.outbox import Post, Update, read
from bot.places import ToDesk, ToPerson
from bot.views import decisions
from bot.views import digests as views
from bot.views.kit import UPDATE_LIMIT, clip
from bot.words import Words
from bot.work import Work
from storage.due import Digest, Survey
from storage.kinds import EventKind, Method
from storage.tables import Event, Outgoing, Request


def queued(work: Work, place: str) -> Outgoing | None:
    """The message of a digest at a place, as it was queued, ours alone until the commit; None once it is forgotten."""
    _, number, n = place.split(":")
    row = work.session.get_one(Digest, int(number))
    keys = [f"{reader.key}:{n}" for reader in (digests.direct(row), digests.in_channel_of(row))]
    statement = select(Outgoing).where(col(Outgoing.key).in_(keys), Outgoing.place == place)
    return work.session.exec(statement.with_for_update()).first()


def forget(work: Work, request: Request, event: Event, left: Desk) -> None:
    """A request has left a desk for one of which few may know: the digests that have named it name it no more.

    What is queued of them is changed too, for whatever is decided next, and for what has still to leave.
    """
    for row in _told_to(work, left):
        post = posted(row)
        if decisions.names(post.blocks, request.number):
            words = words_in(work, post)
            shown = [decisions.left_out(blocks, request.number, words) for blocks in (post.blocks, post.plainer)]
            _tell_otherwise(work, row, f"event:{event.id}:forget:{row.id}", *shown)


def _told_to(work: Work, *desks: Desk) -> Iterator[Outgoing]:
    """The messages of digests that the desks' leads were sent, or are about to be; each ours until the commit."""
    leads = frozenset().union(*(work.roster(desk).leads for desk in desks))
    lanes = [*(digests.team_lane(desk.key) for desk in desks), *map(digests.lead_lane, leads)]
    posts = (col(Outgoing.key) >= "digest:", col(Outgoing.key) < "digest;", Outgoing.method == Method.POST)
    lately = select(Outgoing).where(*posts, col(Outgoing.lane).in_(lanes), col(Outgoing.given_up_at).is_(None))
    for row in work.session.exec(lately.order_by(col(Outgoing.id))).all():
        work.session.refresh(row, with_for_update=True)
        yield row


def _tell_otherwise(work: Work, row: Outgoing, key: str, blocks: Sequence[Block], plainer: Sequence[Block]) -> None:
    """Have a digest say something else than it did; what is queued of it, too."""
    text = posted(row).text
    row.payload = {**row.payload, "blocks": blocks, "plainer": plainer}
    work.send(key, row.lane, Update(row.place or "", clip(text, UPDATE_LIMIT), blocks, plainer=plainer))


def erase(work: Work, request: Request, event: Event, said: Collection[str]) -> None:
    """A request is to be named nowhere: what digests have told of it, at whichever desk it was, is left out.

    `said` are its words that they may have quoted.
    """
    moved = select(Event).where(Event.request == request.number, Event.kind == EventKind.MOVED)
    left = {one.data["from"] for one in work.session.exec(moved)}
    surveys = work.session.exec(select(Survey.id).where(Survey.request == request.number)).all()
    for row in _told_to(work, *(work.desk(key) for key in sorted({request.desk, *left}))):
        post = posted(row)
        shown = [views.without(blocks, request.number, surveys, said) for blocks in (post.blocks, post.plainer)]
        if shown != [list(post.blocks), list(post.plainer)]:
            _tell_otherwise(work, row, f"event:{event.id}:forget:{row.id}", *shown)


def posted(row: Outgoing) -> Post:
    """The message of a digest that was queued."""
    post = read(row)
    assert isinstance(post, Post), "a digest is posted"
    return post


def words_in(work: Work, post: Post) -> Words:
    """The words of who reads a digest: its lead, or the desk's channel."""
    match post.to:
        case ToPerson(person):
            return work.words_of(person)
        case ToDesk(desk):
            return work.words_at(work.desk(desk))
    raise AssertionError("a digest goes to a person or a desk")
