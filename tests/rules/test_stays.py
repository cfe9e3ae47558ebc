"""What single histories tell of a request's stays, in so many words; random ones are in journeys/test_numbers_model."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.hours import WorkingHours
from bot.stays import keep_told, stays_of
from bot.targets import Standard
from bot.timeline import Line, promise
from storage.kinds import EventKind
from storage.reports import Stay

HOUR = timedelta(hours=1)
OFFICE = WorkingHours(ZoneInfo("Europe/Berlin"), (*[((time(9), time(17)),)] * 5, (), ()))
EARLY = WorkingHours(ZoneInfo("Europe/Berlin"), (*[((time(6), time(14)),)] * 5, (), ()))
USUAL, URGENT = Standard(4 * HOUR, 16 * HOUR), Standard(HOUR, 4 * HOUR)
MONDAY, THURSDAY, FRIDAY = (datetime(2026, 3, day, tzinfo=ZoneInfo("Europe/Berlin")) for day in (9, 5, 6))
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
ASKED = (EventKind.OPENED, THURSDAY + 15 * HOUR, promise(USUAL))
BY_BO = {"before": {"state": "claimed", "agent": "UBO"}}
Happened = tuple[EventKind, datetime, dict[str, Any]]


def stays(*happened: Happened, desk: str = "it", hours: WorkingHours = OFFICE) -> list[Stay]:
    return stays_of(7, desk, list(_lines(happened)), lambda _: hours, USUAL)


def _lines(happened: tuple[Happened, ...]) -> Iterator[Line]:
    for number, (kind, at, data) in enumerate(happened, start=1):
        yield Line(number, kind, at.astimezone(UTC), data, "UBO")


def test_the_example_of_the_documentation() -> None:
    """docs/numbers.md tells it."""
    (stay,) = stays(
        ASKED,
        (EventKind.ANSWERED, FRIDAY + 10 * HOUR, {}),
        (EventKind.WAITED, FRIDAY + 10 * HOUR, {}),
        (EventKind.WENT_ON, MONDAY + 11 * HOUR, {}),
        (EventKind.RESOLVED, WEDNESDAY + 10 * HOUR, BY_BO),
    )

    assert (stay.answered_at, stay.answered_within) == (FRIDAY + 10 * HOUR, 3 * 3600)
    assert (stay.answer_missed_at, stay.resolution_missed_at) == (None, TUESDAY + 16 * HOUR)
    assert (stay.ended_by, stay.solver, stay.resolved_within) == (EventKind.RESOLVED, "UBO", 18 * 3600)


def test_who_is_moved_on_answered_is_owed_no_answer_and_who_reopens_is() -> None:
    answered: Happened = (EventKind.ANSWERED, THURSDAY + 16 * HOUR, {})
    moved = (EventKind.MOVED, FRIDAY + 9 * HOUR, {"from": "hr", "to": "it", **promise(USUAL)})
    resolved = (EventKind.RESOLVED, FRIDAY + 10 * HOUR, BY_BO)
    reopened = (EventKind.REOPENED, FRIDAY + 16 * HOUR, promise(USUAL))

    first, second, third = stays(ASKED, answered, moved, resolved, reopened)

    assert [one.desk for one in (first, second, third)] == ["hr", "it", "it"]
    assert (first.ended_by, second.began_by, third.began_by) == (
        EventKind.MOVED,
        EventKind.MOVED,
        EventKind.REOPENED,
    )
    assert (first.answered_within, second.answered_at, second.answer_missed_at) == (3600, None, None)
    assert third.answer_missed_at == MONDAY + 12 * HOUR, "as it will be if nothing happens"


def test_what_is_handed_back_has_as_long_for_its_answer_as_a_new_one() -> None:
    handed_back: Happened = (EventKind.HANDED_BACK, FRIDAY + 10 * HOUR, {})

    (stay,) = stays(ASKED, handed_back)

    assert (stay.answer_missed_at, stay.resolution_missed_at) == (FRIDAY + 14 * HOUR, MONDAY + 15 * HOUR)


def test_at_the_instant_at_which_it_is_due_an_answer_is_late() -> None:
    in_time, late = (
        stays(ASKED, (EventKind.ANSWERED, FRIDAY + 11 * HOUR - timedelta(seconds=left), {}))[0] for left in (1, 0)
    )

    assert (in_time.answer_missed_at, late.answer_missed_at) == (None, FRIDAY + 11 * HOUR)


def test_what_is_missed_stays_missed_and_what_becomes_urgent_may_be_so_at_once() -> None:
    urged = (EventKind.URGED, FRIDAY + 10 * HOUR, promise(URGENT))
    calmed = (EventKind.URGED, FRIDAY + 10.5 * HOUR, promise(USUAL))

    (stay,) = stays(ASKED, urged, calmed, (EventKind.WAITED, FRIDAY + 12 * HOUR, {}))

    assert stay.answer_missed_at == FRIDAY + 10 * HOUR
    assert stay.resolution_missed_at is None, "there was time again, and now it waits"


def test_what_is_said_after_the_end_and_what_is_deleted_later_than_undone_changes_nothing() -> None:
    solved = (EventKind.RESOLVED, FRIDAY + 10 * HOUR, {"by_requester": True, **BY_BO})
    late: Happened = (EventKind.ANSWERED, MONDAY + 10 * HOUR, {})
    answered: Happened = (EventKind.ANSWERED, FRIDAY + 9 * HOUR, {})

    (alone,), (followed,) = stays(ASKED, solved), stays(ASKED, solved, late)
    assert followed == alone
    assert (alone.answered_at, alone.answer_missed_at, alone.solver) == (None, None, "UBO")

    undone, deleted = (
        stays(ASKED, answered, (EventKind.UNDONE, FRIDAY + 9 * HOUR + seconds * timedelta(seconds=1), {"event": 2}))[0]
        for seconds in (30, 31)
    )
    assert (undone.answered_at, deleted.answered_at) == (None, FRIDAY + 9 * HOUR)


def test_other_hours_change_nothing_of_the_past() -> None:
    answered: Happened = (EventKind.ANSWERED, FRIDAY + 10 * HOUR, {})
    (before,) = stays(ASKED, answered)
    now = TUESDAY + 15 * HOUR
    (told,) = stays(ASKED, answered, (EventKind.WAITED, now, {}))
    (otherwise,) = stays(ASKED, answered, hours=EARLY)
    assert before.resolution_missed_at == MONDAY + 15 * HOUR
    assert otherwise.answered_within != before.answered_within

    kept = keep_told(before, otherwise, now)
    assert (kept.answered_within, kept.resolution_missed_at) == (before.answered_within, before.resolution_missed_at)
    assert told.resolution_missed_at == before.resolution_missed_at


def test_what_other_hours_would_have_had_missed_long_ago_is_missed_now() -> None:
    (before,) = stays(ASKED)
    now = FRIDAY + 10.5 * HOUR
    (otherwise,) = stays(ASKED, hours=EARLY)
    assert before.answer_missed_at == FRIDAY + 11 * HOUR

    assert keep_told(before, otherwise, now).answer_missed_at == now - timedelta(seconds=30)
