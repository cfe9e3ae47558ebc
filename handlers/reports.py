"""What the command line says when it can't go on: one readable report of all that is wrong, and exit code 2."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import typer

from bot.deskfile import DesksError, desks_of, text_of
from bot.desks import Desks
from bot.settings import DatabaseSettings, DeskSettings, KeySettings, Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from storage.engine import Storage

_UNUSABLE = 2
_Kind = TypeVar("_Kind", DatabaseSettings, DeskSettings, KeySettings, Settings)


def stop(what: str, problems: Sequence[str]) -> NoReturn:
    """Report everything that is wrong with something, and end."""
    lines = "\n".join(f"  • {problem}" for problem in problems)
    typer.echo(f"helpdesk can't start; please look at {what}:\n{lines}", err=True)
    sys.exit(_UNUSABLE)


def settings_or_stop(kind: type[_Kind]) -> _Kind:
    """The settings of a kind."""
    try:
        return read_settings(kind)
    except SettingsError as error:
        stop("settings", error.problems)


def text_or_stop(file: Path) -> str:
    """The text of a file, whatever it says."""
    try:
        return text_of(file)
    except DesksError as error:
        _stop_at(file, error)


def desks_or_stop(file: Path, text: str) -> Desks:
    """The desks of a file's text; each problem is a line of its own that begins with the file."""
    try:
        return desks_of(text)
    except DesksError as error:
        _stop_at(file, error)


def lacks_keys(desks: Desks) -> str | None:
    """What to say where desks are to keep something confidential, and there is nothing to seal it with."""
    needing = [desk.name for desk in desks if desk.needs_keys]
    if not needing or settings_or_stop(KeySettings).keys:
        return None
    named = ", ".join(needing)
    return f"{named}: what is confidential or anonymous there needs HELPDESK_KEYS; `helpdesk keys new` makes a key."


def keys_or_stop(file: Path, desks: Desks) -> None:
    """End where desks are to keep something confidential, and there is nothing to seal it with."""
    if lacking := lacks_keys(desks):
        typer.echo(f"{file}: {lacking}", err=True)
        sys.exit(_UNUSABLE)


def _stop_at(file: Path, error: DesksError) -> NoReturn:
    for problem in error.problems:
        typer.echo(f"{file}: {problem}", err=True)
    sys.exit(_UNUSABLE)


@contextmanager
def database_or_stop() -> Iterator["Storage"]:
    """The database, brought up to date; it takes a second to import all that this needs."""
    from storage.migrate import is_current, migrate

    with _answering_or_stop() as storage:
        if not is_current(storage):
            migrate(storage)
        yield storage


@contextmanager
def standing_database_or_stop() -> Iterator["Storage"]:
    """The database as it stands, for who only looks: a helpdesk of another version may be at work on it."""
    from storage.migrate import is_current

    with _answering_or_stop() as storage:
        if storage.is_missing:
            stop("DATABASE_URL", [f"there is no file {storage.url.database}. `helpdesk run` makes it when it starts."])
        if not is_current(storage):
            stop("DATABASE_URL", ["the database is of another version. `helpdesk migrate` brings it up to date."])
        yield storage


@contextmanager
def _answering_or_stop() -> Iterator["Storage"]:
    from sqlalchemy.exc import OperationalError

    from storage.engine import Storage

    settings = settings_or_stop(DatabaseSettings)
    storage = Storage(settings.database_url.get_secret_value(), keys=settings.keys)
    try:
        yield storage
    except OperationalError as error:
        stop("DATABASE_URL", [f"the database does not answer: {error.orig}"])
    finally:
        storage.close()
