"""The demo's past: four weeks that the bot has really lived, seen from the morning on which the demo begins."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.desks import Desks
from bot.places import is_shown
from handlers.demo import past
from handlers.demo.stage import START, ZONE
from sandbox.seen import SeenMessage
from storage.due import Ping, Reminder, Survey
from storage.kinds import EventKind, Outcome, PingKind, Rating, State
from storage.queries import outbox_figures
from storage.tables import Event, Message, Posted, Request
from tests.databases import SqliteDatabases
from tests.people import Colleague, meet
from tests.world import World, opened


@pytest.fixture(scope="module")
def company(sqlite_databases: SqliteDatabases) -> Iterator[World]:
    """The company at the start of the demo; nobody here changes it."""
    with (
        sqlite_databases.fresh() as url,
        opened(url, sockets=True, start=past.begins(START), desks=_led_in_it_alone) as world,
    ):
        past.live_past(world, START)
        yield world


def _led_in_it_alone(desks: Desks) -> Desks:
    return desks.change(lambda desk: desk if desk.key == "it" else replace(desk, leads=()))


def found_requests(company: World) -> list[Request]:
    with company.storage.reading() as session:
        return list(session.exec(select(Request).order_by(col(Request.id))))


def surveys(company: World) -> list[Survey]:
    with company.storage.reading() as session:
        return list(session.exec(select(Survey)))


def number_of(company: World, title: str) -> int:
    (number,) = (request.number for request in found_requests(company) if request.title == title)
    return number


def everything(company: World, colleague: Colleague) -> list[SeenMessage]:
    """All that somebody finds in the DM with the bot, threads included; what is broadcast stands there twice."""
    heads = colleague.person.messages(colleague.dm)
    return [*heads, *(reply for head in heads for reply in colleague.person.thread(head))]


def test_it_ends_where_the_demo_begins(company: World) -> None:
    assert company.company.clock() == START
    with company.storage.reading() as session:
        deeds = session.exec(select(Event).where(col(Event.actor).is_not(None)))
        days = {event.at.astimezone(ZONE).date() for event in deeds}
    assert min(days) == (START - timedelta(weeks=4)).date()
    assert max(days) == (START - timedelta(days=3)).date()  # a Friday
    assert all(day.weekday() < 5 for day in days)


def test_three_desks_have_requests_in_every_state(company: World) -> None:
    standing = Counter((request.desk, request.state) for request in found_requests(company))
    assert standing == {
        ("it", State.CLOSED): 14,
        ("it", State.RESOLVED): 4,
        ("it", State.WITHDRAWN): 3,
        ("it", State.CLAIMED): 3,
        ("it", State.WAITING): 3,
        ("it", State.OPEN): 2,
        ("hr", State.CLOSED): 8,
        ("hr", State.RESOLVED): 1,
        ("hr", State.CLAIMED): 1,
        ("hr", State.OPEN): 1,
        ("design", State.CLOSED): 5,
        ("design", State.CLAIMED): 1,
        ("design", State.OPEN): 1,
    }


def test_one_has_lapsed_and_one_will_unless_ana_answers(company: World) -> None:
    (lapsed,) = (request for request in found_requests(company) if request.outcome is Outcome.UNANSWERED)
    (warned,) = (request for request in found_requests(company) if request.state is State.WAITING and request.warned_at)
    (ana,) = meet(company, "ana")
    assert (lapsed.title, warned.title) == ("Is there a newer phone for me?", "Zugang zum alten CRM")
    assert warned.requester == ana.person.id


def test_bo_has_two_reminders_in_one_message_and_in_new_york_it_is_night(company: World) -> None:
    bo, nick = meet(company, "bo", "nick")
    with company.storage.reading() as session:
        standing = session.exec(select(Reminder).where(col(Reminder.settled_at).is_(None))).all()
    bos, nicks = ([one.nudge for one in standing if one.addressee == who.person.id] for who in (bo, nick))
    assert len(bos) == 2
    assert len(set(bos)) == 1
    assert nicks == [None]


def test_the_vpn_comes_up_again_and_again(company: World) -> None:
    assert sum("VPN" in request.title for request in found_requests(company)) == 10


def test_nobody_was_asked_twice_a_day_and_most_people_were_happy(company: World) -> None:
    planned = surveys(company)
    asked = [survey for survey in planned if survey.asked_at]
    with company.storage.reading() as session:
        resolutions = session.exec(select(Event).where(Event.kind == EventKind.RESOLVED)).all()
    assert len(planned) == len(resolutions)
    assert len(asked) == len(planned) - 4
    ratings = Counter(survey.rating for survey in asked)
    assert ratings == {Rating.GOOD: 23, Rating.MIXED: 3, Rating.BAD: 3, None: 2}
    assert all(survey.is_commented for survey in asked if survey.rating in (Rating.BAD, Rating.MIXED))


def test_lena_reads_what_was_said_without_a_name(company: World) -> None:
    (lena,) = meet(company, "lena")
    *_, digest = [one for one in lena.person.messages(lena.dm) if one.plain.startswith("IT today")]
    assert "hätte mir gereicht" in digest.plain
    assert "Hana" not in digest.plain


def test_nothing_waits_to_be_sent_and_nothing_was_refused(company: World) -> None:
    with company.storage.reading() as session:
        figures = outbox_figures(session, company.company.clock())
    assert (figures.unsent, figures.given_up) == (0, 0)


def test_the_lead_has_had_a_digest_every_working_morning(company: World) -> None:
    (lena,) = meet(company, "lena")
    daily = ("IT today", "*IT*: nothing new and nothing waiting. A quiet day.")
    digests = [one for one in lena.person.messages(lena.dm) if one.plain.startswith(daily)]
    mornings = [sent_at(one).astimezone(ZONE) for one in digests]
    assert len(mornings) == 21
    assert {(at.hour, at.minute) for at in mornings} == {(9, 0)}
    assert mornings[-1].date() == START.date()
    assert "*1* overdue" in digests[-1].plain


def test_the_one_overdue_request_was_reported_to_the_lead_when_its_time_was_over(company: World) -> None:
    forgotten = number_of(company, "Outlook-Kalender kommt nicht aufs Handy")
    with company.storage.reading() as session:
        sent = session.exec(select(Ping).where(Ping.request == forgotten, Ping.kind == PingKind.FIRST_ANSWER_MISSED))
        ping = sent.one()
    assert ping.sent
    (lena,) = meet(company, "lena")
    told = [one for one in lena.person.messages(lena.dm) if f"#{forgotten} ·" in one.plain and "🔴" in one.plain]
    (report,) = [one for one in told if "Needs a decision" not in one.plain]  # the digests know it too
    assert abs(sent_at(report) - ping.due_at) < timedelta(seconds=1)


def test_what_was_said_stands_on_both_sides_and_notes_on_one(company: World) -> None:
    ana, cy = meet(company, "ana", "cy")
    number = number_of(company, "VPN bricht alle paar Minuten ab")
    assert "WLAN, aber Teams läuft darüber ganz normal." in cy.desk_thread(number)
    assert "Moin Ana! WLAN oder Kabel?" in ana.conversation(number)
    assert any(line.startswith("🔒 Alter Client 4.8") for line in cy.desk_thread(number))
    assert not any("Alter Client" in message.plain for message in everything(company, ana))


def test_messages_carry_the_time_at_which_they_came_about(company: World) -> None:
    with company.storage.reading() as session:
        for request in session.exec(select(Request)):
            card = session.get_one(Posted, f"request:{request.id}:card")
            assert abs(_instant(card.ts) - request.created_at) < timedelta(seconds=1)
        for message in session.exec(select(Message)):
            assert is_shown(message) or abs(_instant(message.ts) - message.at) < timedelta(seconds=1)
            assert not message.is_held, "what they meant for who asked does not read like a note"


def sent_at(message: SeenMessage) -> datetime:
    return _instant(message.ts)


def _instant(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC)
