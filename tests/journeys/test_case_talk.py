"""What is said in confidence passes between two DMs, and nowhere else; it follows when it is changed or taken back."""

import pytest
from sqlmodel import select

from bot.confidence import cases, talking
from bot.utterances import Utterance
from sandbox.seen import SeenMessage
from storage.confidence import Said
from storage.kinds import Side, State
from storage.tables import Offer, Outgoing, Request, Source
from tests.cases import case, confide, in_dm, trail
from tests.journeys.test_talking import HOSTILE
from tests.people import Colleague, meet
from tests.world import World, crosswise

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
FILE = ("diary.txt", b"dear diary")


def claimed(person: Colleague, ref: str) -> SeenMessage:
    """They claim a case; the root of their thread."""
    person.presses("case_claim", in_dm(person, ref)[-1])
    return in_dm(person, ref)[-1]


def writes(person: Colleague, root: SeenMessage, text: str, **files: object) -> SeenMessage:
    """Somebody writes in a thread of their DM."""
    said = person.person.says(person.dm, text, thread=root, **files)  # type: ignore[arg-type]
    person.world.settle()
    return said


def spoken(person: Colleague, root: SeenMessage) -> list[str]:
    """What was passed on in a thread: "Ana Alvarez: words", or the name of a file."""
    thread = [one for one in person.person.thread(root) if one.username or one.text.startswith("📎")]
    return [f"{one.username}: {person.reads(one)}" if one.username else one.files[0]["name"] for one in thread]


def whispers(person: Colleague) -> str:
    """What they were told last, alone."""
    return person.reads(person.person.ephemerals(person.dm)[-1])


def made_of_it(world: World) -> int:
    """How much there is that others could see: requests, offers to make one, messages that asked."""
    with world.storage.reading() as session:
        return sum(len(session.exec(select(table)).all()) for table in (Request, Offer, Source))


@crosswise
def test_two_talk_in_confidence_and_who_goes_on_reads_what_was_said(world: World) -> None:
    ana, hana, lena = meet(world, "ana", "hana", "lena")
    world.company.workspace.faults.deliver_twice = True
    ref = confide(ana, "Streit")
    head = in_dm(ana, ref)[0]

    writes(ana, head, "er schreit", files=[FILE])
    root = claimed(hana, ref)
    assert spoken(hana, root) == ["Ana Alvarez: er schreit", "diary.txt"]
    writes(hana, root, "🔒 ask lena about the room")
    writes(hana, root, "Shall we talk?", files=[FILE])
    writes(ana, head, "gern")
    assert spoken(ana, head) == ["Hana Hoffmann: Shall we talk?", "diary.txt"]
    assert spoken(hana, root) == ["Ana Alvarez: er schreit", "diary.txt", "Ana Alvarez: gern"]
    assert trail(world, ref) == ["asked by ana", "claimed by hana", "answered by hana"]

    hana.presses("case_hand_back", root)
    next_root = claimed(lena, ref)
    everything = ["Ana Alvarez: er schreit", "diary.txt", "Hana Hoffmann: Shall we talk?", "diary.txt"]
    assert spoken(lena, next_root) == [*everything, "Ana Alvarez: gern"]
    writes(lena, next_root, "Here I am.")
    writes(ana, head, "danke, dass du da bist, Lena, ich habe noch etwas")
    assert spoken(ana, head)[-1] == "Lena Lindt: Here I am."
    assert made_of_it(world) == 0


@one_world
def test_words_follow_when_they_are_changed_and_are_wiped_when_they_are_taken_back(world: World) -> None:
    ana, hana = meet(world, "ana", "hana")
    ref = confide(ana, "Streit")
    head, root = in_dm(ana, ref)[0], claimed(hana, ref)
    said, answer = writes(ana, head, "er schreit", files=[FILE]), writes(hana, root, "Where?")
    early = writes(ana, head, "im Büro")

    ana.edits(said, f"er schreit laut {HOSTILE}")
    hana.edits(answer, "🔒 not for her")
    (copy,) = [one for one in hana.person.thread(root) if "laut" in one.text]
    assert copy.username == "Ana Alvarez"
    assert "<!" not in copy.text
    assert spoken(ana, head) == []

    hana.edits(answer, "for her after all")
    assert "only for you" in whispers(hana) or "nur für dich" in whispers(hana)
    assert spoken(ana, head) == []

    ana.deletes(early)
    ana.deletes(said)
    assert spoken(hana, root) == []
    with world.storage.reading() as session:
        gone = session.exec(select(Said).where(Said.author == ana.id)).all()
        assert [(one.text, one.files) for one in gone] == [(None, None)] * 2
        kept = [row.sealed for row in session.exec(select(Outgoing)) if row.sealed]
    assert kept
    assert not any("schreit" in str(one) or "diary" in str(one) or "Büro" in str(one) for one in kept)


@one_world
def test_who_is_not_in_it_any_more_is_told_that_nobody_hears_them(world: World) -> None:
    ana, hana, lena = meet(world, "ana", "hana", "lena")
    ref = confide(ana, "Streit")
    head, card = in_dm(ana, ref)[0], in_dm(hana, ref)[0]
    under_card = writes(hana, card, "what is this?")
    root = claimed(hana, ref)
    writes(hana, under_card, "and still?")
    said = writes(hana, root, "one word")
    hana.presses("case_hand_back", root)

    for text in ("another word", "and more"):
        hana.person.says(hana.dm, text, thread=said)
        world.settle()
    assert "nobody reads" in whispers(hana) or "liest niemand" in whispers(hana)
    hana.tickets(said)
    hana.uses_shortcut("ask_about", on=said)
    assert hana.person.modal is None
    for card in in_dm(lena, ref):
        assert "confidential" in lena.uses_shortcut("ask_about", on=card)
    assert "vertraulich" in ana.uses_shortcut("ask_about", on=head)
    assert ana.person.modal is None

    ana.presses("case_withdraw", head)
    writes(ana, head, "doch nicht")
    assert "zu Ende" in whispers(ana)
    assert made_of_it(world) == 0


@one_world
def test_thanks_leave_it_resolved_and_more_opens_it_again(world: World) -> None:
    ana, hana, lena = meet(world, "ana", "hana", "lena")
    ref = confide(ana, "Streit")
    world.pass_time(hours=3)
    assert ("wartet noch auf jemanden" in hana.mail()[-1], "still waiting for somebody" in lena.mail()[-1]) == (
        True,
        True,
    )
    head, root = in_dm(ana, ref)[0], claimed(hana, ref)
    assert (in_dm(lena, ref), in_dm(hana, ref)) == ([], [root]), "cards and reminders have gone"
    hana.presses("case_resolve", root)
    hana.sends()
    world.pass_time(minutes=1)

    writes(ana, head, "Danke!")
    assert case(world, ref).state is State.RESOLVED
    writes(ana, head, "Er fängt wieder an.")
    assert case(world, ref).state is State.CLAIMED
    assert spoken(hana, root)[-1] == "Ana Alvarez: Er fängt wieder an."

    world.pass_time(days=2)
    assert any("waiting for a word" in line or "wartet auf ein Wort" in line for line in _thread(hana, root))


@one_world
def test_words_beside_the_thread_are_not_kept_and_lead_to_it(world: World) -> None:
    ana, hana, ben = meet(world, "ana", "hana", "ben")
    ref = confide(ana, "Streit")
    claimed(hana, ref)
    for one in (ana, hana):
        one.tells("It is about the zebra again")
        assert f"|{ref}>" in one.person.messages(one.dm)[-1].text
    ben.tells("It is about the giraffe")
    assert len(ben.person.messages(ben.dm)[-1].buttons) > 1, "who has to do with no case is offered a request"

    with world.storage.reading() as session:
        kept = [one.text for one in session.exec(select(Source))]
    assert kept == ["It is about the giraffe"]


@one_world
def test_a_thread_that_somebody_has_deleted_begins_anew_and_no_operator_hears_of_it(world: World) -> None:
    ana, hana, olga = meet(world, "ana", "hana", "olga")
    ref = confide(ana, "Streit")
    head, root = in_dm(ana, ref)[0], claimed(hana, ref)
    before = olga.mail()
    for gone in (head, root):
        world.company.workspace.delete_thread(gone)

    with world.program.helpdesk.work() as work:  # what was under way when it happened
        found = cases.locked(work, ref)
        talking.add(work, found, 0, Side.DESK, Utterance(hana.dm.id, "1772440000.000100", hana.id, "Still there?"))
        talking.add(work, found, 0, Side.REQUESTER, Utterance(ana.dm.id, "1772440000.000200", ana.id, "Ja."))
    world.settle()
    world.pass_time(seconds=5)

    assert spoken(ana, in_dm(ana, ref)[-1]) == ["Hana Hoffmann: Still there?"]
    assert spoken(hana, in_dm(hana, ref)[-1]) == ["Ana Alvarez: Ja."]
    assert olga.mail() == before
    assert world.unsent() == []


@one_world
def test_the_parties_learn_who_is_gone_and_let_others_see_it(world: World) -> None:
    ana, hana, lena, bo = meet(world, "ana", "hana", "lena", "bo")
    ref = confide(ana, "Streit", without=[bo])
    head = in_dm(ana, ref)[0]
    claimed(hana, ref)
    world.company.workspace.deactivate(hana.person)
    world.pass_time(minutes=1)
    assert any("@hana" in line for line in _thread(ana, head))
    assert case(world, ref).state is State.OPEN

    world.company.workspace.deactivate(lena.person)
    for newcomer in ("cy", "bo"):
        world.person(newcomer).joins(world.channel("hr-help"))
    world.settle()
    world.pass_time(minutes=1)
    ana.presses("case_admit", ana.person.thread(head)[-1])
    assert ana.offered("readers") == ["Cy Castell"]
    (cy,) = meet(world, "cy")
    ana.sends(readers=[cy.id])
    root = claimed(cy, ref)
    writes(cy, root, "Jetzt bin ich da.")
    assert spoken(ana, head)[-1] == "Cy Castell: Jetzt bin ich da."
    assert trail(world, ref)[-3:] == ["admitted by ana", "claimed by cy", "answered by cy"]


def _thread(person: Colleague, root: SeenMessage) -> list[str]:
    return [person.reads(one) for one in person.person.thread(root)]
