"""Who may know what of a request: asked in one place, so that no list and no search says more than another."""

from sqlalchemy import ColumnElement, and_, false, not_, true
from sqlmodel import col

from bot.work import Work
from storage.kinds import Standing
from storage.tables import Adviser, Follower, Person, Request


def concerns(work: Work, request: Request, person: str) -> bool:
    """Whether it is this person's: they asked it, for themselves or somebody else, act for it, or were brought in."""
    is_theirs = person in (request.requester, request.author) or work.roster_of(request).serves(person)
    return is_theirs or advises(work, request, person)


def advises(work: Work, request: Request, person: str) -> bool:
    """Whether this person was brought into it and is needed still."""
    adviser = work.session.get(Adviser, (request.number, person))
    return adviser is not None and adviser.until is None


def may_read(work: Work, request: Request, person: str) -> bool:
    """Whether this person may know what it says: following it is not enough."""
    is_for_all = request.is_public and not request.is_among_few
    return (is_for_all and _is_of_all(work.person(person))) or concerns(work, request, person)


def read_by_all(person: Person) -> ColumnElement[bool]:
    """The condition of those requests that this person may read as everybody does."""
    return and_(col(Request.is_public), not_(col(Request.is_among_few)), true() if _is_of_all(person) else false())


def _is_of_all(person: Person) -> bool:
    """Whether somebody may look into each public channel: guests and people of other companies may not."""
    return person.standing is Standing.MEMBER


def follows(work: Work, request: Request, person: str) -> bool:
    """Whether this person waits for its end; what a confidential desk has by now is nobody's to follow."""
    is_follower = work.session.get(Follower, (request.number, person)) is not None
    return is_follower and not work.desk(request.desk).is_confidential
