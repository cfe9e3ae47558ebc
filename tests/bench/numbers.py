"""How long a year's numbers take with a million requests in the table, on both databases: `make bench`."""

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

from sqlalchemy import text

from bot import decisions, editions, figures, periods
from bot.desks import Desk, Desks
from bot.settings import Settings, read_settings
from bot.work import Work
from storage.engine import Storage
from storage.kinds import DigestKind
from tests.bench import past
from tests.databases import PostgresDatabases, SqliteDatabases, postgres_server

ALLOWED = 2.0
"""Seconds that a year's digest may take."""
ALL = "all"
YEAR = periods.days("Europe/Berlin", past.ENDS.date() - timedelta(days=365), past.ENDS.date() - timedelta(days=1))
SETTINGS = read_settings(Settings, _env_file=None, slack_bot_token="xoxb-1", slack_app_token="xapp-1")
ASKED: Sequence[tuple[str, Callable[[Work, Desk], object]]] = (
    ("numbers", lambda work, desk: figures.report(work.session, desk.key, YEAR)),
    ("days", lambda work, desk: figures.days(work.session, desk.key, YEAR)),
    ("answer times", lambda work, desk: figures.answer_times(work.session, desk.key, YEAR.since, YEAR.until)),
    ("decisions", decisions.of),
    ("the whole digest", lambda work, desk: editions.of(work, desk, "ULENA", DigestKind.WEEKLY, YEAR)),
)


def main() -> None:
    """Measure, and fail where a desk's year takes too long."""
    slowest = max(_measured(name, url) for name, url in _urls())
    _say(f"a year of one of four desks: {slowest:.2f} s at the most; allowed are {ALLOWED:.0f}")
    sys.exit(slowest > ALLOWED)


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, SqliteDatabases(Path(folder)).fresh() as url:
        yield url


@contextmanager
def _postgres() -> Iterator[str]:
    databases = PostgresDatabases(postgres_server(), "bench")
    with databases.fresh() as url:
        yield url
    databases.close()


def _urls() -> Iterator[tuple[str, str]]:
    for name, database in (("SQLite", _sqlite()), ("PostgreSQL", _postgres())):
        with database as url:
            yield name, url


def _measured(name: str, url: str) -> float:
    """The seconds that a digest over a year takes for one of four desks; one that has everything is told beside it."""
    storage = Storage(url, patience=60)
    filling = _timed(lambda: past.write(storage, *past.DESKS))
    _say(f"{name}: {past.REQUESTS:,} requests of two years, written in {filling:.0f} s")
    seconds = _year(storage, past.DESKS[0])
    past.move_all(storage, ALL)
    _year(storage, ALL)
    storage.close()
    return seconds


def _year(storage: Storage, key: str) -> float:
    """The seconds that the whole digest takes; told with its parts, beside one count of the table."""
    desk = replace(Desks(()).find(key), leads=("ULENA",))
    with storage.reading() as session:
        work = Work(session, past.ENDS, Desks((desk,)), SETTINGS, "")
        counting = _timed(lambda: session.execute(text("SELECT count(*) FROM stay")).all())
        found = [(name, _timed(partial(asks, work, desk))) for name, asks in ASKED]
    _say(f"  {key}, a year; in brackets, how often the table of stays could be counted meanwhile ({counting:.3f} s)")
    for name, seconds in found:
        _say(f"    {name:20}{seconds:6.2f} s ({seconds / counting:.0f})")
    return found[-1][1]


def _timed(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
