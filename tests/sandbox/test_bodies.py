"""The ways in which a call may be written, and what Slack says to one that it cannot read."""

import json
import urllib.request
from collections.abc import Mapping
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

import pytest

from sandbox.blocks import view_size
from tests.sandbox.kit import button, card, modal, text_field, words
from tests.sandbox.stage import Stage
from tests.sandbox.test_blocks_limits import LIMITS, Limit


def called(on: Stage, method: str, body: bytes | None, kind: str, query: str = "") -> Mapping[str, Any]:
    """The answer to a call whose body is written by hand; every answer, refusals too, is HTTP 200."""
    headers = {"Authorization": f"Bearer {on.app.bot_token}", "Content-Type": kind}
    request = urllib.request.Request(f"{on.server.api_url}{method}{query}", body, headers)
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200
        found: Mapping[str, Any] = json.load(answer)
        return found


def test_a_call_may_be_a_get(on: Stage) -> None:
    query = "?" + urlencode({"channel": on.general.id, "text": "hello"})
    assert called(on, "chat.postMessage", None, "", query)["message"]["text"] == "hello"
    assert called(on, "chat.postMessage", None, "", "?text=x")["error"] == "channel_not_found"


FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=b"
NOT_TEXT = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xff\r\n--b--\r\n'


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        (b"{", "application/json", "invalid_json"),
        (b"\xff", "application/json; charset=utf-8", "invalid_json"),
        (b"[]", "application/json", "json_not_object"),
        (b"text=\xff", FORM, "invalid_form_data"),
        (b"no parts", PARTS, "invalid_form_data"),
        (b"no boundary", "multipart/form-data", "invalid_form_data"),
        (NOT_TEXT, PARTS, "invalid_form_data"),
        (b"<call/>", "application/xml", "invalid_post_type"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_and_stands_in_the_log(
    on: Stage, body: bytes, kind: str, error: str
) -> None:
    assert called(on, "chat.postMessage", body, kind) == {"ok": False, "error": error}
    noted = on.workspace.wire.refused()[-1]
    assert (noted.name, noted.refused, noted.app_id) == ("chat.postMessage", error, on.app.app_id)


def test_a_body_needs_a_content_type(on: Stage) -> None:
    connection = HTTPConnection("127.0.0.1", int(on.server.url.rpartition(":")[2]))
    connection.request("POST", "/api/auth.test", b"a=b", {"Authorization": f"Bearer {on.app.bot_token}"})
    assert json.load(connection.getresponse()) == {"ok": False, "error": "missing_post_type"}
    connection.close()


def test_a_message_may_have_no_text_beside_its_blocks_but_not_nothing(on: Stage) -> None:
    def answer(method: str, **arguments: object) -> Mapping[str, Any]:
        body = json.dumps({"channel": on.general.id, **arguments}).encode()
        return called(on, method, body, "application/json; charset=utf-8")

    posted = answer("chat.postMessage", blocks=card(button("Claim", "claim")))
    assert posted["ok"]
    assert answer("chat.postMessage", blocks=[])["error"] == "no_text"
    assert answer("chat.update", ts=posted["ts"])["error"] == "no_text"


def test_booleans_of_forms_are_ones_and_noughts(on: Stage) -> None:
    asked = {"user": on.ana.id}
    with_locale = called(on, "users.info", urlencode(asked | {"include_locale": "1"}).encode(), FORM)["user"]
    without = called(on, "users.info", urlencode(asked | {"include_locale": "0"}).encode(), FORM)["user"]
    assert ("locale" in with_locale, "locale" in without) == (True, False)


def refused_post(on: Stage, block: Mapping[str, object]) -> Mapping[str, Any]:
    body = json.dumps({"channel": on.general.id, "text": "x", "blocks": [block]}).encode()
    return called(on, "chat.postMessage", body, "application/json")


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_every_limit_is_kept_on_the_wire_in_slacks_words(on: Stage, limit: Limit) -> None:
    problem = limit.refusal("/blocks/0")
    assert refused_post(on, limit.make(limit.most + 1)) == {
        "ok": False,
        "error": "invalid_blocks",
        "errors": [problem],
        "response_metadata": {"messages": [f"[ERROR] {problem}"]},
    }
    assert on.ana.messages(on.general) == []


def test_a_refused_view_is_explained_in_the_messages_alone(on: Stage) -> None:
    view = modal(text_field("What"), private_metadata="x" * 3_001)
    answer = called(on, "views.open", json.dumps({"trigger_id": "1", "view": view}).encode(), "application/json")
    problem = "[ERROR] must be less than 3001 characters [json-pointer:/view/private_metadata]"
    assert answer == {"ok": False, "error": "invalid_arguments", "response_metadata": {"messages": [problem]}}


def heavy(letters: int) -> dict[str, object]:
    """A home view of nearly 250 kB, with so many letters at its end."""
    full = {"type": "section", "fields": [words("x" * 2_000)] * 10}
    ends = [{"type": "section", "text": words("x" * size)} for size in (3_000, letters)]
    return {"type": "home", "blocks": [full] * 12 + ends}


def test_a_view_may_weigh_250_kilobytes(on: Stage) -> None:
    def answer(letters: int) -> str:
        body = json.dumps({"user_id": on.ana.id, "view": heavy(letters)}).encode()
        return str(called(on, "views.publish", body, "application/json").get("error", "ok"))

    spare = 250_000 - view_size(heavy(0))
    assert (answer(spare), answer(spare + 1)) == ("ok", "view_too_large")
