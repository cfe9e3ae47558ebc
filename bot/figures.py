"""Figures: the numbers of a desk, computed by the database from stays and surveys; docs/numbers.md defines each.

This is the one place where they are computed, for the digest, App Home, reports and files alike. Every period is from
`since` up to, not including, `until`, and what it tells does not change afterwards.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate, pairwise
from statistics import mean
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, and_, column, func, literal_column, or_, values
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select
from sqlmodel.sql.sqltypes import UTCDateTime

from bot.hours import first_instant, zone_of
from bot.numbers import (
    ANSWER_TIMES,
    Backlog,
    Day,
    Flow,
    Help,
    Kept,
    Load,
    Numbers,
    Period,
    Report,
    Satisfaction,
)
from storage.due import Survey
from storage.kinds import EventKind, Rating
from storage.reports import Stay
from storage.tables import Person, Request

_ARRIVED = col(Stay.began_by).in_((EventKind.OPENED, EventKind.MOVED))
_RESOLVED = col(Stay.ended_by) == EventKind.RESOLVED
_DAY = timedelta(days=1)
_QUARTER = 15 * 60
"""Seconds."""


@dataclass(frozen=True)
class _Span:
    """A desk (its key), and a period of it."""

    desk: str
    since: datetime
    until: datetime

    def holds(self, column: Any) -> tuple[ColumnElement[bool], ColumnElement[bool], ColumnElement[bool]]:
        """The condition that something happened at the desk within the period."""
        return col(Stay.desk) == self.desk, column >= self.since, column < self.until


def report(session: Session, desk: str, period: Period, before_until: datetime | None = None) -> Report:
    """A desk's numbers of a period, and of the one before, or only up to an instant of that."""
    return Report(
        desk,
        period,
        now=numbers(session, desk, period.since, period.until),
        before=numbers(session, desk, period.before, before_until or period.since),
    )


def numbers(session: Session, desk: str, since: datetime, until: datetime) -> Numbers:
    """A desk's numbers of a period that is over by `until`; open and overdue as they stood then."""
    span = _Span(desk, since, until)
    new, reopened = _began(session, span)
    backlog = _standing(session, desk, until)
    answers, resolutions = _answers_given(session, span), _resolutions_made(session, span)
    return Numbers(
        new=new,
        reopened=reopened,
        resolved=resolutions.n,
        open=backlog.open,
        overdue=backlog.overdue,
        first_answers=Kept(answers.kept, _count(session, *span.holds(col(Stay.answer_missed_at)))),
        resolutions=Kept(resolutions.kept, _count(session, *span.holds(col(Stay.resolution_missed_at)))),
        answered_within=answers.median(session),
        resolved_within=resolutions.median(session),
        satisfaction=satisfaction(session, desk, since, until),
        load=_load(session, span),
    )


def _began(session: Session, span: _Span) -> tuple[int, int]:
    """How many came, and how many were opened again."""
    reopened = func.count().filter(col(Stay.began_by) == EventKind.REOPENED)
    n, again = session.exec(select(func.count(), reopened).where(*span.holds(col(Stay.began_at)))).one()
    return n - again, again


def _count(session: Session, *which: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(Stay).where(*which)).one()


def _standing(session: Session, desk: str, at: datetime) -> Backlog:
    """What was open at an instant, and what of it overdue: of what is so still, and of what ended later."""
    there = func.count().filter(col(Stay.began_at) < at)
    statement = select(there, func.count().filter(_is_overdue(at))).where(Stay.desk == desk)
    ends = (col(Stay.ended_at).is_(None), col(Stay.ended_at) >= at)  # each by the index; both in one are by none
    still, until_later = (session.exec(statement.where(end)).one() for end in ends)
    return Backlog(still[0] + until_later[0], still[1] + until_later[1])


def _is_overdue(at: datetime) -> ColumnElement[bool]:
    """A target was missed, and what it promised was still owed."""
    unanswered = col(Stay.answered_at).is_(None) | (col(Stay.answered_at) >= at)
    return (col(Stay.resolution_missed_at) < at) | ((col(Stay.answer_missed_at) < at) & unanswered)


@dataclass(frozen=True)
class _Done:
    """What was done within a period: how many kept their target, and how many took how many quarters of an hour.

    To sort them all for the median takes three times as long as to count them so, and to sort the quarter it is in.
    """

    seconds: Any
    which: Sequence[ColumnElement[bool]]
    kept: int
    quarters: Mapping[int, int]

    @property
    def n(self) -> int:
        """How many there were."""
        return sum(self.quarters.values())

    def median(self, session: Session) -> timedelta | None:
        """The working time of the one in the middle, or the mean of the two."""
        if not self.n:
            return None
        lower, upper = (self.n - 1) // 2, self.n // 2
        before, first = self._quarter_of(lower)
        _, last = self._quarter_of(upper)
        near = (self.seconds >= first * _QUARTER, self.seconds < (last + 1) * _QUARTER)
        middle = select(self.seconds).where(*self.which, *near).order_by(self.seconds)
        found = session.exec(middle.offset(lower - before).limit(1 + upper - lower)).all()
        return timedelta(seconds=round(mean(found))) if found else None  # where the only one was undone meanwhile

    def _quarter_of(self, place: int) -> tuple[int, int]:
        """How many are in the quarters before the one in which one is, by its place among all; and that quarter."""
        quarters = sorted(self.quarters)
        before = [0, *accumulate(self.quarters[one] for one in quarters)]
        nth = bisect_right(before, place) - 1
        return before[nth], quarters[nth]


def _answers_given(session: Session, span: _Span) -> _Done:
    return _done(session, col(Stay.answered_within), col(Stay.answer_missed_at), *span.holds(col(Stay.answered_at)))


def _resolutions_made(session: Session, span: _Span) -> _Done:
    return _done(session, col(Stay.resolved_within), col(Stay.resolution_missed_at), *_is_resolved(span))


def _done(session: Session, seconds: Any, missed_at: Any, *which: ColumnElement[bool]) -> _Done:
    quarter = seconds // literal_column(str(_QUARTER), Integer)
    kept = func.count().filter(missed_at.is_(None))
    found = session.exec(select(quarter, func.count(), kept).where(*which).group_by(quarter)).all()
    return _Done(seconds, which, sum(kept for *_, kept in found), {quarter: n for quarter, n, _ in found})


def _is_resolved(span: _Span) -> tuple[ColumnElement[bool], ...]:
    return (*span.holds(col(Stay.ended_at)), _RESOLVED)


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


def happened(desk: str, since: datetime, until: datetime) -> ColumnElement[bool]:
    """The condition of the stays that are new, reopened or resolved at a desk within a period."""
    span = _Span(desk, since, until)
    return or_(and_(*span.holds(col(Stay.began_at))), and_(*_is_resolved(span)))


def days(session: Session, desk: str, period: Period) -> list[Day]:
    """What was new and resolved on each day of a period, as days are in its zone."""
    found = list(_days(period))
    day = _rows([(since, until) for _, since, until in found])
    new = _on(day, desk, col(Stay.began_at), _ARRIVED)
    resolved = _on(day, desk, col(Stay.ended_at), _RESOLVED)
    counted = session.exec(select(new, resolved).select_from(day).order_by(day.c.since)).all()
    return [Day(one, *n) for (one, _, _), n in zip(found, counted, strict=True)]


def _days(period: Period) -> Iterator[tuple[date, datetime, datetime]]:
    """Each day that a period has something of, with from when to when."""
    zone = zone_of(period.zone)
    day, since = period.since.astimezone(zone).date(), period.since
    while since < period.until:
        ends = min(first_instant(zone, day + _DAY, time()), period.until)
        yield day, since, ends
        day, since = day + _DAY, ends


def _rows(spans: Sequence[tuple[datetime, datetime]]) -> CTE:
    """The periods as a table, for one statement that counts in each."""
    instant = UTCDateTime()
    return values(column("since", instant), column("until", instant), name="day").data(spans).cte("day")


def _on(day: CTE, desk: str, at: Any, which: ColumnElement[bool]) -> Any:
    """How often something happened at a desk on a day."""
    happened = (col(Stay.desk) == desk, at >= day.c.since, at < day.c.until, which)
    return select(func.count()).select_from(Stay).where(*happened).correlate(day).scalar_subquery()


def answer_times(session: Session, desk: str, since: datetime, until: datetime) -> list[int]:
    """How many first answers took up to each of ANSWER_TIMES, and no shorter one, and how many took longer."""
    bounds = [None, *(int(longest.total_seconds()) for longest in ANSWER_TIMES), None]
    took = col(Stay.answered_within)
    groups = [_between(took, shorter, longest) for shorter, longest in pairwise(bounds)]
    counts = [func.count().filter(*group) for group in groups]
    holds = _Span(desk, since, until).holds(col(Stay.answered_at))
    return list(session.execute(sa_select(*counts).where(*holds)).one())


def _between(seconds: Any, shorter: int | None, longest: int | None) -> list[ColumnElement[bool]]:
    over = [] if shorter is None else [seconds > shorter]
    return over if longest is None else [*over, seconds <= longest]


def flows(
    session: Session, desks: Collection[str], spans: Sequence[tuple[datetime, datetime]]
) -> dict[str, list[Flow]]:
    """What was new at each desk and what was resolved, in each of some periods: `new` and `resolved` of `numbers`."""
    new = _spread(session, desks, spans, col(Stay.began_at), _ARRIVED)
    resolved = _spread(session, desks, spans, col(Stay.ended_at), _RESOLVED)
    nothing = [0] * len(spans)
    return {
        desk: [Flow(*both) for both in zip(new.get(desk, nothing), resolved.get(desk, nothing), strict=True)]
        for desk in desks
    }


def _spread(
    session: Session,
    desks: Collection[str],
    spans: Sequence[tuple[datetime, datetime]],
    at: Any,
    which: ColumnElement[bool],
) -> dict[str, Sequence[int]]:
    """How often something happened at each desk, in each of the periods."""
    counts = [func.count().filter(at >= since, at < until) for since, until in spans]
    within = (at >= min(since for since, _ in spans), at < max(until for _, until in spans))
    statement = sa_select(col(Stay.desk), *counts).where(col(Stay.desk).in_(desks), *within, which)
    return {desk: n for desk, *n in session.execute(statement.group_by(col(Stay.desk)))}


def backlogs(session: Session, desks: Collection[str], now: datetime) -> dict[str, Backlog]:
    """What is open at each desk, and what of it overdue, as things stand: `open` and `overdue` of `numbers`."""
    overdue = func.count().filter(_is_overdue(now))
    standing = (col(Stay.desk).in_(desks), col(Stay.ended_at).is_(None))
    statement = select(Stay.desk, func.count(), overdue).where(*standing).group_by(col(Stay.desk))
    found = {desk: Backlog(n, late) for desk, n, late in session.exec(statement)}
    return {desk: found.get(desk, Backlog()) for desk in desks}


def customers(
    session: Session, desk: str, since: datetime, until: datetime, group: ColumnElement[str]
) -> dict[str, Help]:
    """What a desk has done in a period for each group of its customers; `group` says of a Person which theirs is."""
    span = _Span(desk, since, until)
    requests, times = _asked(session, span, group), _answered(session, span, group)
    faces = _raters(session, span, group)
    groups = sorted({*requests, *times, *faces})
    return {who: Help(requests.get(who, 0), times.get(who), *faces.get(who, ())) for who in groups}


def _of_requesters(statement: Any, request: Any) -> Any:
    """The same statement with who asked; of whom we never heard, there is no Person."""
    with_requests = statement.join(Request, col(Request.id) == request)
    return with_requests.join(Person, col(Person.id) == Request.requester, isouter=True)


def _asked(session: Session, span: _Span, group: ColumnElement[str]) -> dict[str, int]:
    arrived = (*span.holds(col(Stay.began_at)), _ARRIVED)
    statement = _of_requesters(sa_select(group, func.count()).select_from(Stay), Stay.request)
    return dict(session.execute(statement.where(*arrived).group_by(group)).all())


def _answered(session: Session, span: _Span, group: ColumnElement[str]) -> dict[str, timedelta]:
    """The median of each group: the one in the middle, or the mean of the two."""
    seconds: Any = col(Stay.answered_within).label("seconds")
    statement = _of_requesters(sa_select(group.label("who"), seconds).select_from(Stay), Stay.request)
    answers = statement.where(*span.holds(col(Stay.answered_at))).subquery()
    who = answers.c.who
    place = func.row_number().over(partition_by=who, order_by=answers.c.seconds)
    placed = sa_select(who, answers.c.seconds, place.label("place"), func.count().over(partition_by=who).label("n"))
    row = placed.subquery().c
    middle = sa_select(row.who, func.avg(row.seconds)).where((2 * row.place).between(row.n, row.n + 2))
    found = session.execute(middle.group_by(row.who))
    return {one: timedelta(seconds=round(average)) for one, average in found}


def _raters(session: Session, span: _Span, group: ColumnElement[str]) -> dict[str, tuple[Satisfaction, int]]:
    """How often each face was chosen in each group, and by how many people."""
    faces = [func.count().filter(col(Survey.rating) == rating) for rating in Rating]
    people = func.count(func.distinct(col(Request.requester)))
    statement = _of_requesters(sa_select(group, people, *faces).select_from(Survey), Survey.request)
    found = session.execute(statement.where(*rated(span.desk, span.since, span.until)).group_by(group))
    return {who: (Satisfaction(dict(zip(Rating, n, strict=True))), raters) for who, raters, *n in found}
