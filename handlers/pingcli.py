"""The command line looks ahead: helpdesk pings."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import typer

from bot import forecast
from bot.deskbook import Deskbook
from bot.desks import Desks
from bot.directory import Directory
from bot.helpdesk import Helpdesk
from bot.settings import Settings
from bot.slack import Slack
from bot.views.forecast import Forecast, printed, summary
from bot.words import words_for
from handlers.reports import desks_or_stop, settings_or_stop, standing_database_or_stop, stop, text_or_stop
from storage.engine import Storage

_USUALLY, _FURTHEST = timedelta(days=1), timedelta(days=60)
_MOST = 30_000  # pieces of work: some minutes
_WORDS = words_for("en")  # the command line speaks English


def show(until: str, zone_name: str) -> None:
    """Print what will be sent until then, a line each."""
    now, zone = datetime.now(UTC), _zone_or_stop(zone_name)
    end = _instant_or_stop(until, zone, now)
    settings = settings_or_stop(Settings)
    desks = desks_or_stop(settings.helpdesk_desks, text_or_stop(settings.helpdesk_desks))
    with standing_database_or_stop() as storage:
        helpdesk = _helpdesk(settings, desks, storage, now)
        for line in _lines(helpdesk, forecast.look_ahead(helpdesk, end, _MOST), zone):
            typer.echo(line)


def _zone_or_stop(name: str) -> tzinfo | None:
    """The zone of this name; None for the one that this machine is in."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):  # a name that is no path; an unknown one; one that is a folder
        stop("--zone", [f'"{name}" is no time zone; one is written as Europe/Berlin.'])


def _instant_or_stop(text: str, zone: tzinfo | None, now: datetime) -> datetime:
    """The instant that somebody means, in this zone unless they name another."""
    if not text:
        return now + _USUALLY
    try:
        typed = datetime.fromisoformat(text)
        found = (typed if typed.tzinfo or zone is None else typed.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        stop("--until", [f'"{text}" is no time; one is written as "2026-12-01 09:00".'])
    if found <= now:
        stop("--until", [f'"{text}" is past.'])
    if found > now + _FURTHEST:
        stop(
            "--until", [f'"{text}" is too far away: by then much else will have happened. Please stay within 60 days.']
        )
    return found


def _helpdesk(settings: Settings, desks: Desks, storage: Storage, now: datetime) -> Helpdesk:
    """A help desk that only looks: it calls no Slack, and for it time stands still."""
    slack = Slack(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    book = Deskbook(storage, desks)
    directory = Directory(
        storage, slack, book.now_in_force, settings.helpdesk_department_field, frozenset(settings.helpdesk_away_emoji)
    )
    return Helpdesk(storage, settings, book, directory, now=lambda: now, wake=lambda: None, workspace_url="")


def _lines(helpdesk: Helpdesk, coming: Forecast, zone: tzinfo | None) -> Iterator[str]:
    def shown(at: datetime) -> str:
        return f"{at.astimezone(zone):%a %Y-%m-%d %H:%M}"

    yield summary(coming, _WORDS)
    with helpdesk.looking() as work:
        for line in forecast.in_full(work, coming, _WORDS):
            yield printed(line, _WORDS, shown)
    if coming.is_cut:
        yield _WORDS("forecast.cut", until=shown(coming.until))
