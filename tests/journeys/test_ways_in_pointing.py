"""What is written to the bot, a mention, 🎫 and the shortcuts: a request, or an offer to make one; once."""

import pytest

from sandbox.seen import SeenMessage
from storage.kinds import Way
from tests.people import Colleague, meet
from tests.world import World

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "socket")], indirect=True)


def offer(person: Colleague) -> SeenMessage:
    """The newest message that the bot wrote to this person, outside threads."""
    bot = person.world.company.app.bot_user_id
    return [message for message in person.person.messages(person.dm) if message.user == bot and not message.ephemeral][
        -1
    ]


def invite_bot(world: World) -> None:
    """Bring the bot into #general, where it hears what it is pointed to."""
    world.person("ana").invites(world.company.app.bot_user, world.channel("general"))
    world.settle()


def chooses(person: Colleague, desk: str) -> None:
    """Choose a desk in the newest offer."""
    person.person.chooses("offer_desk", desk, on=offer(person))
    person.world.settle()


@one_world
def test_what_is_written_to_the_bot_is_offered_and_becomes_a_request_at_one_press(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")

    ana.tells("hallo!")
    assert offer(ana).buttons == ("Um Hilfe bitten",)
    world.pass_time(minutes=10)

    ana.tells("mein Stuhl quietscht", files=[("stuhl.txt", b"quiek")])
    asked = offer(ana)
    assert "Soll ich daraus eine Anfrage machen?" in ana.reads(asked)
    assert asked.buttons == ("Daraus eine Anfrage machen", "Formular ausfüllen", "Nein, danke")
    assert ana.presses("offer_accept", asked) == "Bitte wähle zuerst, wer helfen soll."
    ana.tells("ziemlich laut <!channel>")
    assert offer(ana).ts == asked.ts
    assert "ziemlich laut <!channel>" in ana.reads(offer(ana))

    chooses(ana, "it")
    ana.presses("offer_accept", offer(ana))
    request = world.request(1)
    assert (request.title, request.details) == ("mein Stuhl quietscht", "ziemlich laut <!channel>")
    assert (request.desk, request.way, request.is_public) == ("it", Way.DM, False)
    assert [file["name"] for file in request.files] == ["stuhl.txt"]
    assert "*#1 · mein Stuhl quietscht*" in bo.reads(bo.card(1))
    assert ana.reads(ana.person.sees(asked)) == "🎫 Das ist jetzt Anfrage *#1* bei *IT*."
    assert ana.head(1).buttons == ("Zurückziehen", "Vertraulich machen")


@one_world
def test_an_offer_can_be_declined_edited_away_or_filled_in_as_a_form(world: World) -> None:
    (ben,) = meet(world, "ben")

    said = ben.tells("vpn is slow")
    ben.edits(said, "vpn is very slow")
    assert "vpn is very slow" in ben.reads(offer(ben))
    ben.presses("offer_form", offer(ben))
    assert (ben.field("title"), ben.field("desk")) == ("vpn is very slow", "it")
    ben.sends(urgency="high")
    assert (world.request(1).title, world.request(1).way) == ("vpn is very slow", Way.FORM)
    assert "It's request *#1* now" in ben.mail()[1]

    world.pass_time(minutes=10)
    ben.tells("the coffee is cold")
    ben.presses("offer_decline", offer(ben))
    assert ben.reads(offer(ben)) == "All right, no request."
    world.pass_time(minutes=10)
    gone = ben.tells("the tea is cold")
    ben.deletes(gone)
    assert ben.reads(offer(ben)) == "All right, no request."
    assert world.requests() == 1


@one_world
def test_who_mentions_the_bot_asks_and_an_agent_asks_for_who_wrote(world: World) -> None:
    invite_bot(world)
    ana, ben, bo, hana, olga = meet(world, "ana", "ben", "bo", "hana", "olga")

    post = ben.posts("@helpdesk IT: the projector is dead", place="general")
    assert (world.request(1).title, world.request(1).way, world.request(1).desk) == (
        "IT: the projector is dead",
        Way.MENTION,
        "it",
    )
    (told,) = [ben.reads(one) for one in ben.person.thread(post)]
    assert told == "🎫 *#1* is with *IT*. I'll write to you directly, @ben."
    assert ben.head(1)
    ben.posts("@helpdesk any news?", place="general", thread=post)
    assert "That is request *#1* already." in ben.whispers("general")[-1]
    ana.posts("@helpdesk", place="general", thread=post)
    assert not any("#1" in word for word in ana.whispers("general"))

    chair = ana.posts("Mein Stuhl quietscht", place="general")
    bo.posts("@helpdesk please", place="general", thread=chair)
    request = world.request(2)
    assert (request.title, request.details, request.requester, request.author) == (
        "Mein Stuhl quietscht",
        "please",
        ana.id,
        bo.id,
    )
    assert request.desk == "it"

    lamp = ana.posts("Die Lampe flackert", place="general")
    olga.posts("@helpdesk", place="general", thread=lamp)
    assert world.requests() == 2
    assert olga.whispers("general")[-1].startswith("I've sent you a direct message")
    assert "Die Lampe flackert" in olga.reads(offer(olga))
    chooses(olga, "design")
    olga.presses("offer_accept", offer(olga))
    assert (world.request(3).requester, world.request(3).desk) == (olga.id, "design")

    pay = ben.posts("I have not been paid", place="general")
    hana.posts("@helpdesk", place="general", thread=pay)
    assert (world.request(4).desk, world.request(4).requester) == ("hr", ben.id)
    assert len(ben.person.thread(pay)) == 1
    ben.posts("@helpdesk", place="general")
    assert "Write what you need behind my name" in ben.whispers("general")[-1]
    ben.writes(4, "@helpdesk it was due on Friday")
    assert world.requests() == 4


@one_world
def test_a_ticket_on_a_message_makes_one_request_whoever_puts_it_there(world: World) -> None:
    invite_bot(world)
    ana, olga, bo, cy = meet(world, "ana", "olga", "bo", "cy")

    message = ana.posts("Der Beamer ist kaputt", place="general")
    olga.tickets(message)
    assert world.requests() == 0
    assert "Soll ich" not in olga.reads(offer(olga))
    assert "@ana" in olga.reads(offer(olga))
    bo.tickets(message)
    request = world.request(1)
    assert (request.way, request.requester, request.author, request.desk) == (Way.TICKET, ana.id, bo.id, "it")
    assert olga.reads(offer(olga)) == "🎫 It's request *#1* now, with *IT*."
    assert cy.tickets(message) == "Das ist schon Anfrage *#1*."
    (told,) = [ana.reads(one) for one in ana.person.thread(message)]
    assert told == "🎫 *#1* ist bei *IT*. Ich schreibe dir direkt, @ana."
    ana.deletes(message)
    assert world.request(1).state == "withdrawn"

    bo.tickets(bo.card(1))
    bo.person.reacts(message=olga.posts("lunch?", place="general"), emoji="tada")
    world.settle()
    assert world.requests() == 1


@pytest.mark.parametrize(("databases", "mode"), [("postgres", "http")], indirect=True)
def test_two_ways_at_once_make_one_request(world: World) -> None:
    ana, ben, bo, cy = meet(world, "ana", "ben", "bo", "cy")
    world.company.workspace.faults.deliver_twice = True

    post = ana.person.says(world.channel("ask-it"), "@helpdesk mein Laptop ist aus")
    for person in (ben, bo, cy):
        person.person.reacts(post, "ticket")
    ana.person.says(world.channel("ask-it"), "und der Monitor auch")
    world.settle()

    assert world.requests() == 1
    assert (world.request(1).title, world.request(1).details) == ("mein Laptop ist aus", "und der Monitor auch")
    assert world.request(1).is_public
    assert not any("Soll ich" in line for line in ana.mail())


@one_world
def test_the_shortcuts_open_the_form_with_what_the_message_says(world: World) -> None:
    invite_bot(world)
    ana, ben, bo = meet(world, "ana", "ben", "bo")

    message = ana.posts("Der Beamer ist kaputt\nim großen Raum", place="general", files=[("foto.txt", b"foto")])
    bo.uses_shortcut("ask_about", on=message)
    assert (bo.field("title"), bo.field("details")) == ("Der Beamer ist kaputt", "im großen Raum")
    bo.sends(desk="it", title="Beamer")
    request = world.request(1)
    assert (request.requester, request.author, request.title) == (ana.id, bo.id, "Beamer")
    assert [file["name"] for file in request.files] == ["foto.txt"]
    assert bo.uses_shortcut("ask_about", on=message) == "That is request *#1* already."
    assert ben.uses_shortcut("ask_about", on=message) == "Somebody has asked for help with this already."
    assert bo.tickets(message) == "That is request *#1* already."
    ana.edits(message, "Der Beamer ist doch heil")
    ana.deletes(message)
    assert (world.request(1).title, world.request(1).state) == ("Beamer", "open")

    ben.uses_shortcut("ask_anywhere")
    assert ben.field("title") == ""
    ben.person.closes_modal()
    mine = ben.posts("my chair squeaks", place="general")
    ben.uses_shortcut("ask_about", on=mine)
    bo.tickets(mine)
    ben.person.fills({"desk": "it"})
    ben.sends()
    assert world.requests() == 2
    assert "That is request *#2* already." in str(ben.form.errors)
