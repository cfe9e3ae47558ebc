"""Files with the numbers of a desk and a period: CSV and XLSX, sent to a lead, or written on the command line."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain, groupby, islice

from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col, select

from bot import figures, people, reports
from bot.asked_periods import Asked
from bot.desks import Desk
from bot.files import OwnFile
from bot.hours import zone_of
from bot.numbers import Report
from bot.outbox import Export, Respond
from bot.periods import first_day, last_day
from bot.serving import desk_led
from bot.spreadsheets import Cell, Sheet, csv_of, xlsx_of
from bot.views import tables
from bot.views.numbers import called
from bot.views.reports import title
from bot.words import Words
from bot.work import Work
from storage.kinds import EventKind, Urgency
from storage.reports import Stay
from storage.tables import Request

MOST_REQUESTS = 50_000
_AT_A_TIME = 1_000


class Form(StrEnum):
    """What a file holds, and how."""

    NUMBERS = "numbers"
    REQUESTS = "requests"
    WORKBOOK = "workbook"


_ENDINGS = {Form.NUMBERS: "_numbers.csv", Form.REQUESTS: "_requests.csv", Form.WORKBOOK: ".xlsx"}
FORMS: Mapping[str, Sequence[Form]] = {"csv": (Form.NUMBERS, Form.REQUESTS), "xlsx": (Form.WORKBOOK,)}
"""What comes of each of a report's buttons (bot.views.reports.FILES)."""


@dataclass(frozen=True)
class Told:
    """A desk's period as one reader is told of it."""

    session: Session
    desk: Desk
    asked: Asked
    words: Words

    @property
    def report(self) -> Report:
        """Its numbers."""
        return reports.of(self.session, self.desk, self.asked)

    def clock(self, at: datetime | None) -> datetime | None:
        """What the clock on the wall shows at an instant, unless that comes after the period."""
        period = self.asked.period
        return at.astimezone(zone_of(period.zone)).replace(tzinfo=None) if at and at < period.until else None


def send(work: Work, person: str, desk: str, asked: Asked, kind: str, url: str, key: str) -> None:
    """Have the files sent to a lead's DM, and say so where they asked. Raises NotALead."""
    reports.check_lead(work, person, desk)
    for form in FORMS[kind]:
        work.send(f"{key}:{form}", f"export:{person}", Export(person, desk, str(asked), form))
    work.send(key, key, Respond(url, work.words_of(person).count("export.on_its_way", len(FORMS[kind]))))


def file(work: Work, message: Export) -> OwnFile | None:
    """The file that an outgoing row asks for, as things stand; None where its reader leads the desk no more."""
    desk = desk_led(work, message.person, message.desk)
    if desk is None:
        return None
    told = Told(work.session, desk, Asked.of(message.asked), work.words_of(message.person))
    form = Form(message.form)
    return OwnFile(_name(told, form), CONTENTS[form](told), _comment(told, form))


def _name(told: Told, form: Form) -> str:
    first, last = first_day(told.asked.period), last_day(told.asked.period)
    return f"{told.desk.key}_{first}_{last}{_ENDINGS[form]}"


def _comment(told: Told, form: Form) -> str:
    """What a file is of, and whether something is left out."""
    text = title(told.desk.label(told.words.language), told.asked.period, told.words)
    is_cut = form is not Form.NUMBERS and _count(told) > MOST_REQUESTS
    return f"{text}\n{told.words('export.cut', most=MOST_REQUESTS)}" if is_cut else text


def numbers_csv(told: Told) -> bytes:
    """The numbers, each with its name, its value and the value before."""
    return csv_of(_numbers(told))


def requests_csv(told: Told) -> bytes:
    """The requests of the period, one a row."""
    return csv_of(_requests(told))


def workbook(told: Told) -> bytes:
    """The numbers, the days and the requests, each on a sheet."""
    return xlsx_of((_numbers(told), _days(told), _requests(told)))


CONTENTS: Mapping[Form, Callable[[Told], bytes]] = {
    Form.NUMBERS: numbers_csv,
    Form.REQUESTS: requests_csv,
    Form.WORKBOOK: workbook,
}


def _numbers(told: Told) -> Sheet:
    words, asked, report = told.words, told.asked, told.report
    now, before = asked.period, asked.compared
    top: list[tables.Row] = [
        (told.desk.label(words.language), called(now, words), called(before, words)),
        (words.plain("table.since"), _shown(told, now.since), _shown(told, before.since)),
        (words.plain("table.until"), _shown(told, now.until), _shown(told, before.until)),
        (words.plain("table.zone"), now.zone, before.zone),
    ]
    agents = people.solvers(told.session, told.desk, report)
    return Sheet(words.plain("table.numbers"), [*top, *tables.rows(report, agents, words)])


def _shown(told: Told, at: datetime) -> datetime:
    return at.astimezone(zone_of(told.asked.period.zone)).replace(tzinfo=None)


def _days(told: Told) -> Sheet:
    words = told.words
    head = tuple(words.plain(key) for key in ("table.day", "table.new", "table.resolved"))
    days = figures.days(told.session, told.desk.key, told.asked.period)
    return Sheet(words.plain("table.days"), [head, *((one.day, one.new, one.resolved) for one in days)])


_COLUMNS = (
    *("table.number", "table.title", "table.type", "table.urgency", "table.new", "table.reopened", "table.resolved"),
    *("table.came_at", "table.answered_at", "table.answer_minutes", "table.answer_missed_at"),
    *("table.resolved_at", "table.resolution_minutes", "table.resolution_missed_at"),
)


def _requests(told: Told) -> Sheet:
    """What was new, reopened or resolved; the columns of these add up to the numbers.

    What a request is about is for the desk that has it: of what has moved on there is but the number, and its times.
    """
    head = tuple(told.words.plain(key) for key in _COLUMNS)
    rows = chain((head,), _rows(told))
    return Sheet(told.words.plain("table.requests"), rows, wide=1)


def _rows(told: Told) -> Iterator[Sequence[Cell]]:
    title = case((col(Request.desk) == told.desk.key, col(Request.title)))
    found = (
        select(Stay, title, col(Request.type), Request.urgency)
        .join(Request, col(Request.id) == Stay.request)
        .where(_happened(told))
    )
    ordered = found.order_by(col(Stay.request), col(Stay.n)).execution_options(yield_per=_AT_A_TIME)
    by_request = groupby(told.session.exec(ordered), key=lambda row: row[0].request)
    for number, rows in islice(by_request, MOST_REQUESTS):
        stays, *about = zip(*rows, strict=True)
        yield (number, *_about(told, *(values[0] for values in about)), *_passed(told, stays))
    if next(by_request, None):
        yield (told.words.plain("export.cut", most=MOST_REQUESTS),)


def _about(told: Told, title: str | None, type_key: str | None, urgency: Urgency) -> Sequence[Cell]:
    """What a request is about; without a title another desk has it by now, whose secret it may be."""
    if title is None:
        return (None, None, None)
    kind = told.desk.type(type_key)
    label = kind.label.reads(told.words.language) if kind else type_key
    return (title, label, told.words.plain(f"urgency.{urgency}"))


def _happened(told: Told) -> ColumnElement[bool]:
    period = told.asked.period
    return figures.happened(told.desk.key, period.since, period.until)


def _count(told: Told) -> int:
    """How many requests there are in the file, or would be."""
    return told.session.exec(select(func.count(func.distinct(col(Stay.request)))).where(_happened(told))).one()


def _passed(told: Told, stays: Sequence[Stay]) -> Iterator[Cell]:
    """What happened to a request at the desk, up to the end of the period."""
    period = told.asked.period
    began = [stay for stay in stays if stay.began_at >= period.since]
    resolved = [stay for stay in stays if _is_resolved(stay) and told.clock(stay.ended_at)]
    answered = next((stay for stay in stays if told.clock(stay.answered_at)), None)
    yield sum(stay.began_by is not EventKind.REOPENED for stay in began)
    yield sum(stay.began_by is EventKind.REOPENED for stay in began)
    yield len(resolved)
    yield told.clock(stays[0].began_at)
    yield told.clock(answered.answered_at) if answered else None
    yield _minutes(answered.answered_within) if answered else None
    yield _first(told, (stay.answer_missed_at for stay in stays))
    yield told.clock(resolved[-1].ended_at) if resolved else None
    yield _minutes(resolved[-1].resolved_within) if resolved else None
    yield _first(told, (stay.resolution_missed_at for stay in stays))


def _is_resolved(stay: Stay) -> bool:
    return stay.ended_by is EventKind.RESOLVED


def _first(told: Told, instants: Iterable[datetime | None]) -> datetime | None:
    return next(filter(None, map(told.clock, instants)), None)


def _minutes(seconds: int | None) -> int | None:
    return None if seconds is None else tables.minutes(timedelta(seconds=seconds))
