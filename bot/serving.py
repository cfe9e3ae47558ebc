"""Which requests a person acts for, as conditions for the database; of one request, Work.roster_of says the same."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_
from sqlmodel import col, select

from bot.desks import Desk
from bot.lifecycle import ACTIVE
from bot.work import Work
from storage.tables import DeskChannel, Membership, Person, Request


@dataclass(frozen=True)
class Types:
    """Which of a desk's types somebody serves: all but these, or only these."""

    but: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def condition(self) -> ColumnElement[bool] | None:
        """The condition of the requests of these types; None for all."""
        if self.only:
            return col(Request.type).in_(self.only)
        return or_(col(Request.type).is_(None), col(Request.type).not_in(self.but)) if self.but else None


Served = Mapping[str, Types]
"""The desks that a person serves, by key."""


def served(work: Work, person: str) -> Served:
    """The desks that a person serves and what of each, with those that left the desks file."""
    known = work.person(person)
    if not known.is_active:
        return {}
    joined = _desks_joined(work, known)
    keys = [*(desk.key for desk in work.desks), *sorted(joined)]
    types = {key: _types_served(work.desk(key), known, key in joined) for key in keys}
    return {key: some for key, some in types.items() if some is not None}


def led(work: Work, person: str) -> list[Desk]:
    """The desks for which a person answers, in the order of the desks file."""
    known = work.person(person)
    return [desk for desk in work.desks if known.is_active and _is_among(known, desk.leads)]


def desk_led(work: Work, person: str, key: str) -> Desk | None:
    """The desk of this key, if a person answers for it."""
    return next((desk for desk in led(work, person) if desk.key == key), None)


def is_theirs(served: Served) -> ColumnElement[bool]:
    """The condition of the requests of these desks: a plain list of keys, for the index, and no more than it takes."""
    is_of_these = col(Request.desk).in_(served)
    parts = {key: types.condition() for key, types in served.items()}
    return and_(is_of_these, *(or_(col(Request.desk) != key, part) for key, part in parts.items() if part is not None))


def is_called_to(work: Work, person: str) -> ColumnElement[bool] | None:
    """The condition of the active requests to which a rule called a person; None for whom no rule calls."""
    known = work.person(person)
    if not known.is_active or not any(_is_among(known, rule.agents) for rule in work.desks.rules):
        return None
    called = func.lower(cast(col(Request.called), Text))
    named = [called.contains(json.dumps(name.lower()), autoescape=True) for name in (known.id, known.email) if name]
    return and_(col(Request.state).in_(ACTIVE), or_(*named))


def _desks_joined(work: Work, known: Person) -> frozenset[str]:
    """The desks in whose channel somebody is."""
    if known.is_bot:
        return frozenset()
    statement = select(DeskChannel.desk).join(Membership, col(Membership.channel) == DeskChannel.channel)
    return frozenset(work.session.exec(statement.where(Membership.person == known.id)))


def _types_served(desk: Desk, known: Person, has_joined: bool) -> Types | None:
    """Which of a desk's types a person serves; None for none of them."""
    if _is_among(known, desk.leads):
        return Types()
    theirs = tuple(kind.key for kind in desk.types if kind.agents and _is_among(known, kind.agents))
    of_others = tuple(kind.key for kind in desk.types if kind.agents and kind.key not in theirs)
    if _is_among(known, desk.agents) if desk.agents else has_joined:
        return Types(but=of_others)
    return Types(only=theirs) if theirs else None


def _is_among(known: Person, names: Collection[str]) -> bool:
    """Whether somebody is meant by one of these e-mails or ids, as in people.called."""
    return any(known.email == name.casefold() if "@" in name else known.id == name for name in names)
