"""The numbers of a report in rows, each with its name as docs/numbers.md defines it: for files and the command line."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from bot.numbers import Numbers, Report, Satisfaction
from bot.spreadsheets import Cell
from bot.views.numbers import ENOUGH_AGENTS
from bot.words import Words
from storage.kinds import Rating

Row = tuple[str, Cell, Cell]
"""A name, its value, and the value before."""

_MINUTE = timedelta(minutes=1)
_NUMBERS: Sequence[tuple[str, Callable[[Numbers], Cell]]] = (
    ("table.new", lambda of: of.new),
    ("table.reopened", lambda of: of.reopened),
    ("table.resolved", lambda of: of.resolved),
    ("table.open", lambda of: of.open),
    ("table.overdue", lambda of: of.overdue),
    ("table.answers_kept", lambda of: of.first_answers.kept),
    ("table.answers_missed", lambda of: of.first_answers.missed),
    ("table.answers_percent", lambda of: of.first_answers.percent),
    ("table.answered_within", lambda of: minutes(of.answered_within)),
    ("table.resolutions_kept", lambda of: of.resolutions.kept),
    ("table.resolutions_missed", lambda of: of.resolutions.missed),
    ("table.resolutions_percent", lambda of: of.resolutions.percent),
    ("table.resolved_within", lambda of: minutes(of.resolved_within)),
    ("table.rated", lambda of: of.satisfaction.answers),
    ("table.good", lambda of: _face(of.satisfaction, Rating.GOOD)),
    ("table.mixed", lambda of: _face(of.satisfaction, Rating.MIXED)),
    ("table.bad", lambda of: _face(of.satisfaction, Rating.BAD)),
    ("table.happy", lambda of: of.satisfaction.percent),
)
_LOAD: Sequence[tuple[str, Callable[[Numbers], Cell]]] = (
    ("table.load_least", lambda of: of.load.least),
    ("table.load_median", lambda of: of.load.median),
    ("table.load_most", lambda of: of.load.most),
)


def rows(report: Report, names: Mapping[str, str] | None, words: Words) -> list[Row]:
    """All numbers of a period and of the one before; `names` are the agents' by their ids, where they are told."""
    now, before = report.now, report.before
    found: list[Row] = [(words.plain(key), of(now), of(before)) for key, of in _NUMBERS]
    found += [(words.plain(key), _spread(of, now, names), _spread(of, before, names)) for key, of in _LOAD]
    for agent, name in (names or {}).items():
        name_of_it = words.plain("table.resolved_by", agent=name)
        found.append((name_of_it, now.load.by_agent.get(agent, 0), before.load.by_agent.get(agent, 0)))
    return found


def minutes(span: timedelta | None) -> int | None:
    """A length of working time in whole minutes, as the digest rounds them."""
    return None if span is None else round(span / _MINUTE)


def _face(of: Satisfaction, rating: Rating) -> Cell:
    """How often a face was chosen; of too few answers, nothing."""
    return None if of.percent is None else of.faces.get(rating, 0)


def _spread(of: Callable[[Numbers], Cell], numbers: Numbers, names: Mapping[str, str] | None) -> Cell:
    """Of so few agents that each would know the others' numbers, nothing."""
    return of(numbers) if names or len(numbers.load.by_agent) >= ENOUGH_AGENTS else None
