"""Requests that are the same or have to do with each other: one goes on for all, and nobody learns too much."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.kinds import Standing
from storage.tables import Follower, Person
from tests.databases import Databases
from tests.people import Colleague, meet, unlinked
from tests.world import World, crosswise, named_agents, opened

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


def links(agent: Colleague, number: int, other: int | str, how: str = "related") -> str:
    """Choose Link or merge in the menu, type the other's number and send; what the form says then."""
    told = agent.chooses("link", number)
    if agent.person.modal:
        agent.sends(number=str(other), how=how)
    return told or (str(agent.form.errors) if agent.person.modal else "")


@crosswise
def test_who_asks_what_somebody_else_has_asked_is_told_when_that_is_solved(world: World) -> None:
    ana, ben, bo, hana = meet(world, "ana", "ben", "bo", "hana")
    ben.asks("VPN is down in Hamburg", details="Since Mona changed my password.")
    ana.asks("I can't work from home")
    hana.types("/helpdesk it I can't work from home")
    hana.presses_in_form("me_too")
    bo.claims(2)

    bo.chooses("link", 2)
    assert bo.offered("other") == ["#1 · VPN is down in Hamburg"]
    bo.sends(other="1", how="same")

    assert bo.reads(bo.card(2)).startswith("*#2 · I can't work from home*\n🔗 The same as #1: it goes on there")
    assert f"🔗 <{world.program.helpdesk.workspace_url.rstrip('/')}/archives/" in str(bo.card(2).blocks)
    assert bo.line(2).buttons == ()
    assert unlinked(bo.desk_thread(2)[-1]) == (
        "🔗 @bo has merged this into #1, which is the same. @ana is told when that is solved."
    )
    assert list(map(unlinked, bo.desk_thread(1))) == [
        "🔗 @bo has merged #2 into this: it is the same. Whoever waits for it is told when this is solved."
    ]
    assert "👥 2 more people have the same trouble" in unlinked(bo.reads(bo.card(1)))
    everything = "\n".join([*ana.conversation(2), *ana.mail(), ana.opens_home()])
    assert unlinked(ana.conversation(2)[-1]).startswith(
        "🔗 Jemand anderes hat dasselbe gefragt, deshalb geht es dort weiter."
    )
    assert not any(word in everything for word in ("Hamburg", "Mona", "@ben"))
    assert "Dasselbe wurde schon gefragt, es geht dort weiter." in unlinked(ana.reads(ana.head(2)))
    assert ben.conversation(1) == []

    bo.resolves(1, "A router was asleep.")
    assert "A router was asleep." in ana.mail()[-1]
    assert "A router was asleep." in hana.mail()[-1]
    assert not ana.has_survey(2)
    world.pass_time(days=3)
    assert not ana.has_survey(2)
    assert world.timeline(2)[2:] == ["claimed by bo", "merged by bo"]
    assert world.timeline(1)[:3] == ["opened by ben", "merged by bo", "resolved by bo"]


@one_world
def test_what_the_same_person_asked_twice_goes_on_where_they_asked_first(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    ana.posts("my laptop is dead")
    ana.asks("laptop broken")

    bo.chooses("link", 3)
    bo.sends(number="#1", how="same")
    bo.chooses("link", 2)
    bo.sends(number="1", how="same")

    assert list(map(unlinked, bo.desk_thread(3))) == [
        "🔗 @bo has merged this into #1: @ana had asked for the same there."
    ]
    assert unlinked(ana.conversation(3)[-1]) == "🔗 Danach hattest du schon gefragt, in #1: Dort geht es weiter."
    assert "↪️ geht weiter in #1" in unlinked(ana.reads(ana.head(3)))
    post = next(one for one in ana.person.messages(world.channel("ask-it")) if "dead" in one.plain)
    public = [ana.reads(one) for one in ana.person.thread(post)]
    assert public[-1] == "🔗 Das geht in deinen Nachrichten mit mir weiter, wo du schon danach gefragt hattest."
    assert not any("#1" in text for text in public)
    assert "👥" not in unlinked(bo.reads(bo.card(1)))
    assert "🔗 #2, #3" in unlinked(bo.reads(bo.card(1)))


@one_world
def test_two_who_merge_two_requests_into_each_other_at_once_leave_one_of_them_open(world: World) -> None:
    ana, ben, bo, cy = meet(world, "ana", "ben", "bo", "cy")
    ana.asks("VPN is down")
    ben.asks("no VPN")
    for agent, number, other in ((bo, 1, "2"), (cy, 2, "1")):
        agent.chooses("link", number)
        agent.fills(number=other, how="same")

    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda agent: agent.person.submits(), (bo, cy)))
    world.settle()

    states = sorted(world.request(number).state for number in (1, 2))
    assert states == ["closed", "open"]
    (told,) = (f"{agent.reads_form()}{agent.form.errors}" for agent in (bo, cy) if agent.person.modal)
    assert any(over in told for over in ("is over", "closed", "geschlossen"))


@one_world
def test_related_requests_name_each_other_until_somebody_parts_them(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    ana.asks("docking station too")
    ana.asks("conflict with my manager", desk="hr")

    assert links(bo, 1, 2) == ""
    assert "🔗 #2" in unlinked(bo.reads(bo.card(1)))
    assert "🔗 #1" in unlinked(bo.reads(bo.card(2)))
    assert "#2 is linked with this one already." in links(bo, 1, 2)
    bo.person.closes_modal()
    for nobodys in (3, 99):
        assert f"There is no request #{nobodys} at any of your desks." in links(bo, 1, nobodys)
        bo.person.closes_modal()
    assert "That is this request itself." in links(bo, 1, 1)
    bo.sends(number="twelve")
    assert "type its number" in str(bo.form.errors)
    bo.person.closes_modal()

    assert links(bo, 2, 1, "apart") == ""
    assert "🔗" not in unlinked(bo.reads(bo.card(1))) + bo.reads(bo.card(2))
    assert ana.conversation(1) == ana.conversation(2) == []

    bo.resolves(2)
    assert "#2 is over" in links(bo, 1, 2, "same")


def test_what_a_confidential_desk_has_is_named_and_merged_nowhere_else(sqlite_databases: Databases) -> None:
    with sqlite_databases.fresh() as url, opened(url, sockets=False, desks=named_agents("hr", "hana", "bo")) as world:
        ana, ben, bo, hana = meet(world, "ana", "ben", "bo", "hana")
        ana.asks("laptop won't start")
        ana.asks("conflict with my manager", desk="hr")
        ben.asks("conflict with a colleague", desk="hr")
        ana.asks("that conflict again", desk="hr")

        assert links(bo, 1, 2) == ""
        assert "🔗" not in unlinked(bo.reads(bo.card(1)))
        assert "🔗 #1" in unlinked(hana.reads(hana.card(2)))
        for agent, number, named in ((bo, 1, True), (hana, 2, False)):  # Hana does not serve IT
            agent.chooses("link", number)
            assert any("#" in way for way in agent.offered("how")) is named
            agent.person.closes_modal()
        apart = "darf von der anderen Anfrage nichts erfahren"
        assert "must not learn of the other" in links(bo, 1, 2, "same")
        ana.asks("laptop slow")
        with world.storage.transaction() as session:
            session.add(Person(id="UGIL", name="Gil", standing=Standing.GUEST))
            session.add(Follower(request=1, person="UGIL", at=world.company.clock()))
        bo.person.closes_modal()
        assert "must not learn of the other" in links(bo, 1, 5, "same")
        assert apart in links(hana, 2, 3, "same")
        hana.person.closes_modal()
        assert links(hana, 4, 2, "same") == ""
        assert world.request(4).merged_into == 2
