"""Posts in a request channel: each becomes a request, once, and is talked about where it stands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desks import Desks
from bot.routing import Rule
from sandbox.seen import SeenMessage
from storage.kinds import Way
from tests.databases import Databases
from tests.people import Colleague, meet
from tests.world import World, crosswise, opened

PATIENCE = 60.0
one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


def thread(person: Colleague, post: SeenMessage) -> list[str]:
    """What stands under a post, the first line of each message."""
    return [person.reads(message).partition("\n")[0] for message in person.person.thread(post)]


def titles(world: World) -> list[str]:
    """The titles of all requests, in their order."""
    return [world.request(number).title for number in range(1, world.requests() + 1)]


def newcomer(world: World, name: str, *, guest: bool = False) -> Colleague:
    """Somebody new, who is in the request channel from the start."""
    person = world.company.workspace.add_person(name, real_name=name.title(), guest=guest)
    world.person("ana").invites(person, world.channel("ask-it"))
    world.settle()
    return Colleague(world, person)


@crosswise
def test_a_post_is_a_request_and_is_answered_edited_and_deleted_where_it_stands(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    world.company.workspace.faults.deliver_twice = True

    post = ana.posts("My laptop won't start.\nIt beeps <twice> & @bo knows it.", files=[("beep.txt", b"beep")])

    request = world.request(1)
    assert (request.title, request.desk, request.way, request.is_public) == (
        "My laptop won't start.",
        "it",
        Way.POST,
        True,
    )
    assert request.details == "It beeps <twice> & @Bo Brandt knows it."
    assert [file["name"] for file in request.files] == ["beep.txt"]
    assert thread(ana, post) == ["*#1 · My laptop won't start.*"]
    assert "It beeps <twice> & @Bo Brandt knows it." in bo.reads(bo.card(1))
    assert not ana.mail()

    bo.answers(1, "Is the plug in?")
    ana.posts("ja!", thread=post)
    ben.posts("Mine does that too", thread=post)
    said = ["Is the plug in?", "ja!", "Mine does that too"]
    assert thread(ana, post)[1:] == ["@bo kümmert sich jetzt darum.", *said]
    assert bo.desk_thread(1) == [said[0], "🔵 @bo has claimed this request.", *said[1:]]

    ana.edits(post, "My laptop is on fire.\nIt beeps.")
    assert (world.request(1).title, world.request(1).details) == ("My laptop is on fire.", "It beeps.")
    assert "*#1 · My laptop is on fire.*" in bo.reads(bo.card(1))
    assert thread(ana, post)[0] == "*#1 · My laptop is on fire.*"

    ana.deletes(post)
    assert bo.desk_thread(1)[-1].startswith("🗑️ @ana has deleted what was posted.")
    assert world.request(1).state == "claimed"
    assert world.timeline(1) == [
        "opened by ana",
        "claimed by bo",
        "answered by bo",
        "replied by ana",
        "replied by ben",
        "edited by ana",
        "edited by ana",
    ]

    other = ben.posts("my mouse is dead")
    ben.deletes(other)
    assert world.request(2).state == "withdrawn"
    assert "Withdrawn" in bo.reads(bo.card(2)) or "withdr" in bo.reads(bo.card(2)).casefold()
    assert world.requests() == 2


@one_world
def test_posts_in_a_row_are_one_request_until_somebody_answers(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")

    first = ana.posts("Hallo zusammen!\nmein Drucker druckt nicht")
    ana.posts("danke schon mal 🙏")
    ben.posts("mine neither")
    world.pass_time(minutes=4)
    second = ana.posts("auf Etage 3")
    world.pass_time(minutes=4)
    ana.posts("Fehler 42")

    assert titles(world) == ["mein Drucker druckt nicht", "mine neither"]
    assert world.request(1).details == "auf Etage 3\nFehler 42"
    assert ana.whispers()[-1] == "✅ Zu Anfrage *#1* hinzugefügt."
    assert "Fehler 42" in bo.reads(bo.card(1))
    ana.posts("es war die Patrone", thread=second)
    assert bo.desk_thread(1) == ["es war die Patrone"]

    ana.deletes(second)
    assert world.request(1).details == "Fehler 42"
    ana.deletes(first)
    assert (world.request(1).title, world.request(1).state) == ("Fehler 42", "open")

    bo.answers(1, "on it")
    ana.posts("und mein Laptop ist aus")
    ana.posts("x" * 3200)
    assert titles(world)[2:] == ["und mein Laptop ist aus", f"{'x' * 149}…"]
    assert len(world.request(4).details) == 3000
    world.pass_time(minutes=6)
    ana.posts("noch etwas ganz anderes")
    assert world.requests() == 5


@one_world
def test_what_asks_for_nothing_is_no_request_until_it_is_edited_into_one(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")

    for text in (
        "📣 Tonight the Wi-Fi is down",
        ":mega: done",
        "Guten Morgen zusammen!",
        "danke!",
        "🎉",
        ":tada: :tada:",
    ):
        ana.posts(text)
    hello = ana.posts("hi all")
    ana.posts("danke!", thread=hello)
    ana.posts("mein Laptop ist aus", place="general")
    assert world.requests() == 0

    ana.edits(hello, "hi all, my laptop is dead")
    assert titles(world) == ["hi all, my laptop is dead"]
    ana.edits(hello, "hi all, my laptop is dead")
    old = bo.posts("good morning")
    world.pass_time(minutes=10)
    bo.edits(old, "good morning, the printer is out of paper")
    assert world.timeline(1) == ["opened by ana"]
    assert world.requests() == 1

    ana.posts("", files=[("screenshot.png", b"png")], place="ask-it")
    assert titles(world)[1:] == ["screenshot.png"]


@one_world
def test_guests_are_told_politely_that_no_desk_serves_them(world: World) -> None:
    gil = newcomer(world, "gil", guest=True)

    post = gil.posts("my laptop is dead")
    assert gil.whispers() == [
        "The desks here help the people of this company. Please ask the colleague here who you work with."
    ]
    gil.tells("my laptop is dead")
    assert gil.mail()[-1] == gil.whispers()[0]
    (bo,) = meet(world, "bo")
    assert bo.tickets(post).startswith("The desks here help")
    assert gil.tickets(bo.posts("📣 The printer is broken")).startswith("The desks here help")
    assert world.requests() == 0


def _to_hr(desks: Desks) -> Desks:
    rules = (Rule(words=("salary",), desk="hr"), Rule(channels=("ask-it",), words=("logo",), desk="design"))
    return replace(desks, rules=rules)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_rule_sends_a_post_elsewhere_but_never_to_a_confidential_desk(databases: Databases) -> None:
    with databases.fresh() as url, opened(url, sockets=False, desks=_to_hr) as world:
        ben, hana = meet(world, "ben", "hana")

        ben.posts("we need a new logo")
        assert (world.request(1).desk, world.request(1).is_public) == ("design", True)

        world.pass_time(minutes=10)
        post = ben.posts("my salary is wrong\nI got nothing")
        assert world.requests() == 1
        assert not thread(ben, post)
        assert "for few eyes" in ben.whispers()[-1]

        ben.presses("offer_accept", ben.person.messages(ben.dm)[-1])
        assert (world.request(2).desk, world.request(2).is_public, world.request(2).details) == (
            "hr",
            False,
            "I got nothing",
        )
        assert "*#2 · my salary is wrong*" in hana.reads(hana.card(2))
        assert not thread(ben, post)


@one_world
def test_hostile_posts_call_nobody_and_break_no_card(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    hostile = (
        "@channel @here <!channel> *bold* `code` &amp; <https://evil.example|bank> \u202eabc\u200b " + "word " * 400
    )

    post = ana.posts(hostile)

    for message in (bo.card(1), *ana.person.thread(post)):
        raw = str(message.blocks) + message.text
        assert "<!channel>" not in raw
        assert "<!here>" not in raw
        assert "\u202e" not in raw
    assert world.request(1).title.startswith("@channel @here <!channel> bold code")
    assert len(world.request(1).title) <= 150
    assert world.request(1).details.startswith("@channel @here")


@one_world
def test_many_people_who_post_at_once_are_all_heard(world: World) -> None:
    """What counts is what is saved: nothing is delivered meanwhile."""
    workspace, clock, channel = world.company.workspace, world.company.clock, world.channel("ask-it")
    world.program.delivery.stop()
    crowd = [workspace.add_person(f"p{number}") for number in range(30)]
    for person in crowd:
        person.joins(channel)
    workspace.wait_idle(PATIENCE)

    for number, person in enumerate(crowd):
        person.says(channel, f"number {number} is broken")
    workspace.wait_idle(PATIENCE)
    clock.advance_to(clock() + timedelta(minutes=1))  # when Slack repeats what could not be saved in time
    workspace.wait_idle(PATIENCE)

    assert sorted(titles(world)) == sorted(f"number {number} is broken" for number in range(30))
