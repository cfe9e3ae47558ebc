"""Figures: the numbers of a desk, computed by the database from stays and surveys; docs/numbers.md defines each.

This is the one place where they are computed, for the digest, App Home, reports and files alike. Every period is from
`since` up to, not including, `until`, and what it tells does not change afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import mean
from typing import Any

from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col, select

from bot.hours import first_instant, zone_of
from bot.numbers import ANSWER_TIMES, Day, Kept, Load, Numbers, Period, Report, Satisfaction
from storage.due import Survey
from storage.kinds import EventKind, Rating
from storage.reports import Stay

_ARRIVALS = (EventKind.OPENED, EventKind.MOVED)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Span:
    """A desk (its key), and a period of it."""

    desk: str
    since: datetime
    until: datetime

    def holds(self, column: Any) -> tuple[ColumnElement[bool], ColumnElement[bool], ColumnElement[bool]]:
        """The condition that something happened at the desk within the period."""
        return col(Stay.desk) == self.desk, column >= self.since, column < self.until


def report(session: Session, desk: str, period: Period) -> Report:
    """A desk's numbers of a period, and of the one before."""
    return Report(
        desk,
        period,
        now=numbers(session, desk, period.since, period.until),
        before=numbers(session, desk, period.before, period.since),
    )


def numbers(session: Session, desk: str, since: datetime, until: datetime) -> Numbers:
    """A desk's numbers of a period; open and overdue as they stood at its end."""
    span = _Span(desk, since, until)
    began = _began(session, span)
    answers, resolutions = _kept_answers(session, span), _kept_resolutions(session, span)
    return Numbers(
        new=sum(began.get(kind, 0) for kind in _ARRIVALS),
        reopened=began.get(EventKind.REOPENED, 0),
        resolved=_resolved(session, span),
        open=_standing(session, desk, until),
        overdue=_standing(session, desk, until, _is_overdue(until)),
        first_answers=answers,
        resolutions=resolutions,
        answered_within=_median(session, col(Stay.answered_within), *span.holds(col(Stay.answered_at))),
        resolved_within=_median(session, col(Stay.resolved_within), *_is_resolved(span)),
        satisfaction=satisfaction(session, desk, since, until),
        load=_load(session, span),
    )


def _began(session: Session, span: _Span) -> dict[EventKind, int]:
    statement = select(Stay.began_by, func.count()).where(*span.holds(col(Stay.began_at)))
    return {EventKind(kind): n for kind, n in session.exec(statement.group_by(col(Stay.began_by)))}


def _is_resolved(span: _Span) -> tuple[ColumnElement[bool], ...]:
    return (*span.holds(col(Stay.ended_at)), col(Stay.ended_by) == EventKind.RESOLVED)


def _resolved(session: Session, span: _Span) -> int:
    return _count(session, *_is_resolved(span))


def _standing(session: Session, desk: str, at: datetime, *which: ColumnElement[bool]) -> int:
    """How many requests were open at an instant: those that are still, and those that ended later."""
    there = (col(Stay.desk) == desk, col(Stay.began_at) < at, *which)
    return sum(_count(session, *there, over) for over in (col(Stay.ended_at).is_(None), col(Stay.ended_at) >= at))


def _is_overdue(at: datetime) -> ColumnElement[bool]:
    """A target was missed, and what it promised was still owed."""
    unanswered = col(Stay.answered_at).is_(None) | (col(Stay.answered_at) >= at)
    return (col(Stay.resolution_missed_at) < at) | ((col(Stay.answer_missed_at) < at) & unanswered)


def _kept_answers(session: Session, span: _Span) -> Kept:
    answered = (*span.holds(col(Stay.answered_at)), col(Stay.answer_missed_at).is_(None))
    return Kept(_count(session, *answered), _count(session, *span.holds(col(Stay.answer_missed_at))))


def _kept_resolutions(session: Session, span: _Span) -> Kept:
    resolved = (*_is_resolved(span), col(Stay.resolution_missed_at).is_(None))
    return Kept(_count(session, *resolved), _count(session, *span.holds(col(Stay.resolution_missed_at))))


def _count(session: Session, *which: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(Stay).where(*which)).one()


def _median(session: Session, seconds: Any, *which: ColumnElement[bool]) -> timedelta | None:
    """The one in the middle, or the mean of the two."""
    n = _count(session, *which)
    middle = select(seconds).where(*which).order_by(seconds).offset((n - 1) // 2).limit(2 - n % 2)
    return timedelta(seconds=round(mean(session.exec(middle)))) if n else None


def _load(session: Session, span: _Span) -> Load:
    solver = col(Stay.solver)
    statement = select(solver, func.count()).where(*_is_resolved(span), solver.is_not(None)).group_by(solver)
    return Load({agent: n for agent, n in session.exec(statement.order_by(solver)) if agent})


def satisfaction(session: Session, desk: str, since: datetime, until: datetime) -> Satisfaction:
    """How often each face was chosen at a desk within a period."""
    statement = select(Survey.rating, func.count()).where(*rated(desk, since, until))
    found = session.exec(statement.group_by(col(Survey.rating)))
    return Satisfaction({Rating(rating): n for rating, n in found if rating})


def rated(desk: str, since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    """The condition of the surveys of a desk that were answered within a period."""
    return col(Survey.desk) == desk, col(Survey.rated_at) >= since, col(Survey.rated_at) < until


def days(session: Session, desk: str, period: Period) -> list[Day]:
    """What was new and resolved on each day of a period, as days are in its zone."""
    return [_day(session, day, span) for day, span in _days(desk, period)]


def _days(desk: str, period: Period) -> Iterator[tuple[date, _Span]]:
    zone = zone_of(period.zone)
    day, since = period.since.astimezone(zone).date(), period.since
    while since < period.until:
        ends = min(first_instant(zone, day + _DAY, time()), period.until)
        yield day, _Span(desk, since, ends)
        day, since = day + _DAY, ends


def _day(session: Session, day: date, span: _Span) -> Day:
    arrived = (*span.holds(col(Stay.began_at)), col(Stay.began_by).in_(_ARRIVALS))
    return Day(day, _count(session, *arrived), _resolved(session, span))


def answer_times(session: Session, desk: str, since: datetime, until: datetime) -> list[int]:
    """How many first answers took up to each of ANSWER_TIMES, and no shorter one, and how many took longer."""
    group = case(
        *((col(Stay.answered_within) <= int(longest.total_seconds()), n) for n, longest in enumerate(ANSWER_TIMES)),
        else_=len(ANSWER_TIMES),
    )
    holds = _Span(desk, since, until).holds(col(Stay.answered_at))
    found = dict(session.exec(select(group, func.count()).where(*holds).group_by(group)).all())
    return [found.get(n, 0) for n in range(len(ANSWER_TIMES) + 1)]
