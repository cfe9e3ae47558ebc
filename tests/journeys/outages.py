"""Databases that fail for real: a file that is gone, a server that lets nobody in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from storage.engine import Storage


@contextmanager
def database_down(storage: Storage) -> Iterator[None]:
    """Nobody gets at the database until the block ends."""
    with _file_gone(storage) if storage.is_sqlite else _server_closed(storage):
        yield


@contextmanager
def _file_gone(storage: Storage) -> Iterator[None]:
    """The file is elsewhere, and a folder in its place, so that SQLite can't begin a new one."""
    path = Path(storage.url.database or "")
    away = path.with_suffix(".away")
    storage.engine.dispose()
    path.rename(away)
    path.mkdir()
    try:
        yield
    finally:
        path.rmdir()
        away.rename(path)


@contextmanager
def _server_closed(storage: Storage) -> Iterator[None]:
    """The server ends every connection to this database and takes no new ones."""
    admin = create_engine(storage.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    name = storage.url.database
    with admin.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
        end = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
        connection.execute(end, {"name": name})
        try:
            yield
        finally:
            connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
    admin.dispose()
