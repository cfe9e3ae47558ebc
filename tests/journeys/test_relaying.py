"""What is said on one side stands on the other, and follows: edits, deletions, files and emoji, both ways, once."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlmodel import select

from bot import conversation, correcting, relaying
from bot.relaying import Reacted
from bot.utterances import Utterance
from bot.work import Work
from sandbox import posting
from sandbox.faults import rate_limit
from sandbox.seen import SeenMessage
from storage.kinds import Method
from storage.tables import Outgoing
from tests.people import Colleague, meet
from tests.world import World, crosswise

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "socket")], indirect=True)
LOG, SHOT = ("boot.log", b"log"), ("screen.png", b"png")


def under(person: Colleague, root: SeenMessage) -> list[str]:
    """What this person reads of what was passed on in a thread: "Ana: words", "📎 *Ana*: [a file]" or "→a link"."""
    return [_line(person, one) for one in person.person.thread(root) if one.username or one.text.startswith("📎")]


def _line(person: Colleague, message: SeenMessage) -> str:
    if message.username:
        return f"{message.username}: {person.reads(message)}"
    owner, *links = person.reads(message).splitlines()
    names = [f"[{file['name']}]" for file in message.files] or [f"→{one.rpartition('|')[2][:-1]}" for one in links]
    return f"{owner}: {' '.join(names)}"


def copy_of(person: Colleague, root: SeenMessage, text: str) -> SeenMessage:
    (found,) = [one for one in person.person.thread(root) if one.username and person.reads(one) == text]
    return found


def emoji(person: Colleague, message: SeenMessage) -> dict[str, list[str]]:
    """Who has put which emoji on a message."""
    users = person.world.company.workspace.world.users
    return {name: [users[one].name for one in ids] for name, ids in person.person.sees(message).reactions.items()}


@crosswise
def test_both_sides_change_their_minds_and_the_other_reads_what_holds(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    world.company.workspace.faults.deliver_twice = True
    ana.asks("laptop won't start")
    bo.claims(1)

    said = ana.writes(1, "es piept", files=[LOG])
    answer = bo.answers(1, "Is the plug in?", files=[SHOT])
    ana.edits(said, "es piept dreimal")
    bo.edits(answer, "Is the *green* plug in?")
    assert under(bo, bo.card(1)) == ["Ana Alvarez: es piept dreimal", "📎 *Ana Alvarez*: [boot.log]"]
    assert under(ana, ana.head(1)) == ["Bo Brandt: Is the *green* plug in?", "📎 *Bo Brandt*: [screen.png]"]

    at_desk, at_anas = copy_of(bo, bo.card(1), "es piept dreimal"), copy_of(ana, ana.head(1), "Is the *green* plug in?")
    for person in (bo, cy):
        person.reacts(at_desk, "thumbsup")
    bo.reacts(answer, "eyes")
    ana.reacts(at_anas, "+1::skin-tone-3")
    assert emoji(ana, said) == {"thumbsup": ["helpdesk"]}
    assert emoji(bo, answer) == {"eyes": ["bo"], "+1::skin-tone-3": ["helpdesk"]}
    bo.unreacts(at_desk, "thumbsup")
    ana.unreacts(at_anas, "+1::skin-tone-3")
    assert emoji(ana, said) == {"thumbsup": ["helpdesk"]}
    assert emoji(ana, at_anas) == {"eyes": ["helpdesk"]}
    cy.unreacts(at_desk, "thumbsup")
    assert emoji(ana, said) == {}

    ana.deletes(said)
    bo.deletes(answer)
    assert under(bo, bo.card(1)) == under(ana, ana.head(1)) == []
    assert world.timeline(1)[2:] == [
        "replied by ana",
        "answered by bo",
        "corrected by ana",
        "corrected by bo",
        "taken_back by ana",
        "taken_back by bo",
        "undone by bo",
    ]
    assert world.unsent() == []


@one_world
def test_a_note_stays_with_the_desk_whatever_becomes_of_it(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")

    note = bo.answers(1, "note: an old model", files=[SHOT])
    bo.reacts(note, "thumbsup")
    bo.edits(note, "an old model indeed")
    assert under(ana, ana.head(1)) == []
    assert bo.whispers("it-help")[-1].startswith("This stays a note, for the desk alone.")
    bo.deletes(note)

    for takes_back in (lambda said: bo.edits(said, "🔒 Try the other socket"), bo.deletes):
        answer = bo.answers(1, "Try the other socket", files=[SHOT])
        assert len(under(ana, ana.head(1))) == 2
        assert world.request(1).first_answered_at
        takes_back(answer)
        assert under(ana, ana.head(1)) == []
        assert world.request(1).first_answered_at is None

    answer = bo.answers(1, "Try the other socket")
    world.company.workspace.faults.add(method="chat.delete", fail="compliance_exports_prevent_deletion")
    bo.edits(answer, "🔒 Try the other socket")
    bo.edits(answer, "🔒 It was dropped, I bet")
    assert under(ana, ana.head(1)) == ["Bo Brandt: Try the other socket"]
    assert world.unsent() == []


@one_world
def test_in_the_open_words_stand_where_they_were_said_and_the_desk_reads_along(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    post = ana.posts("The printer is on fire")

    said = ana.posts("and smokes", thread=post, files=[SHOT])
    other = ben.posts("here too", thread=post)
    answer = bo.posts("Don't touch it", thread=post)
    for person, message, text in ((ana, said, "and stinks"), (ben, other, "mine too"), (bo, answer, "Stay away")):
        person.edits(message, text)
    ben.reacts(answer, "tada")

    assert under(bo, bo.card(1)) == [
        "Ana Alvarez: and stinks",
        "📎 *Ana Alvarez*: →screen.png",
        "Ben Becker: mine too",
        "Bo Brandt: Stay away",
    ]
    assert emoji(bo, copy_of(bo, bo.card(1), "Stay away")) == {"tada": ["helpdesk"]}
    below = bo.answers(1, "The fire brigade comes", files=[LOG])
    assert under(ana, post) == ["Bo Brandt: The fire brigade comes", "📎 *Bo Brandt*: →boot.log"]
    bo.deletes(below)
    ana.deletes(said)
    assert under(ana, post) == []
    assert under(bo, bo.card(1)) == ["Ben Becker: mine too", "Bo Brandt: Stay away"]


@one_world
def test_after_a_move_the_old_desk_reads_no_change_and_the_new_one_does(world: World) -> None:
    ana, bo, hana = meet(world, "ana", "bo", "hana")
    ana.asks("my salary is wrong")
    said = ana.writes(1, "since March")
    answer = bo.answers(1, "Is it the gross?")
    old = bo.card(1)
    bo.chooses("move:1", 1)
    bo.sends(desk="hr")

    ana.edits(said, "since April, 4,000 € each")
    ana.edits(said, "since April")
    ana.reacts(said, "cry")
    bo.edits(answer, "Is it the net?")
    assert under(bo, old) == ["Ana Alvarez: since March"]
    assert emoji(bo, copy_of(bo, old, "since March")) == {}
    assert under(hana, hana.card(1)) == ["Ana Alvarez: since April"]
    assert under(ana, ana.head(1)) == ["Bo Brandt: Is it the gross?"]
    assert bo.whispers("it-help")[-1].startswith("#1 is with HR now")

    ana.deletes(said)
    bo.deletes(answer)
    assert under(bo, old) == under(hana, hana.card(1)) == under(ana, ana.head(1)) == []


@one_world
def test_what_reaches_us_in_any_order_ends_as_it_stands_in_slack(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    head = ana.head(1)
    said = Utterance(head.channel, "1772440000.000100", ana.id, "it beeps", thread_ts=head.ts)
    gone = replace(said, ts="1772440000.000200", text="my password")
    acts: list[Callable[[Work], object]] = [
        lambda work: correcting.edit(work, replace(said, text="it beeps twice"), "1772440003.0", is_young=True),
        lambda work: correcting.edit(work, replace(said, text="it beep"), "1772440002.0", is_young=True),
        lambda work: conversation.hear(work, said),
        lambda work: correcting.delete(work, gone),
        lambda work: correcting.edit(work, gone, "1772440003.0", is_young=True),
        lambda work: conversation.hear(work, gone),
    ]
    for act in acts:
        with world.program.helpdesk.work() as work:
            act(work)
    world.settle()
    assert under(bo, bo.card(1)) == ["Ana Alvarez: it beeps twice"]

    copy = copy_of(bo, bo.card(1), "it beeps twice")
    added, removed = (Reacted(copy.channel, copy.ts, "tada", bo.id, f"177244000{n}.0") for n in (1, 2))
    for reacted, is_on in ((removed, False), (added, True), (added, True)):
        with world.program.helpdesk.work() as work:
            relaying.reacted(work, reacted, is_on)
            assert not work.session.exec(select(Outgoing).where(Outgoing.method == Method.REACT)).all()


@one_world
def test_a_file_finds_its_way_when_the_thread_is_gone_and_leaves_no_trace_in_the_channel(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    for one in (bo.line(1), bo.card(1)):
        world.program.helpdesk.directory.slack.delete(one.channel, one.ts)

    ana.writes(1, "", files=[LOG])
    world.pass_time(seconds=2)
    assert under(bo, bo.card(1)) == ["📎 *Ana Alvarez*: [boot.log]"]
    assert not any(one.files for one in bo.person.messages(world.channel("it-help")))


@one_world
def test_what_is_taken_back_before_it_has_left_leaves_nothing_behind_not_even_in_a_new_thread(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    bo.claims(1)
    for one in (ana.last_word(1), ana.head(1)):
        world.program.helpdesk.directory.slack.delete(one.channel, one.ts)
    world.company.workspace.faults.add(method="chat.postMessage", fail=rate_limit(60))

    regretted, kept = bo.answers(1, "Ask your boss", files=[SHOT]), bo.answers(1, "Try the green socket")
    bo.edits(regretted, "🔒 Ask your boss")
    bo.edits(kept, "Try the red socket")
    for _ in range(3):
        world.pass_time(minutes=1)

    assert under(ana, ana.head(1)) == ["Bo Brandt: Try the red socket"]
    assert world.unsent() == []


@one_world
def test_words_and_files_of_one_message_come_and_go_by_themselves(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    workspace = world.company.workspace.world
    ana.asks("laptop won't start")

    said = ana.writes(1, "", files=[LOG, SHOT])
    ana.edits(said, "see")
    assert under(bo, bo.card(1))[2:] == ["Ana Alvarez: see"]
    with workspace.lock:
        posting.delete_file(workspace, workspace.files[said.files[0]["id"]])
    world.settle()
    assert under(bo, bo.card(1)) == ["📎 *Ana Alvarez*: [screen.png]", "Ana Alvarez: see"]
    ana.edits(said, "")
    assert under(bo, bo.card(1)) == ["📎 *Ana Alvarez*: [screen.png]"]
    ana.edits(said, "long " * 2_000)
    copy = bo.person.thread(bo.card(1))[-1]
    assert copy.username == "Ana Alvarez"
    ana.edits(said, "longer " * 1_000)
    assert len(bo.reads(bo.person.sees(copy)).split()) == 1_000
    assert world.unsent() == []
