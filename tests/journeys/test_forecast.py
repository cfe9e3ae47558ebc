"""The dry run: what it says will be sent is what is sent when the time has come, and looking ahead changes nothing."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import SQLModel, col, select
from typer.testing import CliRunner

from bot.errors import NotAnOperator
from bot.forecast import check_operator, look_ahead
from bot.views.forecast import Also, Coming, Forecast, summary
from bot.words import words_for
from handlers.cli import app
from handlers.demo.company import DESKS
from storage.due import Nudge
from storage.engine import Storage
from storage.kinds import EventKind, PingKind
from storage.tables import Event
from tests.databases import Databases
from tests.people import Colleague, meet
from tests.world import World, crosswise

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
_DONE = {EventKind.SURVEYED: Also.SURVEY, EventKind.LAPSED: PingKind.LAPSE, EventKind.CLOSED: PingKind.CLOSE}
UNUSABLE = 2


def remembered(storage: Storage) -> dict[str, list[str]]:
    """Every row of every table."""
    tables = SQLModel.metadata.tables.items()
    with storage.reading() as session:
        return {name: sorted(repr(row) for row in session.execute(table.select())) for name, table in tables}


def sent(storage: Storage, after: int) -> Iterator[tuple[object, ...]]:
    """What was said and done after an event."""
    with storage.reading() as session:
        for event in session.exec(select(Event).where(col(Event.id) > after).order_by(col(Event.id))):
            if event.kind is EventKind.PINGED:
                yield event.at, event.request, event.data["ping"], event.data["to"]
            elif event.kind in _DONE:
                yield event.at, event.request, _DONE[event.kind]


def foretold(forecast: Forecast) -> Iterator[tuple[object, ...]]:
    for one in forecast.coming:
        to = (one.to,) if one.what not in _DONE.values() else ()
        yield one.at, one.number, one.what, *to


def begun(storage: Storage) -> set[tuple[object, ...]]:
    """To whom, and when, each message of reminders was sent."""
    with storage.reading() as session:
        return {(nudge.addressee, nudge.at) for nudge in session.exec(select(Nudge))}


@crosswise
def test_what_is_foretold_is_what_is_sent_and_foretelling_changes_nothing(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    ana.asks("laptop won't start", urgency="high")
    ana.asks("a second screen")
    ben.asks("my contract", desk="hr")
    ben.asks("the printer")
    for title, minutes in (("a new chair", 0), ("a new desk", 20), ("a new lamp", 0)):
        number = ana.asks(title)
        bo.presses("wait", bo.line(number))
        world.pass_time(minutes=minutes)
    bo.claims(2)
    bo.answers(2, "I have a look.")
    bo.resolves(4)
    before, start = remembered(world.storage), world.company.clock()

    forecast = look_ahead(world.program.helpdesk, start + timedelta(days=10), most=5000)
    assert remembered(world.storage) == before

    instants = {one.at for one in forecast.coming} | {start + timedelta(days=n) for n in range(1, 10)}
    for at in sorted(instants):
        world.company.clock.advance_to(at)
        world.program.helpdesk.tick()
    assert list(foretold(forecast)) == list(sent(world.storage, len(before["event"])))
    reminders = [one for one in forecast.coming if one.what not in _DONE.values()]
    assert {(one.to, one.at) for one in reminders if not one.joins} == begun(world.storage)
    assert any(one.joins for one in reminders)
    assert {one.what for one in forecast.coming} >= {*_DONE.values(), PingKind.SILENT, PingKind.AWAITED_LAST}
    assert not forecast.is_cut

    soon = look_ahead(world.program.helpdesk, start + timedelta(days=60), most=10)
    assert soon.is_cut
    world.settle()


@one_world
def test_an_operator_looks_ahead_and_learns_no_secrets(world: World) -> None:
    ana, bo, hana, olga = meet(world, "ana", "bo", "hana", "olga")
    ana.asks("laptop won't start")
    ana.asks("my salary", desk="hr")
    ana.asks("a second screen")
    bo.claims(1)
    bo.answers(1, "I have a look.")
    hana.claims(2)
    bo.answers(3, "Which size?")
    bo.presses("wait", bo.line(3))

    olga.opens_home()
    olga.presses_at_home("What will be sent")
    day = reckoned(world, olga)
    assert "#1* IT · Bo Brandt · its requester has heard nothing for long" in day
    assert "#2* HR · whoever has it · its first answer is nearly due" in day
    assert "#3* IT · whoever asked · it waits for its requester" in day
    assert "should be solved" not in day

    olga.person.chooses("forecast_span", "The next 7 days", on=olga.form)
    week = reckoned(world, olga)
    assert "#1* IT · Bo Brandt · it should be solved soon" in week
    for secret in ("Ana", "Hana", "laptop", "salary", "screen"):
        assert secret not in day + week
    with world.program.helpdesk.looking() as work, pytest.raises(NotAnOperator):
        check_operator(work, bo.id)

    printed = pings(DATABASE_URL=world.database_url)
    assert "#2 HR · Hana Hoffmann · " in printed
    assert "#3 IT · Ana Alvarez · it waits for its requester" in printed


def reckoned(world: World, operator: Colleague) -> str:
    """What stands in the form as soon as it is known what comes."""
    changed = threading.Event()
    world.company.workspace.subscribe(lambda _change: changed.set())
    while "One moment" in operator.reads_form():
        assert changed.wait(20), "nothing came of it"
        changed.clear()
    return operator.reads_form()


def pings(*options: str, exit_code: int = 0, **environment: str) -> str:
    """What `helpdesk pings` prints, by the clock on the wall."""
    given = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "HELPDESK_DESKS": str(DESKS)}
    result = CliRunner().invoke(app, ["pings", *options], env=given | environment)
    assert result.exit_code == exit_code, result.output
    return result.output


def test_what_makes_no_message_is_told_without_a_number() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    joins = Coming(now, PingKind.AWAITED, "it", 1, "U1", joins=True)
    closes = Coming(now, PingKind.CLOSE, "it", 2, "")
    told = "If nothing else happens, no new message will be sent, only:"
    assert summary(Forecast([joins, closes], now), words_for("en")) == told


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--until", "tomorrow"), '"tomorrow" is no time; one is written as "2026-12-01 09:00".'),
        (("--until", "2020-01-01T09:00Z"), '"2020-01-01T09:00Z" is past.'),
        (("--until", "9999-12-31 23:59"), "Please stay within 60 days."),
        (("--until", "0001-01-01T00:00+14:00"), "is no time"),
        (("--zone", "Berlin"), '"Berlin" is no time zone; one is written as Europe/Berlin.'),
        (("--zone", "../etc"), '"../etc" is no time zone'),
    ],
)
def test_what_cannot_be_foretold_is_said_clearly(options: tuple[str, ...], told: str) -> None:
    assert told in pings(*options, exit_code=UNUSABLE)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_database_that_is_not_there_or_of_another_version_is_left_as_it_is(databases: Databases) -> None:
    with databases.blank() as url:
        file = Path(url.removeprefix("sqlite:///"))
        assert f"there is no file {file}." in pings(DATABASE_URL=url, exit_code=UNUSABLE)
        assert not file.exists()
        file.touch()
        assert "`helpdesk migrate` brings it up to date." in pings(DATABASE_URL=url, exit_code=UNUSABLE)
    with databases.fresh() as url:
        assert "Nothing will be sent" in pings("--zone", "Europe/Berlin", DATABASE_URL=url)
