"""The targets that a request's events tell of, against a stopwatch that is watched step by step."""

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.hours import WorkingHours
from bot.targets import Standard
from bot.timeline import PROMISED, Line, Reckoning, promise, reckon
from storage.kinds import EventKind

STEP = timedelta(seconds=20)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
HOLIDAY = date(2026, 11, 25)
SPANS = ((time(9), time(10, 30)), (time(11), time(12)))  # short days, so that a few hours are many of them
OFFICE = WorkingHours(ZoneInfo("UTC"), (*[SPANS] * 5, (), ()), lambda day: day == HOLIDAY)
FRIDAY_NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)
MONDAY_NINE = FRIDAY_NINE + 3 * DAY
USUAL = Standard(40 * MINUTE, 120 * MINUTE)
PROMISING = (EventKind.URGED, EventKind.MOVED, EventKind.REOPENED)
GOING_ON = (EventKind.WENT_ON, EventKind.HANDED_BACK, EventKind.MOVED, EventKind.REOPENED, EventKind.RESOLVED)


def _shows_work(at: datetime) -> bool:
    return at.weekday() < 5 and at.date() != HOLIDAY and any(opens <= at.time() < closes for opens, closes in SPANS)


OPEN = [at for step in range(20 * DAY // STEP) if _shows_work(at := FRIDAY_NINE + step * STEP)]
"""Each step in which the office works, read off the wall."""


def watched(lines: Sequence[Line]) -> Reckoning:
    """The slow reference: two stopwatches that run while the office works and nobody is waited for."""
    promised, since = _newest_promise(lines), _waits_since(lines)
    left = deque(line for line in lines if since is None or line.kind is not EventKind.WAITED or line.at < since)
    answer: list[datetime] = []
    resolution: list[datetime] = []
    answered_at, waits = None, False
    for at in OPEN:
        while left and left[0].at <= at:
            line = left.popleft()
            waits = line.kind is EventKind.WAITED or (waits and line.kind not in GOING_ON)
            if line.kind in (EventKind.OPENED, EventKind.MOVED, EventKind.REOPENED):
                answer, resolution = [], []
            if line.kind is EventKind.HANDED_BACK:
                answer = []
            if line.kind in (EventKind.OPENED, EventKind.MOVED, EventKind.REOPENED, EventKind.HANDED_BACK):
                asked = line.at
            if line.kind in (EventKind.OPENED, EventKind.REOPENED):
                answered_at = None
            if line.kind in (EventKind.ANSWERED, EventKind.PROMISED, EventKind.RESOLVED):
                answered_at = answered_at or line.at
        if not waits:
            answer.append(at + STEP)
            resolution.append(at + STEP)
    assert not left, "the history is longer than the calendar"
    return Reckoning(
        asked=asked,
        first_answer=answer[promised.first_answer // STEP - 1],
        first_answer_near=answer[promised.first_answer * 3 // 4 // STEP - 1],
        resolution=resolution[promised.resolution // STEP - 1],
        resolution_near=resolution[promised.resolution * 3 // 4 // STEP - 1],
        answered_at=answered_at,
        waiting_since=since,
    )


def _newest_promise(lines: Sequence[Line]) -> Standard:
    kept = [line.data[PROMISED] for line in lines if PROMISED in line.data]
    return Standard(*(seconds * timedelta(seconds=1) for seconds in kept[-1])) if kept else USUAL


def _waits_since(lines: Sequence[Line]) -> datetime | None:
    """Since when it has waited without an end: to be reckoned as if it went on then."""
    since = None
    for line in lines:
        if line.kind is EventKind.WAITED:
            since = since or line.at
        elif line.kind in GOING_ON:
            since = None
    return since


spans = st.integers(1, 30).map(lambda n: n * 4 * MINUTE)  # three quarters of which are whole steps, too
standards = st.tuples(spans, spans).map(lambda both: Standard(min(both), max(both)))
gaps = st.sampled_from([timedelta(), STEP, *(n * 4 * MINUTE + STEP for n in (1, 3, 6, 10, 20)), 3 * HOUR, DAY])
happenings = st.sampled_from(
    [
        *GOING_ON,
        EventKind.WAITED,
        EventKind.WAITED,
        EventKind.WENT_ON,
        EventKind.ANSWERED,
        EventKind.PROMISED,
        EventKind.URGED,
    ]
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Line], list[Line]]:
    """What happened to a request, some of it undone; and the same without what was undone and its undoing."""
    at = FRIDAY_NINE + draw(gaps)
    before_promises_were_kept = draw(st.booleans())
    told = [Line(1, EventKind.OPENED, at, {} if before_promises_were_kept else promise(draw(standards)))]
    stands = list(told)
    for kind, gap, stays in draw(
        st.lists(st.tuples(happenings, gaps, st.integers(0, 4).map(bool)), min_size=3, max_size=10)
    ):
        at += gap
        data: dict[str, Any] = promise(draw(standards)) if kind in PROMISING else {}
        told.append(Line(len(told) + 1, kind, at, data))
        if stays:
            stands.append(told[-1])
        else:
            told.append(Line(len(told) + 1, EventKind.UNDONE, at + STEP, {"event": told[-1].id}))
    return told, stands


@given(histories())
def test_whatever_happens_targets_are_what_a_stopwatch_says(history: tuple[list[Line], list[Line]]) -> None:
    told, stands = history

    assert reckon(told, OFFICE, USUAL) == watched(stands)


def lines_of(*happened: tuple[EventKind, timedelta, dict[str, Any]]) -> Iterator[Line]:
    for number, (kind, passed, data) in enumerate(happened, start=1):
        yield Line(number, kind, FRIDAY_NINE + passed, data)


def test_a_request_that_waits_over_the_weekend_loses_none_of_its_time() -> None:
    """Half an hour is gone when the desk asks back; the answer comes on Sunday, and the desk is back on Monday."""
    asked = [(EventKind.OPENED, timedelta(), promise(USUAL)), (EventKind.WAITED, HOUR / 2, {})]

    waits = reckon(list(lines_of(*asked)), OFFICE, USUAL)
    goes_on = reckon(list(lines_of(*asked, (EventKind.WENT_ON, 2 * DAY, {}))), OFFICE, USUAL)

    assert (waits.first_answer, waits.waiting_since) == (FRIDAY_NINE + 40 * MINUTE, FRIDAY_NINE + HOUR / 2)
    assert (goes_on.first_answer, goes_on.waiting_since) == (MONDAY_NINE + 10 * MINUTE, None)
    assert goes_on.resolution == MONDAY_NINE + 90 * MINUTE


def test_what_was_missed_before_it_waited_stays_missed() -> None:
    happened = lines_of(
        (EventKind.OPENED, timedelta(), promise(USUAL)),
        (EventKind.WAITED, HOUR, {}),
        (EventKind.WENT_ON, 2 * HOUR, {}),
    )

    assert reckon(list(happened), OFFICE, USUAL).first_answer == FRIDAY_NINE + 40 * MINUTE


def test_two_processes_whose_clocks_disagree_move_a_target_by_no_more_than_that() -> None:
    happened = lines_of(
        (EventKind.OPENED, timedelta(), promise(USUAL)),
        (EventKind.WAITED, 10 * MINUTE, {}),
        (EventKind.WENT_ON, 10 * MINUTE - STEP, {}),
    )

    assert abs(reckon(list(happened), OFFICE, USUAL).first_answer - (FRIDAY_NINE + 40 * MINUTE)) <= STEP
