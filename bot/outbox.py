"""The outbox: messages are queued in the transaction that causes them, and leave after its commit (bot.delivery)."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, select, update
from sqlmodel import Session, col

from bot import places
from bot.blocks import Blocks
from bot.caseplaces import is_confidential
from bot.files import SharedFile
from bot.places import Address, InChannel, InThread, ToDesk, ToGroup, ToPerson
from storage.kinds import Method
from storage.queries import changed, insert_once
from storage.tables import SUPERSEDED, Outgoing


@dataclass(frozen=True)
class Speaker:
    """The person under whose name and picture (a URL) a message appears."""

    name: str
    image: str | None


@dataclass(frozen=True)
class Post:
    """A new message; others refer to it by its `place`, and `broadcast` shows a reply in the channel too.

    Where a workspace refuses the blocks, the `plainer` ones are said instead, if there are any.
    """

    to: Address
    text: str
    blocks: Blocks = ()
    place: str | None = None
    speaker: Speaker | None = None
    broadcast: bool = False
    plainer: Blocks = ()


@dataclass(frozen=True)
class Update:
    """New words for the message at a place; `plainer` as in a Post."""

    place: str
    text: str
    blocks: Blocks = ()
    speaker: Speaker | None = None
    plainer: Blocks = ()


@dataclass(frozen=True)
class Delete:
    """Take the message at a place away."""

    place: str


@dataclass(frozen=True)
class Sweep:
    """Take away all that we have said in the thread under a place, files included, and its root if that is ours."""

    place: str


@dataclass(frozen=True)
class React:
    """Our emoji on the message at a place, put there or (not `is_on`) taken away; what is so already stays so."""

    place: str
    emoji: str
    is_on: bool = True


@dataclass(frozen=True)
class Whisper:
    """A message that one person of a channel sees until they reload: nothing that matters."""

    channel: str
    person: str
    text: str
    blocks: Blocks = ()
    thread_ts: str | None = None


@dataclass(frozen=True)
class Respond:
    """An answer through a response_url, which lives for 30 minutes and 5 uses; `replaces` what was pressed, or not.

    `plainer` are the blocks where a workspace knows some of the others not yet; empty where all do.
    """

    url: str
    text: str
    blocks: Blocks = ()
    replaces: bool = False
    plainer: Blocks = ()


@dataclass(frozen=True)
class Publish:
    """A person's App Home, to be shown as things stand when it leaves."""

    person: str


@dataclass(frozen=True)
class Share:
    """A file that is to stand in a thread, so that all who read there can open it; `comment` says whose it is.

    What is open to everybody is linked to, unless `even_open`: guests can't look there. At its `place` is then our copy
    of it (by the file's id, in the channel), or the message with a link to it.
    """

    file: SharedFile
    to: Address
    comment: str = ""
    place: str | None = None
    even_open: bool = False


@dataclass(frozen=True)
class Answer:
    """A report of a desk and a period (bot.asked_periods) to who asked, reckoned when it leaves, as a Respond."""

    url: str
    person: str
    desk: str
    asked: str
    replaces: bool = False


@dataclass(frozen=True)
class Export:
    """A file with a desk's numbers of a period, for a person's DM; its form says which, written when it leaves."""

    person: str
    desk: str
    asked: str
    form: str


Outgo = Post | Update | Delete | Sweep | React | Whisper | Respond | Publish | Share | Answer | Export

_METHODS: Mapping[type[Outgo], Method] = {
    Post: Method.POST,
    Update: Method.UPDATE,
    Delete: Method.DELETE,
    Sweep: Method.SWEEP,
    React: Method.REACT,
    Whisper: Method.EPHEMERAL,
    Respond: Method.RESPOND,
    Publish: Method.PUBLISH,
    Share: Method.SHARE,
    Answer: Method.ANSWER,
    Export: Method.EXPORT,
}
_IN_PLACE: Mapping[Method, Callable[..., Delete | Sweep | React]] = {
    Method.DELETE: Delete,
    Method.SWEEP: Sweep,
    Method.REACT: React,
}
_HAS_QUEUED = "has queued"
_ADDRESSES: Mapping[str, type[Address]] = {
    kind.__name__: kind for kind in (InChannel, ToPerson, ToGroup, ToDesk, InThread)
}


def queue(
    session: Session, now: datetime, *, key: str, lane: str, message: Outgo, after: timedelta = timedelta()
) -> bool:
    """Queue a message behind what its lane still holds; False for a key that was ever queued: it is not queued again.

    An update, or a home, makes older ones of the same place and lane superfluous, unless they are on their way, or it
    is to leave only `after` a while. What is said in a case's lane is sealed.
    """
    payload, is_sealed = encode(message), is_confidential(lane)
    is_new = insert_once(
        session,
        Outgoing,
        key=key,
        lane=lane,
        method=_METHODS[type(message)],
        place=_place(message),
        payload={} if is_sealed else payload,
        sealed=payload if is_sealed else None,
        created_at=now,
        due_at=now + after,
        attempts=0,
    )
    if is_new and not after:
        session.info[_HAS_QUEUED] = True
        if isinstance(message, Update | Publish):
            _supersede(session, now, key, lane, message)
    return is_new


def is_known(session: Session, key: str) -> bool:
    """Whether a message with this key was ever queued."""
    return session.scalar(select(col(Outgoing.id)).where(col(Outgoing.key) == key)) is not None


def has_queued(session: Session) -> bool:
    """Whether a message was queued in this session that can leave at once."""
    return _HAS_QUEUED in session.info


def leave(session: Session, now: datetime, lane: str, place: str, left: str) -> None:
    """A place goes by another name: what is to be said under it follows there, what is to become or change it is not.

    Those on their way too: put back, they would wait for a place that comes after them.
    """
    unsent = (col(Outgoing.lane) == lane, col(Outgoing.sent_at).is_(None), col(Outgoing.given_up_at).is_(None))
    needless = update(Outgoing).where(*unsent, col(Outgoing.place) == place)
    settled = needless.values(given_up_at=now, last_error=SUPERSEDED)
    changed(session, settled.execution_options(synchronize_session=False))
    under = {"kind": InThread.__name__, "place": place}
    for row in session.scalars(select(Outgoing).where(*unsent)):
        if row.payload.get("to") == under:
            row.payload = {**row.payload, "to": {**under, "place": left}}


def withdraw(session: Session, now: datetime, place: str) -> bool:
    """Have the message that was to make a place never leave; False if it has left.

    One that somebody has in hand may still arrive, then is known nowhere: where it has waited for long, that is rare.
    """
    waiting = update(Outgoing).where(
        col(Outgoing.place) == place,
        col(Outgoing.method) == Method.POST,
        col(Outgoing.sent_at).is_(None),
        col(Outgoing.given_up_at).is_(None),
    )
    settled = waiting.values(given_up_at=now, last_error=SUPERSEDED)
    return changed(session, settled.execution_options(synchronize_session=False)) == 1


def redact(session: Session, place: str, instead: Post) -> None:
    """Forget what was ever said at a place; a first message that may be yet to leave says `instead`."""
    here = update(Outgoing).where(col(Outgoing.place) == place).execution_options(synchronize_session=False)
    first = (
        col(Outgoing.method) == Method.POST,
        col(Outgoing.sent_at).is_(None),
        col(Outgoing.given_up_at).is_(None),
    )
    changed(session, here.values(payload={}).where(~and_(*first)))
    changed(session, here.values(payload=encode(instead)).where(*first))


def put_behind(session: Session, now: datetime, lane: str, place: str) -> None:
    """What is to become of a message leaves behind it, now that it leaves anew: before it, each would wait for ever."""
    waiting = select(Outgoing).where(
        col(Outgoing.lane) == lane,
        col(Outgoing.place) == place,
        col(Outgoing.method).in_((Method.UPDATE, Method.DELETE)),
        col(Outgoing.sent_at).is_(None),
        col(Outgoing.given_up_at).is_(None),
    )
    for row in session.scalars(waiting.order_by(col(Outgoing.id))).all():
        row.given_up_at, row.last_error = now, SUPERSEDED
        queue(session, now, key=f"{row.key}:behind", lane=lane, message=read(row))


def encode(message: Outgo) -> dict[str, Any]:
    """Return the message as the JSON of its row; its kind and place have columns of their own."""
    payload = asdict(message)
    payload.pop("place", None)
    if not payload.get("plainer"):
        payload.pop("plainer", None)  # most have none
    if isinstance(message, Post | Share):
        payload["to"] = {"kind": type(message.to).__name__, **payload["to"]}
    return payload


def read(row: Outgoing) -> Outgo:
    """Return the message of a row, opened where it is sealed; raises KeyError or TypeError for what can't be read."""
    return decode(row.method, row.place, row.payload if row.sealed is None else row.sealed)


def decode(method: Method, place: str | None, payload: Mapping[str, Any]) -> Outgo:
    """Return the message of a row; raises KeyError or TypeError for what `encode` didn't write."""
    match method:
        case Method.POST:
            fields = {**payload, "to": _address(**payload["to"]), "speaker": _speaker(payload["speaker"])}
            return Post(place=place, **fields)
        case Method.UPDATE:
            assert place is not None, "an update has a place"
            return Update(place=place, **{**payload, "speaker": _speaker(payload.get("speaker"))})
        case Method.DELETE | Method.SWEEP | Method.REACT:
            assert place is not None, "what is there has a place"
            return _IN_PLACE[method](place=place, **payload)
        case Method.EPHEMERAL:
            return Whisper(**payload)
        case Method.RESPOND:
            return Respond(**payload)
        case Method.PUBLISH:
            return Publish(**payload)
        case Method.SHARE:
            fields = {**payload, "file": SharedFile(**payload["file"]), "to": _address(**payload["to"])}
            return Share(place=place, **fields)
        case Method.ANSWER:
            return Answer(**payload)
        case Method.EXPORT:
            return Export(**payload)


def _place(message: Outgo) -> str | None:
    match message:
        case Post() | Update() | Delete() | Sweep() | React() | Share():
            return message.place
        case Publish(person):
            return places.home(person)
    return None


def _address(kind: str, **fields: str) -> Address:
    return _ADDRESSES[kind](**fields)


def _speaker(fields: Mapping[str, Any] | None) -> Speaker | None:
    return Speaker(**fields) if fields else None


def _supersede(session: Session, now: datetime, key: str, lane: str, message: Update | Publish) -> None:
    """Settle the older updates of a place that nobody has taken: their keys stay, their words never leave.

    Those that another transaction has in hand leave for nothing, rather than that two wait for each other in a circle.
    """
    newest = select(col(Outgoing.id)).where(col(Outgoing.key) == key).correlate(None).scalar_subquery()
    older = select(col(Outgoing.id)).where(
        col(Outgoing.place) == _place(message),
        col(Outgoing.lane) == lane,
        col(Outgoing.method) == _METHODS[type(message)],
        col(Outgoing.sent_at).is_(None),
        col(Outgoing.given_up_at).is_(None),
        col(Outgoing.leased_until).is_(None),
        col(Outgoing.id) < newest,
    )
    free = update(Outgoing).where(col(Outgoing.id).in_(older.correlate(None).with_for_update(skip_locked=True)))
    settled = free.values(given_up_at=now, last_error=SUPERSEDED)
    changed(session, settled.execution_options(synchronize_session=False))
