"""Weeks go by, in Berlin and New York: who is told what, over nights with other clocks, weekends and holidays."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from bot import claiming, ending, places, waiting
from storage.engine import Storage
from storage.kinds import EventKind, Urgency
from storage.tables import Event
from tests.journeys.ping_machine import DESKS, ZONES, Machine

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
A_DAY = timedelta(days=1)


class Weeks(Machine):
    """The same people, whose days are told in advance; the rules are looked at all the while."""

    def at(self, month: int, day: int, hour: int, minute: int = 0, zone: str = "Europe/Berlin") -> None:
        """Live on until an instant, as clocks there show it."""
        self.goes_to(datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC), A_DAY)

    def acts(self, act: Callable[..., object], number: int, person: str) -> None:
        self.does(act, number, person)

    def told(self) -> list[str]:
        """Everything that anybody was told so far, by their own clocks."""
        with self.storage.reading() as session:
            said = session.exec(select(Event).where(Event.kind == EventKind.PINGED).order_by(col(Event.id))).all()
        return [
            f"{self.clock_of(one.data['to'], one.at)} {one.data['to']}: #{one.request} {one.data['ping']}"
            for one in said
        ]

    def clock_of(self, reader: str, at: datetime) -> str:
        zone = ZoneInfo(ZONES[reader]) if reader in ZONES else DESKS.get(reader.removeprefix("desk:")).hours.zone
        return f"{at.astimezone(zone):%a %d %b %H:%M}"


@pytest.fixture
def weeks(storage: Storage) -> Weeks:
    return Weeks(storage)


NEW_YORK = "America/New_York"


def test_from_winter_to_easter(weeks: Weeks) -> None:
    weeks.now = datetime(2026, 2, 13, 14, tzinfo=UTC)  # a Friday, 15:00 in Berlin
    weeks.does(weeks.asks, "UANA", "it", Urgency.NORMAL)
    weeks.says(places.card(1), "UNIA", "I have a look.")
    weeks.at(3, 5, 15)
    weeks.acts(waiting.wait, 1, "UNIA")
    weeks.at(3, 6, 15, zone=NEW_YORK)
    weeks.does(weeks.asks, "UBEN", "ops", Urgency.LOW)
    weeks.acts(waiting.wait, 2, "UNIA")
    weeks.at(3, 27, 16, 30)
    weeks.does(weeks.asks, "UANA", "it", Urgency.BLOCKED)
    weeks.at(4, 1, 16)
    weeks.says(places.card(3), "UBO", "I have a look.")
    weeks.at(4, 2, 15)
    weeks.says(places.card(3), "UBO", "It takes a while.")
    weeks.at(4, 8, 8)
    assert weeks.told() == [
        "Tue 17 Feb 08:00 UNIA: #1 silent",  # four working hours after Friday, 15:00; the 16th is Presidents' Day
        "Thu 19 Feb 08:00 UNIA: #1 resolution_near",  # at 13:00 in Berlin she slept
        "Fri 20 Feb 15:00 ULENA: #1 resolution_missed",
        "Fri 06 Mar 15:00 UANA: #1 awaited",
        "Mon 09 Mar 08:00 UBEN: #2 awaited",  # due on Saturday; since Sunday New York has summer time
        "Mon 09 Mar 15:00 UBEN: #2 awaited",
        "Tue 10 Mar 15:00 UBEN: #2 awaited",
        "Thu 12 Mar 15:00 UANA: #1 awaited_last",
        "Mon 30 Mar 09:00 desk:it: #3 first_answer_near",  # since Sunday Berlin has, too
        "Mon 30 Mar 09:10 ULENA: #3 first_answer_missed",
        "Mon 30 Mar 11:30 desk:it: #3 resolution_near",
        "Mon 30 Mar 12:30 ULENA: #3 resolution_missed",
        "Thu 02 Apr 12:00 UBO: #3 silent",
        "Tue 07 Apr 11:00 UBO: #3 silent",  # Easter from Friday to Monday
    ]


def test_from_autumn_to_winter(weeks: Weeks) -> None:
    weeks.now = datetime(2026, 10, 23, 14, 30, tzinfo=UTC)  # a Friday, 16:30 in Berlin
    weeks.does(weeks.asks, "UANA", "it", Urgency.BLOCKED)
    weeks.at(10, 26, 10)
    weeks.acts(ending.withdraw, 1, "UANA")
    weeks.at(10, 30, 16, 30, NEW_YORK)
    weeks.does(weeks.asks, "UBEN", "ops", Urgency.HIGH)
    weeks.at(11, 10, 16, zone=NEW_YORK)
    weeks.acts(claiming.claim, 2, "UNIA")
    weeks.at(11, 13, 9)
    assert weeks.told() == [
        "Mon 26 Oct 09:00 desk:it: #1 first_answer_near",  # since Sunday Berlin has winter time
        "Mon 26 Oct 09:10 ULENA: #1 first_answer_missed",
        "Sat 31 Oct 10:30 desk:ops: #2 first_answer_near",  # this desk works on Saturdays
        "Sat 31 Oct 16:30 ULENA: #2 first_answer_missed",
        "Sat 31 Oct 11:30 UNIA: #2 first_answer_missed",
        "Sat 31 Oct 14:30 desk:ops: #2 resolution_near",
        "Sat 31 Oct 16:30 UNIA: #2 resolution_missed",
        "Mon 02 Nov 08:00 ULENA: #2 resolution_missed",  # when it was late, it was late in Berlin
        "Thu 12 Nov 12:00 UNIA: #2 silent",  # four working hours after Tuesday, 16:00; the 11th is Veterans Day
    ]


def test_a_clock_that_goes_back_an_hour_or_on_by_a_day_says_nothing_twice_and_loses_nothing(weeks: Weeks) -> None:
    weeks.now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    for _ in range(2):
        weeks.does(weeks.asks, "UANA", "it", Urgency.NORMAL)
        weeks.now += timedelta(minutes=30)
    weeks.now = datetime(2026, 3, 2, 11, tzinfo=UTC)
    weeks.ticks()
    weeks.now -= timedelta(hours=1)
    weeks.ticks()
    assert weeks.told() == ["Mon 02 Mar 12:00 desk:it: #1 first_answer_near"]
    weeks.says(places.card(1), "UBO", "I have a look.")

    weeks.now += A_DAY
    for _ in range(2):
        weeks.ticks()
    assert sorted(weeks.told()[1:]) == [
        "Tue 03 Mar 11:00 UBO: #1 silent",
        "Tue 03 Mar 11:00 ULENA: #2 first_answer_missed",
        "Tue 03 Mar 11:00 desk:it: #2 first_answer_near",
    ]
