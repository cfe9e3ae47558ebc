"""A desk gets other plans while requests wait: they follow the plan that is in force when something comes due."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from bot import pings, requests, waiting
from bot.desks import Desks
from bot.drafts import Draft
from bot.settings import Settings, read_settings
from bot.work import Work
from storage.due import Reminder
from storage.engine import Storage
from storage.kinds import PingKind, Urgency
from storage.tables import DeskChannel, Person

SETTINGS = read_settings(Settings, _env_file=None, slack_bot_token="xoxb-1", slack_app_token="xapp-1")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # when a desk in UTC opens
DAY = timedelta(hours=8)
PLAIN = replace(Desks(()).find("it"), agents=("UBO",))


def with_reminders(*after: timedelta) -> Desks:
    return Desks((replace(PLAIN, plan=replace(PLAIN.plan, awaited=after)),))


def reminded(storage: Storage, desks: Desks, now: datetime) -> list[PingKind]:
    """What the clock has had people reminded of by an instant, with these desks in force."""
    with storage.transaction() as session:
        while pings.run_next(Work(session, now, desks, SETTINGS, "https://acme.slack.example")):
            pass
        return [one.kind for one in session.exec(select(Reminder).order_by(col(Reminder.id)))]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_what_waits_is_reminded_of_as_its_desk_plans_it_by_then(storage: Storage) -> None:
    first, later = with_reminders(DAY, 5 * DAY), with_reminders(3 * DAY, 5 * DAY)
    with storage.transaction() as session:
        session.add_all([Person(id="UANA", name="Ana"), Person(id="UBO", name="Bo")])
        session.add(DeskChannel(desk="it", channel="C1"))
        work = Work(session, MONDAY, first, SETTINGS, "https://acme.slack.example")
        number = requests.open_request(work, "UANA", Draft("it", "VPN is down", "", Urgency.LOW)).number
        waiting.wait(work, number, "UBO")

    assert reminded(storage, later, MONDAY + timedelta(days=1)) == [], "by now it would be too early"
    assert reminded(storage, later, MONDAY + timedelta(days=2)) == []
    assert reminded(storage, later, MONDAY + timedelta(days=2, hours=8)) == [PingKind.AWAITED]
