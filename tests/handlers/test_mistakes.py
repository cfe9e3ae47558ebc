"""Bad days: what people see when Slack repeats itself, a form is wrong, a channel is gone, the database is down."""

from dataclasses import replace

import pytest

from sandbox.faults import rate_limit
from tests.journeys.outages import database_down
from tests.people import meet
from tests.world import World, at_work, without_desk

http = pytest.mark.parametrize("mode", ["http"], indirect=True)
one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
NOT_SAVED = "Not saved: I can't reach my memory right now. Please try again in a moment."
NICHT_GESPEICHERT = "Nicht gespeichert:"


@http
def test_while_the_database_is_down_everybody_is_told_and_afterwards_it_works_again(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    ana.asks("laptop won't start")
    card = bo.card(1)
    head = ana.head(1)
    ana.types("/helpdesk my mouse is dead")
    ben.types("/helpdesk it my screen is dead")
    bo.presses("resolve", card)

    with database_down(world.storage):
        assert ana.person.types("/helpdesk my keyboard is dead", world.channel("general")).plain.startswith(
            NICHT_GESPEICHERT
        )
        ben.person.submits()
        assert ben.form.errors == {"desk": NOT_SAVED}
        assert ben.field("title") == "my screen is dead"
        bo.person.fills({"closing_word": "new battery"})
        bo.person.submits()
        assert bo.form.errors == {"closing_word": NOT_SAVED}
        assert bo.person.presses("claim", on=card).plain == NOT_SAVED
        ana.person.says(ana.dm, "es piept", thread=head)
        world.company.workspace.wait_idle(20)

    ben.sends()
    assert "#2 · my screen is dead" in ben.reads(ben.head(2))
    assert bo.claims(1) == ""
    world.company.clock.advance(minutes=2)
    world.settle()
    assert [line for line in bo.desk_thread(1) if "piept" in line] == ["es piept"]
    assert world.timeline(1) == ["opened by ana", "claimed by bo", "replied by ana"]


@one_world
def test_everything_that_slack_delivers_twice_happens_once(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    world.company.workspace.faults.deliver_twice = True

    ana.asks("laptop won't start")
    bo.claims(1)
    ana.writes(1, "es piept")
    bo.answers(1, "coming")
    bo.hands_back(1)
    bo.resolves(1, "done")
    world.pass_time(minutes=30)
    ana.rates(1, "😐")
    ana.comments(1, "so lala")
    ana.presses("reopen", ana.survey(1))
    ana.withdraws(1)

    assert world.requests() == 1
    assert world.timeline(1) == [
        "opened by ana",
        "claimed by bo",
        "replied by ana",
        "answered by bo",
        "handed_back by bo",
        "resolved by bo",
        "surveyed by the clock",
        "rated by ana",
        "commented by ana",
        "reopened by ana",
        "withdrawn by ana",
    ]
    seen = [m for m in bo.person.messages(world.channel("it-help")) if m.subtype != "channel_join"]
    said = [m for m in seen if not m.ephemeral]
    assert [message.subtype for message in said] == [None, "thread_broadcast"]  # the card, and the reopening
    assert [one.buttons for one in bo.person.ephemerals(world.channel("it-help"))] == [("Undo",)]


@one_world
def test_a_form_with_empty_or_overlong_texts_is_marked_and_keeps_what_was_typed(world: World) -> None:
    ana, ben = meet(world, "ana", "ben")
    ben.types("/helpdesk it")
    ben.sends(title=None, details="y" * 3001)
    assert ben.form.errors == {
        "title": "Please fill this in.",
        "details": "Please shorten this to 3000 characters; it has 3001.",
    }
    assert ben.field("details") == "y" * 3001
    ben.sends(title="   ", details="fine")
    assert ben.form.errors == {"title": "Please fill this in."}
    ana.types("/helpdesk it")
    ana.sends(title="x" * 151)
    assert ana.form.errors == {"title": "Bitte kürze auf 150 Zeichen; es sind 151."}
    assert world.requests() == 0

    ben.sends(title="x" * 150, details="&" * 3000)
    assert ben.person.modal is None
    (bo,) = meet(world, "bo")
    assert bo.reads(bo.card(1)).count("&") > 1700  # beyond it Slack has no room on a card


@one_world
def test_an_overlong_closing_word_or_comment_is_marked_and_kept(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    bo.resolves(1, "z" * 2001)
    assert bo.form.errors == {"closing_word": "Please shorten this to 2000 characters; it has 2001."}
    assert bo.field("closing_word") == "z" * 2001
    bo.sends(closing_word="<" * 2000)
    assert bo.person.modal is None
    assert world.timeline(1)[-1] == "resolved by bo"
    assert "<<<" in ana.reads(ana.last_word(1))

    world.pass_time(minutes=30)
    ana.rates(1, "😀")
    ana.comments(1, "c" * 1001)
    assert list(ana.form.errors) == ["comment"]
    ana.sends(comment="&" * 1000)
    assert "&&&" in ana.reads(ana.survey(1))
    assert "&&&" in bo.desk_thread(1)[-1]


@one_world
def test_a_desk_that_left_the_file_takes_nothing_new_and_finishes_what_it_has(world: World) -> None:
    ana, ben, hana = meet(world, "ana", "ben", "hana")
    ana.asks("vacation", desk="hr")
    card, head = hana.card(1), ana.head(1)
    ben.types("/helpdesk my salary please")
    company = replace(world.company, desks=without_desk("hr")(world.company.desks))

    with at_work(company, world.database_url) as later:
        ben = meet(later, "ben")[0]
        ben.sends(desk="hr")
        assert "This desk no longer takes requests. Please choose another one" in ben.form.plain
        assert ben.form.errors == {"desk": "Please fill this in."}
        assert ben.field("title") == "my salary please"
        ben.sends(desk="it")
        assert later.timeline(2) == ["opened by ben"]

        hana, ana = meet(later, "hana", "ana")
        assert hana.presses("claim", card) == ""
        later.pass_time(days=1)
        assert ana.presses("withdraw", head) == ""
        assert later.timeline(1)[:2] == ["opened by ana", "claimed by hana"]
        assert later.timeline(1)[-1] == "withdrawn by ana"


@pytest.fixture(params=["archived", "deleted", "removed"])
def lost_channel(request: pytest.FixtureRequest, world: World) -> World:
    """IT's channel can't be posted to; the people of IT have another one in the end."""
    workspace, it = world.company.workspace, world.channel("it-help")
    if request.param == "archived":
        workspace.archive(it)
    elif request.param == "deleted":
        workspace.delete_channel(it)
    else:
        workspace.remove(world.company.app.bot_user, it)
    world.settle()
    return world


@one_world
def test_while_the_desks_channel_is_gone_its_message_is_kept_and_the_operators_know(lost_channel: World) -> None:
    world = lost_channel
    ana, ben, olga = meet(world, "ana", "ben", "olga")

    ana.types("/helpdesk it my laptop is dead")
    ana.sends()
    ben.types("/helpdesk it my mouse is dead")
    ben.sends()

    assert "*IT* hat deine Anfrage." in ana.reads(ana.head(1))
    (told,) = olga.mail()
    assert told.startswith("⚠️ I can't deliver messages for IT: Slack says")
    world.pass_time(minutes=30)
    assert len(olga.mail()) == 1
    assert sum(key.endswith(":card") for key in world.unsent()) == 2

    workspace, it = world.company.workspace, world.channel("it-help")
    if it.archived:
        workspace.unarchive(it)
    elif it.deleted:
        it = workspace.add_channel("it-help", [world.person("bo")])
    world.program.helpdesk.directory.read_all()
    world.pass_time(minutes=6)

    bo = world.person("bo")
    cards = [message.plain for message in bo.messages(it) if "#" in message.plain and message.buttons]
    assert sorted(card.splitlines()[0] for card in cards) == ["*#1 · my laptop is dead*", "*#2 · my mouse is dead*"]
    assert world.unsent() == []


@one_world
def test_a_button_for_which_slack_has_no_time_is_answered_with_please_again(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    faults = world.company.workspace.faults

    for failure in (rate_limit(1), "expired_trigger_id", 503):
        faults.add(method="views.open", fail=failure)
        assert bo.presses("resolve", bo.card(1)) == "That took a moment too long for Slack. Please try again."
    bo.resolves(1)

    assert world.timeline(1) == ["opened by ana", "resolved by bo"]


@one_world
def test_the_operators_hear_of_a_card_that_slack_refuses_for_good(world: World) -> None:
    ana, olga = meet(world, "ana", "olga")
    to_the_desk = world.channel("it-help").id
    world.company.workspace.faults.add(
        method="chat.postMessage", fail="invalid_arguments", when=lambda call: call.get("channel") == to_the_desk
    )

    ana.asks("my laptop is dead")

    assert olga.mail()[0].startswith("⚠️ A message of request #1 can't be delivered: Slack refuses it for good")


@one_world
def test_where_somebody_deleted_the_card_it_comes_again_and_the_words_with_it(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("my laptop is dead")
    old = bo.card(1)
    world.company.workspace.delete_thread(old)

    ana.writes(1, "still dead")
    world.pass_time(seconds=3)

    new = bo.card(1)
    assert new.ts != old.ts
    assert bo.desk_thread(1) == ["still dead"]
    bo.claims(1)
    assert f"<@{bo.id}> is on it" in world.last_in("bo", world.channel("it-help")).plain
    assert world.unsent() == []


@one_world
def test_a_desk_with_a_new_channel_gets_the_cards_there_when_something_is_said(world: World) -> None:
    ana, bo, olga = meet(world, "ana", "bo", "olga")
    ana.asks("my laptop is dead")
    world.company.workspace.delete_channel(world.channel("it-help"))
    ana.writes(1, "still dead")
    assert "I can't deliver messages for IT" in olga.mail()[0]

    it = world.company.workspace.add_channel("it-help", [bo.person])
    world.program.helpdesk.directory.read_all()
    world.pass_time(minutes=6)
    world.pass_time(minutes=6)

    (card,) = (message for message in bo.person.messages(it) if message.buttons)
    assert "my laptop is dead" in card.plain
    assert "still dead" in [reply.plain for reply in bo.person.thread(card)]
    assert world.unsent() == []
