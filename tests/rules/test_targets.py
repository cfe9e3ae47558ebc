"""What a desk promises, what of it is owed, and how that stands."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.targets import Health, Promised, Standard, Target, duration, owed
from storage.kinds import State, Urgency
from storage.tables import Request

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def a_request(state: State = State.OPEN, **changes: datetime) -> Request:
    """To be answered by one o'clock and solved by five."""
    request = Request(
        desk="it",
        title="laptop won't start",
        urgency=Urgency.NORMAL,
        state=state,
        requester="U1",
        author="U1",
        created_at=NINE,
        first_answer_near=NINE + 3 * HOUR,
        first_answer_due=NINE + 4 * HOUR,
        resolution_near=NINE + 6 * HOUR,
        resolution_due=NINE + 8 * HOUR,
    )
    for name, value in changes.items():
        setattr(request, name, value)
    return request


def light(hours: float, request: Request) -> tuple[Promised, Health]:
    """What is owed next so many hours after nine, and how it stands."""
    first = owed(request)[0]
    return first.promised, first.health(NINE + hours * HOUR)


def test_what_is_owed_next_is_good_then_near_then_missed() -> None:
    request = a_request()

    assert light(2.9, request) == (Promised.FIRST_ANSWER, Health.GOOD)
    assert light(3, request) == light(3.9, request) == (Promised.FIRST_ANSWER, Health.NEAR)
    assert light(4, request) == (Promised.FIRST_ANSWER, Health.MISSED)


def test_once_answered_the_resolution_is_owed_however_late_the_answer_was() -> None:
    request = a_request(State.CLAIMED, first_answered_at=NINE + 5 * HOUR)

    assert light(5, request) == (Promised.RESOLUTION, Health.GOOD)
    assert light(6, request) == (Promised.RESOLUTION, Health.NEAR)
    assert light(8, request) == (Promised.RESOLUTION, Health.MISSED)


def test_a_resolution_that_is_due_before_an_answer_promised_anew_comes_first() -> None:
    handed_back = a_request(first_answer_near=NINE + 9 * HOUR, first_answer_due=NINE + 10 * HOUR)

    assert light(8, handed_back) == (Promised.RESOLUTION, Health.MISSED)


@pytest.mark.parametrize("state", [state for state in State if state not in (State.OPEN, State.CLAIMED)])
def test_nothing_is_owed_to_who_is_waited_for_nor_at_the_end(state: State) -> None:
    assert owed(a_request(state)) == []


def test_a_target_that_was_never_reckoned_is_good_until_it_is_missed() -> None:
    target = Target(Promised.RESOLUTION, None, NINE)

    assert [target.health(NINE - MINUTE), target.health(NINE)] == [Health.GOOD, Health.MISSED]


def test_a_standard_must_make_sense() -> None:
    with pytest.raises(ValueError, match="more than nothing"):
        Standard(first_answer=timedelta(), resolution=HOUR)
    with pytest.raises(ValueError, match="can't be shorter"):
        Standard(first_answer=2 * HOUR, resolution=HOUR)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("30m", 30 * MINUTE),
        ("4h", 4 * HOUR),
        ("1h 30m", 90 * MINUTE),
        ("1H30M", 90 * MINUTE),
        (" 2d ", 16 * HOUR),
        ("1d 2h", 10 * HOUR),
    ],
)
def test_working_time_is_read_as_people_write_it(text: str, length: timedelta) -> None:
    assert duration(text, usual_day=8 * HOUR) == length


@pytest.mark.parametrize("text", ["", "4", "0h", "soon", "-1h", "30m 1h", "1.5h", "9999d", "99999999999999d", "1w"])
def test_what_is_no_working_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match='write it like "30m"'):
        duration(text, usual_day=8 * HOUR)
