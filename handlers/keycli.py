"""The command line of the keys that seal what is confidential: helpdesk keys new, check, rotate."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from handlers.reports import standing_database_or_stop, stop
from storage.keys import new_key

if TYPE_CHECKING:
    from storage.engine import Storage
    from storage.rotation import Standing

keys_app = typer.Typer(no_args_is_help=True, help="The keys that seal what is confidential (HELPDESK_KEYS).")
_INCOMPLETE = 1


@keys_app.command()
def new() -> None:
    """Print a new key; put it in front of those in HELPDESK_KEYS."""
    typer.echo(new_key())


@keys_app.command()
def check() -> None:
    """Say whether everything that is sealed can be opened, and whether older keys are still needed."""
    from storage.rotation import look

    with _sealing_or_stop() as storage:
        standing = look(storage)
        keys = len(storage.keyring.keys)
    typer.echo(f"{standing.newest + standing.older} sealed values can be opened.")
    if standing.older:
        typer.echo(f"{standing.older} of them need an older key; `helpdesk keys rotate` seals them anew.")
    elif keys > 1 and not standing.unreadable:
        typer.echo("The newest key opens all of them; the others are needed only for older backups.")
    _end(standing)


@keys_app.command()
def rotate() -> None:
    """Seal everything anew with the newest key, while the bot runs; stopped half-way, begin it again."""
    from storage.rotation import rotate as reseal

    with _sealing_or_stop() as storage:
        standing = reseal(storage)
    typer.echo(f"{standing.older} values were sealed anew; {standing.newest} were already.")
    _end(standing)


@contextmanager
def _sealing_or_stop() -> Iterator["Storage"]:
    with standing_database_or_stop() as storage:
        if storage.keyring.is_empty:
            stop("HELPDESK_KEYS", ["there is no key. `helpdesk keys new` makes one."])
        yield storage


def _end(standing: "Standing") -> None:
    """A key that is missing is no success."""
    if standing.unreadable:
        typer.echo(f"{standing.unreadable} can't be opened with any of these keys: one is missing.", err=True)
        sys.exit(_INCOMPLETE)
