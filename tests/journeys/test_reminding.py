"""Point 6: nobody is forgotten; the desk, the agent and the lead are reminded when it is time, in working hours."""

from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from storage.due import Ping
from storage.kinds import PingKind
from storage.tables import Event, Request
from tests.databases import Databases
from tests.people import meet
from tests.world import World, crosswise, opened

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
FRIDAY_AFTERNOON = datetime(2026, 3, 27, 14, 30, tzinfo=UTC)  # 15:30 in Berlin, half an hour before IT goes home
SILENT = "⏰ @bo, @ana has heard nothing for 4 hours of working time. A short word on where it stands helps."


@crosswise
def test_a_request_nobody_takes_reminds_the_desk_and_then_the_lead(world: World) -> None:
    ana, bo, lena = meet(world, "ana", "bo", "lena")
    ana.asks("laptop won't start")  # this week: a first answer within 4 h, near after 3

    world.pass_time(hours=2, minutes=59)
    assert bo.desk_thread(1) == []
    world.pass_time(minutes=1)
    assert bo.desk_reminders(1) == [
        "⏰ Nobody has claimed @ana's request. The first answer is promised by 2026-03-02 12:30 UTC."
    ]
    assert "⚪ Nobody has it yet. 🟡 First answer by 2026-03-02 12:30 UTC" in bo.reads(bo.card(1))
    reminder = bo.person.thread(bo.card(1))[-1]
    assert reminder.subtype == "thread_broadcast"
    assert lena.mail() == []

    world.pass_time(hours=1)
    card = bo.card(1)
    assert "⚪ Nobody has it yet. 🔴 First answer was due 2026-03-02 12:30 UTC" in bo.reads(card)
    url = f"/archives/{card.channel}/p{card.ts.replace('.', '')}|#1 · laptop won't start>"
    (told,) = lena.reminders()
    assert told.startswith("🔴 <http")
    assert url in told
    assert told.endswith("(IT): nobody has claimed it, and its first answer was promised by 2026-03-02 13:30 CET.")

    world.pass_time(hours=2)
    assert len(lena.mail()) == 1
    assert len(bo.desk_thread(1)) == 1
    assert world.timeline(1) == ["opened by ana", "pinged by the clock", "pinged by the clock"]
    bo.claims(1)
    assert bo.desk_reminders(1) == []
    (told,) = lena.reminders()
    assert "@bo has it but has not answered" in told
    bo.answers(1, "I have a look.")
    assert lena.mail() == []


@crosswise
def test_an_agent_who_falls_silent_is_reminded_after_every_silence(world: World) -> None:
    ana, bo, lena = meet(world, "ana", "bo", "lena")
    ana.asks("laptop won't start")
    bo.claims(1)
    bo.answers(1, "I have a look.")

    world.pass_time(hours=3, minutes=59)
    assert not any(line.startswith("⏰") for line in bo.desk_thread(1))
    world.pass_time(minutes=1)
    assert bo.desk_reminders(1)[-1] == SILENT

    world.pass_time(hours=2)
    bo.answers(1, "The battery is ordered.")  # at 15:30: two of the four hours are on Monday, two on Tuesday
    world.move_clock(datetime(2026, 3, 3, 9, 59, tzinfo=UTC))
    assert bo.desk_reminders(1) == []
    world.pass_time(minutes=1)
    assert bo.desk_reminders(1) == [SILENT]
    assert not any("🔴" in letter for letter in lena.mail())


@one_world
def test_who_claims_but_does_not_answer_is_reminded_by_name_and_the_lead_hears_of_it(world: World) -> None:
    ana, bo, lena = meet(world, "ana", "bo", "lena")
    ana.asks("laptop won't start", urgency="blocked")
    bo.claims(1)
    bo.answers(1, "note: looks bad")

    world.pass_time(minutes=23)
    assert bo.desk_reminders(1)[-1] == ("⏰ @bo, @ana waits for a first word. It is promised by 2026-03-02 09:00 UTC.")
    world.pass_time(minutes=8)
    (told,) = lena.reminders()
    assert "@bo has it but has not answered; the first answer was promised by 2026-03-02 10:00 CET." in told
    world.pass_time(hours=3, minutes=30)
    asked = [line for line in bo.desk_reminders(1) if "first word" in line or "has heard nothing" in line]
    assert asked == [SILENT]


@one_world
@pytest.mark.parametrize("ending", ["answered", "resolved", "withdrawn"])
def test_what_is_answered_or_over_reminds_nobody_of_its_first_answer(world: World, ending: str) -> None:
    ana, bo, lena = meet(world, "ana", "bo", "lena")
    ana.asks("laptop won't start", urgency="blocked")
    match ending:
        case "answered":
            bo.answers(1, "on my way")
        case "resolved":
            bo.resolves(1)
        case _:
            ana.withdraws(1)

    world.pass_time(hours=2)

    assert not any("⏰" in line for line in bo.desk_thread(1))
    assert lena.mail() == []
    assert "pinged by the clock" not in world.timeline(1)


@one_world
def test_a_reopened_request_is_promised_and_reminded_of_anew(world: World) -> None:
    ana, bo, lena = meet(world, "ana", "bo", "lena")
    ana.asks("laptop won't start", urgency="blocked")
    bo.claims(1)
    bo.resolves(1)
    world.pass_time(hours=1)

    ana.reopens(1)
    world.pass_time(minutes=30)

    assert bo.desk_reminders(1)[-1] == "⏰ @bo, @ana waits for a first word. It is promised by 2026-03-02 10:00 UTC."
    world.pass_time(minutes=1)
    assert len(lena.mail()) == 1


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_targets_rest_over_the_weekend_and_the_change_to_summer_time(databases: Databases) -> None:
    with databases.fresh() as url, opened(url, sockets=False, language="de", start=FRIDAY_AFTERNOON) as world:
        ana, cy, lena = meet(world, "ana", "cy", "lena")
        ana.asks("Der Drucker brennt", urgency="high")  # an hour: until 16:00, and half an hour of Monday

        assert "bis 2026-03-30 09:30 CEST" in ana.reads(ana.head(1))
        assert "⚪ Noch hat sie niemand übernommen. 🟢 Erste Antwort bis 2026-03-30 07:30 UTC" in cy.reads(cy.card(1))
        assert cy.card(1).buttons == ("Übernehmen", "Gelöst")
        world.move_clock(datetime(2026, 3, 30, 7, 14, tzinfo=UTC))
        assert cy.desk_thread(1) == []
        world.move_clock(datetime(2026, 3, 30, 7, 15, tzinfo=UTC))
        assert cy.desk_reminders(1) == [
            "⏰ Die Anfrage von @ana ist noch bei niemandem. Die erste Antwort ist bis 2026-03-30 07:30 UTC zugesagt."
        ]
        world.move_clock(datetime(2026, 3, 30, 7, 30, tzinfo=UTC))
        assert "nobody has claimed it" in lena.mail()[-1]


@one_world
def test_reminders_that_came_due_while_the_bot_was_down_say_only_what_still_holds(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start", urgency="blocked")
    bo.claims(1)
    bo.answers(1, "on my way")

    world.pass_time(days=3)

    assert bo.desk_reminders(1) == [
        "⏰ @bo, @ana's request should be solved by 2026-03-02 12:30 UTC.",
        "⏰ @bo, @ana has heard nothing for 4 hours of working time. A short word on where it stands helps.",
    ]


@one_world
def test_what_was_answered_and_handed_back_is_not_forgotten(world: World) -> None:
    ana, bo, lena = meet(world, "ana", "bo", "lena")
    ana.asks("laptop won't start", urgency="blocked")  # to be solved within 4 h, near after 3
    bo.claims(1)
    bo.answers(1, "I have a look.")
    bo.hands_back(1)
    assert "⚪ Nobody has it yet. 🟢 To be solved by 2026-03-02 12:30 UTC" in bo.reads(bo.card(1))

    world.pass_time(hours=3)
    assert bo.desk_reminders(1)[-1] == "⏰ Nobody has @ana's request. It should be solved by 2026-03-02 12:30 UTC."
    assert bo.person.thread(bo.card(1))[-1].subtype == "thread_broadcast"

    world.pass_time(hours=1)
    idle = "⏰ Nobody has claimed @ana's request, and they have heard nothing for 4 hours of working time."
    assert bo.desk_reminders(1)[-1] == idle
    (told,) = lena.reminders()
    assert told.endswith("(IT): nobody has it, and it was to be solved by 2026-03-02 13:30 CET.")


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_who_waits_over_the_weekend_is_owed_the_rest_of_the_time_and_nobody_is_told_twice(databases: Databases) -> None:
    with databases.fresh() as url, opened(url, sockets=False, start=FRIDAY_AFTERNOON) as world:
        ana, bo, lena = meet(world, "ana", "bo", "lena")
        ana.asks("laptop won't start", urgency="high")  # an hour for the first answer, a day of 8½ h to solve it
        bo.claims(1)
        world.pass_time(minutes=10)
        bo.presses("wait", bo.line(1))
        world.move_clock(datetime(2026, 3, 31, 10, tzinfo=UTC))
        assert "⏳ @bo is waiting for @ana.\n" in bo.reads(bo.card(1))
        assert not any("⏰" in line for line in bo.desk_thread(1))
        assert "*1* open (±0)   *0* overdue (±0)" in [letter for letter in lena.mail() if "IT today" in letter][-1]

        bo.presses("go_on", bo.line(1))
        assert "🔵 @bo is on it. 🟢 First answer by 2026-03-31 10:50 UTC" in bo.reads(bo.card(1))
        world.pass_time(minutes=35)
        (near,) = bo.desk_reminders(1)
        assert near == "⏰ @bo, @ana waits for a first word. It is promised by 2026-03-31 10:50 UTC."
        assert "🔵 @bo is on it. 🟡 First answer by 2026-03-31 10:50 UTC" in bo.reads(bo.card(1))
        world.pass_time(minutes=15)
        assert "🔵 @bo is on it. 🔴 First answer was due 2026-03-31 10:50 UTC" in bo.reads(bo.card(1))
        for urgency in ("blocked", "high"):  # due earlier, and as before: they know
            bo.chooses("urgency", 1)
            bo.sends(urgency=urgency)
            world.pass_time(minutes=1)

        (told,) = [letter for letter in lena.reminders() if letter.startswith("🔴")]
        assert told.endswith("@bo has it but has not answered; the first answer was promised by 2026-03-31 12:50 CEST.")
        assert sum("waits for a first word" in line for line in bo.desk_reminders(1)) == 1
        bo.answers(1, "Which charger do you use?")
        assert bo.desk_reminders(1) == []
        assert "🔵 @bo is on it. 🟢 To be solved by 2026-04-01 09:50 UTC" in bo.reads(bo.card(1))
        bo.presses("wait", bo.line(1))
        bo.presses("go_on", bo.line(1))
        world.move_clock(datetime(2026, 4, 1, 7, 43, tzinfo=UTC))
        assert bo.desk_reminders(1)[-1] == "⏰ @bo, @ana's request should be solved by 2026-04-01 09:50 UTC."
        assert "🟡 To be solved by 2026-04-01 09:50 UTC" in bo.reads(bo.card(1))
        world.move_clock(datetime(2026, 4, 1, 9, 50, tzinfo=UTC))
        assert "🔴 Was to be solved by 2026-04-01 09:50 UTC" in bo.reads(bo.card(1))
        late = [letter.rsplit("(IT): ")[-1] for letter in lena.reminders() if letter.startswith("🔴")]
        assert late == ["@bo has it, and it was to be solved by 2026-04-01 11:50 CEST."]
        bo.presses("wait", bo.line(1))
        bo.presses("go_on", bo.line(1))
        world.pass_time(hours=1)
        assert bo.desk_reminders(1) == lena.reminders() == []


@one_world
def test_a_request_from_before_its_targets_were_reckoned_gets_them_with_what_happens_next(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start", urgency="blocked")
    with world.storage.transaction() as session:
        request = session.get_one(Request, 1)
        request.first_answer_near = request.resolution_near = None
        for event in session.exec(select(Event)):
            event.data = {}
        for ping in session.exec(
            select(Ping).where(col(Ping.kind).in_([PingKind.RESOLUTION_NEAR, PingKind.RESOLUTION_MISSED]))
        ):
            session.delete(ping)

    world.pass_time(minutes=23)
    bo.answers(1, "I have a look.")
    assert "🟢 To be solved by 2026-03-02 12:30 UTC" in bo.reads(bo.card(1))
    world.move_clock(datetime(2026, 3, 2, 11, 30, tzinfo=UTC))
    assert "should be solved by 2026-03-02 12:30 UTC." in bo.desk_reminders(1)[-1]
