"""Who is on duty at a desk, as the desks file writes it."""

import re
from datetime import date, datetime, timedelta

from bot.deskfile import values
from bot.deskfile.table import Table
from bot.duty import A_WEEK, CALL_EVERY, FIRST_MONDAY, WORD_EVERY, Rota

_TURNS = {"daily": 1, "weekly": A_WEEK}
_WHEN = ("hours", "always")
_A_DAY, _A_MINUTE = timedelta(days=1), timedelta(minutes=1)
_GROUP = re.compile(r"S[A-Z0-9]{6,}|@?[a-z0-9._-]{1,80}")


def read_rota(desk: Table) -> Rota | None:
    """Who is called when somebody can't work; None where the desk says nothing of it."""
    if "on_duty" not in desk.values:
        return None
    table = desk.table("on_duty")
    found = Rota(
        people=table.each("people", values.person),
        group=table.read("group", _group, None),
        days=table.read("turns", _days, A_WEEK),
        since=table.read("from", _day, FIRST_MONDAY),
        call_every=table.read("call_every", _real_time, CALL_EVERY),
        word_every=table.read("word_every", _real_time, WORD_EVERY),
        always=table.read("when", _is_always, False),
    )
    if bool(table.values.get("people")) == ("group" in table.values):
        table.note("people", "name either the people in the order of their turns, or a group; not both, not neither.")
    table.note_unknown()
    return found


def _group(value: object) -> str:
    """A user group by its handle, without its sign, or by its id."""
    found = values.text(value)
    if not _GROUP.fullmatch(found):
        raise ValueError(f'"{found}" is no user group; write its handle, such as "@it-oncall", or its id.')
    return found.removeprefix("@")


def _days(value: object) -> int:
    return _TURNS[values.one_of("rhythm of turns", list(_TURNS))(value)]


def _day(value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError("write a day without quotes, such as 2026-01-05.")
    return value


def _real_time(value: object) -> timedelta:
    """Minutes on the clock, not working time: who can't work waits in real ones."""
    found = values.working_time(_A_DAY)(value)
    if not _A_MINUTE <= found <= _A_DAY:
        raise ValueError('should be from "1m" to "1d".')
    return found


def _is_always(value: object) -> bool:
    return values.one_of('time; write "hours" or "always"', _WHEN)(value) == "always"
