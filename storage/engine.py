"""Opens the database and its transactions, for SQLite and PostgreSQL alike."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import TimeoutError as WaitedTooLong
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from storage.sealing import Keyring, hand_keys

# Slack wants its answer within 3 s, and an honest "not saved" beats its own "did not respond".
PATIENCE_SECONDS = 2
_A_MOMENT = 0.01


class Storage:
    """The one door to the database: `transaction()` to write, `reading()` to look; both wait `patience` seconds.

    What is confidential is sealed with the first of the `keys`, and opened with any of them.
    """

    def __init__(self, url: str, patience: int = PATIENCE_SECONDS, keys: Sequence[str] = ()) -> None:
        self.url, self.keyring = _normal(url), Keyring(tuple(keys))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url, patience) if self.is_sqlite else _postgres_engine(self.url, patience)
        hand_keys(self.engine, self.keyring)
        self._patience = patience
        self._reading_engine = self.engine.execution_options(reading=True)
        # Threads of one process queue here: waiting for SQLite's own lock takes up to thirty times as long.
        self._one_writer = threading.RLock() if self.is_sqlite else None

    @property
    def is_missing(self) -> bool:
        """Whether nobody has made the SQLite file yet; to connect would make it."""
        return self.is_sqlite and "uri" not in self.url.query and not Path(self.url.database or "").exists()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work is committed as a whole when the block ends well, and undone when it raises.

        Raises SQLAlchemy's OperationalError or TimeoutError when the database can't be had in time.
        """
        with self._writing(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if self._one_writer is None:
            yield
            return
        if not self._one_writer.acquire(timeout=self._patience):
            raise WaitedTooLong("another thread has been writing for too long")
        try:
            yield
        finally:
            self._one_writer.release()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only looks; it never waits for a writer."""
        with Session(self._reading_engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """As `reading`, but however many questions are asked, the answers are of one instant."""
        level = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}  # SQLite knows no other
        with Session(self._reading_engine.execution_options(**level), expire_on_commit=False) as session:
            yield session

    def wipe(self) -> None:
        """Leave no copy beside SQLite's file of what stood there before; where somebody is reading, another time."""
        if self.is_sqlite:
            with self._writing(), closing(self.engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def _normal(url: str) -> URL:
    """The URL with the driver we use; Heroku and others still write `postgres://`."""
    parsed = make_url(url)
    if parsed.get_backend_name() in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def _postgres_engine(url: URL, patience: int) -> Engine:
    """The parameters stay out of errors, and so out of the log: they are people's words."""
    return create_engine(
        url,
        connect_args=_postgres_waits(patience),
        pool_size=20,
        max_overflow=20,
        pool_pre_ping=True,
        pool_timeout=patience,
        hide_parameters=True,
    )


def _postgres_waits(patience: int) -> dict[str, Any]:
    """The server gives up on what takes too long; where it is no longer there to do so, the connection itself does."""
    return {
        "connect_timeout": patience,
        "options": f"-c lock_timeout={patience}s -c statement_timeout={10 * patience}s",
        "tcp_user_timeout": 1000 * patience,
        "keepalives_idle": patience,
        "keepalives_interval": 1,
        "keepalives_count": patience,
    }


def _sqlite_engine(url: URL, patience: int) -> Engine:
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": patience},
        pool_size=20,
        max_overflow=20,
        pool_timeout=patience,
        hide_parameters=True,
    )
    event.listen(engine, "connect", partial(_prepare_sqlite, patience))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(patience: int, connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # sqlite3 must not begin transactions of its own
    _write_ahead(connection, patience)
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):  # what is deleted is overwritten
        connection.execute(f"PRAGMA {pragma}").close()


def _write_ahead(connection: sqlite3.Connection, patience: int) -> None:
    """Have the file in WAL mode; raises OperationalError where others don't let it for too long.

    Only the first of all connections to a file changes the mode. It reads before it writes, and who reads already is
    refused at once where another writes, whatever the timeout: so of several first ones all but one have to try again.
    """
    until = monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError as error:
            if monotonic() >= until or not error.sqlite_errorname.startswith("SQLITE_BUSY"):
                raise
            sleep(_A_MOMENT)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once where we mean to write: a lock taken later fails under contention."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
