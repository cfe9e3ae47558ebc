"""The command line: helpdesk run, migrate, manifest, desks, keys, pings, report, demo."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import Settings
from handlers.deskcli import desks_app
from handlers.keycli import keys_app
from handlers.reports import database_or_stop, desks_or_stop, keys_or_stop, settings_or_stop, stop, text_or_stop

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="The help desk that a company runs inside Slack.",
)
app.add_typer(desks_app, name="desks")
app.add_typer(keys_app, name="keys")


def main() -> None:
    """Run the command that was typed."""
    app()


@app.command()
def run() -> None:
    """Run the bot: Socket Mode with SLACK_APP_TOKEN, else HTTP on PORT."""
    settings = settings_or_stop(Settings)
    text = text_or_stop(settings.helpdesk_desks)
    company = desks_or_stop(settings.helpdesk_desks, text)
    keys_or_stop(settings.helpdesk_desks, company)
    from handlers.running import serve

    serve(settings, company, text)


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    with database_or_stop():
        typer.echo("The database is up to date.")


@app.command()
def manifest(
    url: Annotated[str, typer.Option(help="Where Slack reaches the bot (HTTP mode); left out: Socket Mode")] = "",
) -> None:
    """Print the app manifest to paste into Slack."""
    from handlers.manifest import build_manifest

    typer.echo(json.dumps(build_manifest(url or None), indent=2, ensure_ascii=False))


@app.command()
def pings(
    until: Annotated[str, typer.Option(help='Up to when, such as "2026-12-01 09:00"; left out: a day from now')] = "",
    zone: Annotated[str, typer.Option(help="The time zone of all times; left out: this machine's")] = "",
) -> None:
    """Say what will be sent, to whom and why, if nothing else happens; nothing is sent or changed."""
    from handlers.pingcli import show

    show(until, zone)


@app.command()
def report(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DESK] [PERIOD]", help="Left out: all desks; this week, else 2026-10, last 30 days …"),
    ] = None,
    zone: Annotated[str, typer.Option(help="The time zone in which days begin; left out: the desk's")] = "",
    csv: Annotated[Path | None, typer.Option(help="Write the numbers here, and the requests beside it")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write a workbook with numbers, days and requests here")] = None,
    language: Annotated[str, typer.Option(help="en or de")] = "en",
) -> None:
    """Say how a desk did in a period, in the numbers that its leads read."""
    from handlers.reportcli import show

    show(" ".join(words or ()), datetime.now(UTC), zone=zone, language=language, csv=csv, xlsx=xlsx)


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
        stop("demo", [f"{error.name} is missing. Install the sandbox: pip install 'helpdesk-for-slack[sandbox]'"])
    show(story=story, empty=empty, keep=keep)
