"""What a desk does as requests wait, how it asks whether people are satisfied, and what its leads read."""

from datetime import timedelta
from itertools import pairwise

from bot.deskfile import values
from bot.deskfile.table import Table
from bot.desks import Asking, Plan, Reports, Scale, usual_plan
from bot.hours import WorkingHours

_NEVER = "never"
_REMINDERS = 'write one to five working times, each longer than the one before, such as ["1d", "5d"].'
_UNCLAIMED = 'write two working times, for the desk and, longer, for its leads, such as ["2h", "4h"].'
_TOO_SOON = 'should be longer than the last time in remind_after, with which it is announced, or "never".'
_PERCENT = range(101)


def read_plan(desk: Table, hours: WorkingHours) -> Plan:
    """The desk's plans for what waits; what is left out is as usual."""
    usual, day, waiting = usual_plan(hours), hours.usual_day, desk.table("waiting")
    awaited = _rising(waiting, "remind_after", day, usual.awaited, range(1, 6), _REMINDERS)
    grace = _grace(waiting, awaited[-1] if awaited else timedelta(), usual.grace, day)
    waiting.note_unknown()
    reopen_within = desk.read("reopen_within", values.working_time(day), usual.reopen_within)
    return Plan(awaited or usual.awaited, grace, reopen_within, _unclaimed(desk, day))


def _grace(waiting: Table, last: timedelta, usual: timedelta | None, day: timedelta) -> timedelta | None:
    """How long after its last reminder a request closes; None for never."""

    def parse(value: object) -> timedelta | None:
        if value == _NEVER:
            return None
        closes = values.working_time(day)(value)
        if closes <= last:
            raise ValueError(_TOO_SOON)
        return closes - last

    return waiting.read("close_after", parse, usual)


def _unclaimed(desk: Table, day: timedelta) -> tuple[timedelta, timedelta] | None:
    match _rising(desk, "unclaimed_after", day, (), range(2, 3), _UNCLAIMED):
        case (to_desk, to_leads):
            return to_desk, to_leads
    return None


def _rising(
    table: Table, key: str, day: timedelta, usual: tuple[timedelta, ...], how_many: range, advice: str
) -> tuple[timedelta, ...]:
    """Working times, each longer than the one before; none, after noting why, of those that can't be used."""
    known = len(table.problems)
    items = table.items(key)
    spans = tuple(items.read(place, values.working_time(day), timedelta()) for place in items.values)
    if key not in table.values:
        return usual
    if len(table.problems) > known:
        return ()
    if len(spans) not in how_many or any(later <= earlier for earlier, later in pairwise(spans)):
        table.note(key, advice)
        return ()
    return spans


def read_asking(desk: Table) -> Asking:
    """How the desk asks for ratings; what is left out is as usual."""
    usual, table = Asking(), desk.table("survey")
    scale = table.read("scale", _scale, usual.scale)
    share = table.read("share", _percent, usual.share)
    counts_for_agents = table.read("counts_for_agents", values.yes_or_no, usual.counts_for_agents)
    table.note_unknown()
    return Asking(scale, share, counts_for_agents)


def _scale(value: object) -> Scale:
    """How a resolution is rated."""
    return Scale(values.one_of("scale", list(Scale))(value))


def _percent(value: object) -> float:
    """A share of a hundred."""
    if type(value) is not int or value not in _PERCENT:  # true and false are numbers, too
        raise ValueError("write a whole number from 0 to 100, without quotes: so many of a hundred.")
    return value / 100


def read_reports(desk: Table) -> Reports:
    """What the desk's leads read of its agents; what is left out is as usual."""
    table = desk.table("reports")
    names = table.read("names", values.yes_or_no, Reports().names)
    table.note_unknown()
    return Reports(names)
