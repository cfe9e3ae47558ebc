"""When a desk is open, and what it promises."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.deskfile import values
from bot.deskfile.table import Table
from bot.desks import OFFICE_HOURS, OFFICE_WEEK
from bot.hours import Span, Week, WorkingHours, no_holidays
from bot.targets import Standard
from storage.kinds import Urgency

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def read_hours(desk: Table) -> WorkingHours:
    """The desk's week in its time zone, without holidays."""
    zone = desk.read("time_zone", values.zone, ZoneInfo("UTC"))
    holidays = desk.read("holidays", values.holidays, None) or no_holidays
    week = _week(desk.table("hours"))
    try:
        return WorkingHours(zone, week, holidays)
    except ValueError as error:
        desk.note("hours", str(error))
        return WorkingHours(zone, OFFICE_WEEK, holidays)


def _week(table: Table) -> Week:
    """Read the days of a week: ranges first, for a single day wins over the range that it lies in."""
    if not table.values:
        return OFFICE_WEEK
    days: dict[str, tuple[Span, ...]] = {}
    for key in [key for key in table.values if "-" in key]:
        spans = table.read(key, values.spans, OFFICE_HOURS)
        if not (covered := _days_of(key)):
            table.note(key, 'is no range of days; write it like "mon-fri".')
        if any(day in days for day in covered):
            table.note(key, "overlaps another range of days.")
        days |= dict.fromkeys(covered, spans)
    days |= {day: table.read(day, values.spans, OFFICE_HOURS) for day in WEEKDAYS if day in table.values}
    table.note_unknown(WEEKDAYS)
    return tuple(days.get(day, ()) for day in WEEKDAYS)


def _days_of(key: str) -> tuple[str, ...]:
    """Return the days from the first to the last that a range names, none for what is no range."""
    first, _, last = key.partition("-")
    if first not in WEEKDAYS or last not in WEEKDAYS:
        return ()
    return WEEKDAYS[WEEKDAYS.index(first) : WEEKDAYS.index(last) + 1]


def read_standards(
    table: Table, usual_day: timedelta, otherwise: Mapping[Urgency, Standard]
) -> Mapping[Urgency, Standard]:
    """What is promised for each urgency; what is left out is as `otherwise`."""
    found = {urgency: _standard(table.table(urgency), usual_day, otherwise[urgency]) for urgency in Urgency}
    table.note_unknown()
    return MappingProxyType(found)


def _standard(table: Table, usual_day: timedelta, otherwise: Standard) -> Standard:
    """Read one urgency's promise; a time to resolve that is left out is never shorter than that for the answer."""
    parse = values.working_time(usual_day)
    first_answer = table.read("first_answer", parse, otherwise.first_answer)
    resolution = table.read("resolution", parse, max(first_answer, otherwise.resolution))
    table.note_unknown()
    try:
        return Standard(first_answer, resolution)
    except ValueError as error:
        table.note("resolution", str(error))
        return Standard(first_answer, first_answer)
