"""The command line reports: the numbers of a desk and a period, the same as in Slack."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from sqlmodel import Session

from bot import deskbook, exports, people, reports
from bot.desks import Desks
from bot.errors import Mistake
from bot.exports import Told
from bot.settings import DeskSettings
from bot.spreadsheets import Cell
from bot.views import tables
from bot.views.numbers import called
from bot.words import LANGUAGES, Words
from handlers.reports import desks_or_stop, settings_or_stop, standing_database_or_stop, stop, text_or_stop

_NOTHING = "–"


def show(
    typed: str,
    now: datetime,
    *,
    zone: str = "",
    language: str = "en",
    csv: Path | None = None,
    xlsx: Path | None = None,
) -> None:
    """Print a table for the desk that was typed, or for each; and write files of one."""
    words = _words_or_stop(language)
    with standing_database_or_stop() as storage, storage.reading() as session:
        told = list(_told(session, typed, now, _zone_or_stop(zone), words))
        if (csv or xlsx) and len(told) > 1:
            stop("DESK", [f"a file is about one desk. These are there: {', '.join(one.desk.key for one in told)}."])
        for one in told:
            Console(markup=False).print(_table(one))
            _write(one, csv, xlsx)


def _words_or_stop(language: str) -> Words:
    if language not in LANGUAGES:
        stop("--language", [f'"{language}" is none of {", ".join(LANGUAGES)}.'])
    return Words(language)


def _zone_or_stop(name: str) -> str:
    """The name of a zone, or an empty one for that of each desk."""
    try:
        return name and ZoneInfo(name).key
    except (ValueError, KeyError, OSError):  # a name that is no path; an unknown one; one that is a folder
        stop("--zone", [f'"{name}" is no time zone; one is written as Europe/Berlin.'])


def _told(session: Session, typed: str, now: datetime, zone: str, words: Words) -> Iterator[Told]:
    desks = _desks(session)
    named, rest = reports.named(desks, typed)
    for desk in [named] if named else desks:
        try:
            asked = reports.period(rest, typed, zone or desk.hours.zone.key, now)
        except Mistake as mistake:
            known = ", ".join(desk.key for desk in desks)
            stop("DESK and PERIOD", [words.plain(mistake.key, **mistake.values), f"The desks are: {known}."])
        yield Told(session, desk, asked, words)


def _desks(session: Session) -> Desks:
    """The desks in force."""
    newest, file = deskbook.newest(session), settings_or_stop(DeskSettings).helpdesk_desks
    return desks_or_stop(file, newest.text if newest else text_or_stop(file))


def _table(told: Told) -> Table:
    words, asked = told.words, told.asked
    heads = (words.plain("table.numbers"), called(asked.period, words), called(asked.compared, words))
    table = Table(*heads, title=f"{told.desk.label(words.language)} · {asked.period.zone}", title_justify="left")
    report = told.report
    for name, *values in tables.rows(report, people.solvers(told.session, told.desk, report), words):
        table.add_row(name, *(_shown(value) for value in values))
    return table


def _shown(value: Cell) -> str:
    return _NOTHING if value is None else str(value)


def _write(told: Told, csv: Path | None, xlsx: Path | None) -> None:
    if csv:
        _write_or_stop(csv, exports.numbers_csv(told))
        _write_or_stop(csv.with_stem(f"{csv.stem}-requests"), exports.requests_csv(told))
    if xlsx:
        _write_or_stop(xlsx, exports.workbook(told))


def _write_or_stop(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        stop(str(file), [f"it can't be written: {error.strerror}."])
