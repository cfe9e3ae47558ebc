"""What needs a decision: what is late by the numbers' own rule first, each request once, and never more than ten."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import select

from bot import decisions, figures
from bot.views.decisions import Why
from bot.work import Work
from storage.due import Survey
from storage.engine import Storage
from storage.kinds import EventKind, Rating, State
from storage.reports import Stay
from storage.tables import Event, Request
from tests.storage.test_desk_lists import IT, NOW, a_request, at_work

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def there_is(work: Work, number: int, answer: Any = None, resolution: Any = None, **more: Any) -> None:
    """A request at the desk, which has missed its answer, or its resolution, so long ago; it is new and fresh else."""
    request = {"agent": "U-BO", "state": State.CLAIMED, "asked_at": NOW, **more}
    work.session.execute(insert(Request), [a_request(number, **request)])
    is_over = request["state"] in (State.RESOLVED, State.CLOSED)
    stay = Stay(request=number, n=0, desk="it", began_at=NOW - 90 * DAY, began_by=EventKind.OPENED)
    stay.ended_at = NOW - HOUR if is_over else None
    stay.answer_missed_at = None if answer is None else NOW - answer
    stay.resolution_missed_at = None if resolution is None else NOW - resolution
    work.session.add(stay)
    work.session.flush()


def is_rated(work: Work, number: int, rating: Rating, ago: timedelta) -> None:
    there_is(work, number, state=State.RESOLVED, resolutions=1)
    survey = Survey(request=number, desk="it", resolution=1, resolved_by="U-BO", due_at=NOW, settled_at=NOW)
    survey.rating, survey.rated_at = rating, NOW - ago
    work.session.add(survey)
    work.session.flush()


def happens(work: Work, number: int, kind: EventKind) -> None:
    work.session.add(Event(request=number, kind=kind, actor="U-BO", at=NOW - HOUR))


def listed(work: Work) -> list[tuple[int, Why, timedelta]]:
    """The requests that need a decision, why, and for how long."""
    return [(one.request.number, one.why, NOW - one.since) for one in decisions.of(work, IT)]


def test_what_is_late_comes_first_and_what_is_decided_or_in_others_hands_not_at_all(storage: Storage) -> None:
    free = {"agent": None, "state": State.OPEN}
    with at_work(storage) as work:
        there_is(work, 1, answer=2 * HOUR)
        there_is(work, 2, answer=9 * HOUR, resolution=3 * HOUR)
        there_is(work, 3, resolution=5 * HOUR, state=State.WAITING)
        there_is(work, 4, resolution=-HOUR)
        there_is(work, 5, answer=8 * DAY, promised_for=NOW + HOUR)
        there_is(work, 6, answer=HOUR, promised_for=NOW - HOUR)
        there_is(work, 7, **free, asked_at=NOW - 30 * DAY, created_at=NOW - 30 * DAY)
        there_is(work, 8, **free, asked_at=NOW - HOUR)
        there_is(work, 9, **free, asked_at=NOW - 30 * DAY, promised_for=NOW + DAY)
        for number in range(10, 15):
            there_is(work, number, created_at=NOW - (30 - number) * DAY)
        there_is(work, 15, created_at=NOW - 60 * DAY, state=State.WAITING)
        is_rated(work, 16, Rating.MIXED, HOUR)
        is_rated(work, 17, Rating.BAD, 2 * DAY)
        work.session.get_one(Stay, (1, 0)).answered_at = None

        assert listed(work) == [
            (2, Why.ANSWER_OVERDUE, 9 * HOUR),
            (3, Why.RESOLUTION_OVERDUE, 5 * HOUR),
            (1, Why.ANSWER_OVERDUE, 2 * HOUR),
            (6, Why.ANSWER_OVERDUE, HOUR),
            (7, Why.UNCLAIMED, 30 * DAY),
            (10, Why.OLDEST, 20 * DAY),
            (11, Why.OLDEST, 19 * DAY),
            (12, Why.OLDEST, 18 * DAY),
            (17, Why.LOW_RATED, 2 * DAY),
            (16, Why.LOW_RATED, HOUR),
        ]
        assert figures.numbers(work.session, "it", NOW - DAY, NOW).overdue == 5, "with the one that is promised"

        work.session.get_one(Stay, (2, 0)).answered_at = NOW - HOUR
        there_is(work, 18, answer=3 * HOUR)
        assert listed(work)[:3] == [
            (3, Why.RESOLUTION_OVERDUE, 5 * HOUR),
            (2, Why.RESOLUTION_OVERDUE, 3 * HOUR),
            (18, Why.ANSWER_OVERDUE, 3 * HOUR),
        ]
        assert len(listed(work)) == 10, "the last of what was rated has to wait"


def test_what_was_rated_badly_needs_no_decision_once_somebody_has_come_back_to_it(storage: Storage) -> None:
    with at_work(storage) as work:
        for number in range(1, 7):
            is_rated(work, number, Rating.BAD, 2 * HOUR)
        is_rated(work, 7, Rating.GOOD, 2 * HOUR)
        is_rated(work, 8, Rating.BAD, 8 * DAY)
        happens(work, 1, EventKind.ANSWERED)
        happens(work, 2, EventKind.NUDGED)
        happens(work, 3, EventKind.COMMENTED)
        work.session.get_one(Request, 4).state = State.CLAIMED
        work.session.get_one(Request, 5).resolutions = 2
        for request in work.session.exec(select(Request).where(Request.id == 6)):
            request.desk = "hr"

        assert [number for number, *_ in listed(work)] == [3]
