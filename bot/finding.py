"""Finding requests by their words: one's own, those one follows, and those of the desks one serves."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.desks import Desk
from bot.lifecycle import ACTIVE
from bot.privacy import concerns, follows, read_by_all
from bot.stems import stems, words
from bot.work import Work
from storage.queries import insert_all
from storage.tables import DeskChannel, Follower, Request, Term

_MOST_WORDS = 10
_COUNT_TO = 1_000  # from there on a word is just frequent
_NUMBER = re.compile(r"#?([0-9]{1,9})")
_ACTIVE_LOOKED_AT = 1_000
_LEAST_SHARED = 2  # one word alone, "VPN", is a subject and no trouble
_LEAST_ALIKE = 0.65  # of both titles' words: "VPN down in Hamburg" is "VPN down", "laptop lost" is no "laptop wanted"


def index(session: Session, request: Request) -> None:
    """Make a request findable by the words that it has now."""
    answered = (str(value) for values in request.answers.values() for value in values)
    wanted = stems("\n".join((request.title, request.details, *answered)))
    known = set(session.exec(select(Term.stem).where(Term.request == request.number)))
    if gone := known - wanted:
        session.execute(delete(Term).where(col(Term.request) == request.number, col(Term.stem).in_(gone)))
    insert_all(session, Term, [{"stem": stem, "request": request.number} for stem in sorted(wanted - known)])


def find(work: Work, person: str, text: str, limit: int, offset: int = 0) -> list[Request]:
    """The requests that a person may read and that hold all these words, and the one of this number; newest first.

    Who follows a request may know of it but not read it, and so finds it by its number, by its words only if it is
    public. Whom only a rule called finds it by its number too.
    """
    found = {number for arm in _by_words(work, person, text) for number in work.session.exec(arm.limit(offset + limit))}
    page = sorted(found | _by_number(work, person, text), reverse=True)[offset : offset + limit]
    return list(work.session.exec(select(Request).where(col(Request.id).in_(page)).order_by(col(Request.id).desc())))


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


def _by_words(work: Work, person: str, text: str) -> Iterator[SelectOfScalar[Any]]:
    """One statement for each way in which a request is somebody's, the newest first.

    The person's own are few and looked through. Those of desks may be a million: these begin with the rarest word, one
    statement for each of its stems, so that the database reads them by index, in order, no further than it needs to.
    """
    said = words(text)[:_MOST_WORDS]
    if not said:
        return
    hits = [_holds(word) for word in said]
    followed = col(Request.id).in_(_followed(person)) & read_by_all(work.person(person))
    for own in (col(Request.requester) == person, col(Request.author) == person, followed):
        yield select(Request.id).where(own, *hits).order_by(col(Request.id).desc())
    if served := list(_served(work, person)):
        for stem in _rarest(work.session, said):
            may_read = exists().where(col(Request.id) == Term.request, or_(*served), *hits).correlate(Term)
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


def _served(work: Work, person: str) -> Iterator[ColumnElement[bool]]:
    """A condition for each desk that a person serves, with those that left the desks file."""
    keys = [desk.key for desk in work.desks]
    retired = work.session.exec(select(DeskChannel.desk).where(col(DeskChannel.desk).not_in(keys)))
    for key in (*keys, *retired):
        if (types := _types_served(work, work.desk(key), person)) is not None:
            yield and_(col(Request.desk) == key, types)


def _types_served(work: Work, desk: Desk, person: str) -> ColumnElement[bool] | None:
    """Which of a desk's types: some have agents of their own; None for none of them."""
    roster = work.roster(desk)
    if person in roster.leads:
        return true()
    theirs = {kind.key: work.roster(replace(desk, agents=kind.agents)) for kind in desk.types if kind.agents}
    of_others = [key for key, agents in theirs.items() if not agents.serves(person)]
    if person in roster.agents:
        return or_(col(Request.type).is_(None), col(Request.type).not_in(of_others))
    return col(Request.type).in_(theirs.keys() - of_others) if len(of_others) < len(theirs) else None
