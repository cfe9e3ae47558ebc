"""When a person may be disturbed, against a clock that is watched minute by minute."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.manners import Absent, Manners, holidays_in, weekend_in

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")
NIGHTS = {
    "Europe/Berlin": [datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC)],
    "America/New_York": [datetime(2026, 3, 6, tzinfo=UTC), datetime(2026, 10, 30, tzinfo=UTC)],
    "Asia/Kolkata": [datetime(2026, 3, 27, tzinfo=UTC)],
    "Africa/Cairo": [datetime(2026, 4, 22, tzinfo=UTC), datetime(2026, 10, 28, tzinfo=UTC)],  # at midnight
    "Australia/Lord_Howe": [datetime(2026, 4, 3, tzinfo=UTC), datetime(2026, 10, 2, tzinfo=UTC)],  # by half an hour
}
quarters = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
offsets = st.integers(0, 4 * 24 * 60).map(lambda passed: passed * MINUTE)


def is_weekend(day: date) -> bool:
    return day.weekday() >= 5


def is_even(day: date) -> bool:
    return day.day % 2 == 0


def never(_day: date) -> bool:
    return False


def first_free_minute(manners: Manners, now: datetime) -> datetime:
    """The slow reference: looks at the wall each minute; a hand that was put back stands still until it is past."""
    return next(at for at, shown in watched(manners.zone, now) if not is_held(manners, at, shown))


def watched(zone: ZoneInfo, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    furthest = (now - DAY / 4).astimezone(zone).replace(tzinfo=None)
    for passed in count(-6 * 60):
        at = now + passed * MINUTE
        furthest = max(furthest, at.astimezone(zone).replace(tzinfo=None))
        if passed >= 0:
            yield at, furthest


def is_held(manners: Manners, at: datetime, shown: datetime) -> bool:
    since, until, clock = manners.quiet_from, manners.quiet_until, shown.time()
    is_quiet = since <= clock < until if since <= until else clock >= since or clock < until
    is_away = any((one.since is None or one.since <= at) and at < one.until for one in manners.absences)
    return is_quiet or is_away or manners.is_day_off(shown.date())


@st.composite
def people(draw: st.DrawFn) -> tuple[Manners, datetime]:
    """Somebody, and an instant in the days around a change of their clock."""
    zone = draw(st.sampled_from(sorted(NIGHTS)))
    begins = draw(st.sampled_from(NIGHTS[zone]))
    absences = [
        Absent(draw(st.none() | offsets.map(begins.__add__)), begins + draw(offsets))
        for _ in range(draw(st.integers(0, 2)))
    ]
    manners = Manners(
        ZoneInfo(zone), draw(st.sampled_from([is_weekend, is_even, never])), draw(quarters), draw(quarters), absences
    )
    return manners, begins + draw(offsets)


def at_night(zone: str, night: int, since: str, until: str) -> tuple[Manners, datetime]:
    quiet = time.fromisoformat(since), time.fromisoformat(until)
    return Manners(ZoneInfo(zone), never, *quiet), NIGHTS[zone][night] + DAY * 3 / 2


@settings(max_examples=100, deadline=None)
@given(people())
@example(at_night("Europe/Berlin", 0, "19:00", "02:30"))  # the end is skipped
@example(at_night("Europe/Berlin", 0, "02:15", "02:45"))  # all of it is
@example(at_night("Europe/Berlin", 1, "22:00", "02:30"))  # the end is shown twice
@example(at_night("America/New_York", 1, "01:15", "01:00"))  # free for a quarter of an hour a day
@example(at_night("Africa/Cairo", 0, "00:30", "00:15"))
def test_who_is_left_in_peace_hears_of_us_in_the_first_free_minute(one: tuple[Manners, datetime]) -> None:
    manners, now = one
    free_at = manners.free_at(now)

    assert free_at == first_free_minute(manners, now)
    assert manners.free_at(free_at) == free_at
    assert manners.day(manners.next_day(now)) > manners.day(now)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("now", "free_at"),
    [
        ("03-05T12:00", "03-05T12:00"),
        ("03-05T19:00", "03-06T08:00"),
        ("03-06T07:59", "03-06T08:00"),
        ("03-06T19:00", "03-09T08:00"),  # the weekend
        ("03-28T12:00", "03-30T08:00"),  # with the night that is short
        ("10-24T12:00", "10-26T08:00"),  # and the long one
    ],
)
def test_the_usual_quiet_hours_are_the_evening_the_night_and_the_weekend(now: str, free_at: str) -> None:
    assert Manners(BERLIN, is_weekend).free_at(berlin(now)) == berlin(free_at)


@pytest.mark.parametrize(
    ("now", "looked_again"),
    [
        ("03-05T12:00", "03-06T08:00"),
        ("03-05T03:00", "03-05T08:00"),
        ("03-05T08:00", "03-06T08:00"),
        ("03-06T12:00", "03-09T08:00"),
    ],
)
def test_who_is_away_until_nobody_knows_when_is_looked_at_again_the_next_morning(now: str, looked_again: str) -> None:
    manners = Manners(BERLIN, is_weekend, is_away=True)

    assert manners.free_at(berlin(now)) == berlin(looked_again)


def test_an_absence_that_ends_at_night_or_in_another_one_ends_with_these() -> None:
    status, told = Absent(None, berlin("03-05T22:00")), Absent(berlin("03-06T07:00"), berlin("03-06T11:00"))

    assert Manners(BERLIN, never, absences=[told, status]).free_at(berlin("03-05T12:00")) == berlin("03-06T11:00")
    assert Manners(BERLIN, never, time(), time(), [status]).free_at(berlin("03-05T12:00")) == berlin("03-05T22:00")


def test_a_year_away_is_no_longer_than_that() -> None:
    manners = Manners(BERLIN, is_weekend, absences=[Absent(None, berlin("03-05T00:00") + 366 * DAY)])

    assert manners.free_at(berlin("03-05T12:00")) == datetime(2027, 3, 8, 8, tzinfo=BERLIN)  # a Monday


@pytest.mark.parametrize(
    ("time_zone", "holiday", "weekend"),
    [
        ("Europe/Berlin", date(2026, 10, 3), {5, 6}),
        ("America/New_York", date(2026, 7, 3), {5, 6}),  # the 4th is a Saturday
        ("Asia/Calcutta", date(2026, 8, 15), {5, 6}),  # the old name of Asia/Kolkata
        ("Africa/Cairo", None, {4, 5}),
        ("UTC", None, {5, 6}),
        ("Antarctica/Troll", None, {5, 6}),
        ("../etc/passwd", None, {5, 6}),
    ],
)
def test_a_time_zone_tells_of_a_country_with_its_weekend_and_its_holidays(
    time_zone: str, holiday: date | None, weekend: set[int]
) -> None:
    assert weekend_in(time_zone) == weekend
    assert holiday is None or holidays_in(time_zone)(holiday)
    assert not holidays_in(time_zone)(date(2026, 3, 3))
