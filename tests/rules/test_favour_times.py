"""When something is said of a favour by itself: by the working days of who hears it."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot import favour_times
from bot.manners import Manners

BERLIN = Manners(ZoneInfo("Europe/Berlin"), is_day_off=lambda day: day.weekday() >= 5)
SLEEPLESS = Manners(ZoneInfo("Europe/Berlin"), lambda _day: False, quiet_from=time(0), quiet_until=time(0))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)


@pytest.mark.parametrize(
    ("promised", "now", "said"),
    [
        ("2026-03-06", "2026-03-02T10:00", "2026-03-05T09:00"),
        ("2026-03-09", "2026-03-02T10:00", "2026-03-06T09:00"),  # before a Monday comes a Friday
        ("2026-03-06", "2026-03-05T10:00", "2026-03-06T09:00"),  # promised later than that morning
        ("2026-03-06", "2026-03-06T10:00", None),
        ("2026-03-08", "2026-03-07T10:00", "2026-03-08T09:00"),
    ],
)
def test_the_helper_is_reminded_on_the_working_morning_before_or_of_the_day(
    promised: str, now: str, said: str | None
) -> None:
    assert favour_times.reminded_of(BERLIN, date.fromisoformat(promised), at(now)) == (said and at(said))


@pytest.mark.parametrize(
    ("now", "later"),
    [
        ("2026-03-02T10:00", "2026-03-03T10:00"),
        ("2026-03-06T17:00", "2026-03-09T17:00"),
        ("2026-03-07T17:00", "2026-03-09T17:00"),
        ("2026-03-02T22:00", "2026-03-04T08:00"),  # in the evening nobody is disturbed
    ],
)
def test_a_working_day_later_is_the_same_time_of_the_next_one(now: str, later: str) -> None:
    assert favour_times.working_day_later(BERLIN, at(now)) == at(later)


def test_who_asked_is_told_on_the_next_working_morning_and_nobody_in_the_middle_of_the_night() -> None:
    friday = date(2026, 3, 6)
    assert favour_times.told_of_lateness(BERLIN, friday, at("2026-03-02T10:00")) == at("2026-03-09T08:00")
    assert favour_times.told_of_lateness(SLEEPLESS, friday, at("2026-03-02T10:00")) == at("2026-03-07T09:00")
    assert favour_times.told_of_lateness(SLEEPLESS, friday, at("2026-03-10T10:00")) == at("2026-03-10T10:00")
    assert favour_times.next_working_day(BERLIN, at("2026-03-06T10:00")) == date(2026, 3, 9)


def test_what_is_wanted_is_wanted_from_today_on_within_a_year() -> None:
    today = date(2026, 3, 2)
    reach = [
        favour_times.is_in_reach(day, today) for day in (date(2026, 3, 1), today, date(2027, 3, 3), date(2027, 3, 4))
    ]
    assert reach == [False, True, True, False]
