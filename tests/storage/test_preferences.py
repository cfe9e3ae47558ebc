"""What is known of a person, and what they have chosen, says when they may be reminded."""

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot import absences, preferences
from bot.descriptions import Quiet, Status
from bot.desks import Desk, Desks
from bot.hours import PublicHolidays, WorkingHours, spans_of
from storage.due import Addressee, Reminder
from storage.engine import Storage
from storage.kinds import PingKind, PingsIn, Urgency
from storage.tables import Person, Request

UTC_ZONE = ZoneInfo("UTC")
BO = Person(id="U1", name="bo", time_zone="Europe/Berlin")
SATURDAY_NOON = datetime(2026, 3, 7, 12, tzinfo=UTC)
MONDAY_EIGHT = datetime(2026, 3, 9, 7, tzinfo=UTC)  # as all times here in Berlin's winter
LABOUR_DAY = datetime(2026, 5, 1, 12, tzinfo=UTC)  # a Friday, a holiday in Germany and none in the United States
THURSDAY = datetime(2026, 7, 2, 12, tzinfo=UTC)
FRIDAY = datetime(2026, 7, 3, 12, tzinfo=UTC)  # the American Independence Day, observed


on_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def free_at(storage: Storage, now: datetime, desk: Desk | None = None) -> datetime:
    with storage.reading() as session:
        return preferences.manners(session, BO, desk, 8).free_at(now)


def a_desk(saturdays: str, country: str) -> Desk:
    days = (*[spans_of("09:00-17:00")] * 5, spans_of(saturdays), ())
    return replace(Desks(()).find("it"), hours=WorkingHours(UTC_ZONE, days, PublicHolidays(country)))


@on_sqlite
def test_weekends_are_free_unless_the_person_or_their_desk_works_then_and_holidays_of_both_are(
    storage: Storage,
) -> None:
    week, saturdays = a_desk("closed", "US"), a_desk("09:00-12:00", "US")

    assert free_at(storage, SATURDAY_NOON) == free_at(storage, SATURDAY_NOON, week) == MONDAY_EIGHT
    assert free_at(storage, SATURDAY_NOON, saturdays) == SATURDAY_NOON
    for desk in (None, week):
        assert free_at(storage, LABOUR_DAY, desk) > LABOUR_DAY
    assert free_at(storage, FRIDAY) == FRIDAY
    assert free_at(storage, FRIDAY, saturdays) == datetime(2026, 7, 6, 6, tzinfo=UTC)  # the 4th is one, too

    with storage.transaction() as session:
        preferences.choose(session, BO.id, {"works_weekends": True})
    assert free_at(storage, SATURDAY_NOON) == SATURDAY_NOON


@on_sqlite
def test_who_is_away_is_left_in_peace_until_nothing_speaks_against_it(storage: Storage) -> None:
    friday_morning, monday_morning = FRIDAY.replace(hour=6), datetime(2026, 7, 6, 6, tzinfo=UTC)
    for quiet, status, free in (
        (Quiet(), Status(), THURSDAY),
        (Quiet(THURSDAY, THURSDAY.replace(hour=14)), Status(), THURSDAY.replace(hour=14)),
        (Quiet(THURSDAY.replace(hour=13), FRIDAY), Status(), THURSDAY),
        (Quiet(THURSDAY, FRIDAY), Status("mask", FRIDAY.replace(hour=5)), FRIDAY),
        (Quiet(), Status("palm_tree", THURSDAY), THURSDAY),
        (Quiet(), Status("palm_tree"), friday_morning),
    ):
        with storage.transaction() as session:
            absences.silence(session, BO.id, quiet)
            absences.show(session, BO.id, status)
        assert free_at(storage, THURSDAY) == free

    with storage.transaction() as session:
        absences.leave(session, THURSDAY, BO, FRIDAY.date().replace(day=4))
    assert free_at(storage, THURSDAY) == monday_morning


def test_what_waits_for_somebody_is_looked_at_again_where_what_slack_tells_of_them_is_news(storage: Storage) -> None:
    soon, later = Quiet(THURSDAY, FRIDAY), Quiet(THURSDAY, FRIDAY.replace(hour=20))
    with storage.transaction() as session:
        dues: dict[str, Any] = {"created_at": THURSDAY, "first_answer_due": THURSDAY, "resolution_due": THURSDAY}
        told: dict[str, Any] = {"desk": "it", "title": "VPN is down", "urgency": Urgency.NORMAL}
        session.add_all([Request(id=1, requester=BO.id, author=BO.id, **told, **dues), Addressee(key=BO.id)])
        session.flush()
        held = Reminder(addressee=BO.id, request=1, kind=PingKind.SILENT, reason_at=THURSDAY, due_at=FRIDAY)
        session.add(held)

    for quiet, is_news in (
        (Quiet(), False),
        (soon, True),
        (soon, False),
        (later, True),
        (later, False),
        (Quiet(), True),
    ):
        with storage.transaction() as session:
            session.get_one(Reminder, held.id).due_at = FRIDAY
            session.flush()
            absences.silence(session, BO.id, quiet)
        with storage.reading() as session:
            assert session.get_one(Reminder, held.id).due_at == (THURSDAY if is_news else FRIDAY)
            assert absences.of(session, BO.id).quiet_until == quiet.until


def test_what_is_chosen_later_stands_beside_what_was_chosen_before(storage: Storage) -> None:
    chosen = {"quiet_from": time(12), "quiet_until": time(14, 30), "pings_in": PingsIn.DM}
    with storage.transaction() as session:
        preferences.choose(session, BO.id, chosen)
        preferences.choose(session, BO.id, {"wants_fewer": True, "language": "de"})

    with storage.reading() as session:
        found = preferences.manners(session, BO, None, 8)
        assert (found.quiet_from, found.quiet_until, found.pings_in, found.a_day) == (*chosen.values(), 2)
        assert preferences.manners(session, BO, None, 1).a_day == 1
        assert preferences.of(session, BO.id).language == "de"
