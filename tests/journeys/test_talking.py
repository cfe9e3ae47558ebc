"""Point 4: what is said reaches the other side, under the speaker's name; notes stay with the desk."""

import pytest

from sandbox.seen import SeenMessage
from tests.databases import Databases
from tests.people import Colleague, meet
from tests.world import World, crosswise, named_agents, opened

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "socket")], indirect=True)
HOSTILE = "<!channel> <!here|here> <@U0EVIL> a & b > c *bold* <https://evil.example|bank>"


def relayed(person: Colleague, number: int, *, desk: bool) -> list[SeenMessage]:
    """What the bot passed on into the desk's thread or the conversation, under the name of who said it."""
    thread = person.person.thread(person.card(number) if desk else person.head(number))
    return [message for message in thread if message.username]


def spoken(person: Colleague, number: int, *, desk: bool) -> list[tuple[str | None, str]]:
    """Who said what, of what was passed on."""
    return [(message.username, person.reads(message)) for message in relayed(person, number, desk=desk)]


@crosswise
def test_both_sides_talk_and_notes_stay_with_the_desk(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    world.company.workspace.faults.deliver_twice = True
    ana.asks("laptop won't start")
    bo.claims(1)

    ana.writes(1, "es piept, zweimal")
    bo.answers(1, "Is the plug in?")
    cy.answers(1, "and the lamp?")
    for note in ("🔒 she has the old model", "note: she has the old model", "Notiz: altes Modell", ":lock: old"):
        bo.answers(1, note)
    ana.writes(1, "ja!")

    assert spoken(bo, 1, desk=True) == [("Ana Alvarez", "es piept, zweimal"), ("Ana Alvarez", "ja!")]
    assert spoken(ana, 1, desk=False) == [("Bo Brandt", "Is the plug in?"), ("Cy Castell", "and the lamp?")]
    assert not any("model" in line.casefold() for line in ana.conversation(1))
    assert world.timeline(1) == [
        "opened by ana",
        "claimed by bo",
        "replied by ana",
        "answered by bo",
        "answered by cy",
        *["noted by bo"] * 4,
        "replied by ana",
    ]


@one_world
def test_what_is_relayed_can_call_nobody(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")

    ana.writes(1, f"{HOSTILE} @channel @here @everyone")
    bo.answers(1, f"{HOSTILE} @channel @here @everyone")

    for said in (*relayed(bo, 1, desk=True), *relayed(ana, 1, desk=False)):
        assert "<!" not in said.text
        assert "<@U0EVIL>" not in said.text
        assert "|bank>" not in said.text
        assert "a &amp; b &gt; c *bold*" in said.text
        assert "@channel @here @everyone" in said.text


@one_world
def test_words_that_only_look_like_a_note_are_passed_on(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")

    bo.answers(1, "Please note: the office is closed")
    bo.answers(1, "notebook: is it new?")

    assert ana.conversation(1)[1:] == ["Please note: the office is closed", "notebook: is it new?"]


@one_world
def test_a_word_outside_any_thread_gets_a_hint_and_a_button(world: World) -> None:
    ana, ben = meet(world, "ana", "ben")
    ana.asks("laptop won't start")

    for person in (ana, ben):
        person.person.says(person.dm, "hello?")
    world.settle()

    hint = ben.person.messages(ben.dm)[-1]
    assert ben.reads(hint).startswith("To add to a request, answer in its thread. For something new, write here")
    assert "antworte bitte in ihrem Thread" in ana.mail()[-1]
    ben.presses("Ask for help", hint)
    ben.sends(title="A new mouse", desk="it")
    assert "#2 · A new mouse" in ben.reads(ben.head(2))


@one_world
def test_talk_elsewhere_is_none_of_our_business(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    general = world.channel("general")

    root = bo.person.says(general, "lunch?")
    ana.person.says(general, "yes!", thread=root)
    bo.person.says(world.channel("it-help"), "who is on duty?")
    world.settle()

    assert world.timeline(1) == ["opened by ana"]
    assert ana.conversation(1) == []
    assert len(ana.mail()) == 1


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_stranger_in_the_desks_thread_is_told_that_only_agents_answer_there(databases: Databases) -> None:
    with databases.fresh() as url, opened(url, sockets=False, desks=named_agents("it", "bo")) as world:
        ana, ben, bo, lena = meet(world, "ana", "ben", "bo", "lena")
        for visitor in (ben, lena):
            visitor.person.joins(world.channel("it-help"))
        ana.asks("laptop won't start")

        ben.answers(1, "mine too!")
        (told,) = ben.person.ephemerals(world.channel("it-help"))
        assert ben.reads(told) == "Only agents of IT answer in this thread, so your words were not passed on."
        assert told.thread_ts == bo.card(1).ts
        assert ana.conversation(1) == []
        assert world.timeline(1) == ["opened by ana"]

        lena.answers(1, "We look into it.")
        assert ana.conversation(1) == ["@lena kümmert sich jetzt darum.", "We look into it."]


@one_world
@pytest.mark.parametrize("note", ["`note:` odd", "*Note:* odd", "> note: odd", ":lock: odd", "  _Notiz:_ seltsam"])
def test_a_note_stays_among_agents_however_it_is_dressed_up(world: World, note: str) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")

    bo.answers(1, note)

    assert ana.conversation(1) == []
    assert world.timeline(1)[-1] == "noted by bo"


@one_world
def test_many_greetings_outside_any_thread_get_one_hint(world: World) -> None:
    (ben,) = meet(world, "ben")

    for words in ("hello", "good morning!", "thanks"):
        ben.person.says(world.dm("ben"), words)
    world.settle()

    assert sum("answer in its thread" in letter for letter in ben.mail()) == 1
