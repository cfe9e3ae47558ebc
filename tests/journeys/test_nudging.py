"""Reminders as people read them: few messages, none without a reason, each with a way to put it off."""

from datetime import UTC, datetime

import pytest

from storage.kinds import PingsIn
from storage.tables import Preference
from tests.people import Colleague, meet, unlinked
from tests.world import World, crosswise

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
SILENT = "⏰ @bo, @ana has heard nothing for 4 hours of working time. A short word on where it stands helps."


def has_answered(bo: Colleague, *numbers: int) -> None:
    """From now on a silence of four hours is worth a reminder."""
    for number in numbers:
        bo.claims(number)
        bo.answers(number, "I have a look.")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant in that March."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@crosswise
def test_who_is_reminded_puts_it_off_and_hears_of_it_again_only_if_it_still_needs_them(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start")
    has_answered(bo, 1)
    world.pass_time(hours=4)
    assert bo.desk_reminders(1) == [SILENT]
    reminder = bo.person.thread(bo.card(1))[-1]
    assert bo.reads(reminder).endswith(
        "\nYou get this because you are on it. Fewer of these: ⋯ or *My settings* in my Home tab."
    )

    bo.snoozes("Fewer of these…", reminder)
    assert bo.form.title == "My settings"
    bo.person.closes_modal()
    assert "für jemand anderen" in cy.snoozes("Again tomorrow", reminder)
    bo.snoozes("Again tomorrow", reminder)
    assert "😴 All right. If #1 still needs you then, I come back to it: 2026-03-03 08:00 CET." in bo.whispers(
        "it-help"
    )
    assert bo.desk_reminders(1) == []
    assert world.timeline(1)[-1] == "snoozed by bo"

    world.move_clock(at(3, 6, 59))
    assert bo.desk_reminders(1) == []
    world.move_clock(at(3, 7))
    assert bo.desk_reminders(1) == [SILENT]
    bo.snoozes("Again next week", bo.person.thread(bo.card(1))[-1])
    assert "2026-03-09 08:00 CET" in bo.whispers("it-help")[-1]
    bo.answers(1, "The battery is here.")
    bo.resolves(1)
    world.move_clock(at(9, 9))
    assert bo.desk_reminders(1) == []


@one_world
def test_a_requester_reads_until_when_an_answer_is_waited_for_and_may_be_warned_later(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    bo.claims(1)
    bo.presses("wait", bo.line(1))

    world.move_clock(at(3, 8, 30))
    assert ana.reminders(1) == ["⏰ @bo wartet auf deine Antwort. Schreib sie einfach hier."]
    assert ana.last_word(1).buttons == ()
    world.move_clock(at(9, 10))  # on Fridays IT goes home early
    warning = ana.last_word(1)
    assert ana.reminders(1)[-1] == (
        "⏰ @bo wartet noch auf deine Antwort. Ohne sie bleibt diese Anfrage nur noch bis 2026-03-11 11:00 CET offen."
    )
    assert warning.buttons == ("Ist gelöst", "Offen lassen", "In 3 Tagen erinnern")
    ana.snoozes("Nächste Woche wieder", warning)
    assert bo.desk_thread(1)[-1].startswith("@ana wants to be asked again later: 2026-03-16 ")
    world.move_clock(at(16, 6, 59))
    assert [event for event in world.timeline(1) if "lapsed" in event] == []
    world.move_clock(at(16, 7))
    assert "bleibt diese Anfrage nur noch bis 2026-03-17 17:30 CET offen." in ana.reminders(1)[-1]
    ana.writes(1, "The big one.")
    assert ana.reminders(1) == []


@one_world
def test_all_of_an_hour_is_one_message_in_which_what_is_done_is_struck_through(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    for title in ("laptop won't start", "no sound", "no picture", "my salary is wrong"):
        ana.asks(title)
    has_answered(bo, 1, 2, 4)
    world.pass_time(minutes=30)
    has_answered(bo, 3)
    world.pass_time(hours=3, minutes=30)
    assert [letter.splitlines()[0] for letter in bo.mail()] == ["*3 requests are waiting:*"]
    bo.chooses("move", 4)
    bo.sends(desk="hr")
    assert "salary" not in bo.mail()[0]  # whose it is now, and who has it there, is no business of his
    world.pass_time(minutes=30)
    (letter,) = bo.mail()
    said = [
        f"⏰ #{n} · {title} (IT): @ana has heard nothing for 4 hours of working time."
        for n, title in ((1, "laptop won't start"), (2, "no sound"), (3, "no picture"))
    ]
    assert unlinked(letter).splitlines()[:-1] == ["*3 requests are waiting:*", *said]
    assert bo.desk_reminders(1) == []

    as_it_was = bo.person.messages(bo.dm)[-1]
    bo.answers(1, "The battery is ordered.")
    assert "nothing left to put off" in bo.snoozes("Again in an hour", as_it_was)
    cy.assigns(2, cy)
    letter = bo.mail()[0]
    done = [f"~{said[0]}~", f"~{said[1]}~"]
    assert unlinked(letter).splitlines()[:-1] == ["*One request is waiting:*", *done, said[2]]
    bo.snoozes("Again in an hour", bo.person.messages(bo.dm)[0])
    assert [letter for letter in bo.mail() if "⏰" in letter] == []
    world.pass_time(hours=1)
    assert bo.desk_reminders(3) == [SILENT]


@one_world
def test_what_presses_is_posted_anew_and_who_has_just_acted_is_left_alone_for_a_moment(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    has_answered(bo, 1)
    world.pass_time(hours=3, minutes=30)
    ana.asks("the server burns", urgency="blocked")
    world.pass_time(minutes=22)  # half a minute before three quarters of its half an hour
    bo.claims(2)
    world.pass_time(minutes=8)
    assert bo.desk_reminders(1) == [SILENT]
    assert bo.desk_reminders(2) == []
    world.pass_time(minutes=2)
    assert bo.desk_reminders(1) == []
    (letter,) = bo.mail()
    assert unlinked(letter).splitlines()[1:3] == [
        "⏰ #2 · the server burns (IT): @ana waits for a first word. It is promised by 2026-03-02 13:30 CET.",
        "⏰ #1 · laptop won't start (IT): @ana has heard nothing for 4 hours of working time.",
    ]


@one_world
def test_who_wants_fewer_gets_two_messages_a_day_where_they_like_them(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    with world.storage.transaction() as session:
        session.add(Preference(person=bo.id, wants_fewer=True, pings_in=PingsIn.DM))
    for number in (1, 2, 3):
        ana.asks(f"request {number}")
        has_answered(bo, number)
        world.pass_time(minutes=61)
    for hour, minute in ((12, 30), (13, 31), (14, 32)):
        world.move_clock(at(2, hour, minute))
    assert [unlinked(letter).split(" (")[0] for letter in bo.mail()] == ["⏰ #1 · request 1", "⏰ #2 · request 2"]
    world.move_clock(at(3, 7))
    assert len(bo.mail()) == 3
    assert [bo.desk_reminders(number) for number in (1, 2, 3)] == [[], [], []]


@one_world
def test_the_desk_hears_for_who_is_off_work_and_decides_together(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start")
    has_answered(bo, 1)
    bo.person.sets_status("palm_tree", until=at(4, 8))
    world.settle()
    world.pass_time(hours=4)
    assert cy.desk_reminders(1) == ["⏰ Bo Brandt is off work, and @ana has heard nothing for 4 hours of working time."]
    assert bo.mail() == []
    cy.snoozes("Again tomorrow", cy.person.thread(cy.card(1))[-1])
    assert cy.desk_thread(1)[-1] == "😴 @cy wants this desk to be reminded of it again: 2026-03-03 08:00 UTC."
    world.move_clock(at(3, 8))
    assert len(cy.desk_reminders(1)) == 1
    cy.assigns(1, cy)
    assert cy.desk_reminders(1) == []


@one_world
def test_whom_slack_lets_nobody_write_to_is_told_of_at_their_desk_and_blocks_nobody(world: World) -> None:
    ana, bo, lena = meet(world, "ana", "bo", "lena")
    faults = world.company.workspace.faults
    faults.add(
        method="conversations.open", fail="cannot_dm_bot", times=50, when=lambda call: call.get("users") == lena.id
    )
    ana.asks("laptop won't start")
    ana.asks("no sound")
    world.pass_time(hours=4)
    missed = "🔴 *#1 · laptop won't start* (IT): nobody has claimed it, and its first answer was promised by"
    (told,) = [line for line in bo.desk_thread(1) if line.startswith("📭")]
    assert told.startswith(
        f"📭 I could not reach @lena: they don't take messages from me. This is what it was about:\n{missed}"
    )
    assert any(line.startswith("📭") for line in bo.desk_thread(2))
    assert world.timeline(1)[-1] == "unreached by the clock"
    assert lena.mail() == []

    faults.clear()
    bo.claims(1)
    bo.presses("wait", bo.line(1))
    world.company.workspace.deactivate(ana.person)  # Slack takes what is written to her all the same
    world.move_clock(at(3, 13))
    asked = "📭 I could not remind @ana that you are waiting for an answer: their account is closed."
    assert bo.desk_thread(1)[-1] == f"{asked} Perhaps you know another way."
    world.move_clock(at(9, 14))
    assert "Without an answer this request stays open only until 2026-03-11 14:00 UTC." in bo.desk_thread(1)[-1]
    assert world.request(1).warned_at == at(9, 14)
    assert world.unsent() == []
