"""The page's addresses: who may come in, and what each person gets."""

import json
import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from sandbox.page import routes
from sandbox.page.hands import Jump
from tests.sandbox.kit import button
from tests.sandbox.stage import Stage


@pytest.fixture
def page(on: Stage) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=on.server.url, headers={"Origin": on.server.url}, trust_env=False) as client:
        yield client


def test_the_page_comes_with_all_its_parts_and_runs_no_script_but_its_own(page: httpx.Client) -> None:
    index = page.get("/")
    assert "default-src 'self'" in index.headers["Content-Security-Policy"]
    for part in ("main.js", "words/de.js", "tokens.css"):
        assert page.get(f"/page/static/{part}").status_code == 200


def test_another_host_name_for_this_machine_is_turned_away(page: httpx.Client) -> None:
    assert page.get("/page/state", headers={"Host": "evil.example"}).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", ""])
def test_another_page_cannot_act_for_a_person(on: Stage, page: httpx.Client, origin: str) -> None:
    wish = {"channel": on.general.id, "text": "hello"}
    assert page.post("/page/act/says?as=ana", json=wish, headers={"Origin": origin}).status_code == 403
    assert on.ana.messages(on.general) == []


def test_nobody_is_sent_what_they_may_not_see(on: Stage, page: httpx.Client) -> None:
    secret = on.workspace.add_channel("board", [on.bo], private=True)
    on.bo.says(secret, "psst")
    on.bo.group_dm(on.bo)
    state = page.get("/page/state?as=ana").json()
    assert {channel["name"] for channel in state["channels"]} == {"general"}
    assert page.get(f"/page/history?as=ana&channel={secret.id}").status_code == 400
    assert page.get(f"/page/history?as=bo&channel={secret.id}").json()["messages"][0]["text"] == "psst"


def test_a_visitor_shows_that_they_are_away_and_back(on: Stage, page: httpx.Client) -> None:
    def status() -> str:
        (me,) = (one for one in page.get("/page/state?as=ana").json()["people"] if one["name"] == "ana")
        return str(me["status"])

    page.post("/page/act/sets_status?as=ana", json={"emoji": "palm_tree"})
    assert status() == "palm_tree"
    page.post("/page/act/sets_status?as=ana", json={"emoji": ""})
    assert status() == ""


def test_an_ephemeral_message_is_sent_to_its_reader_alone(on: Stage, page: httpx.Client) -> None:
    on.client.chat_postEphemeral(channel=on.general.id, user=on.ana.id, text="for you")
    texts = {
        name: [one["text"] for one in page.get(f"/page/history?as={name}&channel={on.general.id}").json()["messages"]]
        for name in ("ana", "bo")
    }
    assert texts == {"ana": ["for you"], "bo": []}


def test_a_file_is_shown_to_members_of_its_conversation_and_never_runs(on: Stage, page: httpx.Client) -> None:
    said = on.bo.says(on.bo.group_dm(on.ana), "look", files=[("a.html", b"<script>1</script>")])
    address = f"/page/files/{said.files[0]['id']}/a.html"
    shown = page.get(f"{address}?as=ana")
    assert shown.headers["Content-Disposition"].startswith("attachment")
    assert shown.headers["Content-Security-Policy"] == "sandbox"
    cy = on.workspace.add_person("cy")
    assert page.get(f"{address}?as={cy.name}").status_code == 400


def test_history_comes_by_pages_from_either_side(on: Stage, page: httpx.Client) -> None:
    said = [on.ana.says(on.general, str(number)) for number in range(120)]

    def texts(**where: str) -> list[str]:
        found = page.get("/page/history", params={"as": "bo", "channel": on.general.id, **where}).json()
        return [message["text"] for message in found["messages"]]

    assert texts() == [str(number) for number in range(70, 120)]
    assert texts(before=said[70].ts)[0] == "20"
    assert texts(after=said[100].ts) == [str(number) for number in range(101, 120)]
    assert "5" in texts(around=said[5].ts)


def test_what_the_client_would_not_let_a_person_do_is_refused_with_the_reason(on: Stage, page: httpx.Client) -> None:
    said = on.bo.says(on.general, "mine")
    wish = {"channel": on.general.id, "ts": said.ts, "text": "yours"}
    answer = page.post("/page/act/edits?as=ana", json=wish)
    assert (answer.status_code, answer.json()["error"]) == (400, "this message is not ana's")
    assert page.post("/page/act/dances?as=ana", json={}).status_code == 400
    assert page.post("/page/act/says?as=ana", content=b"[]").status_code == 400
    assert page.get("/page/state?as=nobody").status_code == 400


def test_the_stream_tells_a_window_what_happens(on: Stage, page: httpx.Client) -> None:
    with page.stream("GET", "/page/events?as=ana") as stream:
        lines = (json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: "))
        assert next(lines)["changes"] == []
        on.bo.says(on.general, "hello")
        changes = {change["kind"]: change for change in next(lines)["changes"]}
        assert changes["message"]["message"]["text"] == "hello"
        assert changes["channel"]["channel"]["unread"] == 1


def test_reading_takes_the_unread_mark_away(on: Stage, page: httpx.Client) -> None:
    def unread() -> int:
        (general,) = page.get("/page/state?as=ana").json()["channels"]
        return int(general["unread"])

    assert unread() == 0
    on.bo.says(on.general, "one")
    on.ana.says(on.general, "my own")
    assert unread() == 1
    page.post("/page/act/reads?as=ana", json={"channel": on.general.id})
    assert unread() == 0


def test_the_wire_log_is_shown_by_number_with_its_payload(on: Stage, page: httpx.Client) -> None:
    on.client.chat_postMessage(channel=on.general.id, text="hello")
    line = page.get("/page/wire").json()["exchanges"][-1]
    assert (line["name"], line["refused"]) == ("chat.postMessage", None)
    assert page.get(f"/page/wire/{line['number']}").json()["payload"]["text"] == "hello"
    assert page.get("/page/wire/4711").status_code == 400


def test_without_a_clock_the_page_moves_none(on: Stage, page: httpx.Client) -> None:
    before = on.clock()
    assert page.get("/page/state?as=ana").json()["clock"] is False
    assert page.post(f"/page/clock/{Jump.HOUR}?as=ana").status_code == 200
    assert on.clock() == before
    assert page.post("/page/clock/century?as=ana").status_code == 400


def test_both_catalogues_of_the_page_have_the_same_words() -> None:
    words = Path(routes.__file__).parent / "static" / "words"
    english, german = (
        re.findall(r'^ +"?([\w.]+)"?:', (words / f"{language}.js").read_text("utf-8"), re.MULTILINE)
        for language in ("en", "de")
    )
    assert english == german
    assert len(english) > 50


def test_a_file_outside_the_page_is_not_served(page: httpx.Client) -> None:
    assert page.get("/page/static/%2e%2e/routes.py").status_code == 404
    assert page.get("/page/static/nothing.js").status_code == 404


def test_a_control_is_found_where_it_stands_though_others_bear_its_name(on: Stage, page: httpx.Client) -> None:
    rows = [
        {"type": "actions", "block_id": f"row {number}", "elements": [button("Open", "open") | {"value": str(number)}]}
        for number in (1, 2)
    ]
    ts = on.client.chat_postMessage(channel=on.general.id, text="rows", blocks=rows)["ts"]
    wish = {"channel": on.general.id, "ts": ts, "block_id": "row 2", "action_id": "open"}
    with on.recording() as recorder:
        assert page.post("/page/act/presses?as=ana", json=wish).json() == {"trouble": None}
        (sent,) = recorder.received
    assert json.loads(sent.form["payload"])["actions"][0]["value"] == "2"


def test_a_jump_of_the_clock_lets_the_bot_catch_up_before_it_shows(on: Stage, page: httpx.Client) -> None:
    class Control:
        def advance(self, span: timedelta) -> None:
            on.clock.advance(seconds=span.total_seconds())

        def next_morning(self) -> None:
            on.clock.advance(hours=15)

    caught_up: list[datetime] = []
    on.server.hands.clock, on.server.hands.after_jump = Control(), lambda: caught_up.append(on.clock())
    shown = page.post("/page/clock/morning?as=ana").json()
    assert caught_up == [on.clock()]
    assert shown == {"now": on.clock().timestamp()}


@pytest.mark.parametrize(
    ("trouble", "error"), [("rate_limit", "ratelimited"), ("outage", "http 503"), ("delay", None), ("twice", None)]
)
def test_troubles_last_until_the_reset(on: Stage, page: httpx.Client, trouble: str, error: str | None) -> None:
    assert page.post(f"/page/faults/{trouble}?as=ana").json()["faults"] == [trouble]
    fault = on.workspace.faults.take("chat.postMessage", {})
    assert (fault.error or None if fault else None) == error
    assert page.post("/page/faults/reset?as=ana").json()["faults"] == []
    assert on.workspace.faults.take("chat.postMessage", {}) is None
    assert not on.workspace.faults.deliver_twice


def test_open_windows_do_not_hold_up_the_end(on: Stage, page: httpx.Client) -> None:
    with page.stream("GET", "/page/events?as=ana") as stream:
        lines = stream.iter_lines()
        next(lines)
        began = time.monotonic()
        on.server.stop()
        assert time.monotonic() - began < 1
