"""Two years of a company's requests, written by the database itself: what a benchmark looks back on."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Index, cast, insert, literal, literal_column, select, text
from sqlmodel import Session, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from storage.due import Survey
from storage.engine import Storage
from storage.kinds import EventKind, Rating, State, Urgency
from storage.reports import Stay
from storage.tables import Event, Request

REQUESTS = 1_000_000
BEGINS = datetime(2024, 1, 1, tzinfo=UTC)
ENDS = datetime(2026, 1, 1, tzinfo=UTC)
DESKS = ("it", "hr", "design", "office")

_FIRST = int(BEGINS.timestamp())
_PACE = int((ENDS - BEGINS).total_seconds()) // REQUESTS
# What differs from request to request: hash-like, so that no column follows another.
_CHANCE = "(i * {0} / 7 % 1000)"
_BEGAN = f"{_FIRST} + i * {_PACE}"
_ANSWERED = f"{_BEGAN} + 60 * {_CHANCE.format(7919)}"
_ENDED = f"{_BEGAN} + 86400 + 600 * {_CHANCE.format(104729)}"
_IS_OVER = f"i % 500 <> 0 AND {_ENDED} < {int(ENDS.timestamp())}"
_OUTCOME = f"CASE WHEN {_CHANCE.format(15485863)} < 900 THEN 'resolved' ELSE 'lapsed' END"
_IS_SOLVED = f"{_IS_OVER} AND {_CHANCE.format(15485863)} < 900"


def write(storage: Storage, *desks: str, requests: int = REQUESTS) -> None:
    """Fill an empty database: every request has an event and a stay, every third resolution was rated."""
    with storage.transaction() as session:
        indexes = [index for table in ("request", "event", "stay", "survey") for index in _indexes(table)]
        for index in indexes:
            index.drop(session.connection())
        put, desk = partial(_put, session, storage, requests), _desk(desks)
        put(_request(), id="i", desk=desk, created_at=_BEGAN, state=_state())
        put(_event(), request="i", at=_BEGAN)
        put(_survey(), where=f"{_IS_SOLVED} AND i % 3 = 0", request="i", desk=desk, **_rated())
        put(_stay(), request="i", desk=desk, **_stayed())
        for index in indexes:
            index.create(session.connection())
    _tidy(storage)


def move_all(storage: Storage, desk: str) -> None:
    """Have everything been asked of one desk."""
    with storage.transaction() as session:
        for table in ("request", "survey", "stay"):
            indexes = _indexes(table)
            for index in indexes:
                index.drop(session.connection())
            session.execute(text(f"UPDATE {table} SET desk = :desk"), {"desk": desk})
            for index in indexes:
                index.create(session.connection())
    _tidy(storage)


def _tidy(storage: Storage) -> None:
    """What PostgreSQL does by itself after a while; SQLite never does."""
    if not storage.is_sqlite:
        with storage.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _indexes(table: str) -> list[Index]:
    return sorted(SQLModel.metadata.tables[table].indexes, key=lambda index: str(index.name))


def _desk(desks: tuple[str, ...]) -> str:
    cases = " ".join(f"WHEN {n} THEN '{desk}'" for n, desk in enumerate(desks))
    return f"CASE i % {len(desks)} {cases} END"


def _state() -> str:
    return f"CASE WHEN {_IS_OVER} THEN 'closed' ELSE 'claimed' END"


def _rated() -> dict[str, str]:
    rating = f"CASE WHEN {_CHANCE.format(32452843)} < 800 THEN 'good' ELSE 'bad' END"
    return {"rated_at": f"{_ENDED} + 7200", "rating": rating}


def _stayed() -> dict[str, str]:
    return {
        "began_at": _BEGAN,
        "began_by": "CASE WHEN i % 20 = 0 THEN 'moved' WHEN i % 33 = 0 THEN 'reopened' ELSE 'opened' END",
        "ended_at": f"CASE WHEN {_IS_OVER} THEN {_ENDED} END",
        "ended_by": f"CASE WHEN {_IS_OVER} THEN {_OUTCOME} END",
        "solver": f"CASE WHEN {_IS_SOLVED} THEN 'U' || ({_CHANCE.format(86028121)} % 12) END",
        "answered_at": f"CASE WHEN i % 50 <> 0 THEN {_ANSWERED} END",
        "answered_within": f"CASE WHEN i % 50 <> 0 THEN 20 * {_CHANCE.format(7919)} END",
        "answer_missed_at": f"CASE WHEN {_CHANCE.format(7919)} > 850 THEN {_BEGAN} + 51000 END",
        "resolved_within": f"CASE WHEN {_IS_SOLVED} THEN 28800 + 200 * {_CHANCE.format(104729)} END",
        "resolution_missed_at": f"CASE WHEN {_CHANCE.format(104729)} > 900 THEN {_BEGAN} + 626400 END",
    }


def _request() -> Request:
    asked: dict[str, Any] = {"title": "VPN is down", "requester": "UANA", "author": "UANA", "urgency": Urgency.NORMAL}
    dues: dict[str, Any] = {"created_at": BEGINS, "first_answer_due": BEGINS, "resolution_due": BEGINS}
    return Request(desk="", state=State.OPEN, **asked, **dues)


def _event() -> Event:
    return Event(request=1, kind=EventKind.OPENED, actor="UANA", at=BEGINS)


def _survey() -> Survey:
    done: dict[str, Any] = {"due_at": ENDS, "asked_at": ENDS, "settled_at": ENDS}
    return Survey(request=1, desk="", resolution=1, rating=Rating.GOOD, rated_at=ENDS, **done)


def _stay() -> Stay:
    return Stay(request=1, n=0, desk="", began_at=BEGINS, began_by=EventKind.OPENED)


def _put(session: Session, storage: Storage, requests: int, row: SQLModel, where: str = "true", **told: str) -> None:
    """Write many rows like the one, with what is told of each by its number `i`; instants are told in seconds."""
    columns = SQLModel.metadata.tables[str(row.__tablename__)].c
    values: dict[str, ColumnElement[Any]] = {}
    for name, value in row.model_dump(exclude_none=True).items():
        values[name] = literal(value, columns[name].type)
    for name, expression in told.items():
        is_instant = isinstance(columns[name].type, UTCDateTime)
        values[name] = literal_column(_instant(storage, expression) if is_instant else expression)
    i = select(cast(1, BigInteger).label("i")).cte("n", recursive=True)
    numbers = i.union_all(select(i.c.i + 1).where(i.c.i < requests))
    rows = select(*values.values()).select_from(numbers).where(text(where))
    session.execute(insert(columns[next(iter(values))].table).from_select(list(values), rows))


def _instant(storage: Storage, seconds: str) -> str:
    if storage.is_sqlite:
        return f"strftime('%Y-%m-%d %H:%M:%S.000000', {seconds}, 'unixepoch')"
    return f"to_timestamp({seconds})"
