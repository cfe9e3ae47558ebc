"""Socket Mode: plain WebSockets where the traffic matters, Bolt's own client where the whole matters."""

import json
import struct
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from queue import SimpleQueue
from typing import Any

import pytest
from slack_bolt import Ack, App
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.sync.server import ServerConnection, serve

from handlers.sockets import Sockets
from sandbox.people import Person
from tests.sandbox.kit import button, card
from tests.sandbox.stage import Stage, error_of, manifest, stage

_BURST = 1_100  # events that arrive without a pause


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


def test_an_envelope_nobody_acknowledges_comes_at_once_after_a_minute_and_after_five_and_then_no_more(
    on: Stage,
) -> None:
    with socket(on) as connection:
        on.ana.says(on.general, "help")
        arrived = [receive(connection), receive(connection)]
        for minutes in (1, 5):
            on.workspace.wait_idle()
            on.clock.advance(minutes=minutes)
            on.workspace.wait_idle()
            arrived.append(receive(connection))
        on.clock.advance(hours=1)
        on.workspace.wait_idle()
        with pytest.raises(TimeoutError):
            connection.recv(timeout=0)
    assert [envelope["retry_attempt"] for envelope in arrived] == [0, 1, 2, 3]
    assert len({envelope["envelope_id"] for envelope in arrived}) == 4
    assert len({envelope["payload"]["event_id"] for envelope in arrived}) == 1


def test_ten_connections_share_the_load_evenly(on: Stage) -> None:
    with ExitStack() as stack:
        connections = [stack.enter_context(socket(on)) for _ in range(10)]
        on.workspace.wait_connected(on.app, 10)
        for number in range(20):
            on.ana.says(on.general, str(number))
        got = [[receive(connection) for _ in range(2)] for connection in connections]
        for connection, envelopes in zip(connections, got, strict=True):
            for envelope in envelopes:
                acknowledge(connection, envelope)
        on.workspace.wait_idle()
    assert sorted(int(said(envelope)) for envelopes in got for envelope in envelopes) == list(range(20))
    assert on.workspace.wire.refused() == []


def test_what_a_broken_connection_had_in_hand_goes_to_another(on: Stage) -> None:
    with socket(on) as one, socket(on) as other:
        on.workspace.wait_connected(on.app, 2)
        on.ana.says(on.general, "help")
        receive(one)
        one.close()
        envelope = receive(other)
        acknowledge(other, envelope)
        on.workspace.wait_idle()
    assert (said(envelope), envelope["retry_attempt"]) == ("help", 1)


def test_commands_and_presses_come_in_envelopes_that_take_an_answer(on: Stage) -> None:
    on.client.chat_postMessage(channel=on.general.id, text="card", blocks=card(button("Claim", "claim")))
    with socket(on) as connection, ThreadPoolExecutor(1) as hand:
        asked = hand.submit(on.ana.types, "/helpdesk", on.general)
        command = receive(connection)
        acknowledge(connection, command, text="hello")
        assert asked.result().plain == "hello"
        pressed = hand.submit(on.ana.presses, "Claim", on=on.ana.messages(on.general)[0])
        press = receive(connection)
        acknowledge(connection, press)
        assert pressed.result().error is None
    assert (command["type"], press["type"]) == ("slash_commands", "interactive")
    assert command["accepts_response_payload"]
    assert press["accepts_response_payload"]
    assert press["payload"]["type"] == "block_actions"


def test_an_address_is_good_for_one_connection(on: Stage) -> None:
    url = on.client.apps_connections_open(app_token=on.app.app_token)["url"]
    with connect(url, proxy=None) as connection:
        receive(connection)
        with pytest.raises(InvalidStatus):
            connect(url, proxy=None)


def test_what_is_no_acknowledgement_changes_nothing(on: Stage) -> None:
    with socket(on) as connection:
        on.ana.says(on.general, "help")
        envelope = receive(connection)
        for noise in ("hello", "[]", "{}", json.dumps({"envelope_id": "made-up"})):
            connection.send(noise)
        acknowledge(connection, envelope)
        on.workspace.wait_idle()
    assert on.workspace.wire.refused() == []


@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled"])
def test_after_its_last_word_slack_closes_the_connection(on: Stage, reason: str) -> None:
    with socket(on) as connection:
        on.workspace.faults.refresh_sockets(reason)
        assert receive(connection)["reason"] == reason
        with pytest.raises(ConnectionClosed):
            connection.recv(timeout=5)


def test_a_refresh_waits_for_the_acknowledgement_under_way(on: Stage) -> None:
    with socket(on) as connection, ThreadPoolExecutor(1) as hand:
        on.ana.says(on.general, "help")
        envelope = receive(connection)
        refreshed = hand.submit(on.workspace.faults.refresh_sockets)
        assert receive(connection)["type"] == "disconnect"
        acknowledge(connection, envelope)
        refreshed.result()
        on.workspace.wait_idle()
    assert on.workspace.wire.refused() == []


def test_the_eleventh_connection_is_turned_away(on: Stage) -> None:
    with ExitStack() as stack:
        for _ in range(10):
            stack.enter_context(socket(on))
        url = on.client.apps_connections_open(app_token=on.app.app_token)["url"]
        with connect(url, proxy=None) as eleventh:
            assert receive(eleventh) == {"type": "disconnect", "reason": "too_many_websockets"}


def test_a_connection_that_is_about_to_close_gets_nothing_while_another_is_there(on: Stage) -> None:
    with socket(on) as old:
        on.workspace.faults.refresh_sockets("warning")
        assert receive(old)["reason"] == "warning"
        with socket(on) as new:
            on.workspace.wait_connected(on.app, 2)
            on.ana.says(on.general, "help")
            envelope = receive(new)
            acknowledge(new, envelope)
            on.workspace.wait_idle()
    assert said(envelope) == "help"


def test_an_app_is_told_why_it_should_connect_anew(on: Stage) -> None:
    with socket(on) as connection:
        on.workspace.faults.refresh_sockets("warning")
        on.workspace.faults.refresh_sockets("link_disabled")
        assert [receive(connection)["reason"] for _ in range(2)] == ["warning", "link_disabled"]


def listening(on: Stage) -> tuple[App, SimpleQueue[str]]:
    """An app, and the words that it hears."""
    bolt, heard = on.bolt(), SimpleQueue[str]()

    @bolt.event("message")
    def _(event: dict[str, Any]) -> None:
        heard.put(event["text"])

    return bolt, heard


def await_word(heard: SimpleQueue[str], word: str) -> None:
    """Until it is heard, at least once: Slack repeats what it is not sure of. Raises Empty after ten seconds."""
    while heard.get(timeout=10) != word:
        pass


@contextmanager
def connected(on: Stage, bolt: App) -> Iterator[None]:
    """Bolt's own client, connected until the block ends."""
    with closing(Sockets(bolt, on.app.app_token, ping_seconds=0.2)) as handler:
        handler.open()
        on.workspace.wait_connected(on.app)
        yield


def test_bolts_own_client_follows_a_refresh_and_loses_nothing(on: Stage) -> None:
    bolt, heard = listening(on)

    with connected(on, bolt):
        for number in range(3):
            on.workspace.faults.refresh_sockets()
            on.ana.says(on.general, str(number))
            await_word(heard, str(number))


def test_a_burst_of_events_is_heard_whole(on: Stage) -> None:
    """The SDK reads frame within frame, a level of recursion each, and Python's own limit is a thousand."""
    bolt, heard, is_whole = on.bolt(), list[str](), threading.Event()

    @bolt.event("message")
    def _(event: dict[str, Any]) -> None:
        heard.append(event["text"])
        if len(heard) == _BURST:
            is_whole.set()

    def send_all_at_once(connection: ServerConnection) -> None:
        connection.socket.sendall(b"".join(frame(envelope_of(on, str(number))) for number in range(_BURST)))
        is_whole.wait(60)

    with serve(send_all_at_once, "127.0.0.1", 0, close_timeout=0.1) as slack, ThreadPoolExecutor(1) as thread:
        thread.submit(slack.serve_forever)
        handler = Sockets(bolt, on.app.app_token)
        handler.client.wss_uri = f"ws://127.0.0.1:{slack.socket.getsockname()[1]}"
        handler.open()
        try:
            assert is_whole.wait(60), f"only {len(heard)} of {_BURST} were heard"
        finally:
            handler.close()
            slack.shutdown()
    assert sorted(heard, key=int) == [str(number) for number in range(_BURST)]


def envelope_of(on: Stage, text: str) -> bytes:
    """A message in #general as it comes through a socket."""
    event = {
        "type": "message",
        "channel": on.general.id,
        "user": on.ana.id,
        "text": text,
        "ts": f"1772440200.{text:0>6}",
    }
    payload = {"type": "event_callback", "event_id": f"Ev{text}", "team_id": on.workspace.world.team_id, "event": event}
    return json.dumps({"type": "events_api", "envelope_id": text, "payload": payload}).encode()


def frame(content: bytes) -> bytes:
    """A whole text frame from a server (RFC 6455, 5.2), of 126 to 65,535 bytes."""
    return struct.pack("!BBH", 0x81, 126, len(content)) + content


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
    bolt, heard = listening(on)

    @bolt.command("/helpdesk")
    def _(ack: Ack, command: dict[str, Any]) -> None:
        ack(f"hello {command['user_name']}")

    with connected(on, bolt):
        assert greeting(on.ana, on) == "hello ana"
        on.workspace.faults.cut_sockets()
        on.ana.says(on.general, "after the cut")
        on.workspace.wait_connected(on.app)
        on.workspace.wait_idle()
        assert greeting(on.bo, on) == "hello bo"
        await_word(heard, "after the cut")


def greeting(person: Person, on: Stage) -> str:
    return person.types("/helpdesk", channel=on.general).plain
