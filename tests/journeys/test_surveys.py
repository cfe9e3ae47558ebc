"""Satisfaction: who is asked, when and how often, what is made of the answer, and what nobody learns from it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.desks import Asking, Desks, Scale
from storage.due import Remark
from storage.tables import Event, Outgoing, Preference
from tests.databases import Databases
from tests.people import Colleague, meet, unlinked
from tests.world import MONDAY_MORNING, World, crosswise, opened

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
on_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
OVER = "Diese Frage ist geschlossen."


def asking(**how: Any) -> Callable[[Desks], Desks]:
    """The change after which every desk asks in this way."""
    return lambda desks: desks.change(lambda desk: replace(desk, asking=Asking(**how)))


def digest(lead: Colleague) -> str:
    """IT's newest digest, without whither its links lead."""
    return unlinked([text for text in lead.mail() if text.startswith("IT today")][-1])


def surveys(asked: Colleague, number: int) -> list[str]:
    """All questions that stand in a request's conversation."""
    return [text for text in asked.conversation(number) if text.startswith("Wie war die Hilfe")]


@crosswise
def test_who_does_not_answer_is_reminded_once_where_the_question_stands_last_and_thanked_once(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    bo.resolves(1)
    world.pass_time(minutes=30)
    first = ana.survey(1)
    assert not [text for text in bo.desk_thread(1) if "Wie war" in text], "nobody else is asked"

    world.pass_time(days=1, hours=23)
    assert ana.survey(1).ts == first.ts
    world.pass_time(hours=1)
    again = ana.survey(1)
    assert again.ts != first.ts
    assert len(surveys(ana, 1)) == 1, "the question has moved to the end"
    assert "Danach frage ich nicht mehr." in ana.reads(again)
    world.pass_time(days=1)
    assert ana.survey(1).ts == again.ts

    assert ana.rates(1, "😐") == ""
    assert ana.reads(ana.survey(1)).startswith("😐 Danke für die offenen Worte. Sollen wir noch einmal nachsehen?")
    assert ana.presses("😀 Gut", again) == OVER
    assert ana.survey(1).buttons == ("Wieder öffnen", "Kommentar schreiben")
    assert world.timeline(1).count("rated by ana") == 1
    assert world.timeline(1).count("surveyed by the clock") == 2


@one_world
def test_a_question_is_over_after_seven_days_and_a_low_rating_leads_on_when_the_request_is_closed(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    ana.asks("one")
    ben.asks("two")
    for number in (1, 2):
        bo.resolves(number)
    world.pass_time(minutes=30)

    world.pass_time(days=6, hours=23, minutes=59)
    question = ben.survey(2)
    assert ana.rates(1, "🙁") == ""
    assert ana.survey(1).buttons == ("Folgeanfrage", "Kommentar schreiben")
    world.pass_time(minutes=1)

    assert ben.reads(ben.survey(2)).startswith("This question has closed.")
    assert ben.survey(2).buttons == ()
    assert ben.presses("😀 Good", question) == "This question has closed."
    assert "expired by the clock" in world.timeline(2)


@one_world
def test_a_question_goes_when_the_request_is_reopened_and_is_not_asked_where_it_was_before(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    ana.asks("laptop won't start")
    ben.asks("printer")
    bo.resolves(1)
    bo.resolves(2)
    ben.reopens(2)
    world.pass_time(minutes=30)
    question = ana.survey(1)

    ana.reopens(1)

    assert ana.reads(ana.survey(1)) == "Diese Frage hat sich erledigt."
    assert ana.presses("😀 Gut", question) == OVER
    world.pass_time(minutes=15)
    assert not ben.has_survey(2)
    ana.withdraws(1)
    world.pass_time(days=3)
    assert world.timeline(1)[-1] == "withdrawn by ana"
    assert "surveyed by the clock" not in world.timeline(2)


@one_world
def test_nobody_is_asked_twice_a_day_nor_at_night_and_who_cannot_be_reached_holds_up_nobody(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    world.move_clock(datetime(2026, 3, 6, 17, 45, tzinfo=UTC))  # a Friday, 18:45 in Berlin
    for who, title in ((ana, "one"), (ana, "two"), (ben, "three")):
        bo.resolves(who.asks(title))
    faults, there = world.company.workspace.faults, ben.dm.id
    faults.add(method="chat.postMessage", fail="cannot_dm_bot", when=lambda call: _asks_in(call, there))

    world.pass_time(minutes=30)
    assert not ana.has_survey(1), "it is evening, and then the weekend"
    world.move_clock(datetime(2026, 3, 9, 6, 59, tzinfo=UTC))
    assert not ana.has_survey(1)
    world.pass_time(minutes=1)

    assert (ana.has_survey(1), ana.has_survey(2), ben.has_survey(3)) == (True, False, False)
    assert world.timeline(3)[-2:] == ["surveyed by the clock", "unreached by the clock"]
    world.pass_time(days=9)
    assert "surveyed by the clock" not in world.timeline(2)
    assert "expired by the clock" not in world.timeline(3)
    (olga,) = meet(world, "olga")
    assert olga.mail() == [], "nobody can put it right"


def _asks_in(call: Mapping[str, Any], channel: str) -> bool:
    return call.get("channel") == channel and "How was the help" in str(call.get("text"))


@on_sqlite
def test_points_become_faces_and_count_for_agents_where_the_desk_says_so(databases: Databases) -> None:
    desks = asking(scale=Scale.POINTS, share=0.5, counts_for_agents=True)
    with databases.fresh() as url, opened(url, sockets=False, desks=desks) as world:
        ana, ben, bo, cy, lena = meet(world, "ana", "ben", "bo", "cy", "lena")
        for who, agent in ((lena, bo), (ana, bo), (ben, cy)):
            agent.resolves(who.asks("laptop won't start"))
        world.pass_time(minutes=30)
        assert not lena.has_survey(1), "half of them are asked"
        assert ana.survey(2).buttons == ("1", "2", "3", "4", "5")
        assert "1: gar nicht gut · 5: sehr gut" in ana.reads(ana.survey(2))

        ana.rates(2, "2")
        ben.rates(3, "4")

        assert ana.reads(ana.survey(2)).startswith("🙁 2/5 Danke für die offenen Worte.")
        assert ben.survey(3).buttons == ("Add a comment",)
        assert cy.desk_thread(3)[-1] == "😀 4/5 @ben has rated the help."
        world.move_clock(datetime(2026, 3, 3, 8, 0, tzinfo=UTC))
        lines = digest(lena).splitlines()
        assert "*Satisfaction:* 2 answers, too few for a number (from 5 on)" in lines
        assert not any("@bo" in line for line in lines), "one rating tells nothing of an agent"
        assert any(line.startswith("🙁 2/5 rated ") for line in lines)


@one_world
def test_words_without_a_name_lead_nowhere(world: World) -> None:
    ana, ben, bo, cy, lena = meet(world, "ana", "ben", "bo", "cy", "lena")
    for who in (ana, ben, cy):
        bo.resolves(who.asks("laptop won't start"))
    world.pass_time(minutes=30)
    ana.rates(1, "🙁")
    ben.rates(2, "😀")
    before, told = world.timeline(1), bo.desk_thread(1)

    ana.presses("comment", ana.survey(1))
    assert "erst, wenn drei Menschen das Team bewertet haben" in ana.reads_form()
    ana.sends(comment="Bo was rude <!here>.", nameless=["nameless"])

    assert "Dein Kommentar geht ohne deinen Namen an die Leitung" in ana.reads(ana.survey(1))
    assert ana.survey(1).buttons == ("Wieder öffnen",)
    assert (world.timeline(1), bo.desk_thread(1)) == (before, told)
    assert not _is_told_of(world, "rude")
    world.move_clock(datetime(2026, 3, 3, 8, 0, tzinfo=UTC))
    assert "rude" not in digest(lena), "two have rated: one of them was it"

    cy.rates(3, "😀")
    world.move_clock(datetime(2026, 3, 4, 8, 0, tzinfo=UTC))
    assert digest(lena).split("*Said without a name*\n")[1].startswith(">Bo was rude <!here>.\n")
    world.move_clock(datetime(2026, 3, 5, 8, 0, tzinfo=UTC))
    assert len([text for text in lena.mail() if "rude" in text]) == 1


def _is_told_of(world: World, word: str) -> bool:
    """Whether words stand anywhere in the bot's memory but among the remarks."""
    with world.storage.reading() as session:
        events = [str(event.data) for event in session.exec(select(Event))]
        outgoing = [str(row.payload) for row in session.exec(select(Outgoing))]
        (remark,) = session.exec(select(Remark))
    assert set(remark.model_dump()) == {"id", "desk", "text", "day", "shown_at"}
    return any(word in text for text in (*events, *outgoing))


@one_world
def test_a_question_counts_as_the_message_of_its_hour(world: World) -> None:
    """Who was reminded a short while ago is asked when the hour is over, and reminded again when that one is."""
    ana, bo = meet(world, "ana", "bo")
    for title in ("one", "two", "three"):
        ana.asks(title)
    bo.claims(1)
    bo.presses("wait", bo.line(1))
    world.pass_time(minutes=75)
    bo.claims(3)
    bo.presses("wait", bo.line(3))
    world.pass_time(days=1, minutes=-95)
    bo.resolves(2)
    world.pass_time(minutes=30)
    reminded = [line for line in world.timeline(1) if line == "pinged by the clock"]
    assert len(reminded) == 1
    assert not ana.has_survey(2)
    world.pass_time(minutes=59)
    assert not ana.has_survey(2)
    world.pass_time(minutes=1)
    assert ana.has_survey(2)
    world.pass_time(minutes=59)
    assert ana.reminders(3) == []
    world.pass_time(minutes=1)
    assert len(ana.reminders(3)) == 1


@one_world
def test_who_has_read_enough_today_is_asked_tomorrow(world: World) -> None:
    """Ana wants two messages a day at the most: two reminders are enough for this one."""
    ana, bo = meet(world, "ana", "bo")
    with world.storage.transaction() as session:
        session.add(Preference(person=ana.id, wants_fewer=True))
    for number, title in enumerate(("one", "two"), start=1):
        ana.asks(title)
        bo.claims(number)
        bo.presses("wait", bo.line(number))
        world.pass_time(minutes=75)
    ana.asks("three")
    for minutes in (0, 75):  # one reminder each
        world.move_clock(MONDAY_MORNING + timedelta(days=1, minutes=minutes))
    bo.resolves(3)

    world.pass_time(hours=9)
    assert len(ana.reminders(1)) == len(ana.reminders(2)) == 1
    assert not ana.has_survey(3)
    world.move_clock(MONDAY_MORNING + timedelta(days=2, hours=-1, minutes=-30))  # eight o'clock in Berlin
    assert ana.has_survey(3)
