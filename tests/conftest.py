"""What every test stands on: real databases, and no network but loopback."""

import gc
import os
import sys
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Connection, Engine, event

from storage.engine import Storage
from storage.sealing import keyring_of
from tests.databases import Databases, PostgresDatabases, SqliteDatabases, postgres_server
from tests.world import World, opened

# Speed is no property: on a busy machine any example may take long. Each run tries the same examples, so that what is
# green here is green there; to look for more: pytest --hypothesis-profile=explore.
settings.register_profile("helpdesk", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=500)
settings.load_profile("helpdesk")

gc.set_threshold(100_000, 50, 50)  # a company a test leaves much to look through: looking less often saves a twentieth
_LONG = frozenset({"test_killed", "test_past", "test_race"})  # a minute and more each
_strayed: list[str] = []


class _Compiled(dict[tuple[Any, ...], Any]):
    """Statements compiled once for each kind of database, rather than anew for the engine of each test.

    What seals and opens is compiled along, so other keys are another kind.
    """

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get(self._kind(key), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        super().__setitem__(self._kind(key), compiled)

    def _kind(self, key: tuple[Any, ...]) -> tuple[Any, ...]:
        dialect, *rest = key
        return (dialect.name, keyring_of(dialect), *rest)


_compiled = _Compiled()


@event.listens_for(Engine, "engine_connect")
def _share_what_is_compiled(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_compiled)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: the tests wait for each other's sockets a third of the time."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the workers begin with the long modules, dealt out among them: none is left alone with one at the end.

    `worksteal` gives each worker an equal run of the items, and lets those who are done take from the others' ends.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    modules = [(name, list(tests)) for name, tests in groupby(items, lambda item: item.path.stem)]
    long = [tests for name, tests in modules if name in _LONG]
    others = [test for name, tests in modules if name not in _LONG for test in tests]
    left = len(items)
    items.clear()
    for worker in range(workers):
        share, first = left // (workers - worker), [test for tests in long[worker::workers] for test in tests]
        rest = max(0, share - len(first))
        items += first + others[:rest]
        del others[:rest]
        left -= share
    items += others


def _keep_home(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse connections and name look-ups that leave the machine; the reason fails the test, even if swallowed."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if host not in {"127.0.0.1", "::1", "localhost", "", None}:
        _strayed.append(str(host))
        raise RuntimeError(f"a test reached out to {host}")


sys.addaudithook(_keep_home)


@pytest.fixture(autouse=True)
def _only_loopback() -> Iterator[None]:
    yield
    strayed = _strayed.copy()
    _strayed.clear()
    assert not strayed, f"reached out to {strayed}"


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    return SqliteDatabases(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="session")
def postgres_databases(worker_id: str) -> Iterator[PostgresDatabases]:
    databases = PostgresDatabases(postgres_server(), worker_id)
    yield databases
    databases.close()


@pytest.fixture(params=["sqlite", "postgres"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """Each test runs on both; `@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)` picks one."""
    found: Databases = request.getfixturevalue(f"{request.param}_databases")
    return found


@pytest.fixture
def storage(databases: Databases) -> Iterator[Storage]:
    """A migrated, empty database of the test's own."""
    with databases.fresh() as url:
        storage = Storage(url)
        yield storage
        storage.close()


@pytest.fixture(params=["http", "socket"])
def mode(request: pytest.FixtureRequest) -> str:
    """How Slack reaches the bot; `@pytest.mark.parametrize("mode", ["http"], indirect=True)` picks one."""
    return str(request.param)


@pytest.fixture
def world(databases: Databases, mode: str) -> Iterator[World]:
    """The company on a Monday morning, the bot at work: in both modes, on both databases."""
    with databases.fresh() as url, opened(url, sockets=mode == "socket") as world:
        yield world
