"""Work has stopped: somebody on duty is called, one after another, and who can't work hears honest words."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.desks import Desks
from bot.duty import Rota
from sandbox.records import UserGroup
from sandbox.seen import SeenMessage
from tests.databases import Databases
from tests.people import Colleague, meet
from tests.world import World, crosswise, opened

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
on_postgres = pytest.mark.parametrize(("databases", "mode"), [("postgres", "http")], indirect=True)

BO_THEN_CY = Rota(people=("bo@acme.example", "cy@acme.example"), since=date(2026, 3, 2))


def with_rota(rota: Rota) -> Callable[[Desks], Desks]:
    """The change after which IT has people on duty."""
    return lambda desks: desks.change(lambda desk: replace(desk, rota=rota) if desk.key == "it" else desk)


@pytest.fixture
def rota(request: pytest.FixtureRequest) -> Rota:
    """Bo's turn, then Cy's; `@pytest.mark.parametrize("rota", [...], indirect=True)` gives another."""
    return getattr(request, "param", BO_THEN_CY)


@pytest.fixture
def on_duty(databases: Databases, mode: str, rota: Rota) -> Iterator[World]:
    """A company whose IT has a rota."""
    with databases.fresh() as url, opened(url, sockets=mode == "socket", desks=with_rota(rota)) as world:
        yield world


def calls(person: Colleague) -> list[SeenMessage]:
    """The messages that call somebody, or did."""
    return [one for one in person.person.messages(person.dm) if "#1 · " in one.plain]


def last(person: Colleague) -> SeenMessage:
    """The newest message in somebody's DM with the bot."""
    return [one for one in person.person.messages(person.dm) if not one.ephemeral][-1]


@crosswise
def test_one_after_another_is_called_until_somebody_takes_it_and_work_can_go_on(on_duty: World) -> None:
    world, (ana, bo, cy, lena) = on_duty, meet(on_duty, "ana", "bo", "cy", "lena")
    bo.opens_home()
    ana.asks("my screen stays <black>", urgency="blocked")
    assert "🚨 @ana can’t work: *#1 · my screen stays <black>*" in bo.reads(calls(bo)[0])
    assert "You are called\n🚨 @ana can’t work" in bo.home()
    assert calls(bo)[0].buttons == ("I take it", "I can’t now")
    assert [cy.mail(), lena.mail()] == [[], []]
    assert "📞 @bo is being called." in bo.desk_thread(1)

    world.pass_time(minutes=5)
    assert "🚨 @ana kann nicht arbeiten" in cy.reads(last(cy))
    world.pass_time(minutes=5)
    assert "🚨 @ana can’t work" in lena.reads(last(lena)), "after those who take turns comes who answers for the desk"

    world.pass_time(minutes=20)
    word = ana.reads(ana.last_word(1))
    assert word.startswith("Du bist nicht vergessen, aber noch hat es niemand übernommen. Bisher gerufen: @bo (2026-03")
    assert "Der nächste Ruf: 2026-03-02 10:05 CET." in word

    assert "kümmert sich" not in cy.reads(last(cy))
    assert cy.presses("Ich übernehme", last(cy)) == ""
    assert world.request(1).agent == cy.id
    assert "✅ @cy is on it." in bo.reads(last(bo))
    assert last(bo).buttons == ()
    assert "You are called" not in bo.home()
    before = len(bo.person.messages(bo.dm))
    world.pass_time(minutes=30)
    assert len(bo.person.messages(bo.dm)) == before, "nobody is called any more"

    word = ana.reads(ana.last_word(1))
    assert word.startswith("Du bist nicht vergessen: @cy kümmert sich seit 2026-03-02 10:00 CET. Von @cy kam noch kein")
    assert "⏳ @cy, @ana sits there and can’t work. Please write how it stands." in bo.desk_thread(1)
    cy.posts("Ich tausche den Bildschirm.", "it-help", thread=cy.card(1))
    world.pass_time(minutes=30)
    assert "Das letzte Wort vom Team kam 2026-03-02 10:30 CET." in ana.reads(ana.last_word(1))
    assert len([one for one in ana.conversation(1) if "nicht vergessen" in one]) == 1, "only the newest stands"

    assert ana.presses("Ich kann wieder arbeiten", ana.last_word(1)) == ""
    assert world.request(1).urgency == "high"
    assert ana.conversation(1)[-1] == "Schön! Es wird niemand mehr gerufen; deine Anfrage läuft weiter."
    assert "✅ @ana can work again. Urgency now: 🔶 Today" in bo.desk_thread(1)[-1]
    world.pass_time(hours=1)
    assert not [one for one in ana.conversation(1) if "nicht vergessen" in one]


@one_world
def test_who_can_not_come_sends_the_call_on_and_after_the_last_a_new_round_begins(on_duty: World) -> None:
    world, (ben, bo, cy, lena) = on_duty, meet(on_duty, "ben", "bo", "cy", "lena")
    ben.asks("no network", urgency="blocked")
    bo.presses("I can’t now", last(bo))
    assert "Somebody else is being called." in bo.reads(last(bo))
    assert "🚨" in cy.reads(last(cy))
    cy.presses("Ich kann gerade nicht", last(cy))
    lena.presses("I can’t now", last(lena))
    assert len(calls(bo)) == 2, "everybody has said no: round again"
    assert calls(bo)[-1].buttons

    world.pass_time(hours=1)
    assert len(calls(cy)) == 2, "who comes back after an hour calls one, not twelve"

    world.person("bo").sets_status("palm_tree", until=world.company.clock() + timedelta(days=2))
    bo.presses("I take it", calls(bo)[-1])
    bo.presses("Hand back", bo.card(1))
    lena.presses("call_decline", last(lena))
    assert "🚨" in cy.reads(last(cy)), "who is off work is passed over"
    assert not last(bo).buttons


@one_world
def test_while_the_desk_is_closed_who_can_not_work_is_told_when_somebody_is_called(on_duty: World) -> None:
    world, (ana, bo) = on_duty, meet(on_duty, "ana", "bo")
    world.pass_time(hours=12)
    ana.asks("my laptop is dead", urgency="blocked")
    assert not bo.mail()
    assert "*IT* hat gerade zu; 2026-03-03 09:00 CET rufe ich die Bereitschaft." in ana.reads(ana.last_word(1))
    world.pass_time(hours=12)
    assert "🚨" in bo.reads(last(bo)), "called when the desk opens, and not again since for one tick"
    assert len(calls(bo)) == 1


@one_world
@pytest.mark.parametrize("rota", [replace(BO_THEN_CY, always=True)], indirect=True)
def test_who_is_on_duty_at_night_is_called_at_night_and_whose_turn_it_is_changes_at_midnight(on_duty: World) -> None:
    world, (ana, bo, cy) = on_duty, meet(on_duty, "ana", "bo", "cy")
    bo.person.pauses_notifications(world.company.clock() + timedelta(days=1))
    world.pass_time(hours=14)
    ana.asks("the shop is down", urgency="blocked")
    assert len(calls(bo)) == 1, "who is on duty is not spared the night"
    ana.presses("Zurückziehen", ana.head(1))
    assert "Nothing is left to do." in bo.reads(last(bo))
    world.pass_time(days=7)
    ana.asks("the shop is down again", urgency="blocked")
    assert "#2" in cy.reads(last(cy))
    assert "#2" not in "".join(bo.mail())


@one_world
@pytest.mark.parametrize("rota", [replace(BO_THEN_CY, people=("bo@acme.example",))], indirect=True)
def test_where_nobody_is_on_duty_those_in_charge_are_told_once_and_the_call_goes_out_when_somebody_is(
    on_duty: World,
) -> None:
    world, (ben, bo, cy, lena) = on_duty, meet(on_duty, "ben", "bo", "cy", "lena")
    for one in (bo, cy, lena):
        one.person.sets_status("palm_tree", until=world.company.clock() + timedelta(hours=2))
    world.settle()
    ben.asks("everything is gone", urgency="blocked")
    assert "Nobody who is on duty for *IT* is there right now." in ben.reads(ben.last_word(1))
    assert "nobody who is on duty for *IT* is there" in lena.reads(last(lena))
    world.pass_time(minutes=20)
    assert len(lena.mail()) == 1, "told once"
    assert not bo.mail()
    world.pass_time(hours=2)
    assert len(calls(bo)) == 1


@one_world
@pytest.mark.parametrize("rota", [Rota(group="it-oncall")], indirect=True)
def test_a_user_group_says_who_is_on_duty_even_if_they_are_no_agents(on_duty: World) -> None:
    world, (ana, ben, nick) = on_duty, meet(on_duty, "ana", "ben", "nick")
    company = world.company.workspace.world
    company.usergroups["S0ONCALL"] = UserGroup("S0ONCALL", "it-oncall", "On call", (nick.id,))
    world.program.helpdesk.directory.read_duties()
    ana.asks("no network", urgency="blocked")
    assert "🚨" in nick.reads(last(nick))
    company.usergroups["S0ONCALL"] = UserGroup("S0ONCALL", "it-oncall", "On call", (ben.id,))
    world.program.helpdesk.directory.read_duties()
    world.pass_time(minutes=5)
    assert "🚨" in ben.reads(last(ben))
    ben.presses("I take it", last(ben))
    assert world.request(1).agent == ben.id


@one_world
def test_urgency_decides_whether_anybody_is_called_and_waiting_for_an_answer_calls_nobody(on_duty: World) -> None:
    world, (ana, bo, lena) = on_duty, meet(on_duty, "ana", "bo", "lena")
    ana.asks("a new mouse")
    ana.asks("my contract", desk="hr", urgency="blocked")
    assert not bo.mail()
    bo.person.chooses("more", "Urgency", on=bo.line(1))
    bo.sends(urgency="blocked")
    assert len(calls(bo)) == 1
    bo.presses("wait", bo.line(1))
    assert not [one for one in bo.person.messages(bo.dm) if one.buttons]
    world.pass_time(hours=1)
    assert not [one for one in ana.conversation(1) if "nicht vergessen" in one]
    assert lena.mail() == []


@on_postgres
def test_two_who_take_it_at_the_same_instant_end_well(on_duty: World) -> None:
    world, (ana, bo, cy) = on_duty, meet(on_duty, "ana", "bo", "cy")
    ana.asks("no network", urgency="blocked")
    world.pass_time(minutes=5)
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda one: one.presses("claim", last(one)), (bo, cy)))
    assert sorted(bool(one) for one in told) == [False, True]
    assert [last(bo).buttons, last(cy).buttons] == [(), ()]
