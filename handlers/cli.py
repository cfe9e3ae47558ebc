"""The command line: helpdesk run, migrate, manifest, desks, demo."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer

from bot.desks import Desks, DesksError, read_desks
from bot.settings import DatabaseSettings, DeskSettings, Settings, SettingsError, read_settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="The help desk that a company runs inside Slack.",
)
_UNUSABLE = 2
_Kind = TypeVar("_Kind", DatabaseSettings, DeskSettings, Settings)


def main() -> None:
    """Run the command that was typed."""
    app()


@app.command()
def run() -> None:
    """Run the bot: Socket Mode with SLACK_APP_TOKEN, else HTTP on PORT."""
    settings = _settings(Settings)
    company = _desks(settings)
    from handlers.running import serve

    serve(settings, company)


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    from sqlalchemy.exc import OperationalError

    from storage.engine import Storage
    from storage.migrate import migrate as bring_up_to_date

    storage = Storage(_settings(DatabaseSettings).database_url.get_secret_value())
    try:
        bring_up_to_date(storage)
    except OperationalError as error:
        _stop("DATABASE_URL", [f"the database does not answer: {error.orig}"])
    finally:
        storage.close()
    typer.echo("The database is up to date.")


@app.command()
def manifest(
    url: Annotated[str, typer.Option(help="Where Slack reaches the bot (HTTP mode); left out: Socket Mode")] = "",
) -> None:
    """Print the app manifest to paste into Slack."""
    from handlers.manifest import build_manifest

    typer.echo(json.dumps(build_manifest(url or None), indent=2, ensure_ascii=False))


@app.command()
def desks() -> None:
    """Check the desks file and list what stands in it."""
    from rich.console import Console
    from rich.table import Table

    table = Table("Desk", "Channel", "Agents", "Leads", "Time zone")
    for desk in _desks(_settings(DeskSettings)):
        agents = ", ".join(desk.agents) or "the channel's members"
        table.add_row(desk.name, f"#{desk.channel}", agents, ", ".join(desk.leads) or "nobody", str(desk.hours.zone))
    Console().print(table)


@app.command()
def demo(
    story: Annotated[bool, typer.Option("--story", help="Play a story on this terminal and stop")] = False,
    empty: Annotated[bool, typer.Option("--empty", help="Start without a past")] = False,
    keep: Annotated[Path | None, typer.Option(help="Keep everything in this folder for the next time")] = None,
) -> None:
    """Open a company with the bot at work in it, in a Slack on this machine, in your browser."""
    try:
        from handlers.demo.showing import show
    except ModuleNotFoundError as error:
        _stop("demo", [f"{error.name} is missing. Install the sandbox: pip install 'helpdesk-for-slack[sandbox]'"])
    show(story=story, empty=empty, keep=keep)


def _settings(kind: type[_Kind]) -> _Kind:
    try:
        return read_settings(kind)
    except SettingsError as error:
        _stop("settings", error.problems)


def _desks(settings: DeskSettings) -> Desks:
    try:
        return read_desks(settings.helpdesk_desks)
    except DesksError as error:
        _stop(str(settings.helpdesk_desks), error.problems)


def _stop(what: str, problems: Sequence[str]) -> NoReturn:
    """One readable report of everything that is wrong, and exit code 2."""
    lines = "\n".join(f"  • {problem}" for problem in problems)
    typer.echo(f"helpdesk can't start; please look at {what}:\n{lines}", err=True)
    sys.exit(_UNUSABLE)
