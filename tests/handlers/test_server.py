"""The web side: is it alive, is it ready, how is it doing; and it hears nobody but Slack."""

import httpx
import pytest

from handlers.server import SLACK_PATH
from tests.journeys.outages import database_down
from tests.people import meet
from tests.world import World

http = pytest.mark.parametrize("mode", ["http"], indirect=True)
socket = pytest.mark.parametrize("mode", ["socket"], indirect=True)
on_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def figures(world: World) -> dict[str, float]:
    """The metrics as they stand, by name and labels."""
    lines = httpx.get(f"{world.bot_url}/metrics").text.splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


@http
def test_the_bot_is_alive_always_and_ready_while_its_database_answers(world: World) -> None:
    assert httpx.get(f"{world.bot_url}/healthz").text == "ok"
    assert httpx.get(f"{world.bot_url}/readyz").json() == {"ready": True, "troubles": []}

    with database_down(world.storage):
        ready = httpx.get(f"{world.bot_url}/readyz")
        assert ready.status_code == 503
        assert ready.json() == {"ready": False, "troubles": ["the database does not answer"]}
        assert httpx.get(f"{world.bot_url}/healthz").status_code == 200
    assert httpx.get(f"{world.bot_url}/readyz").status_code == 200


@http
@on_sqlite
def test_the_figures_say_how_many_requests_there_are_and_what_waits_to_leave(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("one")
    ana.asks("two")
    bo.resolves(1)

    assert figures(world) == {
        'helpdesk_requests{state="open"}': 1,
        'helpdesk_requests{state="resolved"}': 1,
        "helpdesk_outbox_unsent": 0,
        "helpdesk_outbox_oldest_seconds": 0,
        "helpdesk_outbox_given_up": 0,
    }

    world.company.workspace.archive(world.channel("it-help"))
    ana.asks("three")
    world.pass_time(minutes=2)
    later = figures(world)
    assert later["helpdesk_outbox_unsent"] == 2  # the card, and the button line that waits for it
    assert later["helpdesk_outbox_oldest_seconds"] == 120


@http
@on_sqlite
def test_who_can_not_sign_like_slack_is_not_heard(world: World) -> None:
    command = {"command": "/helpdesk", "user_id": world.person("ana").id, "text": "", "trigger_id": "1"}
    forged = {"x-slack-signature": "v0=" + "0" * 64, "x-slack-request-timestamp": "1772440200"}

    for headers in ({}, forged):
        answer = httpx.post(world.bot_url + SLACK_PATH, data=command, headers=headers)
        assert answer.status_code == 401
    assert world.company.workspace.verify_url(world.company.app)
    assert httpx.get(world.bot_url + SLACK_PATH).status_code == 405


@socket
@on_sqlite
def test_in_socket_mode_there_is_no_door_for_slack_but_the_socket_is_watched(world: World) -> None:
    assert httpx.post(world.bot_url + SLACK_PATH).status_code == 404
    assert httpx.get(f"{world.bot_url}/readyz").json()["ready"]
    assert 0 <= figures(world)["helpdesk_socket_silent_seconds"] < 60


@socket
@on_sqlite
def test_after_a_cut_the_bot_connects_again_and_hears_everything(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    workspace, app = world.company.workspace, world.company.app

    _pings_often(world)
    workspace.faults.cut_sockets()
    workspace.wait_connected(app, 1, timeout=30)
    ana.asks("laptop won't start")
    bo.claims(1)

    assert world.timeline(1) == ["opened by ana", "claimed by bo"]


def _pings_often(world: World) -> None:
    """Until the SDK misses its pings, 15 s after a cut, it reads from the dead socket as fast as it can."""
    assert world.program.sockets
    client = world.program.sockets.client
    assert client.current_session
    client.current_session.ping_interval = client.current_app_monitor.interval_seconds = 0.2
