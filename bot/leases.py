"""Outgoing rows change hands: a worker takes one for a while and says what became of it.

Every change of a row asks whether it is still the taker's; a lease that ran out may have passed it on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from storage.kinds import Method
from storage.queries import changed
from storage.tables import Outgoing

_FOR_A_FILE = timedelta(minutes=5)
"""A year's requests may take a minute to write: whoever takes such a row over meanwhile only slows both down."""


@dataclass(frozen=True)
class Taken:
    """A row that is ours until its lease runs out; uncertain if an earlier attempt's outcome is unknown."""

    row: Outgoing
    is_uncertain: bool
    is_last: bool
    """Nothing else could leave when it was taken."""

    @property
    def id(self) -> int:
        """The row's id; what was taken was saved."""
        assert self.row.id is not None, "a taken row has an id"
        return self.row.id


def take(session: Session, now: datetime, until: datetime) -> Taken | None:
    """Lease the row that should leave next until an instant, or None where nothing can leave now; a file for longer."""
    row = session.scalars(_next_to_leave(), {"now": now}).first()
    if row is None:
        return None
    is_last = session.scalar(_others_to_leave(), {"now": now, "taken": row.id}) is None
    is_uncertain = row.leased_until is not None
    row.leased_until = max(until, now + _FOR_A_FILE) if row.method is Method.EXPORT else until
    row.attempts += 1
    return Taken(row, is_uncertain, is_last)


def can_take(session: Session, now: datetime) -> bool:
    """Say whether some row should leave now."""
    return session.scalars(_next_to_leave(), {"now": now}).first() is not None


def next_due(session: Session, now: datetime) -> datetime | None:
    """Return the next instant at which a row becomes due."""
    return session.scalar(_first_due(), {"now": now})


def is_under_way(session: Session, place: str) -> bool:
    """Say whether the message or file that will make this place has still to leave."""
    waiting = select(col(Outgoing.id)).where(
        *_unsent(Outgoing), col(Outgoing.place) == place, col(Outgoing.method).in_((Method.POST, Method.SHARE))
    )
    return session.scalar(waiting.limit(1)) is not None


def is_held_up(session: Session, place: str) -> bool:
    """Say whether the message that will make this place was tried in vain, or is behind one that was."""
    tried = aliased(Outgoing)
    in_vain = exists().where(
        *_unsent(tried),
        col(tried.lane) == col(Outgoing.lane),
        col(tried.id) <= col(Outgoing.id),
        col(tried.attempts) > 0,
    )
    waiting = (*_unsent(Outgoing), col(Outgoing.place) == place, col(Outgoing.method) == Method.POST)
    return session.scalar(select(col(Outgoing.id)).where(*waiting, in_vain).limit(1)) is not None


def landing(session: Session) -> Sequence[Outgoing]:
    """Return the posts that may be in Slack already although we don't know their places yet."""
    return session.scalars(
        select(Outgoing).where(
            *_unsent(Outgoing), col(Outgoing.method) == Method.POST, col(Outgoing.leased_until).is_not(None)
        )
    ).all()


def mark_sent(session: Session, taken: Taken, now: datetime) -> bool:
    """Settle a row that reached Slack, whoever has it by now: it is there."""
    return _change(session, [col(Outgoing.id) == taken.id, *_unsent(Outgoing)], sent_at=now, last_error=None)


def give_up(session: Session, taken: Taken, now: datetime, error: str) -> bool:
    """Settle a row that can never arrive; its lane goes on."""
    return _change(session, _ours(taken), given_up_at=now, last_error=error)


def put_back(session: Session, taken: Taken, due_at: datetime, error: str | None = None) -> bool:
    """Let a row wait: nothing was done with it now, and what was uncertain stays so."""
    return _change(
        session,
        _ours(taken),
        due_at=due_at,
        leased_until=taken.row.created_at if taken.is_uncertain else None,
        attempts=taken.row.attempts if error else taken.row.attempts - 1,
        last_error=error or taken.row.last_error,
    )


def put_back_uncertain(session: Session, taken: Taken, now: datetime, due_at: datetime, error: str) -> bool:
    """Let a row wait of which nobody knows whether it arrived: its lease stays, run out."""
    return _change(session, _ours(taken), due_at=due_at, leased_until=now, last_error=error)


def forget_before(session: Session, row: Outgoing) -> None:
    """Forget what its lane has said before a row: it has been taken back."""
    earlier = update(Outgoing).where(col(Outgoing.lane) == row.lane, col(Outgoing.id) < row.id)
    session.execute(earlier.values(payload={}).execution_options(synchronize_session=False))


@cache
def _first_due() -> Select[datetime | None]:
    """Select the first instant after :now at which a row becomes due."""
    now = bindparam("now", type_=UTCDateTime())
    return select(func.min(col(Outgoing.due_at))).where(*_unsent(Outgoing), col(Outgoing.due_at) > now)


@cache
def _next_to_leave() -> Select[Outgoing]:
    """Select the oldest row that could leave :now.

    Built once: that takes a third of the time in which a row is taken.
    """
    oldest = select(Outgoing).where(*_could_leave()).order_by(col(Outgoing.due_at), col(Outgoing.id)).limit(1)
    return oldest.with_for_update(skip_locked=True, of=Outgoing)


@cache
def _others_to_leave() -> Select[int | None]:
    """Select a row that could leave :now beside the one that is :taken; whoever has it in hand is not waited for."""
    return select(col(Outgoing.id)).where(*_could_leave(), col(Outgoing.id) != bindparam("taken")).limit(1)


def _could_leave() -> list[ColumnElement[bool]]:
    """Due :now, in nobody's hands, and first in its lane."""
    now = bindparam("now", type_=UTCDateTime())
    earlier = aliased(Outgoing)
    is_first = ~exists().where(
        *_unsent(earlier), col(earlier.lane) == col(Outgoing.lane), col(earlier.id) < col(Outgoing.id)
    )
    is_free = col(Outgoing.leased_until).is_(None) | (col(Outgoing.leased_until) <= now)
    return [*_unsent(Outgoing), col(Outgoing.due_at) <= now, is_free, is_first]


def _unsent(table: type[Outgoing]) -> list[ColumnElement[bool]]:
    """The words of the partial indexes, so that they serve."""
    return [col(table.sent_at).is_(None), col(table.given_up_at).is_(None)]


def _ours(taken: Taken) -> list[ColumnElement[bool]]:
    return [
        col(Outgoing.id) == taken.id,
        col(Outgoing.leased_until) == taken.row.leased_until,
        col(Outgoing.attempts) == taken.row.attempts,
        *_unsent(Outgoing),
    ]


def _change(session: Session, conditions: list[ColumnElement[bool]], **values: Any) -> bool:
    statement = update(Outgoing).where(*conditions).values(**values).execution_options(synchronize_session=False)
    return changed(session, statement) == 1
