"""When digests are due, and for which periods: without a gap, and never before a period is over."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desks import Desks
from bot.hours import PublicHolidays, WorkingHours, spans_of
from bot.rhythms import Beat, Turn, beat
from storage.kinds import DigestKind
from storage.tables import Preference

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = (*[spans_of("09:00-17:00")] * 5, (), ())
IT = WorkingHours(BERLIN, OFFICE, PublicHolidays("DE", "BE"))
NINE = time(9)
CLOSED = WorkingHours(BERLIN, OFFICE, lambda day: date(2026, 12, 21) <= day <= date(2027, 1, 1))  # for nearly two weeks
REGULAR = (DigestKind.WEEKLY, DigestKind.MONTHLY)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Honolulu")


def berlin(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold)


def usual(kind: DigestKind, hours: WorkingHours = IT, at: time = NINE, zone: str = "Europe/Berlin") -> Beat:
    return Beat(kind, hours, at, zone)


def chosen_by(zone: str, at: time | None, kind: DigestKind, **further: bool) -> Beat:
    """What a lead in a zone has chosen, of a desk in Berlin at nine."""
    desk = replace(Desks(()).find("it"), hours=IT, is_confidential=further.get("is_confidential", False))
    in_channel = further.get("in_channel", False)
    return beat(kind, desk, Preference(person="ULENA", digest_at=at, digest_in_channel=in_channel), zone)


def told(turn: Turn, zone: ZoneInfo = BERLIN) -> tuple[str, str, str]:
    """From when, until when, and when it comes, on the clock of a zone."""
    since, until, due_at = (f"{at.astimezone(zone):%m-%d %H:%M}" for at in (turn.since, turn.until, turn.due_at))
    return since, until, due_at


def turns(of: Beat, now: datetime, n: int) -> list[Turn]:
    """The next ones, told of a lead who is new."""
    found = [of.next(of.began(now), now)]
    while len(found) < n:
        found.append(of.next(found[-1].until))
    return found


@pytest.mark.parametrize(
    ("kind", "now", "following"),
    [
        (DigestKind.DAILY, "2026-03-03 08:59", [("03-02 09:00", "03-03 09:00", "03-03 09:00")]),
        (DigestKind.DAILY, "2026-03-06 09:00", [("03-06 09:00", "03-09 09:00", "03-09 09:00")]),
        (
            DigestKind.DAILY,  # Good Friday and Easter Monday, and the night before them an hour is skipped
            "2026-03-27 12:00",
            [
                ("03-27 09:00", "03-30 09:00", "03-30 09:00"),
                ("03-30 09:00", "03-31 09:00", "03-31 09:00"),
                ("03-31 09:00", "04-01 09:00", "04-01 09:00"),
                ("04-01 09:00", "04-02 09:00", "04-02 09:00"),
                ("04-02 09:00", "04-07 09:00", "04-07 09:00"),
            ],
        ),
        (
            DigestKind.WEEKLY,
            "2026-03-30 08:00",
            [
                ("03-23 00:00", "03-30 00:00", "03-30 09:00"),
                ("03-30 00:00", "04-06 00:00", "04-07 09:00"),
                ("04-06 00:00", "04-13 00:00", "04-13 09:00"),
            ],
        ),
        (DigestKind.WEEKLY, "2026-04-07 09:00", [("04-06 00:00", "04-13 00:00", "04-13 09:00")]),
        (DigestKind.WEEKLY, "2026-04-12 12:00", [("04-06 00:00", "04-13 00:00", "04-13 09:00")]),
        (DigestKind.THANKS, "2026-04-12 12:00", [("04-06 00:00", "04-13 00:00", "04-13 09:00")]),
        (
            DigestKind.MONTHLY,
            "2026-04-15 12:00",
            [("04-01 00:00", "05-01 00:00", "05-04 09:00"), ("05-01 00:00", "06-01 00:00", "06-01 09:00")],
        ),
    ],
)
def test_what_comes_next(kind: DigestKind, now: str, following: list[tuple[str, str, str]]) -> None:
    assert [told(turn) for turn in turns(usual(kind), berlin(now), len(following))] == following


def test_what_is_over_while_nobody_works_is_told_of_in_one_when_they_do() -> None:
    weekly = usual(DigestKind.WEEKLY, CLOSED)
    on_holiday, after = turns(weekly, berlin("2026-12-14 12:00"), 2)

    assert told(on_holiday) == ("12-14 00:00", "01-04 00:00", "01-04 09:00")
    assert told(after) == ("01-04 00:00", "01-11 00:00", "01-11 09:00")
    period = weekly.period(on_holiday)
    assert (period.since, period.until, period.before) == (on_holiday.since, on_holiday.until, berlin("2026-11-23"))
    assert weekly.began(berlin("2026-12-24 12:00")) == on_holiday.since


@pytest.mark.parametrize(
    ("kind", "now", "before"),
    [
        (DigestKind.DAILY, "2026-03-09 08:00", "2026-03-05 09:00"),
        (DigestKind.WEEKLY, "2026-03-09 08:00", "2026-02-23 00:00"),
        (DigestKind.MONTHLY, "2026-03-01 08:00", "2026-01-01 00:00"),
    ],
)
def test_what_it_is_compared_with_is_what_the_one_before_was_about(kind: DigestKind, now: str, before: str) -> None:
    of = usual(kind)
    (turn,) = turns(of, berlin(now), 1)
    period = of.period(turn)

    assert (period.before, period.since, period.until) == (berlin(before), turn.since, turn.until)


def test_it_comes_on_the_clock_of_who_has_chosen_an_hour_and_else_on_that_of_the_desk() -> None:
    lisbon, kathmandu = ZoneInfo("Europe/Lisbon"), ZoneInfo("Asia/Kathmandu")  # five hours and three quarters ahead
    now = berlin("2026-03-04 12:00")

    for zone, chosen, due in (
        (lisbon, None, "03-05 08:00"),
        (lisbon, time(7, 30), "03-05 07:30"),
        (kathmandu, time(7, 30), "03-05 07:30"),
    ):
        (daily,) = turns(chosen_by(zone.key, chosen, DigestKind.DAILY), now, 1)
        (weekly,) = turns(chosen_by(zone.key, chosen, DigestKind.WEEKLY), now, 1)
        assert told(daily, zone)[2] == due
        assert told(weekly, zone) == ("03-02 00:00", "03-09 00:00", due.replace("05", "09"))


def test_what_a_channel_reads_is_about_the_weeks_of_its_desk() -> None:
    far = "Asia/Kathmandu"

    assert chosen_by(far, None, DigestKind.WEEKLY, in_channel=True).zone == "Europe/Berlin"
    assert chosen_by(far, None, DigestKind.WEEKLY, in_channel=True, is_confidential=True).zone == far
    assert chosen_by(far, None, DigestKind.MONTHLY, in_channel=True).zone == far


def test_no_week_is_told_of_before_it_is_over_where_its_reader_is() -> None:
    auckland = replace(IT, zone=ZoneInfo("Pacific/Auckland"))
    honolulu = ZoneInfo("Pacific/Honolulu")  # on whose Sunday mornings the desk begins its week

    (turn,) = turns(usual(DigestKind.WEEKLY, auckland, zone=honolulu.key), berlin("2026-03-04 12:00"), 1)

    assert told(turn, honolulu) == ("03-02 00:00", "03-09 00:00", "03-09 10:00")


def test_an_hour_that_spring_skips_and_one_that_autumn_repeats_come_once_each() -> None:
    always = WorkingHours(BERLIN, (spans_of("00:00-24:00"),) * 7)
    daily = usual(DigestKind.DAILY, always, time(2, 30))

    spring = [turn.due_at for turn in turns(daily, berlin("2026-03-28 12:00"), 2)]
    autumn = [turn.due_at for turn in turns(daily, berlin("2026-10-24 12:00"), 2)]

    assert spring == [berlin("2026-03-29 03:00"), berlin("2026-03-30 02:30")]
    assert autumn == [berlin("2026-10-25 02:30").astimezone(UTC), berlin("2026-10-26 02:30")]


@pytest.mark.parametrize(
    ("hour", "daily", "weekly"),
    [
        (10, ("03-02 09:00", "03-03 10:00", "03-03 10:00"), ("03-02 00:00", "03-09 00:00", "03-09 10:00")),
        (7, ("03-02 09:00", "03-03 07:00", "03-03 07:00"), ("03-02 00:00", "03-09 00:00", "03-09 07:00")),
    ],
)
def test_who_chooses_another_hour_gets_the_next_one_then_and_not_a_second_one_today(
    hour: int, daily: tuple[str, str, str], weekly: tuple[str, str, str]
) -> None:
    now = berlin("2026-03-02 09:15")  # the last ones came a quarter of an hour ago
    for kind, expected in ((DigestKind.DAILY, daily), (DigestKind.WEEKLY, weekly)):
        since = usual(kind).began(now)
        assert told(usual(kind, at=time(hour)).next(since, now)) == expected


def test_who_chooses_an_hour_that_is_over_today_gets_it_tomorrow_with_all_since_the_last_one() -> None:
    now = berlin("2026-03-03 12:00")
    since = usual(DigestKind.DAILY, at=time(17)).began(now)

    turn = usual(DigestKind.DAILY).next(since, now)

    assert told(turn) == ("03-02 17:00", "03-04 09:00", "03-04 09:00")


@pytest.mark.parametrize("moves_to", ZONES)
@pytest.mark.parametrize("kind", REGULAR)
def test_who_moves_to_another_zone_misses_no_week_and_gets_none_twice(kind: DigestKind, moves_to: str) -> None:
    here, there = (chosen_by(zone, NINE, kind) for zone in ("Europe/Berlin", moves_to))
    (turn,) = turns(here, berlin("2026-03-04 12:00"), 1)

    moved = there.next(turn.until)

    zone = ZoneInfo(moves_to)
    assert told(moved, zone)[0] == told(turn)[1]
    assert there.period(turn).until == moved.since
    assert there.period(moved).before == there.period(turn).since


def test_of_what_was_due_while_nobody_could_send_it_the_last_is_sent() -> None:
    daily, weekly = usual(DigestKind.DAILY), usual(DigestKind.WEEKLY)
    now = berlin("2026-03-02 12:00")
    (day,), (week,) = turns(daily, now, 1), turns(weekly, now, 1)
    friday = berlin("2026-03-13 15:00")

    last, passed = daily.latest(day, friday)
    assert (told(last), passed) == (("03-12 09:00", "03-13 09:00", "03-13 09:00"), 8)
    assert weekly.latest(week, friday) == (week, 0)
    assert weekly.latest(week, friday + timedelta(days=365))[1] == 52


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(DigestKind),
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
    st.times(),
    st.integers(0, 2 * 365 * 24 * 60),
)
def test_each_begins_where_the_one_before_ended_and_comes_when_it_is_over(
    kind: DigestKind, works_in: str, reads_in: str, at: time, minutes: int
) -> None:
    of, now = (
        usual(kind, replace(IT, zone=ZoneInfo(works_in)), at, reads_in),
        berlin("2026-01-01") + timedelta(minutes=minutes),
    )
    found = turns(of, now, 3)

    assert of.began(now) <= now < found[0].due_at
    for turn in found:
        period = of.period(turn)
        assert period.before < turn.since < turn.until <= turn.due_at
        assert (period.since, period.until) == (turn.since, turn.until)
    for one, following in pairwise(found):
        assert one.until == following.since
        assert of.latest(one, following.due_at) == (following, 1)
        assert of.latest(one, following.due_at - timedelta(microseconds=1)) == (one, 0)
        assert of.began(one.due_at) == one.until, "it is not told of again"
