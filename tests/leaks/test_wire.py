"""On the wire, in the log, in figures and at the command line: no word of a case but to those who are in it."""

from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from handlers.cli import app
from handlers.demo.company import DESKS
from sandbox.faults import drop_after, rate_limit
from sandbox.wire import Exchange, Traffic
from tests.cases import confide
from tests.databases import Databases
from tests.journeys.test_confiding import told_by_the_bot
from tests.people import meet
from tests.world import KEY, World, crosswise, named_agents, opened

WORDS = ("wombat", "platypus", "echidna", "numbat", "quoll", "bilby")
"""The title, the details, what is said from each side, the word of a handover, the closing word."""
_SHOWING = ("chat.", "views.", "files.completeUploadExternal")
"""The calls that show people something; with all others the bot only asks."""


@crosswise
def test_what_goes_over_the_wire_goes_to_those_who_are_in_it(
    databases: Databases, mode: str, capsys: pytest.CaptureFixture[str]
) -> None:
    hr = named_agents("hr", "hana", "cy")
    with databases.fresh() as url, opened(url, sockets=mode == "socket", desks=hr) as world:
        ana, ben, hana, lena, cy, bo, olga = meet(world, "ana", "ben", "hana", "lena", "cy", "bo", "olga")
        for one in (ana, hana, lena, cy, bo, olga):
            one.opens_home()
        before = watched(world)
        faults = world.company.workspace.faults

        ref = ana.confides("wombat", without=[cy], details="platypus", talk="by-phone")
        faults.add(method="chat.postMessage", fail=drop_after, when=lambda call: "wombat" in str(call))
        assert hana.claims_case(ref) == ""
        world.pass_time(minutes=2)
        faults.add(method="chat.postMessage", fail=rate_limit(60), when=lambda call: "echidna" in str(call))
        ana.says_in_case(ref, "echidna")
        assert watched(world) == before, "what waits is not counted"
        world.pass_time(minutes=2)
        faults.add(method="chat.postMessage", fail="msg_blocks_too_long", when=lambda call: "numbat" in str(call))
        hana.says_in_case(ref, "numbat")
        hana.says_in_case(ref, "numbat again", files=[("quoll.png", b"png")])
        hana.hands_case_over(ref, lena, "quoll")
        assert lena.resolves_case(ref, "bilby") == ""
        faults.add(method="chat.postMessage", fail="msg_blocks_too_long", when=lambda call: "dugong" in str(call))
        lost = confide(ben, "dugong")
        assert hana.claims_case(lost) == ""
        world.pass_time(days=1)

        for stranger in (cy, bo, olga):
            assert [text for text in told_by_the_bot(stranger) if tells_of(text, ref)] == []
        cy.types(f"/helpdesk {ref}")
        olga.types("/helpdesk find wombat")

        seen = {ana.id, hana.id, lena.id}
        leaks = [one for one in world.company.workspace.wire if tells(one, ref) and not readers(world, one) <= seen]
        assert [(one.name, one.answer) for one in leaks if not echoes(one, ref)] == []
        assert all(any(word in str(one.payload) for one in world.company.workspace.wire) for word in WORDS)
        marks = [one.payload["metadata"] for one in world.company.workspace.wire.named("chat.postMessage")]
        assert "case:" not in str(marks), "what a message bears counts nothing"
        logged = "".join(capsys.readouterr())
        assert "may not have arrived" in logged
        assert "was never posted" in logged
        assert not [line for line in logged.splitlines() if tells_of(line, ref, lost, *seen, cy.id) or "case:" in line]
        assert watched(world) == before
        for said in at_the_command_line(world):
            assert not tells_of(said, ref)


def tells_of(text: str, *names: str) -> bool:
    """Whether any of the words stands in a text, or a name."""
    return any(one in text for one in (*WORDS, *names))


def tells(exchange: Exchange, ref: str) -> bool:
    """Whether it brings somebody a word of the case, or its name."""
    match exchange.traffic:
        case Traffic.API:
            return exchange.name.startswith(_SHOWING) and tells_of(str(exchange.payload), ref)
        case Traffic.RESPONSE_URL:
            return tells_of(str(exchange.payload), ref)
    return tells_of(str(exchange.answer), ref)


def echoes(exchange: Exchange, ref: str) -> bool:
    """Whether it is the answer to who typed a word themselves."""
    return exchange.traffic is Traffic.COMMAND and tells_of(str(exchange.payload["text"]), ref)


def readers(world: World, exchange: Exchange) -> set[str]:
    """Whom a call or an answer reaches, beside the bot."""
    payload, workspace = exchange.payload, world.company.workspace.world
    if exchange.traffic in (Traffic.COMMAND, Traffic.INTERACTION):
        return {_person(payload)}
    channel = payload.get("channel") or payload.get("channel_id")
    if payload.get("user") or payload.get("user_id"):
        return {str(payload.get("user") or payload["user_id"])}
    if payload.get("trigger_id") or payload.get("view_id"):
        return {_whose(world, payload)}
    members = set(workspace.channels[channel].members) if channel in workspace.channels else {f"nobody: {exchange}"}
    return members - {world.company.app.bot_user_id}


def _person(payload: Mapping[str, Any]) -> str:
    return str(payload.get("user_id") or payload["user"]["id"])


def _whose(world: World, call: Mapping[str, Any]) -> str:
    """Who has asked for a form, by what they pressed."""
    pressed = {
        one.payload.get("trigger_id"): _person(one.payload) for one in world.company.workspace.wire if _asks(one)
    }
    shown = {
        one.answer["view"]["id"]: pressed[one.payload["trigger_id"]]
        for one in world.company.workspace.wire.named("views.open")
        if one.answer.get("ok")
    }
    return pressed.get(call.get("trigger_id")) or shown[call["view_id"]]


def _asks(exchange: Exchange) -> bool:
    return exchange.traffic in (Traffic.COMMAND, Traffic.INTERACTION) and "trigger_id" in exchange.payload


def watched(world: World) -> list[str]:
    """The figures that operators watch, but for how long the socket was silent."""
    lines = httpx.get(f"{world.bot_url}/metrics").text.splitlines()
    return [line for line in lines if line.startswith("helpdesk_") and "silent" not in line]


def at_the_command_line(world: World) -> Iterator[str]:
    """What operators are told there."""
    given = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "DATABASE_URL": world.database_url,
        "HELPDESK_DESKS": str(DESKS),
        "HELPDESK_KEYS": KEY,
    }
    for typed in (["report", "hr", "2026-03"], ["pings"]):
        result = CliRunner().invoke(app, typed, env=given)
        assert result.exit_code == 0, result.output
        yield result.output
