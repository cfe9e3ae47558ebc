"""What ends by the clock: an answer that never comes, and the time in which a request can be opened again."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete
from sqlmodel import col, select

from bot import ending, waiting
from bot.errors import NotTheRequester
from sandbox.forms import Spot
from sandbox.seen import SeenMessage
from storage.due import Ping
from storage.kinds import Outcome, PingKind, State
from tests.people import Colleague, meet, unlinked
from tests.world import World, crosswise

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


def to(world: World, month: int, day: int, hour: int = 10) -> None:
    """Let the clock show ten in the morning (UTC) of that day, and all that has come due arrive."""
    world.move_clock(datetime(2026, month, day, hour, tzinfo=UTC))


def warns(world: World, asker: Colleague, agent: Colleague, number: int = 1) -> None:
    """The agent has asked back on Monday morning; a week later the requester reads that it will be closed."""
    agent.presses("wait", agent.line(number))
    for day in (3, 9):  # a working day, and five
        to(world, 3, day)
    assert asker.last_word(number).buttons[:3] == ("Ist gelöst", "Offen lassen", "In 3 Tagen erinnern")
    assert len(asker.reminders(number)) == 1, "the first one makes room for the last"
    told = [line for line in agent.desk_thread(number) if "was reminded for the last time" in line]
    assert told == [
        f"⏰ @{asker.person.name} was reminded for the last time. "
        "Without an answer it closes by itself: 2026-03-11 10:00 UTC."
    ]


def of(number: int, button: str, message: SeenMessage) -> Spot:
    """The button of one request, in a message that speaks of several."""
    rows = (block for block in message.blocks if block["type"] == "actions")
    found = ((block, one) for block in rows for one in block["elements"])
    return next(
        Spot(block["block_id"], button)
        for block, one in found
        if (one["action_id"], one["value"]) == (button, str(number))
    )


@crosswise
def test_four_weeks_of_a_request_that_waits_lapses_is_opened_again_solved_and_closed(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")  # on Monday, the 2nd of March
    bo.answers(1, "Which laptop is it?")
    warns(world, ana, bo)

    ana.presses("put_off", ana.last_word(1))
    assert ana.conversation(1)[-1] == (
        "*#1 laptop won't start* bleibt offen. Ich frage dich wieder: 2026-03-12 11:00 CET."
    )
    assert bo.desk_thread(1)[-1] == "@ana can't answer yet. I'll ask again in 3 days."
    to(world, 3, 12)
    assert "Offen lassen" in ana.last_word(1).buttons
    to(world, 3, 13, hour=15)
    assert world.request(1).state is State.WAITING
    world.move_clock(datetime(2026, 3, 16, 11, 30, tzinfo=UTC))

    assert world.request(1).state is State.RESOLVED
    news = ana.last_word(1)
    assert ana.reads(news).startswith(
        "⚫ Ich habe *#1 laptop won't start* geschlossen, weil 10 Arbeitstage lang keine Antwort kam.\n"
        "Brauchst du sie noch? Du kannst sie wieder öffnen (bis 2026-03-20 "
    )
    assert news.buttons == ("Wieder öffnen",)
    assert "⚫ Geschlossen, weil keine Antwort kam." in ana.reads(ana.head(1))
    assert "⚫ Closed: no answer came" in bo.reads(bo.card(1))
    assert bo.desk_thread(1)[-1].startswith("⚫ Closed: @ana has not answered for 10 working days. They can open it")
    world.pass_time(minutes=30)
    assert not ana.has_survey(1), "nobody has helped"

    ana.writes(1, "ja")
    assert "🔵 @bo is on it." in bo.reads(bo.card(1))
    assert ana.person.sees(news).buttons == ()
    assert ana.reads(ana.person.sees(news)).startswith("⚫ *#1 laptop won't start* wurde geschlossen")
    assert world.request(1).first_resolved_at is None
    bo.resolves(1, "New battery.")
    news = ana.last_word(1)
    assert "Doch nicht gelöst? Du kannst die Anfrage wieder öffnen (bis 2026-03-20 13:00 CET)" in ana.reads(news)
    assert "Du kannst sie wieder öffnen (bis 2026-03-20 13:00 CET)" in ana.reads(ana.head(1))
    first = world.request(1).first_resolved_at
    to(world, 3, 20)
    ana.presses("reopen", news)
    bo.resolves(1, "Another battery.")
    news = ana.last_word(1)
    assert world.request(1).first_resolved_at == first

    to(world, 3, 26, hour=12)
    assert world.request(1).state is State.CLOSED
    closed = ana.person.sees(news)
    assert closed.buttons == ana.head(1).buttons == ("Folgeanfrage",)
    assert "Sie lässt sich nicht mehr öffnen." in ana.reads(closed)
    assert ">Another battery." in ana.reads(closed)
    assert "✅ Resolved by @bo" in bo.reads(bo.card(1))
    assert "#1 · laptop won't start" in ana.opens_home(), "it was solved in the last two weeks"

    told = ana.presses("reopen", news)
    assert told.startswith("Diese Anfrage lässt sich nicht mehr öffnen.")
    ana.writes(1, "It is dead again.")
    ana.presses("Folgeanfrage", ana.last_word(1))
    ana.sends()
    assert "↪️ follows #1" in unlinked(bo.reads(bo.card(2)))
    told_of = [line for line in world.timeline(1) if not line.startswith(("pinged", "surveyed", "replied"))]
    assert told_of == [
        "opened by ana",
        "claimed by bo",
        "answered by bo",
        "waited by bo",
        "put_off by ana",
        "lapsed by the clock",
        "reopened by ana",
        "resolved by bo",
        "reopened by ana",
        "resolved by bo",
        "closed by the clock",
        "linked by ana",
    ]


@one_world
def test_who_is_told_that_two_close_keeps_one_open_and_says_that_the_other_is_solved(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    ana.asks("VPN is down")
    ben.types("/helpdesk it VPN is down")
    ben.presses_in_form("me_too")
    ana.posts("the projector is broken")
    for number in (1, 2):
        bo.answers(number, "Is it still so?")
        bo.presses("wait", bo.line(number))
    for day in (3, 9):
        to(world, 3, day)
    (both,) = [one for one in ana.person.messages(ana.dm) if "Offen lassen" in one.buttons]
    assert both.buttons.count("Offen lassen") == 2
    for act in (ending.solve, waiting.keep_open, waiting.put_off):
        with pytest.raises(NotTheRequester), world.program.helpdesk.work() as work:
            act(work, 2, ben.id)

    ana.presses(of(2, "keep_open", both), both)

    assert ana.mail()[-1].startswith("*#2 the projector is broken* bleibt offen. @bo wartet weiter auf deine Antwort")
    assert bo.desk_thread(2)[-1] == "@ana wants this kept open: an answer is still to come."
    told = ana.presses(of(2, "put_off", both), both)
    assert told.startswith("Das ist schon entschieden: Diese Anfrage wird vorerst nicht geschlossen.\n")
    ana.presses(of(1, "solved", both), both)

    assert both.ts not in [one.ts for one in ana.person.messages(ana.dm)], "nothing in it stands any more"
    assert ana.reads(ana.last_word(1)).startswith("✅ Schön: *#1 VPN is down* ist gelöst.\nDoch nicht gelöst?")
    assert "✅ Gelöst, wie du gesagt hast." in ana.reads(ana.head(1))
    assert "✅ Solved, says @ana" in bo.reads(bo.card(1))
    assert bo.desk_thread(1)[-1] == "✅ @ana says it's solved. Nothing more to do."
    (told,) = [letter for letter in ben.mail() if "#1" in letter]
    assert "ana" not in told, "who follows is not told who had asked"
    world.pass_time(hours=2)
    assert ana.has_survey(1)
    ana.reopens(1)
    assert ana.last_word(1).text == f"Deine Anfrage ist wieder offen, und <@{bo.id}> weiß Bescheid."

    to(world, 3, 12)
    assert world.request(2).state is State.WAITING, "it was kept open before it lapsed"
    to(world, 3, 17)
    assert "Offen lassen" in ana.person.messages(ana.dm)[-1].buttons, "a week after she kept it open"
    bo.resolves(2)
    bo.undoes(2)
    assert not any("Offen lassen" in one.buttons for one in ana.person.messages(ana.dm))
    world.pass_time(hours=2)
    assert "Offen lassen" in ana.person.messages(ana.dm)[-1].buttons, "told anew: the other message was taken away"
    world.pass_time(days=4)
    assert world.request(2).outcome is Outcome.UNANSWERED
    post = ana.person.messages(world.channel("ask-it"))[-1]
    assert not post.reactions, "nothing was solved"
    assert "⚫ Ich habe *#2 the projector is broken* geschlossen" in ana.reads(ana.person.thread(post)[-1])


@one_world
def test_what_is_opened_again_goes_to_who_is_there_and_what_is_over_leads_to_a_new_one(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    bo.claims(1)
    bo.resolves(1)
    bo.person.sets_status(":palm_tree:", "away")
    world.settle()
    news = ana.last_word(1)

    ana.presses("reopen", news)

    assert "⚪ Nobody has it yet." in bo.reads(bo.card(1))
    assert ana.conversation(1)[-1] == "Deine Anfrage ist wieder offen. IT weiß Bescheid."
    bo.resolves(1)
    news = ana.last_word(1)
    world.pass_time(days=30)
    assert world.request(1).state is State.CLOSED
    stale = ana.person.sees(news)
    assert stale.buttons == ("Wieder öffnen",), "what should have closed weeks ago is not drawn anew"
    told = ana.presses("reopen", stale)
    assert told.startswith("Diese Anfrage lässt sich nicht mehr öffnen.")
    (offered,) = [one for one in ana.person.ephemerals(ana.dm) if "Folgeanfrage" in one.buttons]
    ana.presses("Folgeanfrage", offered)
    assert ana.field("title") == "Dazu noch: laptop won't start"


@one_world
def test_what_was_there_before_requests_ended_by_themselves_ends_so_too(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    for title in ("one", "two", "three"):
        ana.asks(title)
    bo.resolves(1)
    bo.presses("wait", bo.line(2))
    with world.storage.transaction() as session:
        session.execute(delete(Ping))
    to(world, 3, 4)

    world.program.helpdesk.plan()
    world.program.helpdesk.plan()

    with world.storage.reading() as session:
        planned = session.exec(select(Ping.request, Ping.kind).order_by(col(Ping.request), col(Ping.kind))).all()
    assert planned == [(1, PingKind.CLOSE), (2, PingKind.AWAITED), (2, PingKind.AWAITED_LAST)]
    to(world, 3, 6, hour=14)
    assert world.request(1).state is State.CLOSED
    assert (world.request(2).state, world.request(2).outcome) == (State.WAITING, None)

    faults = world.company.workspace.faults
    faults.add(
        method="chat.postMessage",
        fail="ekm_access_denied",
        times=99,
        when=lambda call: call.get("channel") == ana.dm.id,
    )
    for day in (11, 12, 16):
        to(world, 3, day, hour=15)
    assert world.request(2).state is State.WAITING, "nobody could read that it would be closed"
    faults.clear()
    world.pass_time(minutes=6)
    assert "bis 2026-03-18" in ana.reads(ana.last_word(2))
    to(world, 3, 18, hour=16)
    assert world.request(2).outcome is Outcome.UNANSWERED
