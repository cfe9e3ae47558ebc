"""Finding requests by their words: one's own, those one follows, and those of the desks one serves."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.lifecycle import ACTIVE
from bot.privacy import concerns, follows, read_by_all
from bot.serving import is_theirs, served
from bot.stems import stems, words
from bot.work import Work
from storage.queries import insert_all
from storage.tables import Follower, Message, Request, Term

_MOST_WORDS = 10
_MOST_SAID = 1_000  # of a conversation, the newest
_RANKED = 50  # of what is found, the newest
_COUNT_TO = 1_000  # from there on a word is just frequent
_NUMBER = re.compile(r"#?([0-9]{1,9})")
_ACTIVE_LOOKED_AT = 1_000
_LEAST_SHARED = 2  # one word alone, "VPN", is a subject and no trouble
_LEAST_ALIKE = 0.65  # of both titles' words: "VPN down in Hamburg" is "VPN down", "laptop lost" is no "laptop wanted"


def index(session: Session, request: Request) -> None:
    """Make a request findable by the words that it has now, and by those that stand in its conversation."""
    wanted = _asked(request).union(*map(stems, (request.closing_word, *_said(session, request))))
    known = set(session.exec(select(Term.stem).where(Term.request == request.number)))
    if gone := known - wanted:
        session.execute(delete(Term).where(col(Term.request) == request.number, col(Term.stem).in_(gone)))
    _insert(session, request, wanted - known)


def _asked(request: Request) -> frozenset[str]:
    """The stems of what was asked, apart from all that was said since."""
    answered = (str(value) for values in request.answers.values() for value in values)
    return stems("\n".join((request.title, request.details, *answered)))


def index_words(session: Session, request: Request, text: str) -> None:
    """Make a request findable by what was just said in its conversation; never by a note."""
    _insert(session, request, stems(text))


def _said(session: Session, request: Request) -> Sequence[str]:
    """What requester and desk read of each other as things stand."""
    is_said = (col(Message.is_note).is_(False), col(Message.is_held).is_(False), col(Message.taken_back_at).is_(None))
    statement = select(Message.text).where(Message.request == request.number, *is_said)
    return session.exec(statement.order_by(col(Message.id).desc()).limit(_MOST_SAID)).all()


def _insert(session: Session, request: Request, found: Iterable[str]) -> None:
    insert_all(session, Term, [{"stem": stem, "request": request.number} for stem in sorted(found)])


def find(work: Work, person: str, text: str, limit: int) -> list[Request]:
    """The requests that a person may read and that hold all these words, and the one of this number.

    That one comes first, then what is called so, then what goes on, then the newest. Who follows a request may know of
    it but not read it, and so finds it by its number, by its words only if it is public. Whom only a rule called finds
    it by its number too. Who typed it for somebody else finds it by what was asked: what those say to the desk is
    theirs alone.
    """
    by_words = {one for arm in _by_words(work, person, text) for one in work.session.exec(arm.limit(_RANKED))}
    by_words |= _typed_for_others(work, person, text)
    found = sorted(by_words)[-_RANKED:] + sorted(_by_number(work, person, text))
    ranked = _ranked(work.session, found, text)[:limit]
    requests = {one.number: one for one in work.session.exec(select(Request).where(col(Request.id).in_(ranked)))}
    return [requests[number] for number in ranked]


def _ranked(session: Session, numbers: Sequence[int], text: str) -> list[int]:
    """These requests, the likeliest to be meant first."""
    wanted, said = number_in(text), words(text)

    def likelihood(row: tuple[int | None, str, str]) -> tuple[bool, bool, bool, int]:
        number, title, state = row
        return number == wanted, _heard(said, words(title)) == len(said), state in ACTIVE, number or 0

    rows = session.exec(select(Request.id, Request.title, Request.state).where(col(Request.id).in_(numbers))).all()
    return [number for number, _, _ in sorted(rows, key=likelihood, reverse=True) if number is not None]


def number_in(text: str) -> int | None:
    """The number of a request, where the text is nothing else: "#42"."""
    number = _NUMBER.fullmatch(text.strip())
    return int(number[1]) if number else None


def alike(work: Work, desk_key: str, title: str, person: str | None = None) -> Request | None:
    """The desk's unfinished request whose title says the same, the newest of several; none of a confidential desk.

    What a person has asked for or follows already is nothing new to them.
    """
    said = words(title)
    if len(said) < _LEAST_SHARED or not work.desks.has(desk_key) or work.desk(desk_key).is_confidential:
        return None
    statement = (
        select(Request.id, Request.title)
        .where(Request.desk == desk_key, col(Request.state).in_(ACTIVE))
        .where(Request.requester != person, col(Request.id).not_in(_followed(person)))
        .order_by(col(Request.id).desc())
        .limit(_ACTIVE_LOOKED_AT)
    )
    titles = ((_likeness(said, words(other)), number) for number, other in work.session.exec(statement))
    likeness, number = max(titles, default=(0.0, None))
    return work.session.get(Request, number) if likeness >= _LEAST_ALIKE else None


def likeness(one: str, other: str) -> float:
    """How much two titles say the same, from 0 to 1."""
    return _likeness(words(one), words(other))


def _likeness(one: Sequence[frozenset[str]], other: Sequence[frozenset[str]]) -> float:
    """How much of both is the same, from 0 to 1 (Dice); 0 where they share a single word."""
    shared = min(_heard(one, other), _heard(other, one))
    return 2 * shared / (len(one) + len(other)) if shared >= _LEAST_SHARED else 0.0


def _heard(said: Sequence[frozenset[str]], other: Sequence[frozenset[str]]) -> int:
    return sum(any(word & heard for heard in other) for word in said)


def _by_number(work: Work, person: str, text: str) -> set[int]:
    """The request of that number, where the text is one and the person may know of it."""
    number = number_in(text)
    request = work.session.get(Request, number) if number else None
    is_known = request and (concerns(work, request, person) or follows(work, request, person))
    return {request.number} if request and is_known else set()


def _typed_for_others(work: Work, person: str, text: str) -> set[int]:
    """The requests that a person typed for somebody else, where these words are among what was asked."""
    said = words(text)[:_MOST_WORDS]
    if not said:
        return set()
    typed = (col(Request.author) == person, col(Request.requester) != person, *map(_holds, said))
    newest = work.session.exec(select(Request).where(*typed).order_by(col(Request.id).desc()).limit(_RANKED))
    return {request.number for request in newest if all(word & _asked(request) for word in said)}


def _by_words(work: Work, person: str, text: str) -> Iterator[SelectOfScalar[Any]]:
    """One statement for each way in which a request is somebody's, the newest first.

    The person's own are few and looked through. Those of desks may be a million: these begin with the rarest word, one
    statement for each of its stems, so that the database reads them by index, in order, no further than it needs to.
    """
    said = words(text)[:_MOST_WORDS]
    if not said:
        return
    hits = [_holds(word) for word in said]
    open_to_all = read_by_all(work.person(person))
    followed, typed = (
        col(Request.id).in_(_followed(person)) & open_to_all,
        (col(Request.author) == person) & open_to_all,
    )
    for own in (col(Request.requester) == person, typed, followed):
        yield select(Request.id).where(own, *hits).order_by(col(Request.id).desc())
    if of_desks := served(work, person):
        for stem in _rarest(work.session, said):
            may_read = exists().where(col(Request.id) == Term.request, is_theirs(of_desks), *hits).correlate(Term)
            yield select(Term.request).where(Term.stem == stem, may_read).order_by(col(Term.request).desc())


def _followed(person: str | None) -> SelectOfScalar[int]:
    return select(Follower.request).where(Follower.person == person)


def _holds(word: frozenset[str]) -> ColumnElement[bool]:
    term = aliased(Term)
    return exists().where(col(term.request) == Request.id, col(term.stem).in_(word)).correlate(Request)


def _rarest(session: Session, said: Sequence[frozenset[str]]) -> frozenset[str]:
    """The word that the fewest requests hold."""

    def frequency(word: frozenset[str]) -> int:
        held = select(Term.request).where(col(Term.stem).in_(word)).limit(_COUNT_TO)
        return session.exec(select(func.count()).select_from(held.subquery())).one()

    return min(said, key=frequency)
