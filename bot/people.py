"""People as the bot knows them, and who of them serves which desk."""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, bindparam
from sqlmodel import Session, col, or_, select

from bot.access import Roster
from bot.desks import Desk
from bot.drafts import is_person
from bot.numbers import Report
from storage.tables import DeskChannel, Membership, Person


def person(session: Session, person_id: str) -> Person:
    """The person behind a Slack id; who was never heard of is a name in English until Slack has told us more."""
    return session.get(Person, person_id) or Person(id=person_id, name=person_id)


def works_here(person: Person) -> bool:
    """Whether this is somebody whom one can name: no bot, and nobody who has left."""
    return is_person(person.id) and not person.is_bot and person.is_active


def roster(session: Session, desk: Desk) -> Roster:
    """A desk's people: those that the desks file names, or the members of its channel."""
    agents = found(session, desk.agents) if desk.agents else _members(session, desk.key)
    return Roster(agents=agents, leads=found(session, desk.leads))


def serving(session: Session, desks: Iterable[Desk]) -> frozenset[str]:
    """Everybody who serves one of the desks, or one of their types."""
    rosters = [roster(session, desk) for desk in desks]
    named = {agent for desk in desks for kind in desk.types for agent in kind.agents}
    return found(session, named).union(*(one.agents | one.leads for one in rosters))


def leads(session: Session, desks: Iterable[Desk]) -> frozenset[str]:
    """Everybody who answers for one of the desks."""
    return found(session, [lead for desk in desks for lead in desk.leads])


def readers(session: Session, desk: Desk) -> frozenset[str]:
    """Everybody who can read what a desk is asked: its people, and whoever is in its channel."""
    return found(session, (*desk.agents, *desk.leads)) | _members(session, desk.key)


def names(session: Session, people: Iterable[str]) -> list[str]:
    """The names of people, in order."""
    return sorted(session.exec(select(Person.name).where(col(Person.id).in_(people))))


def by_name(session: Session, people: Iterable[str]) -> dict[str, str]:
    """What people are called, by their ids, in the order of their names."""
    names = {one: person(session, one).name for one in people}
    return dict(sorted(names.items(), key=lambda one: (one[1].casefold(), one[0])))


def solvers(session: Session, desk: Desk, report: Report) -> dict[str, str] | None:
    """Who has resolved anything, in the order of their names; None where the desk tells its leads no names."""
    return by_name(session, report.now.load.by_agent) if desk.reports.names else None


def found(session: Session, names: Collection[str]) -> frozenset[str]:
    """The ids of active people by their e-mails or ids; unknown ones are left out."""
    if not names:
        return frozenset()
    return frozenset(session.exec(select(Person.id).where(called(names), col(Person.is_active))))


def group_key(group: str) -> str:
    """Under what the members of a user group are remembered, as those of channels are under their ids."""
    return f"@{group}"


def called(names: Iterable[str]) -> ColumnElement[bool]:
    """The condition of those people whose e-mail (in whatever case) or id is among these."""
    wanted = [name.casefold() if "@" in name else name for name in names]
    return or_(col(Person.id).in_(wanted), col(Person.email).in_(wanted))


def _members(session: Session, desk: str) -> frozenset[str]:
    return frozenset(session.exec(_MEMBERS, params={"desk": desk}))


_MEMBERS = (
    select(Person.id)
    .join(Membership, col(Membership.person) == Person.id)
    .join(DeskChannel, col(DeskChannel.channel) == Membership.channel)
    .where(col(DeskChannel.desk) == bindparam("desk"), col(Person.is_active), col(Person.is_bot).is_(False))
)
"""Built once: every change of a request asks."""
