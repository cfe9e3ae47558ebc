"""What a database is asked, and by which way it would answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from storage.engine import Storage

Statement = tuple[str, Any]


@contextmanager
def said(connection: Connection) -> Iterator[list[Statement]]:
    """The statements that a connection is handed meanwhile, with their parameters."""
    statements: list[Statement] = []

    def note(_c: object, _u: object, statement: str, parameters: Any, *_: object) -> None:
        statements.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)


def plan(connection: Connection, storage: Storage, asked: Statement) -> str:
    """How the database would answer a statement: which indexes it reads, and what it reads whole."""
    explain = "EXPLAIN QUERY PLAN" if storage.is_sqlite else "EXPLAIN"
    statement, parameters = asked
    return str(connection.exec_driver_sql(f"{explain} {statement}", parameters).all())
