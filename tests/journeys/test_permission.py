"""Point 8: only those who may can act; everybody else is told plainly, and nothing changes."""

from collections.abc import Iterator

import pytest

from tests.databases import Databases
from tests.people import meet
from tests.world import World, crosswise, named_agents, opened

ONLY_AGENTS = "Only agents of IT can do this."
ONLY_THE_REQUESTER = "Only the person who asked can do this."


@pytest.fixture
def guarded(databases: Databases, mode: str) -> Iterator[World]:
    """Bo alone serves IT; Ben, who asks for things himself, sits in IT's channel all the same."""
    with (
        databases.fresh() as url,
        opened(url, sockets=mode == "socket", desks=named_agents("it", "bo")) as world,
    ):
        world.person("ben").joins(world.channel("it-help"))
        yield world


@crosswise
def test_a_stranger_is_refused_at_every_button_of_the_desk(guarded: World) -> None:
    ana, ben, bo = meet(guarded, "ana", "ben", "bo")
    ana.asks("laptop won't start")
    ben.asks("my own")
    card, line = ben.card(1), ben.line(1)

    for message in (card, line):
        assert ben.presses("Claim", message) == ONLY_AGENTS
        assert ben.presses("Resolve", message) == ONLY_AGENTS
        assert ben.person.modal is None
    assert ben.claims(2) == ONLY_AGENTS
    bo.claims(1)
    assert ben.hands_back(1) == ONLY_AGENTS
    for button in ("Wait", "Hand over"):
        assert ben.presses(button, ben.line(1)) == ONLY_AGENTS
    for entry in ("Promise a date", "Urgency", "Another desk", "Not a request"):
        assert ben.chooses(entry, 1) == ONLY_AGENTS
    assert ben.person.modal is None
    assert ben.presses("Claim", card) == ONLY_AGENTS
    assert ben.presses("Resolve", ben.card(1)) == ONLY_AGENTS

    assert guarded.timeline(1) == ["opened by ana", "claimed by bo"]
    assert guarded.timeline(2) == ["opened by ben"]
    assert guarded.unsent() == []


@pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
def test_an_agent_who_stops_being_one_while_the_form_is_open_can_not_send_it(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    bo.presses("resolve", bo.card(1))
    bo.person.leaves(world.channel("it-help"))
    world.settle()

    bo.sends(closing_word="done")

    assert bo.form.errors == {"closing_word": ONLY_AGENTS}
    assert bo.field("closing_word") == "done"
    assert world.timeline(1) == ["opened by ana"]


@pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
def test_what_belongs_to_the_requester_is_refused_to_everybody_else(world: World) -> None:
    """Slack shows a DM to its owner alone; the buttons are carried over to where others could press them."""
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    ana.asks("laptop won't start")
    head = ana.head(1)
    bo.resolves(1)
    news = ana.last_word(1)
    world.pass_time(minutes=30)
    survey = ana.survey(1)

    for intruder in (ben, bo):
        world.person("ana").world.channels[ana.dm.id].members[intruder.id] = None
        assert intruder.presses("withdraw", head) == ONLY_THE_REQUESTER
        assert intruder.presses("reopen", news) == ONLY_THE_REQUESTER
        for face in survey.buttons:
            assert intruder.presses(face, survey) == ONLY_THE_REQUESTER
    ana.rates(1, "🙁")
    assert ben.presses("comment", ana.survey(1)) == ONLY_THE_REQUESTER
    assert ben.person.modal is None
    assert ben.presses("reopen", ana.survey(1)) == ONLY_THE_REQUESTER
    assert world.timeline(1) == ["opened by ana", "resolved by bo", "surveyed by the clock", "rated by ana"]


@pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
def test_who_joins_the_desks_channel_is_an_agent_and_who_leaves_it_is_none(world: World) -> None:
    ana, ben, hana = meet(world, "ana", "ben", "hana")
    ana.asks("laptop won't start")
    it = world.channel("it-help")

    hana.person.joins(it)
    world.settle()
    assert hana.claims(1) == ""
    hana.person.leaves(it)
    ben.person.joins(it)
    world.settle()

    assert ben.hands_back(1) == ""
    assert world.timeline(1) == ["opened by ana", "claimed by hana", "handed_back by ben"]


@pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
def test_a_lead_may_act_for_the_desk_and_agents_of_another_may_not(world: World) -> None:
    ana, hana, lena = meet(world, "ana", "hana", "lena")
    ana.asks("salary", desk="hr")
    lena.person.joins(world.channel("hr-help"))
    world.settle()
    hana.claims(1)
    ana.asks("laptop won't start")

    assert lena.resolves(1) == ""
    assert world.timeline(1) == ["opened by ana", "claimed by hana", "resolved by lena"]
    lena.person.joins(world.channel("it-help"))
    world.settle()
    assert lena.claims(2) == ""
