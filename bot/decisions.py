"""What needs a decision of a desk's leads, the most pressing first, as things stand.

What is late comes first, by the rule of the numbers (bot.figures); then what nobody has taken for too long, what is
old, and what was rated badly without anybody having said a word since. What is promised for a day ahead is decided.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, not_, or_
from sqlmodel import col, select

from bot import places
from bot.desks import Desk
from bot.lifecycle import OWED, SETTLED
from bot.views.decisions import Decision, Why
from bot.views.surveys import LOW
from bot.work import Work
from storage.due import Survey
from storage.kinds import EventKind, Rating, State
from storage.reports import Stay
from storage.tables import Event, Request

MOST = 10
_MOST_OLD = 3  # nothing of it is late: there must be room for what was rated badly
_OLD = timedelta(days=7)
_LATELY = timedelta(days=7)
_LOOKED_AT = (EventKind.ANSWERED, EventKind.NOTED, EventKind.NUDGED)

_Others = Collection[int]
"""The requests that are listed already, for a more pressing reason."""
_Kind = Callable[[Work, Desk, int, _Others], Iterator[Decision]]


def of(work: Work, desk: Desk, limit: int = MOST) -> list[Decision]:
    """The requests of a desk that need a decision, each with its most pressing reason."""
    kinds: Sequence[tuple[_Kind, int]] = (
        (_overdue, limit),
        (_unclaimed, limit),
        (_old, _MOST_OLD),
        (_low_rated, limit),
    )
    found: list[Decision] = []
    for kind, most in kinds:
        if room := min(most, limit - len(found)):
            found += kind(work, desk, room, [one.request.number for one in found])
    return found


def _overdue(work: Work, desk: Desk, limit: int, others: _Others) -> Iterator[Decision]:
    """A target was missed and what it promised is still owed: what has been so for longest comes first."""
    now, answer, resolution = work.now, col(Stay.answer_missed_at), col(Stay.resolution_missed_at)
    lacks_answer = and_(col(Stay.answered_at).is_(None), answer < now)
    since = case((and_(lacks_answer, or_(resolution.is_(None), answer <= resolution)), answer), else_=resolution)
    goes_on = (col(Stay.desk) == desk.key, col(Stay.ended_at).is_(None))
    found = select(Request, Stay).join(Stay, col(Stay.request) == Request.id)
    late = found.where(*goes_on, or_(lacks_answer, resolution < now), *_is_undecided(now, others))
    for request, stay in work.session.exec(late.order_by(since, col(Request.id)).limit(limit)):
        yield _decision(work, request, *_missed(stay))


def _missed(stay: Stay) -> tuple[Why, datetime]:
    """Which of the missed targets is still owed, and since when: the one that was missed first."""
    answer = stay.answer_missed_at if stay.answered_at is None else None
    resolution = stay.resolution_missed_at
    if answer and (resolution is None or answer <= resolution):
        return Why.ANSWER_OVERDUE, answer
    assert resolution, "what is overdue has missed a target"
    return Why.RESOLUTION_OVERDUE, resolution


def _is_undecided(now: datetime, others: _Others) -> tuple[ColumnElement[bool], ...]:
    """No day was promised that is still ahead."""
    promised = col(Request.promised_for)
    return or_(promised.is_(None), promised <= now), col(Request.id).not_in(others)


def _unclaimed(work: Work, desk: Desk, limit: int, others: _Others) -> Iterator[Decision]:
    """Nobody has taken it for as long as the desk's plan lets its leads wait, or for a working day."""
    span = desk.plan.unclaimed[1] if desk.plan.unclaimed else desk.hours.usual_day
    is_free = (col(Request.state) == State.OPEN, col(Request.asked_at).is_not(None))
    for request in _longest(work, desk, limit, others, col(Request.asked_at), *is_free):
        if request.asked_at and desk.hours.add(request.asked_at, span) <= work.now:
            yield _decision(work, request, Why.UNCLAIMED, request.asked_at)


def _old(work: Work, desk: Desk, limit: int, others: _Others) -> Iterator[Decision]:
    """It has been going on for long though nothing is late; what waits for its requester is in their hands."""
    is_old = (col(Request.state).in_(OWED), col(Request.created_at) <= work.now - _OLD)
    for request in _longest(work, desk, limit, others, col(Request.created_at), *is_old):
        yield _decision(work, request, Why.OLDEST, request.created_at)


def _longest(
    work: Work, desk: Desk, limit: int, others: _Others, since: Any, *which: ColumnElement[bool]
) -> Sequence[Request]:
    """Those of the requests that have been so for longest."""
    found = select(Request).where(Request.desk == desk.key, *which, *_is_undecided(work.now, others))
    return work.session.exec(found.order_by(since, col(Request.id)).limit(limit)).all()


def _low_rated(work: Work, desk: Desk, limit: int, others: _Others) -> Iterator[Decision]:
    """The resolution that was rated so still stands, and nobody has said a word since; the worst first."""
    rated_at = col(Survey.rated_at)
    lately = (col(Survey.desk) == desk.key, rated_at > work.now - _LATELY, col(Survey.rating).in_(LOW))
    is_last = col(Request.resolutions) == Survey.resolution
    stands = (col(Request.desk) == desk.key, col(Request.state).in_(SETTLED), is_last, col(Request.id).not_in(others))
    is_bad = case((col(Survey.rating) == Rating.BAD, 0), else_=1)
    found = select(Request, Survey).join(Survey, col(Survey.request) == Request.id)
    low = found.where(*lately, *stands, not_(_is_looked_at())).order_by(is_bad, rated_at.desc(), col(Survey.id))
    for request, survey in work.session.exec(low.limit(limit)):
        assert survey.rated_at, "it was rated lately"
        yield _decision(work, request, Why.LOW_RATED, survey.rated_at, survey)


def _is_looked_at() -> ColumnElement[bool]:
    """Somebody of the desk has come back to it since it was rated, or was asked to."""
    since = (col(Event.request) == Survey.request, col(Event.at) >= Survey.rated_at)
    return exists().where(*since, col(Event.kind).in_(_LOOKED_AT))


def _decision(work: Work, request: Request, why: Why, since: datetime, survey: Survey | None = None) -> Decision:
    agent = survey.resolved_by if survey else request.agent
    name, url = work.person(agent).name if agent else "", work.url_of(places.card(request.number))
    return Decision(request, why, since, name, url, survey)
