"""The form in confidence: it names who will see it, keeps to that, and leaves no word anywhere else."""

from dataclasses import replace

import pytest
from sqlmodel import select

from bot import outbox, requests
from bot.desks import Desks
from bot.drafts import Draft
from bot.outbox import Post
from bot.places import ToPerson
from handlers.demo.clock import MovableClock
from handlers.demo.company import found
from storage.engine import Storage
from storage.keys import new_key
from storage.kinds import Urgency
from storage.tables import Offer, Outgoing, Source
from tests.cases import in_dm, room
from tests.databases import Databases
from tests.people import Colleague, meet
from tests.world import KEY, MONDAY_MORNING, World, at_work, crosswise, opened

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
PLAIN = ["urgency", "requester"]
IN_CONFIDENCE = ["urgency", "excluded"]


def words_left(world: World) -> str:
    """What the plain columns remember of messages: those that asked, and those that left."""
    with world.storage.reading() as session:
        sources = [(one.text, one.files) for one in session.exec(select(Source))]
        return str([*sources, *session.exec(select(Outgoing.payload))])


def has_card(person: Colleague) -> bool:
    return any("confidential request" in said or "vertrauliche Anfrage" in said for said in person.mail())


@crosswise
def test_the_form_names_all_who_will_see_it_and_nobody_else_hears_of_it(world: World) -> None:
    ana, hana, lena, olga = meet(world, "ana", "hana", "lena", "olga")

    ana.types("/helpdesk hr conflict with my manager")
    assert (ana.field("desk"), ana.field("type")) == ("hr", "")
    assert "🔒 Ein Konflikt" in ana.offered("type")
    ana.fills(details="Since May.", type="conflict")
    assert ana.asked()[-2:] == IN_CONFIDENCE
    assert "Nur Hana Hoffmann und Lena Lindt sehen es, sonst niemand." in ana.reads_form()
    ana.fills(excluded=[lena.id])
    assert "Nur Hana Hoffmann sieht es, sonst niemand." in ana.reads_form()
    ana.sends()

    (typed,) = ana.person.ephemerals(world.channel("general"))
    assert "🔒 Gespeichert. Nur Hana Hoffmann sieht es, sonst niemand." in ana.reads(typed)
    assert world.requests() == 0
    assert has_card(hana)
    assert not any(map(has_card, (lena, olga)))
    assert "manager" not in words_left(world)


@one_world
def test_changing_ones_mind_keeps_what_was_typed_and_says_what_is_no_longer_confidential(world: World) -> None:
    ben, cy, lena = meet(world, "ben", "cy", "lena")

    ben.types("/helpdesk conflict with my manager")
    ben.fills(desk="hr", requester=cy.id)
    ben.fills(type="conflict", excluded=[lena.id], talk="in-person")
    assert "Only Hana Hoffmann will see it, nobody else." in ben.reads_form()

    ben.fills(type="pay")
    assert "Only Hana Hoffmann will see it, nobody else." in ben.reads_form()
    ben.fills(type="benefits")
    assert ben.asked()[-2:] == PLAIN
    assert "No longer confidential" in ben.reads_form()
    ben.fills(urgency="low")
    assert "No longer confidential" in ben.reads_form()
    ben.fills(type="conflict")
    assert "No longer confidential" not in ben.reads_form()
    assert "Only Hana Hoffmann will see it, nobody else." in ben.reads_form()
    assert ben.field("talk") == "in-person"
    ben.sends()
    assert world.requests() == 0
    assert not in_dm(cy, "🔒"), "who stood in the field for somebody else is not asked for"


@one_world
def test_excluding_everybody_is_said_before_sending_with_whom_else_one_could_ask(world: World) -> None:
    ben, hana, lena = meet(world, "ben", "hana", "lena")

    hana.types("/helpdesk hr my own pay")
    hana.fills(type="pay")
    assert "Nur Lena Lindt sieht es, sonst niemand." in hana.reads_form(), "who asks there is no reader of it"

    ben.types("/helpdesk hr my pay")
    ben.fills(type="pay", excluded=[hana.id])
    assert "Only Lena Lindt will see it" in ben.reads_form()
    ben.fills(excluded=[hana.id, lena.id])
    assert "⚠️ Then nobody would see it, and I know of nobody else to ask." in ben.reads_form()
    ben.sends()
    assert "Then nobody would see it" in ben.form.errors["excluded"]

    ben.sends(excluded=[hana.id])
    assert ben.person.modal is None


@one_database
def test_whom_else_one_could_ask_are_leads_and_nobody_is_said_to_have_the_same_trouble(databases: Databases) -> None:
    def open_hr(desks: Desks) -> Desks:
        led = desks.change(lambda one: replace(one, leads=("cy@acme.example",)) if one.key == "it" else one)
        return led.change(lambda one: replace(one, is_confidential=False))

    with databases.fresh() as url, opened(url, sockets=False, desks=open_hr) as world:
        ana, ben, hana, lena = meet(world, "ana", "ben", "hana", "lena")
        ana.asks("conflict with my manager", desk="hr")
        ben.types("/helpdesk hr conflict with my manager")
        assert "Me too" in str(ben.form.view["blocks"])
        ben.fills(type="conflict")
        assert "Me too" not in str(ben.form.view["blocks"])
        ben.sends()
        assert ben.person.modal is None

        ben.types("/helpdesk hr my pay")
        ben.fills(type="pay", excluded=[hana.id, lena.id])
        assert "⚠️ Then nobody would see it. Whom else you could ask: @cy." in ben.reads_form()
        ben.sends()
        assert "Whom else you could ask: @Cy Castell." in ben.form.errors["excluded"]


@one_world
def test_who_comes_while_the_form_is_open_is_named_before_anything_is_saved(world: World) -> None:
    ben, bo, lena = meet(world, "ben", "bo", "lena")
    ben.types("/helpdesk hr my pay")
    ben.fills(type="pay", excluded=[lena.id])

    bo.person.joins(world.channel("hr-help"))
    world.settle()
    ben.sends()
    assert "Who will see this is no longer what the form said." in ben.reads_form()
    assert "Only Bo Brandt and Hana Hoffmann will see it" in ben.reads_form()
    assert not has_card(bo)

    ben.sends(excluded=[lena.id, bo.id])
    assert ben.person.modal is None
    assert not has_card(bo)


@one_world
def test_of_what_was_written_to_the_bot_no_word_stays_and_a_post_stays_with_who_wrote_it(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    ben.tells("My zebra bullies me")
    said = ben.tells("and the giraffe laughs")
    (question,) = (one for one in ben.person.messages(ben.dm) if one.buttons)
    ben.presses("Fill in the form", question)
    ben.sends(desk="hr", type="conflict")
    assert ben.person.modal is None
    assert not any(word in words_left(world) for word in ("zebra", "giraffe"))
    assert any("✅ This is settled." in one for one in ben.mail())
    with world.storage.reading() as session:
        assert all(offer.settled_at for offer in session.exec(select(Offer)))

    ben.edits(said, "and the giraffe laughs aloud")
    ben.tickets(said)
    assert world.requests() == 0
    assert "giraffe" not in words_left(world)

    ana.person.invites(world.company.app.bot_user, world.channel("general"))
    posted = ana.posts("The zebra again", "general")
    ana.uses_shortcut("ask_about", on=posted)
    ana.fills(desk="hr", type="conflict")
    assert "📌 Was in #general steht, bleibt dort" in ana.reads_form().replace(
        f"<#{world.channel('general').id}>", "#general"
    )
    ana.sends()
    assert world.requests() == 0
    assert "zebra" not in words_left(world)
    bo.tickets(posted)
    assert "The zebra again" in bo.reads(bo.card(1)), "nobody who points to the post notices anything"


@one_world
def test_a_mediation_asks_who_is_on_the_other_side_and_they_are_no_reader(world: World) -> None:
    ben, hana, lena = meet(world, "ben", "hana", "lena")
    ben.types("/helpdesk hr we can't agree")
    ben.fills(type="mediation")
    assert ben.asked()[-3:] == ["urgency", "other", "excluded"]
    for other, told in ((ben.id, "else"), (world.company.app.bot_user_id, "works here")):
        ben.sends(other=other)
        assert told in ben.form.errors["other"]

    ben.sends(other=lena.id, excluded=[lena.id])
    assert "Only Hana Hoffmann will see it" in ben.reads_form()
    assert "Lena Lindt is on the other side" in ben.form.errors["excluded"]
    ben.sends(excluded=None)
    assert ben.person.modal is None
    assert has_card(hana)
    assert not has_card(lena)


@one_database
def test_without_keys_nothing_is_promised_and_a_lost_key_is_told_kindly(databases: Databases) -> None:
    with databases.fresh() as url, found(MovableClock(MONDAY_MORNING), sockets=False) as company:
        with at_work(replace(company, key=""), url) as world:
            (ben,) = meet(world, "ben")
            ben.types("/helpdesk hr my pay")
            ben.fills(type="pay")
            assert "Confidential requests are not set up here yet" in ben.reads_form()
            ben.sends()
            assert "HELPDESK_KEYS is missing" in str(ben.form.errors)
        with at_work(replace(company, key=KEY), url) as world:
            (ben,) = meet(world, "ben")
            ben.types("/helpdesk hr my pay")
            ben.sends(type="pay")
            assert ben.person.modal is None
        storage = Storage(url, keys=[KEY])
        with storage.transaction() as session:
            outbox.queue(session, MONDAY_MORNING, key="case:X", lane="case:X", message=Post(ToPerson(ben.id), "zebra"))
        storage.close()
        with at_work(replace(company, key=new_key()), url) as world:
            world.settle()
            assert not world.unsent(), "what can't be opened is given up, and holds up nothing"
            hana = Colleague(world, world.person("hana"))
            (card,) = (one for one in hana.person.messages(hana.dm) if one.buttons)
            assert "Das lässt sich nicht lesen: Der Schlüssel dazu fehlt." in hana.presses(card.buttons[0], card)


@one_database
def test_no_way_in_makes_a_plain_request_of_a_confidential_type(databases: Databases) -> None:
    draft = Draft("hr", "zebra", "", Urgency.NORMAL, type="conflict")

    with room(databases) as here, here.work() as work, pytest.raises(ValueError, match="conflict"):
        requests.open_request(work, "U-ANA", draft)
