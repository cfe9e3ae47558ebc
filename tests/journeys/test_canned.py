"""Replies that stand ready: chosen in the form for a reply, or called by `?word` under a card."""

import pytest

from tests.people import meet
from tests.world import World

one_world = pytest.mark.parametrize(("databases", "mode"), [("postgres", "socket")], indirect=True)


@one_world
def test_a_reply_that_stands_ready_is_sent_by_its_word_and_the_word_itself_to_nobody(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("the VPN is down")

    call = bo.answers(1, "?VPN ")

    assert ana.conversation(1)[-1] == (
        "Hallo Ana, bitte melde dich vom VPN ab, warte eine Minute und melde dich neu an.\nGeht es dann?"
    )
    assert bo.desk_thread(1)[0] == "?VPN "
    assert bo.desk_thread(1)[-1].endswith("Geht es dann?")
    assert world.timeline(1) == ["opened by ana", "claimed by bo", "answered by bo"]
    bo.edits(call, "?restart")
    assert len(ana.conversation(1)) == 2


@one_world
def test_a_word_that_calls_no_reply_is_answered_with_those_there_are_the_nearest_first(world: World) -> None:
    ana, cy, hana = meet(world, "ana", "cy", "hana")
    ana.asks("the VPN is down")
    ana.asks("my logo", desk="design")

    cy.answers(1, "?foto")
    cy.answers(1, "?")
    (unknown, there_are) = cy.whispers("it-help")

    assert unknown.splitlines() == [
        "Eine Vorlage `?foto` gibt es nicht, deshalb wurde nichts gesendet. Es gibt:",
        "`?photo` Ein Bild, bitte",
        *unknown.splitlines()[2:],
    ]
    assert len(unknown.splitlines()) == len(there_are.splitlines()) == 4
    assert ana.conversation(1) == []
    assert world.timeline(1) == ["opened by ana"]
    assert hana.whispers("it-help") == []


@one_world
def test_an_agent_begins_with_a_ready_reply_and_changes_it_before_it_is_sent(world: World) -> None:
    ana, hana = meet(world, "ana", "hana")
    ana.asks("my payslip is wrong", desk="hr")

    assert hana.presses("reply", hana.line(1)) == ""
    hana.fills(text="I will be overwritten", canned="got-it")
    assert hana.field("text") == "Hallo Ana, danke, für #1 haben wir alles, was wir brauchen. Wir melden uns."
    hana.fills(canned="meet")
    hana.sends(text=f"{hana.field('text')} <Bis bald> & bis dann!")

    assert ana.conversation(1)[-1].endswith("Außer uns liest das niemand. <Bis bald> & bis dann!")
    assert "Desk-Datei" not in ana.conversation(1)[-1]

    hana.answers(1, "?got-it")
    assert ana.conversation(1)[-1].startswith("Hallo Ana, danke, für #1")
