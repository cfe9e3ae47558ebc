"""The command line of the desks file: helpdesk desks check, apply, export, diff."""

import sys
from datetime import UTC, datetime
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.desks import Desk, Desks
from bot.settings import DeskSettings
from handlers.reports import (
    database_or_stop,
    desks_or_stop,
    keys_or_stop,
    lacks_keys,
    settings_or_stop,
    stop,
    text_or_stop,
)

if TYPE_CHECKING:
    from storage.engine import Storage

desks_app = typer.Typer(help="The desks: check, apply, export or compare the file that describes them.")
_File = Annotated[Path | None, typer.Argument(help="The desks file; left out: the one that HELPDESK_DESKS names")]
_DIFFERENT = 1


@desks_app.callback(invoke_without_command=True)
def desks(context: typer.Context) -> None:
    """Check the desks file and list what stands in it, or do more with it."""
    if context.invoked_subcommand is None:
        check()


@desks_app.command()
def check(file: _File = None) -> None:
    """Name everything that is wrong with a desks file, each with its place, or list what stands in it."""
    path = file or _usual()
    found = desks_or_stop(path, text_or_stop(path))
    typer.echo(f"{path}: all is well.")
    if lacking := lacks_keys(found):
        typer.echo(f"{path}: {lacking}", err=True)
    _list(found)


@desks_app.command()
def apply(file: _File = None) -> None:
    """Put a desks file in force, here and in every helpdesk that runs on the same database, and say what changes."""
    from bot import deskbook

    path = file or _usual()
    text = text_or_stop(path)
    found = desks_or_stop(path, text)
    keys_or_stop(path, found)
    with database_or_stop() as storage, storage.transaction() as session:
        before = deskbook.newest(session)
        is_new = deskbook.apply(session, datetime.now(UTC), text, by=None)
    if not is_new:
        typer.echo(f"{path} is in force already.")
        return
    if before:
        _tell_changes(before.text, text, path)
    typer.echo(f"{path} is in force now: {', '.join(desk.name for desk in found)}.")


@desks_app.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="Where to write it; left out: to standard output")] = None,
) -> None:
    """Write the desks file that is in force, to the last byte as it was applied."""
    with database_or_stop() as storage:
        text = _in_force(storage).encode()
    if file is None:
        typer.echo(text, nl=False)
        return
    try:
        file.write_bytes(text)
    except OSError as error:
        stop(str(file), [f"it can't be written: {error.strerror}."])


@desks_app.command()
def diff(file: _File = None) -> None:
    """Show how a desks file differs from what is in force; the exit code is 1 if it does, 0 if not."""
    path = file or _usual()
    text = text_or_stop(path)
    with database_or_stop() as storage:
        in_force = _in_force(storage)
    if text == in_force:
        return
    _tell_changes(in_force, text, path)
    sys.exit(_DIFFERENT)


def _usual() -> Path:
    return settings_or_stop(DeskSettings).helpdesk_desks


def _in_force(storage: "Storage") -> str:
    """The text in force: the newest that was applied, or else the usual file's."""
    from bot import deskbook

    with storage.reading() as session:
        newest = deskbook.newest(session)
    return newest.text if newest else text_or_stop(_usual())


def _tell_changes(before: str, after: str, path: Path) -> None:
    """Show what changes, line by line, the ends of lines too."""
    old, new = (text.replace("\r", "␍").split("\n") for text in (before, after))
    for line in unified_diff(old, new, "in force", str(path), lineterm=""):
        typer.echo(line)


def _list(desks: Desks) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("Desk", "Channel", "Asked for", "Agents", "Leads", "Time zone")
    for desk in desks:
        table.add_row(*_row(desk))
    Console(markup=False).print(table)


def _row(desk: Desk) -> tuple[str, ...]:
    types = ", ".join(one.label.text for one in desk.types) or "anything"
    agents = ", ".join(desk.agents) or "the channel's members"
    return desk.name, f"#{desk.channel}", types, agents, ", ".join(desk.leads) or "nobody", str(desk.hours.zone)
