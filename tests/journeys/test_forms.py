"""The request form: it changes with what is chosen, keeps what was typed, and says beforehand what to expect."""

from dataclasses import replace

import pytest

from bot import deskbook
from bot.desks import Desks
from bot.routing import Rule
from storage.kinds import Standing
from storage.tables import Person
from tests.databases import Databases
from tests.people import Colleague, meet
from tests.world import MONDAY_MORNING, World, crosswise, opened

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
ONLY_DESIGN = '[[desks]]\nkey = "design"\nname = "Design team"\nchannel = "#design-team"\n'


@crosswise
def test_a_form_follows_desk_and_type_keeps_what_was_typed_and_the_card_shows_the_answers(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")

    ana.types("/helpdesk read the orders")
    assert ana.asked() == ["desk", "title", "details", "urgency", "requester"]
    ana.fills(details="Since Friday.", desk="it")
    assert ana.asked() == ["desk", "type", "title", "details", "urgency", "requester"]
    ana.fills(type="access")
    assert ana.asked()[3:-3] == ["system", "approver", "until"]
    ana.fills(system="mailbox")
    assert ana.asked()[3:-3] == ["system", "which", "approver", "until"]
    ana.fills(which="orders@acme.example", approver=cy.id, until="2026-12-31")

    ana.fills(desk="hr")
    assert ana.asked() == ["desk", "type", "title", "details", "urgency", "requester"]
    ana.fills(desk="it")
    standing = [ana.field(name) for name in ("type", "system", "which", "title", "details")]
    assert standing == ["access", "mailbox", "orders@acme.example", "read the orders", "Since Friday."]
    ana.sends()

    card = bo.reads(bo.card(1))
    assert "*To what:* Shared mailbox\n*Which one exactly:* orders@acme.example" in card
    assert "*Who may approve it:* @cy\n*Until when do you need it:* 2026-12-31" in card
    assert "@ana · 🔹 This week · Access to something · 2026-03-02 08:30 UTC" in card
    assert "Shared mailbox" not in ana.reads(ana.head(1))


@one_world
def test_a_type_suggests_an_urgency_until_one_is_chosen_by_hand(world: World) -> None:
    (ana,) = meet(world, "ana")

    ana.types("/helpdesk")
    ana.fills(desk="it", type="network")
    assert ana.field("urgency") == "high"
    ana.fills(type="hardware")
    assert ana.field("urgency") == "normal"
    ana.fills(urgency="low", type="network")
    assert ana.field("urgency") == "low"
    ana.fills(urgency="high", type="hardware")
    assert ana.field("urgency") == "high"


@one_world
def test_a_form_with_mistakes_stays_with_all_that_was_typed(world: World) -> None:
    (ana,) = meet(world, "ana")
    ana.types("/helpdesk")

    ana.sends(desk="it", type="access", title="\u200b", details="Since Friday.", system="sap")
    assert ana.form.errors == {"title": "Bitte ausfüllen."}

    ana.sends(title="SAP", type="software")
    assert ana.form.errors == {"it/software/program": "Bitte ausfüllen."}
    ana.sends(program="Figma", page="figma", licences="many")
    assert set(ana.form.errors) == {"it/software/page", "it/software/licences"}
    ana.sends(page="https://figma.com", licences="3")

    request = world.request(1)
    assert (request.type, request.details) == ("software", "Since Friday.")
    assert request.answers == {"program": ["Figma"], "page": ["https://figma.com"], "licences": ["3"]}


@one_world
def test_what_leaves_the_desks_file_while_a_form_is_open_is_said_and_the_text_stays(world: World) -> None:
    (ben,) = meet(world, "ben")
    ben.types("/helpdesk laptop beeps")
    ben.fills(type="hardware", details="Three times.", device="laptop", need="repair")
    _apply(world, ONLY_DESIGN)

    ben.sends()

    assert "This desk no longer takes requests." in ben.form.plain
    assert ben.offered("desk") == ["Design team"]
    assert (ben.field("title"), ben.field("details")) == ("laptop beeps", "Three times.")
    ben.sends()
    assert ben.form.errors == {"desk": "Please fill this in."}
    ben.sends(desk="design")
    assert (world.request(1).desk, world.request(1).type) == ("design", None)


@one_world
def test_a_request_for_somebody_else_is_theirs_and_who_typed_it_is_told_where_they_did(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")

    ben.types("/helpdesk laptop for our new colleague")
    ben.sends(requester=ana.id)

    assert "@ana · asked by @ben · 🔹" in bo.reads(bo.card(1))
    assert "@ben hat das für dich eingetragen." in ana.reads(ana.head(1))
    (typed,) = ben.person.ephemerals(world.channel("general"))
    assert "@ana's request *#1* is with *IT*." in ben.reads(typed)
    assert ben.mail() == []
    assert (world.request(1).requester, world.request(1).author) == (ana.id, ben.id)


@one_world
def test_nobody_asks_for_a_bot_for_who_has_left_or_for_a_guest_that_the_desk_does_not_serve(world: World) -> None:
    ben, cy, hana = meet(world, "ben", "cy", "hana")
    _know(world, cy, is_active=False)
    _know(world, hana, standing=Standing.GUEST)

    ben.types("/helpdesk laptop for a colleague")
    for requester, told in (
        (world.company.app.bot_user_id, "works here"),
        (cy.id, "works here"),
        (hana.id, "IT helps"),
    ):
        ben.sends(requester=requester)
        assert told in ben.form.errors["requester"]
    assert world.requests() == 0


@one_world
def test_a_guest_reads_a_polite_word_or_is_offered_the_desks_that_take_guests(world: World) -> None:
    (ben,) = meet(world, "ben")
    _know(world, ben, standing=Standing.GUEST)

    assert "The desks here help the people of this company." in ben.types("/helpdesk a new logo")
    assert ben.person.modal is None

    _apply(world, ONLY_DESIGN + "guests = true\n" + '[[desks]]\nkey = "it"\nname = "IT"\nchannel = "#it-help"\n')
    ben.types("/helpdesk it a new logo")
    assert ben.offered("desk") == ["Design team"]
    ben.sends(desk="design")
    assert world.request(1).desk == "design"


def _know(world: World, colleague: Colleague, **changes: object) -> None:
    """Know something else of somebody than Slack has said."""
    with world.storage.transaction() as session:
        person = session.get_one(Person, colleague.id)
        for name, value in changes.items():
            setattr(person, name, value)


def _apply(world: World, text: str) -> None:
    """Put another desks file in force."""
    with world.storage.transaction() as session:
        deskbook.apply(session, MONDAY_MORNING, text, by=None)


@one_world
def test_a_desk_is_preselected_by_name_by_rule_or_by_guess_and_never_a_confidential_one(world: World) -> None:
    ana, ben = meet(world, "ana", "ben")
    for title in ("Beamer im Besprechungsraum defekt", "Beamer zeigt nichts", "Beamer flackert", "Neuer Beamer"):
        ana.asks(title, desk="design")
    ana.asks("Beamer zu laut", desk="design")
    for title in ("Urlaub im Mai", "Urlaub im Juni", "Urlaub eintragen", "Urlaub verschieben", "Urlaub im August"):
        ana.asks(title, desk="hr")

    def preselected(typed: str) -> tuple[str, str, bool]:
        ben.types(f"/helpdesk {typed}")
        return ben.field("desk"), ben.field("title"), "I think this is for" in ben.form.plain

    assert preselected("Design Team: a new logo") == ("design", "a new logo", False)
    assert preselected("laptop my screen is black") == ("it", "laptop my screen is black", False)
    assert preselected("my vpn is slow") == ("it", "my vpn is slow", True)
    assert preselected("der Beamer flackert wieder") == ("design", "der Beamer flackert wieder", True)
    assert preselected("wann ist Urlaub") == ("", "wann ist Urlaub", False)
    ben.fills(desk="it")
    assert "I think this is for" not in ben.form.plain


@one_world
def test_the_form_says_who_will_see_it_and_how_long_it_takes(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    for number in range(1, 6):
        ana.asks(f"Laptop {number}")
        world.pass_time(minutes=21 + number)
        bo.resolves(number)

    ben.types("/helpdesk it my laptop beeps")
    said = ben.reads_form()
    assert "👀 Bo Brandt, Cy Castell and Lena Lindt of *IT* will see this." in said
    assert "⏱️ *IT* usually answers within 25 minutes; promised: 4 working hours" in said
    assert "opens again" not in said
    ben.fills(urgency="blocked")
    assert "promised: 30 minutes" in ben.reads_form()

    ana.types("/helpdesk hr Mein Vertrag")
    assert "👀 Nicht öffentlich. Das sehen Hana Hoffmann und Lena Lindt von *Personal*." in ana.reads_form()
    world.pass_time(hours=12)
    ana.fills(type="contract")
    assert "wieder da: 2026-03-03 09:00 CET" in ana.reads_form()


@one_world
def test_files_of_the_form_are_named_on_the_card_and_can_be_opened_under_it(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    photo = ana.person.uploads("crack <1>.png", b"not really a picture")

    ana.types("/helpdesk laptop is broken")
    ana.sends(type="hardware", device="laptop", need="repair", pictures=[photo])

    assert [file["name"] for file in world.request(1).files] == ["crack <1>.png"]
    assert "📎" in bo.reads(bo.card(1))
    assert "crack &lt;1&gt;.png" in str(bo.card(1).blocks)
    assert [file["name"] for message in bo.person.thread(bo.card(1)) for file in message.files] == ["crack <1>.png"]


def test_the_form_names_whom_a_rule_will_call(sqlite_databases: Databases) -> None:
    def with_a_go_between(desks: Desks) -> Desks:
        return replace(desks, rules=(Rule(words=("mobbing",), desk="hr", agents=("cy@acme.example",)),))

    with sqlite_databases.fresh() as url, opened(url, sockets=False, desks=with_a_go_between) as world:
        (ben,) = meet(world, "ben")
        ben.types("/helpdesk hr training in May")
        assert "👀 Not public. Hana Hoffmann and Lena Lindt of *HR* will see this." in ben.reads_form()
        ben.types("/helpdesk hr mobbing in my team")
        assert "Cy Castell, Hana Hoffmann and Lena Lindt of *HR* will see this." in ben.reads_form()
