"""Operators edit the desks in App Home: in force at once, kept in the file as a careful person would write it."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from typer.testing import CliRunner

from bot import deskbook, editing
from bot.deskfile import read_desks
from bot.deskfile.sheets import Sheet
from bot.errors import DesksChanged, NotAnOperator
from handlers.cli import app
from handlers.demo.company import DESKS
from sandbox.forms import Spot
from storage.tables import Person
from tests.databases import SqliteDatabases
from tests.people import Colleague, meet
from tests.world import World, opened

SHIPPED = DESKS.read_text(encoding="utf-8")
WRITTEN = SHIPPED.replace(
    '# agents = ["bo@example.com"] ', 'agents = ["bo@acme.example", "gone@acme.example"] # not "cy" '
).replace('# leads = ["lena@example.com"] ', 'leads = ["Lena@ACME.example"] ')

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


def apply(world: World, text: str) -> None:
    with world.storage.transaction() as session:
        deskbook.apply(session, world.company.clock(), text, by=None)
    world.program.helpdesk.tick()
    world.settle()


def exported(world: World) -> str:
    """What `helpdesk desks export` writes."""
    result = CliRunner().invoke(app, ["desks", "export"], env={"DATABASE_URL": world.database_url})
    assert result.exit_code == 0, result.output
    return result.stdout_bytes.decode()


def opens(operator: Colleague, action: str, desk: str) -> str:
    """Look at App Home and press a desk's button; what is told, or stands in the form."""
    operator.opens_home()
    return operator.presses_at_home(Spot(f"desk:{desk}", action))


def errors(operator: Colleague) -> Mapping[str, str]:
    return operator.form.errors


@pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http"), ("postgres", "socket")], indirect=True)
def test_what_an_operator_types_is_in_force_at_once_and_in_the_file_with_its_comments(world: World) -> None:
    ana, bo, cy, olga = meet(world, "ana", "bo", "cy", "olga")
    apply(world, WRITTEN)

    shown = opens(olga, "edit_desk", "it")
    assert "gone@acme.example" in shown
    assert (olga.field("name_en"), olga.field("aliases")) == ("IT", "computer, laptop, support")
    assert olga.field("hours") == "mon-fri 09:00-17:30\nfri 09:00-16:00"
    assert olga.field("targets_high") == "1h, 1d"
    assert olga.form.values["agents"]["agents"]["selected_users"] == [bo.id]
    assert olga.form.values["leads"]["leads"]["selected_users"] == [world.person("lena").id]

    olga.sends(
        name_de="EDV & Technik",
        agents=[cy.id, bo.id],
        hours="mon-fri 09:00-17:30\nsat 10:00-12:00",
        targets_blocked="20m, 4h",
        guests=["yes"],
    )
    assert olga.person.modal is None, olga.form.errors
    assert exported(world) == (
        WRITTEN.replace('name = "IT"\n', 'name = { en = "IT", de = "EDV & Technik" }\n')
        .replace('"gone@acme.example"]', '"gone@acme.example", "cy@acme.example"]')
        .replace('fri = "09:00-16:00"\n', 'sat = "10:00-12:00"\n', 1)
        .replace('first_answer = "30m"', 'first_answer = "20m"', 1)
        .replace("guests = false ", "guests = true ", 1)
    )
    assert "*EDV & Technik*" in ana.opens_home().replace("&amp;", "&")
    ana.asks("Mein Laptop ist aus", urgency="blocked")
    assert "2026-03-02 09:50 CET" in ana.reads(ana.head(1))
    cy.claims(1)
    assert "cy" in ana.reads(ana.head(1))


@one_world
def test_what_is_wrong_is_said_on_its_field_and_what_was_typed_stays(world: World) -> None:
    (olga,) = meet(world, "olga")
    written = f"\ufeff{WRITTEN}"  # as some editors on Windows begin a file
    apply(world, written)

    opens(olga, "edit_desk", "it")
    olga.sends(channel="#hr-help", targets_high="soon", hours="Mo 9-17", aliases="pc")
    assert set(errors(olga)) == {"channel", "targets_high", "hours"}
    assert "taken" in errors(olga)["channel"]
    assert "write a duration such as '4h'" in errors(olga)["targets_high"]
    assert (olga.field("hours"), olga.field("aliases")) == ("Mo 9-17", "pc")
    assert exported(world) == written

    olga.sends(channel="#it-help", targets_high=None, hours=None)
    assert olga.person.modal is None
    assert exported(world).startswith("\ufeff#")
    assert 'aliases = ["pc"] ' in exported(world)


@one_world
def test_types_are_edited_added_and_taken_out(world: World) -> None:
    (olga,) = meet(world, "olga")
    apply(world, WRITTEN)

    opens(olga, "edit_types", "it")
    olga.sends(type="hardware")
    assert olga.form.title == "Edit type"
    written = olga.field("fields")
    olga.sends(fields=written.replace('kind = "select"', 'kind = "slect"', 1))
    assert 'Did you mean "select"?' in errors(olga)["fields"]
    olga.sends(fields=written.replace('"Laptop",', '"Laptop", # or notebook', 1), targets_low="2d")
    assert exported(world) == WRITTEN.replace('    "Laptop",\n', '    "Laptop", # or notebook\n').replace(
        "takes longer\n", 'takes longer\ntargets.low = { first_answer = "2d" }\n'
    )

    opens(olga, "edit_types", "design")
    olga.sends(type="+")
    assert olga.form.title == "New type"
    olga.sends(key="logo", name_en="A logo", name_de="Ein Logo", urgency="low")
    assert exported(world).count('[[desks.types]]\nkey = "logo"') == 1

    opens(olga, "edit_types", "design")
    olga.sends(type="logo", act="remove")
    assert "Remove *A logo*?" in olga.form.plain
    olga.sends(sure=["yes"])
    assert 'key = "logo"' not in exported(world)


@one_world
def test_a_desk_comes_and_goes_and_its_requests_stay(world: World) -> None:
    ana, olga = meet(world, "ana", "olga")
    apply(world, WRITTEN)

    olga.opens_home()
    olga.presses_at_home("New desk")
    olga.sends(key="it", name_en="Facilities", channel="#general")
    assert errors(olga) == {"key": '"it" is taken by IT.'}
    olga.sends(key="rooms")
    assert "*Facilities* · #general" in olga.home()
    world.pass_time(minutes=1)
    number = ana.asks("Der Beamer flimmert", desk="rooms")
    assert world.request(number).desk == "rooms"

    opens(olga, "remove_desk", "it")
    olga.sends(sure=["yes"])
    assert 'rules[0].desk: "it" is no desk' in errors(olga)["sure"]
    olga.person.closes_modal()
    opens(olga, "remove_desk", "rooms")
    olga.sends(sure=["yes"])
    assert exported(world) == WRITTEN
    ana.withdraws(number)
    assert world.timeline(number)[-1] == "withdrawn by ana"


@one_world
def test_a_form_over_which_the_desks_have_changed_saves_nothing_and_keeps_what_was_typed(world: World) -> None:
    lena, olga = meet(world, "lena", "olga")
    apply(world, WRITTEN)

    opens(olga, "edit_desk", "it")
    with world.storage.transaction() as session:
        deskbook.apply(session, world.company.clock(), WRITTEN + "# and so on\n", by=lena.id)
    olga.sends(name_en="Computers")
    assert "Lena Lindt changed the desks meanwhile" in errors(olga)["name_en"]
    assert olga.field("name_en") == "Computers"
    olga.person.closes_modal()

    opens(olga, "edit_types", "it")
    apply(world, WRITTEN)
    olga.sends(type="access")
    assert "Another desks file was put in force" in errors(olga)["type"]
    assert exported(world) == WRITTEN


@one_world
def test_only_operators_see_the_desks_in_app_home_and_nobody_else_can_change_them(world: World) -> None:
    ana, olga = meet(world, "ana", "olga")

    assert "für den Betrieb" not in ana.opens_home()
    assert "There is no desks file" in opens(olga, "edit_desk", "it")
    olga.person.closes_modal()
    apply(world, WRITTEN)
    opens(olga, "edit_desk", "it")

    with world.storage.transaction() as session:
        session.get_one(Person, olga.id).email = "olga@elsewhere.example"
    olga.sends(name_en="Mine")
    assert errors(olga) == {"name_en": "Only operators can do that."}
    olga.person.closes_modal()
    for desk, action in (("it", "edit_desk"), ("hr", "edit_types"), ("design", "remove_desk")):
        assert "Only operators can do that." in olga.presses_at_home(Spot(f"desk:{desk}", action))
        olga.person.closes_modal()
    assert "Only operators can do that." in olga.presses_at_home("New desk")
    for act in (editing.save_type, editing.save_desk):
        with pytest.raises(NotAnOperator), world.program.helpdesk.work() as work:
            act(work, ana.id, Sheet(1, "it"), {"key": "mine"})
    with pytest.raises(NotAnOperator), world.program.helpdesk.work() as work:
        editing.remove(work, ana.id, Sheet(1, "it"), "sure")
    assert exported(world) == WRITTEN


def test_the_first_edit_begins_with_the_file_itself_which_stays(sqlite_databases: SqliteDatabases) -> None:
    with (
        sqlite_databases.fresh() as url,
        opened(url, sockets=False, desks=lambda _desks: read_desks(DESKS)) as world,
    ):
        (olga,) = meet(world, "olga")
        opens(olga, "edit_desk", "design")
        olga.sends(aliases="logo, slides, Figma")

        assert exported(world) == SHIPPED.replace('"logo", "slides"]', '"logo", "slides", "Figma"]')
        assert DESKS.read_text(encoding="utf-8") == SHIPPED
        assert world.program.helpdesk.desks.named("figma")


@pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http"), ("postgres", "http")], indirect=True)
def test_of_those_who_save_at_the_same_moment_one_has_saved_and_the_others_are_told(world: World) -> None:
    (olga,) = meet(world, "olga")
    apply(world, WRITTEN)
    start = Barrier(4)

    def save(name: str) -> str | None:
        with world.program.helpdesk.looking() as work:
            sheet = editing.begin(work, olga.id, "it")
        start.wait()
        try:
            with world.program.helpdesk.work() as work:
                editing.save_desk(work, olga.id, sheet, {"name_en": name})
        except DesksChanged:
            return None
        return name

    with ThreadPoolExecutor(4) as pool:
        saved = list(filter(None, pool.map(save, ["a", "b", "c", "d"])))

    assert exported(world) == WRITTEN.replace('name = "IT"', f'name = "{saved[0]}"')
    assert len(saved) == 1
