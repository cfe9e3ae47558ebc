"""What people type for a period, in their own words."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asked_periods import Asked, read
from bot.errors import BackwardsPeriod, FuturePeriod, LongPeriod, Mistake, UnreadablePeriod
from bot.hours import zone_of
from bot.periods import first_day, last_day

BERLIN = "Europe/Berlin"
NOW = datetime(2026, 11, 18, 13, 30, tzinfo=UTC)  # a Wednesday, 14:30 in Berlin


def days_of(text: str) -> list[str]:
    """The first and the last day of a period, and the first of the one before."""
    period = read(text, BERLIN, NOW).period
    before = period.before.astimezone(zone_of(BERLIN)).date()
    return [day.isoformat() for day in (first_day(period), last_day(period), before)]


def local(at: datetime, zone: str = BERLIN) -> str:
    return at.astimezone(zone_of(zone)).strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        (("", "this week", "Diese  Woche", "this week?"), "2026-11-16 2026-11-18 2026-11-09"),
        (("last week", "letzte Woche", "vorige woche"), "2026-11-09 2026-11-15 2026-11-02"),
        (("today", "heute", "2026-11-18"), "2026-11-18 2026-11-18 2026-11-17"),
        (("yesterday", "gestern", "17.11.2026", "17. 11. 2026"), "2026-11-17 2026-11-17 2026-11-16"),
        (("this month", "diesen Monat", "November", "2026-11"), "2026-11-01 2026-11-18 2026-10-01"),
        (("last month", "letzten Monat", "October", "im Okt.", "10/2026"), "2026-10-01 2026-10-31 2026-09-01"),
        (("December", "Dezember 2025", "in dec"), "2025-12-01 2025-12-31 2025-11-01"),
        (("März", "Mar 2026", "mär"), "2026-03-01 2026-03-31 2026-02-01"),
        (("this year", "dieses Jahr", "2026"), "2026-01-01 2026-11-18 2025-01-01"),
        (("last year", "letztes Jahr", "2025"), "2025-01-01 2025-12-31 2024-01-01"),
        (("last 30 days", "letzte 30 Tage", "the past 30 days"), "2026-10-19 2026-11-17 2026-09-19"),
        (("2026-10-01..2026-10-31", "1.10.2026 bis 31.10.2026"), "2026-10-01 2026-10-31 2026-08-31"),
        (("from July to September", "2026-07 – 2026-09"), "2026-07-01 2026-09-30 2026-03-31"),
        (("2026-11-17..2026-12-31", "gestern bis heute"), "2026-11-17 2026-11-18 2026-10-03"),
    ],
)
def test_a_period_is_named_in_either_language(typed: tuple[str, ...], days: str) -> None:
    wanted = days.split()
    first, *others = (days_of(text) for text in typed)
    assert first == wanted
    assert all(found[:2] == wanted[:2] for found in others)


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        ("2026-13", UnreadablePeriod),
        ("30.2.2026", UnreadablePeriod),
        ("1999-12-31", UnreadablePeriod),
        ("phishing mail", UnreadablePeriod),
        ("a..b", UnreadablePeriod),
        ("May..", UnreadablePeriod),
        ("1..2..3", UnreadablePeriod),
        ("2999-12-31", FuturePeriod),
        ("December 2026", FuturePeriod),
        ("2026-11-19..2026-11-20", FuturePeriod),
        ("2026-10-31..2026-10-01", BackwardsPeriod),
        ("2020..2026", LongPeriod),
        ("last 4000 days", LongPeriod),
    ],
)
def test_what_is_no_period_is_told_with_what_was_typed(typed: str, mistake: type[Mistake]) -> None:
    with pytest.raises(mistake) as raised:
        read(typed, BERLIN, NOW)
    assert raised.value.values == {"typed": typed}


def test_a_period_that_still_runs_is_compared_with_as_much_of_the_one_before() -> None:
    week = read("this week", BERLIN, NOW)
    assert (week.period.until, local(week.before_until), week.is_running) == (NOW, "11-11 14:30", True)

    march = datetime(2026, 3, 31, 10, 0, tzinfo=UTC)
    assert read("this month", BERLIN, march).before_until == read("February", BERLIN, march).period.until

    spring = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)  # the night before had an hour less
    assert local(read("today", BERLIN, spring).before_until) == "03-28 14:00"

    over = read("last week", BERLIN, NOW)
    assert (over.before_until, over.is_running) == (over.period.since, False)


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/St_Johns", "Pacific/Auckland"])
def test_a_day_begins_at_the_readers_midnight(zone: str) -> None:
    yesterday = read("yesterday", zone, NOW).period
    assert local(yesterday.since, zone)[-5:] == local(yesterday.until, zone)[-5:] == "00:00"
    assert yesterday.until - yesterday.since == timedelta(days=1)


SCRAPS = ("last", "3", "days", "..", "2026-10", "May", "to")


@given(st.text(max_size=40) | st.lists(st.sampled_from(SCRAPS)).map(" ".join))
def test_whatever_is_typed_is_a_period_up_to_now_or_a_kind_word(typed: str) -> None:
    try:
        asked = read(typed, BERLIN, NOW)
    except Mistake:
        return
    period = asked.period
    assert period.before <= asked.before_until <= period.since <= period.until <= NOW
    assert Asked.of(str(asked)) == asked
