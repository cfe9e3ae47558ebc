"""Brings a database's schema up to date, from whatever revision it is at."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from storage.engine import Storage
from storage.migrations import HEAD

if TYPE_CHECKING:
    from alembic.config import Config

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 4357_2025  # PostgreSQL's advisory locks are numbers; this one is ours
_PATIENCE_MS = 60_000


def migrate(storage: Storage) -> None:
    """Bring the schema to the newest revision; processes that try at once wait for the first and find it done."""
    from alembic import command  # importing Alembic takes a second, so only who migrates does it

    logging.getLogger("alembic").setLevel(logging.WARNING)
    with _alone(storage) as connection:
        command.upgrade(alembic_config(connection), "head")


def is_current(storage: Storage) -> bool:
    """Say whether the schema is at the newest revision."""
    with storage.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return bool(connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD)


def alembic_config(connection: Connection) -> "Config":
    """Return Alembic's configuration for our scripts on this connection."""
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _alone(storage: Storage) -> Iterator[Connection]:
    """Give a connection in a transaction that no other migration shares."""
    with storage.engine.connect() as connection:
        if storage.is_sqlite:
            # Batch migrations rebuild tables: with foreign keys on, dropping the old one would delete its children.
            # The pragma does nothing inside a transaction, so it goes past SQLAlchemy, which would begin one.
            _pragmas(connection, "foreign_keys=OFF", f"busy_timeout={_PATIENCE_MS}")
        try:
            with connection.begin():
                if not storage.is_sqlite:
                    # A migration may wait for another, and take as long as it needs: nobody in Slack waits for it.
                    connection.execute(text(f"SET LOCAL lock_timeout = {_PATIENCE_MS}"))
                    connection.execute(text("SET LOCAL statement_timeout = 0"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
                yield connection
        finally:
            connection.invalidate()


def _pragmas(connection: Connection, *pragmas: str) -> None:
    cursor = connection.connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
