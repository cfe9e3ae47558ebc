"""A scratch copy of what the clock works on, in which to try out what it would do: the database itself is only read."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, or_, true, union
from sqlmodel import Session, SQLModel, col, select

from storage.due import Addressee, Nudge, Ping, Reminder, Survey
from storage.engine import Storage
from storage.queries import insert_all
from storage.tables import Absence, Channel, DeskChannel, Event, Membership, Person, Preference, Request

_LATELY = timedelta(hours=2)  # a message of the last hour takes in what comes
_BATCH = 1000
_UNSAID: Mapping[type[SQLModel], Mapping[str, object]] = {
    Request: {"details": "", "answers": {}, "files": [], "closing_word": ""},
    Survey: {"comment": ""},
}
"""The long texts stay where they are: no rule of the clock's asks for them."""


@contextmanager
def opened(source: Storage, now: datetime) -> Iterator[Storage]:
    """A database with all that comes due by itself, as it stood in one instant; gone when the block ends."""
    with TemporaryDirectory(prefix="helpdesk-scratch-") as folder:
        scratch = Storage(f"sqlite:///{Path(folder) / 'scratch.db'}")
        try:
            SQLModel.metadata.create_all(scratch.engine)
            with source.snapshot() as session, scratch.transaction() as copy:
                for table, which in _rows(now):
                    _copy(session, copy, table, which)
            yield scratch
        finally:
            scratch.close()


def _rows(now: datetime) -> Iterator[tuple[type[SQLModel], ColumnElement[bool]]]:
    """Which rows of which tables, in an order in which none refers to a later one."""
    for whole in (Person, Channel, DeskChannel, Membership, Absence, Preference, Addressee):
        yield whole, true()
    numbers, nudges = _numbers(now), _nudges(now)
    yield Request, col(Request.id).in_(numbers)
    for of_request in (Event, Ping, Survey):
        yield of_request, col(of_request.request).in_(numbers)
    yield Nudge, col(Nudge.id).in_(nudges)
    yield Reminder, or_(_is_unsettled(Reminder), col(Reminder.nudge).in_(nudges))


def _numbers(now: datetime) -> CompoundSelect[Any]:
    """The requests for which something comes by itself, or which a message of ours still speaks of."""
    waiting = (select(table.request).where(_is_unsettled(table)) for table in (Ping, Reminder, Survey))
    nudges = _nudges(now)
    spoken_of = select(Reminder.request).where(col(Reminder.nudge).in_(nudges))
    under = select(Nudge.request).where(col(Nudge.id).in_(nudges), col(Nudge.request).is_not(None))
    return union(*waiting, spoken_of, under)


def _nudges(now: datetime) -> CompoundSelect[Any]:
    """The messages that say something still, or take in what comes."""
    standing = select(Reminder.nudge).where(_is_unsettled(Reminder), col(Reminder.nudge).is_not(None))
    newest = select(Addressee.nudge).where(col(Addressee.sent_at) > now - _LATELY, col(Addressee.nudge).is_not(None))
    return union(standing, newest)


def _is_unsettled(table: Any) -> ColumnElement[bool]:
    return col(table.settled_at).is_(None)


def _copy(source: Session, target: Session, table: type[SQLModel], which: ColumnElement[bool]) -> None:
    unsaid = _UNSAID.get(table, {})
    written = SQLModel.metadata.tables[str(table.__tablename__)]
    found = source.connection().execution_options(yield_per=_BATCH).execute(written.select().where(which))
    for rows in found.mappings().partitions():
        insert_all(target, table, [{**row, **unsaid} for row in rows])
