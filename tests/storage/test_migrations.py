"""The schema: one history that both databases follow."""

from concurrent.futures import ThreadPoolExecutor

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from storage.engine import Storage
from storage.migrate import alembic_config, is_current, migrate
from storage.migrations import HEAD
from storage.migrations.comparing import OPTIONS
from tests.databases import Databases


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


def test_migrating_twice_changes_nothing_and_keeps_foreign_keys_watched(storage: Storage) -> None:
    migrate(storage)
    assert is_current(storage)
    if storage.is_sqlite:
        with storage.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
