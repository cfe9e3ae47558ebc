"""What a lead sees of today and this week, compared with as much of the week before."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.outlooks import so_far

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("now", "today", "week", "before", "as_far"),
    [
        # Tuesday, and Monday just after midnight
        ((3, 10, 9, 0), (3, 9, 23, 0), (3, 8, 23, 0), (3, 1, 23, 0), (3, 3, 9, 0)),
        ((3, 8, 23, 1), (3, 8, 23, 0), (3, 8, 23, 0), (3, 1, 23, 0), (3, 1, 23, 1)),
        # the clock went forward on the Sunday: half past ten is half past ten
        ((3, 30, 8, 30), (3, 29, 22, 0), (3, 29, 22, 0), (3, 22, 23, 0), (3, 23, 9, 30)),
        ((3, 29, 20, 0), (3, 28, 23, 0), (3, 22, 23, 0), (3, 15, 23, 0), (3, 22, 21, 0)),
    ],
)
def test_today_and_this_week_begin_at_the_leads_midnight_and_last_week_is_as_long_by_the_clock(
    now: tuple[int, ...],
    today: tuple[int, ...],
    week: tuple[int, ...],
    before: tuple[int, ...],
    as_far: tuple[int, ...],
) -> None:
    at, midnight, monday, monday_before, until = (
        datetime(2026, month, day, hour, minute, tzinfo=UTC)
        for month, day, hour, minute in (now, today, week, before, as_far)
    )
    moment = timedelta.resolution

    assert so_far(BERLIN, at) == [
        (midnight, at + moment),
        (monday, at + moment),
        (monday_before, until + moment),
    ]
