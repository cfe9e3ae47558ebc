"""Working hours, against a clock watched minute by minute and on the nights that change it."""

import time as stopwatch
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.hours import NeverOpensError, PublicHolidays, Week, WorkingHours, clock_time, spans_of

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # moves its clock by half an hour
    "Asia/Kathmandu",  # 5:45 from Greenwich
    "America/Sao_Paulo",
    "Africa/Cairo",  # changes at midnight
    "UTC",
]
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def week(**days: str) -> Week:
    return tuple(spans_of(days.get(day, "closed")) for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))


def every_day(hours: str) -> Week:
    return (spans_of(hours),) * 7


OFFICE = WorkingHours(BERLIN, (*[spans_of("09:00-17:00")] * 5, (), ()))
ALWAYS = WorkingHours(BERLIN, every_day("00:00-24:00"))


def berlin(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold)


class WatchedClock:
    """The slow reference: looks at the wall each minute; a hand that was put back stands still until it is past."""

    def __init__(self, hours: WorkingHours) -> None:
        self.hours = hours

    def open_minutes(self, start: datetime, minutes: int) -> list[bool]:
        instants = (start + passed * MINUTE for passed in range(-26 * 60, minutes))
        shown = (instant.astimezone(self.hours.zone).replace(tzinfo=None) for instant in instants)
        furthest = list(accumulate(shown, max))
        return [self.shows_work(wall) for wall in furthest[26 * 60 :]]

    def shows_work(self, shown: datetime) -> bool:
        for day in (shown.date() - DAY, shown.date()):
            for start, end in self.hours.week[day.weekday()]:
                closes = datetime.combine(day if end > start else day + DAY, end)
                if datetime.combine(day, start) <= shown < closes and not self.hours.holidays(day):
                    return True
        return False


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    """Weeks with up to two spans a day, on quarters of an hour, some till midnight; or with the same night each day."""
    if draw(st.integers(0, 5)) == 0:
        return every_day(
            draw(st.sampled_from(["22:00-06:00", "00:00-24:00", "18:00-02:30", "02:15-02:45", "23:30-00:30"]))
        )
    days = []
    for _ in range(7):
        edges = sorted(draw(st.sets(st.integers(0, 96), max_size=4)))
        edges = edges[: len(edges) // 2 * 2]
        clocks = [time(edge // 4 % 24, edge % 4 * 15) for edge in edges]
        days.append(tuple(zip(clocks[::2], clocks[1::2], strict=True)))
    return tuple(days) if any(days) else every_day("09:00-17:00")


def falls_on_a_prime(day: date) -> bool:
    return day.day in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31)


desks = st.builds(
    WorkingHours, st.sampled_from(ZONES).map(ZoneInfo), weeks(), st.sampled_from([lambda _day: False, falls_on_a_prime])
)
FIRST_MINUTE = datetime(2026, 1, 1, tzinfo=UTC)
minutes_of_2026 = st.integers(0, 365 * 24 * 60).map(lambda passed: FIRST_MINUTE + passed * MINUTE)
NIGHTS = [
    ("Europe/Berlin", datetime(2026, 3, 28, 18, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 24, 18, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 8, 0, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 0, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 9, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 9, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2026, 4, 23, 15, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2026, 10, 29, 15, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2018, 11, 3, 22, tzinfo=UTC)),  # its last two
    ("America/Sao_Paulo", datetime(2019, 2, 16, 20, tzinfo=UTC)),
]
nights = st.sampled_from([night for _, night in NIGHTS])
starts = st.one_of(
    minutes_of_2026, st.builds(lambda night, passed: night + passed * MINUTE, nights, st.integers(0, 720))
)
instants = st.builds(lambda start, seconds: start + timedelta(seconds=seconds), starts, st.floats(0, 60))
amounts = st.integers(0, 20 * 24 * 3600).map(lambda seconds: timedelta(seconds=seconds))


@settings(max_examples=60, deadline=None)
@given(desks, starts, st.integers(1, 2000))
def test_working_time_is_what_a_watched_clock_counts(hours: WorkingHours, start: datetime, minutes: int) -> None:
    watched = WatchedClock(hours).open_minutes(start, minutes)

    assert hours.between(start, start + minutes * MINUTE) == sum(watched) * MINUTE
    assert hours.is_open(start) == watched[0]
    assert hours.is_open(start + (minutes - 1) * MINUTE + timedelta(seconds=59)) == watched[-1]


@pytest.mark.parametrize(("zone", "evening"), NIGHTS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_night_that_changes_the_clock_is_counted_to_the_minute(
    zone: str, evening: datetime, data: st.DataObject
) -> None:
    # Edges on quarters of the hours from 22:00 to 05:00, in either order: a few minutes open, or all but a few.
    one, other = data.draw(st.permutations(range(-8, 20)))[:2]
    span = time(one // 4 % 24, one % 4 * 15), time(other // 4 % 24, other % 4 * 15)
    hours = WorkingHours(ZoneInfo(zone), ((span,),) * 7)
    watched = WatchedClock(hours).open_minutes(evening, 900)

    passed = data.draw(st.integers(0, 899))
    assert hours.between(evening, evening + 900 * MINUTE) == sum(watched) * MINUTE
    assert hours.is_open(evening + passed * MINUTE) == watched[passed]


@settings(max_examples=60, deadline=None)
@given(desks, starts, st.integers(1, 900))
def test_work_is_done_when_a_watched_clock_has_counted_it(hours: WorkingHours, start: datetime, minutes: int) -> None:
    watched = WatchedClock(hours).open_minutes(start, 3000)
    if sum(watched) < minutes:
        return
    worked = [passed for passed, is_open in enumerate(watched, 1) if is_open]

    assert hours.add(start, minutes * MINUTE) == start + worked[minutes - 1] * MINUTE
    assert hours.opens_after(start) == start + (worked[0] - 1) * MINUTE


@settings(max_examples=50, deadline=None)
@given(desks, instants, amounts)
def test_working_time_up_to_its_own_end_is_all_of_it(hours: WorkingHours, start: datetime, working: timedelta) -> None:
    assert hours.between(start, hours.add(start, working)) == working


@settings(max_examples=50, deadline=None)
@given(desks, instants, amounts, amounts)
def test_work_done_in_two_goes_ends_when_it_would_in_one(
    hours: WorkingHours, start: datetime, first: timedelta, then: timedelta
) -> None:
    assert hours.add(hours.add(start, first), then) == hours.add(start, first + then)


@settings(max_examples=50, deadline=None)
@given(desks, instants, instants, instants)
def test_working_time_adds_up_over_any_split(
    hours: WorkingHours, first: datetime, then: datetime, last: datetime
) -> None:
    assert hours.between(first, then) + hours.between(then, last) == hours.between(first, last)


@settings(max_examples=50, deadline=None)
@given(desks, instants, instants, amounts)
def test_what_starts_later_or_takes_longer_never_ends_earlier(
    hours: WorkingHours, one: datetime, other: datetime, working: timedelta
) -> None:
    earlier, later = sorted((one, other))

    assert hours.add(earlier, working) <= hours.add(later, working)
    assert hours.add(earlier, working) <= hours.add(earlier, working + MINUTE)
    assert timedelta() <= hours.between(earlier, later) <= later - earlier


@settings(max_examples=50, deadline=None)
@given(desks, instants, st.times())
def test_a_digest_is_due_once_a_working_day_between_the_last_and_the_next(
    hours: WorkingHours, at: datetime, clock: time
) -> None:
    last, following = hours.last_working_day_at(at, clock), hours.next_working_day_at(at, clock)

    assert last <= at < following
    assert hours.last_working_day_at(following, clock) == following
    assert hours.next_working_day_at(last, clock) == following


@given(starts, starts)
def test_round_the_clock_is_all_the_time_there_is(start: datetime, end: datetime) -> None:
    assert ALWAYS.is_open(start)
    assert ALWAYS.between(start, end) == end - start


def test_an_hour_asked_for_on_friday_evening_ends_on_monday_morning() -> None:
    assert OFFICE.add(berlin("2026-11-20 18:00"), HOUR) == berlin("2026-11-23 10:00")


def test_a_full_day_of_work_ends_in_the_evening_not_the_next_morning() -> None:
    assert OFFICE.add(berlin("2026-11-23 09:00"), 8 * HOUR) == berlin("2026-11-23 17:00")


def test_a_lunch_break_does_not_count() -> None:
    hours = WorkingHours(BERLIN, week(mon="13:00-17:30, 09:00-12:00"))

    assert hours.between(berlin("2026-11-23 11:00"), berlin("2026-11-23 14:00")) == 2 * HOUR
    assert not hours.is_open(berlin("2026-11-23 12:00"))
    assert hours.opens_after(berlin("2026-11-23 12:00")) == berlin("2026-11-23 13:00")


def test_a_desk_opens_on_its_first_minute_and_is_closed_on_its_last() -> None:
    assert OFFICE.is_open(berlin("2026-11-23 09:00"))
    assert not OFFICE.is_open(berlin("2026-11-23 17:00"))


def test_an_open_desk_opens_now() -> None:
    at = berlin("2026-11-23 11:11")

    assert OFFICE.opens_after(at) == at
    assert OFFICE.opens_after(at).tzinfo is UTC


def test_a_night_shift_is_an_hour_longer_in_autumn_and_shorter_in_spring() -> None:
    night = WorkingHours(BERLIN, week(sat="22:00-06:00"))

    assert night.between(berlin("2026-10-24 12:00"), berlin("2026-10-25 12:00")) == 9 * HOUR
    assert night.between(berlin("2026-03-28 12:00"), berlin("2026-03-29 12:00")) == 7 * HOUR
    assert night.between(berlin("2026-11-21 12:00"), berlin("2026-11-22 12:00")) == 8 * HOUR


def test_a_night_shift_counts_for_the_day_on_which_it_starts() -> None:
    hours = WorkingHours(BERLIN, every_day("22:00-06:00"), lambda day: day == date(2026, 11, 24))

    assert hours.is_open(berlin("2026-11-24 05:00"))
    assert not hours.is_open(berlin("2026-11-24 23:00"))
    assert not hours.is_open(berlin("2026-11-25 05:00"))


def test_hours_that_spring_skips_whole_are_no_hours() -> None:
    hours = WorkingHours(BERLIN, week(sun="02:15-02:45"))

    assert hours.opens_after(berlin("2026-03-28 12:00")) == berlin("2026-04-05 02:15")


def test_hours_that_autumn_repeats_happen_once() -> None:
    hours = WorkingHours(BERLIN, week(sun="02:15-02:45"))

    assert hours.is_open(berlin("2026-10-25 02:30", fold=0))
    assert not hours.is_open(berlin("2026-10-25 02:30", fold=1))


def test_a_day_that_a_country_skipped_has_no_working_time() -> None:
    samoa = WorkingHours(ZoneInfo("Pacific/Apia"), every_day("09:00-17:00"))  # it crossed the date line in 2011
    before = datetime(2011, 12, 29, 12, tzinfo=samoa.zone)

    assert samoa.between(before, before + 24 * HOUR) == 8 * HOUR


def test_a_digest_at_a_time_that_spring_skips_comes_when_the_gap_ends() -> None:
    assert ALWAYS.next_working_day_at(berlin("2026-03-28 12:00"), time(2, 30)) == berlin("2026-03-29 03:00")


def test_a_digest_at_a_time_that_autumn_repeats_comes_once() -> None:
    first = ALWAYS.next_working_day_at(berlin("2026-10-24 12:00"), time(2, 30))

    assert first == berlin("2026-10-25 02:30", fold=0).astimezone(UTC)
    assert ALWAYS.next_working_day_at(first, time(2, 30)) == berlin("2026-10-26 02:30")


def test_a_digest_waits_for_a_working_day() -> None:
    assert OFFICE.next_working_day_at(berlin("2026-11-20 09:00"), time(9)) == berlin("2026-11-23 09:00")
    assert OFFICE.last_working_day_at(berlin("2026-11-22 23:00"), time(9)) == berlin("2026-11-20 09:00")


def test_a_public_holiday_is_no_working_day() -> None:
    hours = WorkingHours(BERLIN, OFFICE.week, PublicHolidays("DE", "BE"))

    assert hours.is_working_day(date(2027, 3, 9))
    assert not hours.is_working_day(date(2027, 3, 8))  # International Women's Day, a holiday in Berlin alone at first
    assert hours.add(berlin("2026-12-24 16:00"), 2 * HOUR) == berlin("2026-12-28 10:00")
    assert WorkingHours(BERLIN, OFFICE.week, PublicHolidays("DE")).is_working_day(date(2027, 3, 8))


@pytest.mark.parametrize(("country", "region"), [("XX", None), ("DE", "ZZ"), ("XX", "BE")])
def test_a_country_or_region_nobody_knows_is_refused(country: str, region: str | None) -> None:
    with pytest.raises(ValueError, match="whose holidays we know"):
        PublicHolidays(country, region)


def test_endless_holidays_are_an_error_and_no_endless_search() -> None:
    closed = WorkingHours(BERLIN, OFFICE.week, lambda _day: True)
    at = berlin("2026-11-23 12:00")

    assert not closed.is_open(at)
    assert closed.between(at, at + 30 * DAY) == timedelta()
    assert closed.add(at, timedelta()) == at
    with pytest.raises(NeverOpensError):
        closed.opens_after(at)
    with pytest.raises(NeverOpensError):
        closed.add(at, MINUTE)
    with pytest.raises(NeverOpensError):
        closed.next_working_day_at(at, time(9))
    with pytest.raises(NeverOpensError):
        closed.last_working_day_at(at, time(9))


def test_three_weeks_of_work_are_found_at_once() -> None:
    began = stopwatch.process_time()
    for _ in range(20):
        OFFICE.add(berlin("2026-11-23 12:00"), 120 * HOUR)

    assert stopwatch.process_time() - began < 1


def test_the_usual_day_is_the_most_common_one() -> None:
    hours = WorkingHours(BERLIN, week(mon="09:00-17:00", tue="08:00-12:00, 13:00-17:00", fri="22:00-04:00"))

    assert hours.usual_day == 8 * HOUR
    assert ALWAYS.usual_day == DAY


def test_a_time_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 23)  # noqa: DTZ001
    for ask in (
        lambda: OFFICE.is_open(naive),
        lambda: OFFICE.opens_after(naive),
        lambda: OFFICE.add(naive, HOUR),
        lambda: OFFICE.between(naive, berlin("2026-11-23 12:00")),
        lambda: OFFICE.next_working_day_at(naive, time(9)),
        lambda: OFFICE.last_working_day_at(naive, time(9)),
    ):
        with pytest.raises(ValueError, match="without its zone"):
            ask()


def test_working_time_is_not_taken_back() -> None:
    with pytest.raises(ValueError, match="only be added"):
        OFFICE.add(berlin("2026-11-23 12:00"), -HOUR)


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (every_day("closed"), "at least one"),
        (every_day("09:00-17:00")[:6], "seven days"),
        (every_day("09:00-12:00, 11:00-17:00"), "overlap"),
        (every_day("22:00-06:00, 05:00-07:00"), "overlap"),
        (week(mon="00:00-02:00", sun="22:00-02:00"), "overlap"),
        ((((time(13), time(17)), (time(9), time(12))), *[()] * 6), "out of order"),
    ],
)
def test_a_week_that_makes_no_sense_is_refused(bad: Week, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        WorkingHours(BERLIN, bad)


@pytest.mark.parametrize(
    "text", ["9-17", "09:00", "09:00-25:00", "24:00-08:00", "09:00-09:00", "09:00-17:00,", "09:60-10:00"]
)
def test_hours_that_nobody_can_read_are_refused_in_plain_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"write (it like )?\"\d\d:\d\d"):
        spans_of(text)


def test_hours_are_read_as_people_write_them() -> None:
    assert spans_of("9:00 – 12:30,13:00-24:00") == ((time(9), time(12, 30)), (time(13), time(0)))
    assert spans_of(" Closed ") == ()
    assert clock_time("7:05") == time(7, 5)
