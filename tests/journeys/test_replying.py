"""What agents say: sent or noted, held when it looks like a note, and what words set going."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot import conversation, replying
from bot.desks import Desks
from bot.errors import NotAnAgent
from bot.utterances import Utterance
from tests.databases import Databases
from tests.people import Colleague, meet
from tests.world import World, crosswise, opened

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "socket")], indirect=True)


def it_with(**settings: Any) -> Callable[[Desks], Desks]:
    """The change after which IT has settled on something else."""
    return lambda desks: desks.change(lambda desk: replace(desk, **settings) if desk.key == "it" else desk)


@pytest.fixture
def asking_back(databases: Databases) -> Iterator[World]:
    """IT waits for the answer to what it asks back."""
    with databases.fresh() as url, opened(url, sockets=False, desks=it_with(asking_back_waits=True)) as world:
        yield world


def marks(agent: Colleague, number: int) -> list[list[str]]:
    """The emoji on what stands in the desk thread, message by message."""
    thread = agent.person.thread(agent.card(number))[1:]
    return [sorted(one.reactions) for one in thread if not one.ephemeral]


@crosswise
def test_what_looks_like_a_note_is_held_until_its_writer_says_what_it_is(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    world.company.workspace.faults.deliver_twice = True
    ana.asks("laptop won't start")

    bo.answers(1, "Ana's laptop is the old model again")
    question = bo.asked_whether_to_send(1)
    assert bo.reads(question).startswith("🔒 This looks like a note, so @ana has not read it. Shall I send it?")
    assert question.buttons == ("Send", "Keep as note")
    assert question.thread_ts == bo.card(1).ts
    assert cy.person.ephemerals(world.channel("it-help")) == []
    assert marks(bo, 1) == [["lock"]]
    assert ana.conversation(1) == []
    assert world.timeline(1) == ["opened by ana", "noted by bo"]

    assert bo.presses("Send", question) == ""
    assert ana.conversation(1) == ["@bo kümmert sich jetzt darum.", "Ana's laptop is the old model again"]
    (offer,) = bo.person.ephemerals(world.channel("it-help"))  # in the place of the question: one message, not two
    assert bo.reads(offer) == "Your answer to *#1* is sent. You can take it back for 30 seconds."
    assert marks(bo, 1)[0] == []
    assert bo.presses("send_held", question) == "That has been sent already."

    cy.answers(1, "FYI team: we have run out of batteries")
    cy.presses("keep_held", cy.asked_whether_to_send(1))
    assert marks(bo, 1)[-1] == ["lock"]
    assert len(ana.conversation(1)) == 2
    assert world.timeline(1) == ["opened by ana", "noted by bo", "claimed by bo", "answered by bo", "noted by cy"]
    assert world.unsent() == []


@one_world
def test_where_plain_replies_are_notes_the_form_sends(world: World) -> None:
    ben, hana = meet(world, "ben", "hana")
    ben.asks("my contract", desk="hr")
    assert "What you write here stays here. *Reply* answers @ben." in hana.reads(hana.line(1))

    hana.answers(1, "Is this the one who moved?")
    assert (ben.conversation(1), world.timeline(1)) == ([], ["opened by ben", "noted by hana"])

    hana.replies(1, " \u200b ")
    assert hana.form.errors == {"text": "Bitte ausfüllen."}
    hana.sends(text="Here it *is*, <!channel> & <@U0>")

    assert ben.conversation(1) == ["@hana is on it now.", "Here it *is*, <!channel> & <@U0>"]
    (relayed,) = [one for one in ben.person.thread(ben.head(1)) if one.username]
    assert (relayed.username, "<!channel>" in relayed.text) == ("Hana Hoffmann", False)
    shown = hana.person.thread(hana.card(1))[-1]
    assert hana.reads(shown) == "✉️ _To @ben:_\nHere it *is*, <!channel> & <@U0>"
    assert shown.username == "Hana Hoffmann"
    assert world.timeline(1)[1:] == ["noted by hana", "claimed by hana", "answered by hana"]

    hana.undoes(1)
    assert ben.conversation(1) == ["@hana is on it now."]
    assert hana.reads(hana.person.sees(shown)) == "🔒 Here it *is*, <!channel> & <@U0>"
    assert world.request(1).first_answered_at is None
    assert world.timeline(1)[-1] == "undone by hana"
    hana.resolves(1)
    assert hana.reads(hana.line(1)) == "What you write here stays here."


@one_world
def test_what_was_sent_can_be_kept_and_what_was_kept_be_sent(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start")
    said = bo.answers(1, "No budget for a new one")
    bo.replies(1, "Still no budget")
    note = bo.answers(1, "🔒 no budget at all")
    assert ana.conversation(1)[1:] == ["No budget for a new one", "Still no budget"]
    by_form = next(one for one in bo.person.thread(bo.card(1)) if one.plain.startswith("✉️"))

    for message in (said, by_form, said):
        cy.uses_shortcut("note_this", on=message)
        world.settle()
    assert ana.conversation(1) == ["@bo kümmert sich jetzt darum."]
    assert "lock" in bo.person.sees(said).reactions
    assert bo.person.sees(by_form).plain == "🔒 Still no budget"
    assert world.request(1).answered_within is None

    assert cy.uses_shortcut("send_this", on=note).startswith("Nur was")
    for message in (said, by_form, note):
        bo.uses_shortcut("send_this", on=message)
        world.settle()
    assert ana.conversation(1)[1:] == ["No budget for a new one", "Still no budget", "no budget at all"]
    assert bo.person.sees(by_form).plain.endswith("Still no budget")
    assert bo.uses_shortcut("note_this", on=bo.line(1)).startswith("Only what agents")
    with pytest.raises(NotAnAgent), world.program.helpdesk.work("eve") as work:
        replying.keep(work, said.channel, said.ts, ana.id)


@one_world
def test_the_first_reply_claims_a_note_does_not_and_a_second_agent_may_reply(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start")
    post = ana.posts("my mouse is dead too, can somebody help?")

    cy.answers(1, "note: old model")
    assert world.request(1).agent is None
    bo.answers(1, "I have a look.")
    cy.answers(1, "The battery is on its way.")
    assert world.request(1).agent == bo.id
    assert bo.desk_thread(1) == [
        *("note: old model", "I have a look.", "🔵 @bo has claimed this request.", "The battery is on its way.")
    ]
    assert ana.conversation(1) == [
        "@bo kümmert sich jetzt darum.",
        "I have a look.",
        "The battery is on its way.",
    ]
    bo.hands_back(1)
    bo.answers(1, "A colleague goes on.")
    assert world.request(1).agent is None
    cy.answers(1, "That's me.")
    assert world.request(1).agent == cy.id
    cy.hands_back(1)
    bo.answers(1, "Then I finish it.")
    assert world.request(1).agent == bo.id

    bo.posts("Which one?", thread=post)
    assert world.request(2).agent == bo.id
    assert world.timeline(2) == ["opened by ana", "claimed by bo", "answered by bo"]


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
def test_what_is_asked_back_waits_until_it_is_answered(asking_back: World) -> None:
    world = asking_back
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")

    bo.answers(1, "Is the plug in? :thinking_face:")
    assert world.request(1).state == "waiting"
    assert ana.conversation(1) == [
        "@bo kümmert sich jetzt darum.",
        "Is the plug in? :thinking_face:",
        "⏳ @bo wartet auf deine Antwort: Schreib sie einfach hier.",
    ]
    ana.writes(1, "Danke!")
    assert world.request(1).state == "waiting"
    ana.writes(1, "ja!")
    assert world.request(1).state == "claimed"
    assert bo.desk_thread(1)[-2:] == ["ja!", "It goes on with @bo; the targets count again."]

    bo.answers(1, "Then I come by.")
    assert world.request(1).state == "claimed"
    assert world.timeline(1)[1:] == [
        *("claimed by bo", "answered by bo", "waited by bo"),
        *("replied by ana", "replied by ana", "went_on by ana", "answered by bo"),
    ]

    told = ana.conversation(1)
    for takes_back in (lambda said: bo.edits(said, "🔒 Which plug?"), bo.deletes):
        takes_back(bo.answers(1, "Which plug?"))
        assert world.request(1).state == "claimed", "nobody is asked any more"
        assert ana.conversation(1) == told


@one_world
def test_after_the_end_thanks_change_nothing_and_other_words_do(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    bo.resolves(1)

    ana.writes(1, "Vielen Dank! :tada:")
    assert world.request(1).state == "resolved"
    assert bo.desk_thread(1)[-1] == "Vielen Dank! :tada:"
    ana.writes(1, "Er piept schon wieder")
    assert world.request(1).state == "claimed"
    assert bo.desk_thread(1)[-2:] == [
        "Er piept schon wieder",
        "🔁 @ana has reopened this request. @bo, it is yours again.",
    ]
    assert world.timeline(1)[-3:] == ["replied by ana", "replied by ana", "reopened by ana"]

    world.pass_time(minutes=1)
    ana.withdraws(1)
    for words in ("Danke!", "Doch noch kaputt", "ganz kaputt"):
        ana.writes(1, words)
    assert world.request(1).state == "withdrawn"
    assert bo.desk_thread(1)[-1] == "ganz kaputt"
    offers = [one for one in ana.person.thread(ana.head(1)) if one.buttons and "follow_up" in str(one.blocks)]
    assert len(offers) == 1


@one_world
def test_words_from_before_the_end_that_slack_brings_after_it_reopen_nothing(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start")
    bo.claims(1)
    head = ana.head(1)
    bo.resolves(1)
    with world.program.helpdesk.work() as work:
        late = f"{float(head.ts) + 0.00001:.6f}"
        conversation.hear(work, Utterance(head.channel, late, ana.id, "it beeps too", thread_ts=head.ts))
    world.settle()
    assert world.request(1).state == "resolved"
    assert bo.desk_thread(1)[-1] == "it beeps too"
