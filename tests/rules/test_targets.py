"""What a desk promises, when that falls due, and whether it was kept."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.hours import WorkingHours
from bot.targets import Due, Health, Standard, due, duration, health, is_missed

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
OFFICE = WorkingHours(ZoneInfo("Europe/Berlin"), (*[((time(9), time(17)),)] * 5, (), ()))
MONDAY_NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
PROMISED = Due(
    first_answer=MONDAY_NINE + 4 * HOUR, first_answer_near=MONDAY_NINE + 3 * HOUR, resolution=MONDAY_NINE + 8 * HOUR
)


def judged(hours: float, *, answered: float | None = None, resolved: float | None = None) -> Health:
    """Judge the promise above, this many hours after Monday at nine."""

    def at(passed: float | None) -> datetime | None:
        return None if passed is None else MONDAY_NINE + passed * HOUR

    return health(PROMISED, MONDAY_NINE + hours * HOUR, answered_at=at(answered), resolved_at=at(resolved))


def test_a_promise_is_counted_in_working_time() -> None:
    friday_four = datetime(2026, 11, 20, 15, tzinfo=UTC)

    promised = due(Standard(first_answer=4 * HOUR, resolution=10 * HOUR), OFFICE, friday_four)

    assert promised.first_answer == MONDAY_NINE + 3 * HOUR
    assert promised.first_answer_near == MONDAY_NINE + 2 * HOUR
    assert promised.resolution == MONDAY_NINE + 25 * HOUR


def test_an_answer_owed_is_good_then_near_then_missed() -> None:
    assert judged(2.9) is Health.GOOD
    assert judged(3) is Health.NEAR
    assert judged(4) is Health.NEAR
    assert judged(4.1) is Health.MISSED


def test_an_answer_in_time_leaves_only_the_resolution_to_miss() -> None:
    assert judged(7, answered=3.5) is Health.GOOD
    assert judged(8.1, answered=3.5) is Health.MISSED


def test_an_answer_that_came_late_stays_late() -> None:
    assert judged(5, answered=4.5, resolved=5) is Health.MISSED


def test_a_request_resolved_without_a_word_was_answered_by_that() -> None:
    assert judged(100, resolved=3.5) is Health.GOOD
    assert judged(100, resolved=5) is Health.MISSED


def test_the_last_instant_is_in_time() -> None:
    assert not is_missed(MONDAY_NINE, None, MONDAY_NINE)
    assert is_missed(MONDAY_NINE, None, MONDAY_NINE + MINUTE)
    assert not is_missed(MONDAY_NINE, MONDAY_NINE, MONDAY_NINE + MINUTE)


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
