"""The schema: one history that both databases follow."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel, select

from bot.outbox import Share, Update, decode
from storage.engine import Storage
from storage.kinds import State
from storage.migrate import alembic_config, is_current, migrate
from storage.migrations import HEAD
from storage.migrations.comparing import OPTIONS
from storage.reports import Uncounted
from storage.tables import Home, Message, Outgoing, Request
from tests.databases import Databases, SqliteDatabases

AT = "'2026-03-02 08:30:00.000000'"
UPDATE = '{"text": "Card", "blocks": []}'
SHARE = '{"file": {"id": "F1", "name": "a", "url": "u", "is_open": false}, "to": {"kind": "ToDesk", "desk": "it"}}'
FIRST_RELEASE = (
    f"""INSERT INTO request VALUES (1, 'it', 'VPN', '', 'high', 'claimed', NULL, '{{}}', '[]', 'dm', false, false, '[]',
        'U1', 'U1', 'U2', {AT}, {AT}, {AT}, NULL, NULL, 'requester', NULL, '', 0)""",
    f"INSERT INTO message VALUES (1, 1, 'D1', '1.0', 'U1', 'requester', false, 'still down', {AT})",
    f"INSERT INTO home VALUES ('U1', {AT}, 0)",
    *(
        f"""INSERT INTO outgoing VALUES ({number}, '{method}', 'one', '{method}', {place}, '{payload}', {AT}, {AT},
            NULL, 0, NULL, NULL, NULL)"""
        for number, method, place, payload in ((1, "update", "'request:1:card'", UPDATE), (2, "share", "NULL", SHARE))
    ),
)
"""What the first revision's tables may hold, column by column."""


def test_the_history_leads_to_exactly_the_tables(storage: Storage) -> None:
    """When this fails: `rm storage/migrations/versions/*.py; python -m storage.draft 0001 everything`.

    After the first release, draft a new revision instead of rewriting the first.
    """
    options = {name: value for name, value in OPTIONS.items() if name != "target_metadata"}
    with storage.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_newest_revision_is_the_one_that_start_up_asks_for(storage: Storage) -> None:
    with storage.engine.connect() as connection:
        assert ScriptDirectory.from_config(alembic_config(connection)).get_heads() == [HEAD]
    assert is_current(storage)


def test_an_empty_database_is_not_current(databases: Databases) -> None:
    with databases.blank() as url:
        storage = Storage(url)
        assert not is_current(storage)
        storage.close()


def test_processes_that_migrate_at_once_wait_for_each_other(databases: Databases) -> None:
    with databases.blank() as url:
        storages = [Storage(url) for _ in range(3)]
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(migrate, storages))
        assert all(map(is_current, storages))
        for storage in storages:
            storage.close()


def test_who_comes_first_to_a_file_waits_for_another_who_writes_there(
    sqlite_databases: SqliteDatabases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where SQLite itself refuses at once, whatever its timeout is."""
    with sqlite_databases.blank() as url, closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr("storage.engine.sleep", lambda _: other.rollback())
        with pytest.raises(OperationalError, match="locked"):
            is_current(Storage(url, patience=0))
        assert other.in_transaction
        storage = Storage(url)
        assert not is_current(storage)
        assert not other.in_transaction
        storage.close()


def test_migrating_twice_changes_nothing_and_keeps_foreign_keys_watched(storage: Storage) -> None:
    migrate(storage)
    assert is_current(storage)
    if storage.is_sqlite:
        with storage.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_what_the_first_release_has_saved_and_not_yet_sent_is_read_after_the_upgrade(databases: Databases) -> None:
    with databases.blank() as url:
        storage = Storage(url)
        with storage.engine.begin() as connection:
            command.upgrade(alembic_config(connection), "0001")
            for statement in FIRST_RELEASE:
                connection.execute(text(statement.replace(":", r"\:")))
        migrate(storage)
        with storage.reading() as session:
            request, message = session.get_one(Request, 1), session.get_one(Message, 1)
            assert (request.state, request.first_answer_near, request.mark) == (State.CLAIMED, None, None)
            assert (message.files, message.is_held, message.taken_back_at) == ([], False, None)
            assert session.get_one(Home, "U1").list_page == 0
            assert session.exec(select(Uncounted.request)).all() == [1], "its stays are still to be written"
            rows = session.exec(select(Outgoing).order_by(Outgoing.key)).all()
            share, update = (decode(row.method, row.place, row.payload) for row in rows)
        assert isinstance(update, Update)
        assert isinstance(share, Share)
        assert (update.speaker, share.comment, share.place) == (None, "", None)
        storage.close()
