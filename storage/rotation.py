"""Changes the keys: every sealed value of every table is sealed anew with the newest, in steps, while others work."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Column, Table, Text, literal, select, tuple_, type_coerce, update
from sqlmodel import Session, SQLModel

from storage.engine import Storage
from storage.migrations import comparing  # noqa: F401 - with it every table is known
from storage.queries import changed
from storage.sealing import Keyring, Sealed

_STEP = 200


@dataclass(frozen=True)
class Standing:
    """How many sealed values the newest key opens, how many only an older one, and how many none."""

    newest: int = 0
    older: int = 0
    unreadable: int = 0

    def counting(self, keyring: Keyring, sealed: str) -> "Standing":
        """These, and one more."""
        if keyring.is_newest(sealed):
            return replace(self, newest=self.newest + 1)
        if keyring.reseal(sealed) is not None:
            return replace(self, older=self.older + 1)
        return replace(self, unreadable=self.unreadable + 1)


def look(storage: Storage) -> Standing:
    """Which keys are needed; nothing is changed."""
    standing = Standing()
    for column in _sealed_columns():
        last: Sequence[Any] | None = ()
        while last is not None:
            with storage.reading() as session:
                rows = _some(session, column, last)
            for row in rows:
                standing = standing.counting(storage.keyring, row[-1])
            last = rows[-1][:-1] if rows else None
    return standing


def rotate(storage: Storage) -> Standing:
    """Seal anew what an older key sealed: how things stood with each value before.

    Each step is a transaction; what somebody else changes meanwhile is theirs; begun again, it goes on where it was.
    """
    standing = Standing()
    for column in _sealed_columns():
        last: Sequence[Any] | None = ()
        while last is not None:
            with storage.transaction() as session:
                rows = _some(session, column, last)
                for row in rows:
                    _reseal(session, storage.keyring, column, row)
            for row in rows:
                standing = standing.counting(storage.keyring, row[-1])
            last = rows[-1][:-1] if rows else None
    return standing


def _sealed_columns() -> Iterator[Column[Any]]:
    for table in SQLModel.metadata.sorted_tables:
        yield from (column for column in table.columns if isinstance(column.type, Sealed))


def _some(session: Session, column: Column[Any], after: Sequence[Any]) -> Sequence[Sequence[Any]]:
    """The next rows behind these primary keys: theirs, and what is sealed as it stands in the database."""
    keys = _keys(column)
    rows = select(*keys, type_coerce(column, Text)).where(column.is_not(None)).order_by(*keys).limit(_STEP)
    if after:
        rows = rows.where(tuple_(*keys) > tuple_(*map(literal, after)))
    return [tuple(row) for row in session.connection().execute(rows)]


def _reseal(session: Session, keyring: Keyring, column: Column[Any], row: Sequence[Any]) -> None:
    """Seal one value anew, unless somebody has changed it since it was read."""
    keys, sealed = row[:-1], row[-1]
    anew = None if keyring.is_newest(sealed) else keyring.reseal(sealed)
    if anew is None:
        return
    here = [own == key for own, key in zip(_keys(column), keys, strict=True)]
    statement = update(_table(column)).where(*here, type_coerce(column, Text) == sealed)
    changed(session, statement.values({column: literal(anew, Text)}))


def _keys(column: Column[Any]) -> list[Column[Any]]:
    return list(_table(column).primary_key.columns)


def _table(column: Column[Any]) -> Table:
    table = column.table
    assert isinstance(table, Table), "columns of the metadata stand in tables"
    return table
