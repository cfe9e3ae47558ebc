"""Failures on order, seen by the real slack_sdk."""

import time
from http.client import RemoteDisconnected

import pytest
from slack_sdk.errors import SlackApiError

from sandbox.faults import delay, drop_after, drop_before, rate_limit
from tests.sandbox.stage import Stage, error_of


def test_an_error_happens_as_often_as_ordered(on: Stage) -> None:
    on.workspace.faults.add(method="chat.postMessage", fail="internal_error", times=2)
    answers = [error_of(lambda: on.client.chat_postMessage(channel=on.general.id, text="x")) for _ in range(3)]
    assert answers == ["internal_error", "internal_error", "ok"]
    assert len(on.ana.messages(on.general)) == 1


def test_only_the_calls_meant_are_hit(on: Stage) -> None:
    on.workspace.faults.add(method="*", fail="fatal_error", when=lambda arguments: arguments.get("text") == "bad")
    assert error_of(lambda: on.client.chat_postMessage(channel=on.general.id, text="good")) == "ok"
    assert error_of(lambda: on.client.chat_postMessage(channel=on.general.id, text="bad")) == "fatal_error"


def test_a_rate_limit_is_http_429_with_retry_after(on: Stage) -> None:
    on.workspace.faults.add(method="chat.postMessage", fail=rate_limit(retry_after=7))
    with pytest.raises(SlackApiError) as refused:
        on.client.chat_postMessage(channel=on.general.id, text="x")
    answer = refused.value.response
    assert (answer.status_code, answer["error"]) == (429, "ratelimited")
    assert answer.headers["Retry-After"] == "7"


def test_an_http_error_has_its_status(on: Stage) -> None:
    on.workspace.faults.add(method="auth.test", fail=503)
    with pytest.raises(SlackApiError) as refused:
        on.client.auth_test()
    assert refused.value.response.status_code == 503


def test_a_dropped_call_is_done_or_not_and_the_caller_cannot_tell(on: Stage) -> None:
    on.client.retry_handlers.clear()
    for fault in (drop_before, drop_after):
        on.workspace.faults.add(method="chat.postMessage", fail=fault)
        with pytest.raises((ConnectionError, RemoteDisconnected)):
            on.client.chat_postMessage(channel=on.general.id, text="x")
    assert len(on.ana.messages(on.general)) == 1


def test_a_delayed_answer_takes_its_time_in_earnest(on: Stage) -> None:
    on.workspace.faults.add(method="auth.test", fail=delay(0.1))
    began = time.monotonic()
    on.client.auth_test()
    assert time.monotonic() - began >= 0.1


def test_orders_can_be_taken_back(on: Stage) -> None:
    on.workspace.faults.add(method="auth.test", fail="internal_error")
    on.workspace.faults.clear()
    assert error_of(on.client.auth_test) == "ok"
