"""A request that came to the wrong desk goes to the right one, with all that was said, and nobody is left guessing."""

import pytest
from sqlmodel import func, select

from bot.finding import find
from sandbox.faults import rate_limit
from sandbox.seen import SeenMessage
from storage.due import Ping
from storage.kinds import Standing
from storage.tables import Follower, Person, Request, WordCount
from tests.people import Colleague, meet
from tests.world import World, crosswise

FIRST_ANSWER = ("first_answer_missed", "first_answer_near")
RESOLUTION = ("resolution_missed", "resolution_near")
one_world = pytest.mark.parametrize(("databases", "mode"), [("postgres", "http")], indirect=True)


def moves(agent: Colleague, number: int, desk: str, word: str = "") -> str:
    """Choose Another desk and send the form; what is told then."""
    told = agent.chooses("move", number)
    if agent.person.modal:
        agent.sends(desk=desk, word=word or None)
    return told


def left_card(agent: Colleague, channel: str) -> SeenMessage:
    found = [one for one in agent.person.messages(agent.world.channel(channel)) if one.plain.startswith("➡️")]
    return found[-1]


def planned_pings(world: World, number: int) -> list[str]:
    with world.storage.reading() as session:
        return sorted(p.kind for p in session.exec(select(Ping).where(Ping.request == number)) if not p.settled_at)


def desks_taught(world: World) -> set[str]:
    """Where such words are guessed to belong."""
    with world.storage.reading() as session:
        taught = session.exec(select(WordCount.desk).group_by(WordCount.desk).having(func.sum(WordCount.n) > 0))
        return set(taught)


def found_by(person: Colleague, text: str) -> list[int]:
    with person.world.program.helpdesk.looking() as work:
        return [request.number for request in find(work, person.id, text, limit=10)]


@crosswise
def test_a_request_goes_to_another_desk_with_all_that_was_said(world: World) -> None:
    ana, bo, cy, hana = meet(world, "ana", "bo", "cy", "hana")
    ana.asks("my salary is wrong", details="Since March.")
    bo.claims(1)
    bo.answers(1, "Is it the *gross* or the net?")
    bo.answers(1, "🔒 no idea why she asks us")
    ana.writes(1, "The net <@U0>")
    line = bo.line(1)

    assert moves(bo, 1, "hr", "Sorry, yours, I think.") == ""

    marker = left_card(bo, "it-help")
    assert bo.reads(marker) == "➡️ *#1* was moved to *HR* by @bo."
    assert (marker.buttons, bo.person.sees(line).buttons) == ((), ())
    card = hana.reads(hana.card(1))
    assert "*#1 · my salary is wrong*" in card
    assert "Since March." in card
    assert "⚪ Nobody has it yet. 🟢 To be solved by 2026-03-09 12:30 UTC" in card
    assert hana.line(1).buttons == ("Claim", "Resolve", "Wait", "Reply", "Assign")
    (handover,) = hana.desk_thread(1)
    assert handover.startswith("➡️ @bo has passed this on from *IT*.\n>Sorry, yours, I think.\n*Said so far*")
    assert ">*Bo Brandt*\n>Is it the *gross* or the net?" in handover
    assert ">*Ana Alvarez*\n>The net" in handover
    assert "no idea" not in handover
    assert ana.conversation(1)[-1].startswith(
        "➡️ IT hat deine Anfrage an *Personal* weitergegeben. Du hörst von jemandem"
    )
    assert "*Personal* hat deine Anfrage." in ana.reads(ana.head(1))
    assert "*Personal* hat deine Anfrage." in ana.opens_home()

    cy.person.says(world.channel("it-help"), "I think it's the tax class", thread=marker)
    world.settle()
    (told,) = cy.person.ephemerals(world.channel("it-help"))
    assert cy.reads(told) == "#1 ist jetzt bei Personal, deshalb wurden deine Worte nicht weitergegeben."
    assert bo.presses("resolve", line) == "HR has this request now."

    hana.claims(1)
    hana.replies(1, "The tax class was wrong.")
    ana.writes(1, "Danke!")
    assert ana.conversation(1)[-2:] == ["The tax class was wrong.", "Danke!"]
    assert hana.desk_thread(1)[-1] == "Danke!"
    assert world.timeline(1)[-5:] == [
        "replied by ana",
        "moved by bo",
        "claimed by hana",
        "answered by hana",
        "replied by ana",
    ]
    assert world.unsent() == []


@one_world
def test_of_two_who_move_a_request_at_once_one_has_moved_it_and_the_other_is_told(world: World) -> None:
    ana, ben, bo, cy = meet(world, "ana", "ben", "bo", "cy")
    ana.asks("our logo is upside down")
    with world.storage.transaction() as session:
        request = session.get_one(Request, 1)
        request.type, request.answers = "access", {"system": ["mailbox"], "approver": [bo.id], "gone": ["x"]}
    line = bo.line(1)
    for agent in (bo, cy):
        agent.chooses("move", 1)
    cy.sends(desk="design")
    bo.sends(desk="hr")

    assert bo.form.errors == {"desk": "Design team has this request now."}
    bo.person.closes_modal()
    assert bo.presses("wait", line) == "Design team has this request now."
    assert "our logo is upside down" in left_card(bo, "it-help").plain
    card = ben.reads(ben.card(1))
    assert "our logo is upside down" in card
    assert "To what: Shared mailbox\nWho may approve it: Bo Brandt\ngone: x" in card
    assert world.timeline(1) == ["opened by ana", "moved by cy"]
    assert planned_pings(world, 1) == [*FIRST_ANSWER, *RESOLUTION]
    assert (desks_taught(world), found_by(ana, "mailbox")) == ({"design"}, [1])

    ben.answers(1, "It looks fine to me.")
    moves(ben, 1, "it")
    bo.claims(1)
    assert "@bo kümmert sich darum" in ana.reads(ana.head(1))
    assert planned_pings(world, 1) == [*RESOLUTION, "silent"]

    bo.chooses("move", 1)
    ana.withdraws(1)
    bo.sends(desk="hr")
    assert "This request has been withdrawn.\n" in bo.reads_form()


@one_world
def test_what_everybody_could_read_goes_on_in_direct_messages_at_a_confidential_desk(world: World) -> None:
    ana, ben, bo, hana = meet(world, "ana", "ben", "bo", "hana")
    asks = world.channel("ask-it")
    post = ana.person.says(asks, "Why was I paid twice this month?")
    world.settle()
    assert world.request(1).is_public
    with world.storage.transaction() as session:
        session.add(Follower(request=1, person=ben.id, at=world.company.clock()))

    moves(bo, 1, "hr")

    (public,) = ana.person.thread(post)
    assert ana.reads(public) == "*#1* geht in Direktnachrichten weiter."
    assert ana.conversation(1)[0].startswith("➡️ IT hat deine Anfrage an *Personal* weitergegeben.")
    assert "#1*, which you follow, went to another desk" in ben.mail()[-1]
    assert left_card(bo, "it-help").plain.startswith("➡️ *#1* was moved")

    for person, told in ((ana, "Das geht in Direktnachrichten weiter"), (ben, "This goes on in direct messages")):
        person.person.says(asks, "And now?", thread=post)
        world.settle()
        assert person.reads(person.person.ephemerals(asks)[-1]).startswith(told)
    hana.replies(1, "Yes, please keep it.")
    assert ana.conversation(1)[-1] == "Yes, please keep it."
    assert hana.desk_thread(1)[-1] == "✉️ _To @ana:_\nYes, please keep it."
    assert "Yes, please keep it." not in [message.plain for message in ana.person.thread(post)]
    assert ben.types("/helpdesk 1") == "I can't find that request."


@one_world
def test_what_was_not_yet_said_when_the_request_moved_is_said_where_it_belongs(world: World) -> None:
    ana, bo, hana = meet(world, "ana", "bo", "hana")
    ana.asks("my salary is wrong")
    card = bo.card(1)
    world.company.workspace.faults.add(
        method="chat.update", fail=rate_limit(60), when=lambda call: call["ts"] == card.ts
    )
    bo.presses("Claim", card)
    ana.writes(1, "Wait, I have found it!")

    bo.chooses("move", 1)
    bo.sends(desk="hr")
    world.pass_time(seconds=60)

    old = [bo.reads(message) for message in bo.person.thread(card)]
    assert old[1:] == ["🔵 @bo has claimed this request.", "Wait, I have found it!"]
    assert left_card(bo, "it-help").ts == card.ts
    assert "⚪ Nobody has it yet." in hana.reads(hana.card(1))
    assert "Wait, I have found it!" in hana.desk_thread(1)[0]
    assert world.unsent() == []


@one_world
def test_a_card_that_was_moved_comes_back_after_its_thread_was_deleted(world: World) -> None:
    ana, bo, hana = meet(world, "ana", "bo", "hana")
    ana.asks("my salary is wrong")
    moves(bo, 1, "hr")
    card = hana.card(1)
    for message in (*hana.person.thread(card), card):
        world.program.helpdesk.directory.slack.delete(message.channel, message.ts)

    ana.writes(1, "Hello?")
    world.pass_time(seconds=5)

    assert hana.desk_thread(1) == ["Hello?"]
    hana.claims(1)
    assert "@hana kümmert sich darum" in ana.reads(ana.head(1))


@one_world
def test_only_who_serves_the_desk_moves_its_requests_and_only_to_one_that_serves_who_asked(world: World) -> None:
    ana, bo, hana = meet(world, "ana", "bo", "hana")
    ana.asks("laptop won't start")

    hana.person.joins(world.channel("it-help"))
    world.settle()
    bo.chooses("move", 1)
    assert [option["value"] for option in bo.form.view["blocks"][1]["element"]["options"]] == ["hr", "design"]
    with world.storage.transaction() as session:
        session.get_one(Person, ana.id).standing = Standing.GUEST
    bo.sends(desk="hr")
    assert "no longer takes requests" in bo.form.errors["desk"]
    bo.person.closes_modal()
    assert bo.chooses("move", 1) == "There is no other desk that could take this request."
