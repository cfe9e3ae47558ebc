"""Named statements: what more than one decision needs, and the figures that operators watch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Insert,
    Integer,
    Update,
    and_,
    bindparam,
    func,
    literal_column,
    update,
)
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, SQLModel, col, select

from storage.due import Ping, Reminder, Survey
from storage.kinds import State
from storage.tables import CONFIDENTIAL, SUPERSEDED, Follower, Outgoing, Person, Posted, Request, WordCount

_Due = TypeVar("_Due", Ping, Survey)


def insert_once(session: Session, table: type[SQLModel], **values: Any) -> bool:
    """Insert a row unless one with the same unique value is there; say whether it is new.

    Columns with defaults of Python's must be given: the statement goes past the model, in a fifth of its time.
    """
    session.flush()
    connection = session.connection()
    return connection.execute(_insert_once(table, connection.dialect.name), values).first() is not None


@cache
def _insert_once(table: type[SQLModel], dialect: str) -> Insert:
    # Not rowcount: psycopg has none for the way in which SQLAlchemy inserts.
    return _insert(table, dialect).on_conflict_do_nothing().returning(literal_column("1", Integer))


def _insert(table: type[SQLModel], dialect: str) -> SqliteInsert | PostgresInsert:
    insert = sqlite_insert if dialect == "sqlite" else postgres_insert
    return insert(SQLModel.metadata.tables[str(table.__tablename__)])


def insert_all(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows that are not there yet; in one order everywhere, or two transactions wait in a circle."""
    if rows:
        connection = session.connection()
        connection.execute(_insert(table, connection.dialect.name).on_conflict_do_nothing(), rows)


def add_counts(session: Session, counts: Mapping[tuple[str, str, str], int]) -> None:
    """Add to how often requests of a desk and type held a stem, keyed by all three, in one order everywhere."""
    rows = [{"stem": stem, "desk": desk, "type": kind, "n": n} for (stem, desk, kind), n in sorted(counts.items())]
    if rows:
        connection = session.connection()
        connection.execute(_add_count(connection.dialect.name), rows)


@cache
def _add_count(dialect: str) -> Insert:
    insert = _insert(WordCount, dialect)
    found_and_more = col(WordCount.n) + insert.excluded.n
    return insert.on_conflict_do_update(index_elements=["stem", "desk", "type"], set_={"n": found_and_more})


def changed(session: Session, statement: Update) -> int:
    """Carry out a conditional update; say how many rows it changed."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def next_due(
    session: Session, table: type[_Due], now: datetime, *which: ColumnElement[bool]
) -> tuple[_Due, Request] | None:
    """Find the unsettled ping or survey that is due first, and lock its request; requests in use are left for later."""
    statement = (
        select(table, Request)
        .join(Request, col(Request.id) == table.request)
        .where(col(table.settled_at).is_(None), col(table.due_at) <= now, *which)
        .order_by(col(table.due_at), col(table.id))
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True, of=Request)
    )
    return session.exec(statement).first()


def take_due(session: Session, row: _Due, **changes: object) -> bool:
    """Change a row that `next_due` found, unless somebody settled or moved it before its request was ours."""
    table = type(row)
    mine = (col(table.id) == row.id, col(table.settled_at).is_(None), col(table.due_at) == row.due_at)
    statement = update(table).where(*mine).values(**changes)
    return changed(session, statement.execution_options(synchronize_session=False)) == 1


def look_again(session: Session, addressee: str) -> None:
    """Somebody may be free earlier than we thought: what waits for that is looked at anew, what they put off is not.

    What another transaction has in hand is left to it, rather than that two wait for each other in a circle.
    """
    waiting = (Reminder.addressee == addressee, col(Reminder.settled_at).is_(None), col(Reminder.nudge).is_(None))
    free = select(Reminder.id).where(*waiting).with_for_update(skip_locked=True)
    looked_at = func.coalesce(col(Reminder.snoozed_until), col(Reminder.reason_at))
    statement = update(Reminder).where(col(Reminder.id).in_(free)).values(due_at=looked_at)
    changed(session, statement.execution_options(synchronize_session=False))


def remember_place(session: Session, place: str, channel: str, ts: str) -> None:
    """Note where a message of ours is, or is now; the ts of a channel's top level is empty."""
    insert = _insert(Posted, session.get_bind().dialect.name)
    found = {"channel": channel, "ts": ts}
    session.execute(insert.values(place=place, **found).on_conflict_do_update(index_elements=["place"], set_=found))


def begins(session: Session, column: Any, prefix: str) -> ColumnElement[bool]:
    """Whether a column begins with a prefix that ends in ":"; SQLite finds that by its index, as it would not for LIKE.

    PostgreSQL compares in its locale, and in most of them ";" comes before ":", unless it is told to go by the bytes.
    """
    is_sqlite = session.connection().dialect.name == "sqlite"
    there = col(column) if is_sqlite else col(column).collate("C")
    return and_(there >= prefix, there < f"{prefix[:-1]};")


def has_left(person: object) -> ColumnElement[bool]:
    """Whether whoever a column of the statement around this names works here no longer."""
    return select(Person.id).where(col(Person.id) == person, col(Person.is_active).is_(False)).exists()


def followers(session: Session, number: int) -> list[str]:
    """Who follows a request, always in the same order."""
    return list(session.exec(_FOLLOWERS, params={"number": number}))


_FOLLOWERS = select(Follower.person).where(col(Follower.request) == bindparam("number")).order_by(col(Follower.person))
"""Built once: every event asks."""


@dataclass(frozen=True)
class OutboxFigures:
    """How the outbox stands; `oldest` is when the message that has waited longest was queued."""

    unsent: int
    oldest: datetime | None
    given_up: int


def outbox_figures(session: Session, now: datetime) -> OutboxFigures:
    """Count what waits to leave and what never will; updates that a newer one replaced don't count.

    Nor does what is confidential, nor what bears an instant to come, as all does that is asked without a name: they
    would tell that there is something, or that somebody was here.
    """
    is_here = (col(Outgoing.sent_at).is_(None), col(Outgoing.given_up_at).is_(None), col(Outgoing.created_at) <= now)
    is_open = col(Outgoing.lane).not_like(f"{CONFIDENTIAL}%")
    waiting = select(func.count(), func.min(Outgoing.created_at)).where(*is_here, is_open)
    given_up = (col(Outgoing.given_up_at).is_not(None), col(Outgoing.last_error) != SUPERSEDED, is_open)
    refused = select(func.count()).where(*given_up)
    unsent, oldest = session.exec(waiting).one()
    return OutboxFigures(unsent, oldest, session.exec(refused).one())


def requests_by_state(session: Session) -> dict[str, int]:
    """Count the requests in each state."""
    statement = select(Request.state, func.count()).group_by(col(Request.state))
    return {State(state).value: n for state, n in session.exec(statement)}
