"""Socket Mode: plain WebSockets where the traffic matters, Bolt's own client where the whole matters."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from slack_bolt import Ack
from slack_bolt.adapter.socket_mode import SocketModeHandler
from websockets.sync.client import ClientConnection, connect

from sandbox.people import Person
from tests.sandbox.stage import Stage, error_of, manifest, stage


@pytest.fixture
def on() -> Iterator[Stage]:
    with stage(socket_mode=True) as built:
        yield built


@contextmanager
def socket(on: Stage) -> Iterator[ClientConnection]:
    """A connection of the app's that has been greeted."""
    url = on.client.apps_connections_open(app_token=on.app.app_token)["url"]
    with connect(url, proxy=None) as connection:
        assert receive(connection)["type"] == "hello"
        yield connection


def receive(connection: ClientConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(connection.recv(timeout=5))
    return message


def acknowledge(connection: ClientConnection, envelope: dict[str, Any], **payload: Any) -> None:
    answer = {"envelope_id": envelope["envelope_id"]} | ({"payload": payload} if payload else {})
    connection.send(json.dumps(answer))


def said(envelope: dict[str, Any]) -> str:
    return str(envelope["payload"]["event"]["text"])


def test_an_event_arrives_in_an_envelope_and_is_acknowledged(on: Stage) -> None:
    with socket(on) as connection:
        on.ana.says(on.general, "help")
        envelope = receive(connection)
        acknowledge(connection, envelope)
        on.workspace.wait_idle()
    assert (envelope["type"], said(envelope), envelope["retry_attempt"]) == ("events_api", "help", 0)
    assert on.workspace.wire.refused() == []


def test_an_unacknowledged_envelope_comes_again(on: Stage) -> None:
    with socket(on) as connection:
        on.ana.says(on.general, "help")
        first, again = receive(connection), receive(connection)
        acknowledge(connection, again)
        on.workspace.wait_idle()
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "http_timeout")
    assert first["payload"]["event_id"] == again["payload"]["event_id"]


def test_connections_share_the_load(on: Stage) -> None:
    with socket(on) as one, socket(on) as other:
        on.workspace.wait_connected(on.app, 2)
        texts = []
        for number in range(4):
            on.ana.says(on.general, str(number))
            connection = (one, other)[number % 2]
            envelope = receive(connection)
            acknowledge(connection, envelope)
            on.workspace.wait_idle()
            texts.append(said(envelope))
    assert texts == ["0", "1", "2", "3"]


def test_the_eleventh_connection_is_turned_away(on: Stage) -> None:
    with ExitStack() as stack:
        for _ in range(10):
            stack.enter_context(socket(on))
        url = on.client.apps_connections_open(app_token=on.app.app_token)["url"]
        with connect(url, proxy=None) as eleventh:
            assert receive(eleventh) == {"type": "disconnect", "reason": "too_many_websockets"}


def test_a_connection_that_is_to_be_refreshed_gets_nothing_while_another_is_there(on: Stage) -> None:
    with socket(on) as old:
        on.workspace.faults.refresh_sockets()
        assert receive(old)["reason"] == "refresh_requested"
        with socket(on) as new:
            on.workspace.wait_connected(on.app, 2)
            on.ana.says(on.general, "help")
            envelope = receive(new)
            acknowledge(new, envelope)
            on.workspace.wait_idle()
    assert said(envelope) == "help"


def test_what_happens_while_nobody_is_connected_arrives_on_the_next_connection(on: Stage) -> None:
    with socket(on):
        on.workspace.faults.cut_sockets()
    on.ana.says(on.general, "anybody there?")
    on.workspace.wait_idle()
    with socket(on) as connection:
        envelope = receive(connection)
        acknowledge(connection, envelope)
        on.workspace.wait_idle()
    assert said(envelope) == "anybody there?"
    assert on.ana.types("/helpdesk", channel=on.general).error is not None


def test_a_disabled_app_gets_no_address(on: Stage) -> None:
    other = on.workspace.install(manifest("Other"))
    refused = error_of(lambda: on.client.apps_connections_open(app_token=other.app_token))
    assert refused == "socket_mode_not_enabled"


def test_bolts_own_client_serves_commands_and_survives_a_cut(on: Stage) -> None:
    bolt, heard = on.bolt(), []

    @bolt.command("/helpdesk")
    def _(ack: Ack, command: dict[str, Any]) -> None:
        ack(f"hello {command['user_name']}")

    @bolt.event("message")
    def _(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    handler = SocketModeHandler(bolt, on.app.app_token, ping_interval=0.2)
    handler.connect()
    try:
        on.workspace.wait_connected(on.app)
        assert greeting(on.ana, on) == "hello ana"
        on.workspace.faults.cut_sockets()
        on.ana.says(on.general, "after the cut")
        on.workspace.wait_connected(on.app)
        on.workspace.wait_idle()
        assert greeting(on.bo, on) == "hello bo"
        assert heard == ["after the cut"]
    finally:
        handler.close()


def greeting(person: Person, on: Stage) -> str:
    return person.types("/helpdesk", channel=on.general).plain
