"""Slack's pace: bursts are short, turns are kept, and Retry-After is honoured."""

import pytest

from bot.pace import Pace

POST = "chat.postMessage"


class Seconds:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def pace(seconds: Seconds) -> Pace:
    return Pace(seconds)


def test_a_short_burst_to_a_channel_goes_at_once_and_then_one_each_second(pace: Pace) -> None:
    waits = [pace.wait(POST, "C1", f"message {number}") for number in range(6)]
    assert waits == pytest.approx([0, 0, 0, 1, 2, 3])


def test_channels_do_not_wait_for_each_other(pace: Pace) -> None:
    for number in range(10):
        pace.wait(POST, "C1", f"message {number}")
    assert pace.wait(POST, "C2", "another") == 0


def test_who_had_to_wait_goes_when_the_turn_has_come_even_if_others_ask_first(pace: Pace, seconds: Seconds) -> None:
    for number in range(3):
        pace.wait(POST, "C1", f"message {number}")
    assert pace.wait(POST, "C1", "patient") == pytest.approx(1)
    seconds.now += 1
    assert pace.wait(POST, "C1", "pushing") == pytest.approx(1)
    assert pace.wait(POST, "C1", "patient") == 0


def test_who_asks_too_early_keeps_the_turn(pace: Pace, seconds: Seconds) -> None:
    for number in range(3):
        pace.wait(POST, "C1", f"message {number}")
    assert pace.wait(POST, "C1", "patient") == pytest.approx(1)
    seconds.now += 0.4
    assert pace.wait(POST, "C1", "patient") == pytest.approx(0.6)


def test_a_method_is_called_as_often_as_its_tier_allows_and_no_more(pace: Pace) -> None:
    waits = [pace.wait("chat.update", None, f"update {number}") for number in range(600)]
    in_each_minute = [sum(60 * minute < wait <= 60 * (minute + 1) for wait in waits) for minute in range(10)]
    assert set(in_each_minute) <= {49, 50}


def test_retry_after_holds_back_the_channel_that_was_too_busy_and_no_other(pace: Pace, seconds: Seconds) -> None:
    pace.pause(POST, "C1", 30)
    assert pace.wait(POST, "C1", "message") == pytest.approx(30)
    assert pace.wait(POST, "C2", "message") == 0
    seconds.now += 30
    assert pace.wait(POST, "C1", "message") == 0


def test_retry_after_also_moves_the_turns_that_were_given_out_before(pace: Pace, seconds: Seconds) -> None:
    for number in range(4):
        pace.wait(POST, "C1", f"message {number}")
    pace.pause(POST, "C1", 30)
    seconds.now += 1
    assert pace.wait(POST, "C1", "message 3") == pytest.approx(29)


def test_a_method_that_slack_does_not_limit_never_waits(pace: Pace) -> None:
    assert {pace.wait("response_url", None, f"{number}") for number in range(1_000)} == {0}


def test_an_unlimited_pace_waits_for_nothing() -> None:
    pace = Pace.unlimited()
    pace.pause(POST, "C1", 30)
    assert {pace.wait(POST, "C1", f"{number}") for number in range(100)} == {0}


def test_a_thousand_busy_channels_are_forgotten_once_they_are_quiet(pace: Pace, seconds: Seconds) -> None:
    for number in range(20_000):
        seconds.now += 1
        assert pace.wait(POST, f"C{number}", f"message {number}") == 0
    assert pace.memory <= 5_001
