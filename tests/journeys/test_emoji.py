"""Agents move requests by emoji; the post that asked bears the bot's own emoji, in step with its request."""

from dataclasses import replace

import pytest

from bot.desks import Desks
from sandbox.faults import rate_limit
from sandbox.seen import SeenMessage
from tests.databases import Databases
from tests.people import Colleague, meet
from tests.world import World, crosswise, opened

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


def asking_back_waits(desks: Desks) -> Desks:
    return desks.change(lambda desk: replace(desk, asking_back_waits=True))


def on_post(person: Colleague, world: World, post: SeenMessage) -> set[str]:
    """The bot's own emoji on a post."""
    bot = world.company.app.bot_user_id
    return {name for name, people in person.person.sees(post).reactions.items() if bot in people}


@crosswise
def test_a_request_goes_its_way_by_emoji_alone_and_its_post_shows_where_it_stands(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    post = ana.posts("the printer on the second floor jams")

    bo.reacts(bo.card(1), "eyes")
    assert bo.card(1).buttons[0] == "Resolve"
    assert bo.desk_thread(1) == ["🔵 @bo has claimed this request."]
    assert on_post(ana, world, post) == {"eyes"}

    bo.reacts(bo.card(1), "rotating_light")
    assert "🚨 I can't work" in bo.reads(bo.card(1))
    bo.reacts(post, "hourglass_flowing_sand")
    assert on_post(ana, world, post) == {"hourglass_flowing_sand"}

    bo.reacts(post, "white_check_mark")
    assert on_post(ana, world, post) == {"white_check_mark"}
    assert world.timeline(1) == ["opened by ana", "claimed by bo", "urged by bo", "waited by bo", "resolved by bo"]


@one_world
def test_who_is_no_agent_moves_nothing_and_an_agent_who_is_too_late_is_told_in_the_thread(world: World) -> None:
    ana, ben, bo, cy = meet(world, "ana", "ben", "bo", "cy")
    post = ana.posts("the printer on the second floor jams")
    for person in (ana, ben):
        person.reacts(post, "eyes")
        person.reacts(post, "white_check_mark")
    assert world.timeline(1) == ["opened by ana"]

    world.company.workspace.faults.add(method="reactions.add", fail=rate_limit(60))
    bo.reacts(bo.card(1), "eyes")
    assert "@bo kümmert sich jetzt darum." in ana.reads(ana.person.thread(post)[-1]), "no word waits for an emoji"
    world.pass_time(minutes=1)
    bo.unreacts(bo.card(1), "eyes")
    cy.reacts(bo.card(1), "eyes")
    cy.reacts(bo.card(1), "tada")

    (told,) = cy.person.ephemerals(world.channel("it-help"))
    assert cy.reads(told).startswith("@bo hat diese Anfrage schon.\n")
    assert "#1 · the printer on the second floor jams" in cy.reads(told), "who is too late sees how things stand"
    assert told.thread_ts == bo.card(1).ts
    assert [ben.whispers(), ana.whispers(), bo.whispers("it-help")] == [[], [], []]
    assert world.timeline(1) == ["opened by ana", "claimed by bo"]
    assert (world.request(1).agent, on_post(ana, world, post)) == (bo.id, {"eyes"})


@one_world
def test_a_lock_on_an_answer_takes_it_back_for_good_and_only_an_agents_does(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    answer = bo.answers(1, "Please press the power button for ten seconds.")
    assert ana.conversation(1)[-1] == "Please press the power button for ten seconds."
    ana.reacts(ana.last_word(1), "lock")
    assert len(ana.conversation(1)) == 2

    bo.reacts(answer, "lock")
    assert len(ana.conversation(1)) == 1
    bo.unreacts(answer, "lock")

    assert len(ana.conversation(1)) == 1


@one_world
def test_two_moves_at_once_leave_one_emoji_on_the_post_and_a_discreet_desk_none(
    databases: Databases, mode: str
) -> None:
    with databases.fresh() as url, opened(url, sockets=mode == "socket", desks=asking_back_waits) as world:
        ana, bo = meet(world, "ana", "bo")
        post = ana.posts("my payslip is wrong")

        bo.answers(1, "Which one?")
        assert on_post(ana, world, post) == {"hourglass_flowing_sand"}
        bo.chooses("Another desk", 1)
        bo.sends(desk="hr")

        assert on_post(ana, world, post) == set()
