"""The model of pings: for random histories, what everybody is told is what the rules say."""

from functools import partial

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from storage.engine import Storage
from tests.journeys.ping_machine import Machine


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_everybody_is_told_what_the_rules_say(storage: Storage) -> None:
    # What fails is told as it was found: to make it shorter takes longer than a test may.
    some = settings(max_examples=4, stateful_step_count=25, phases=[Phase.generate])
    run_state_machine_as_test(partial(Machine, storage), settings=some)  # type: ignore[arg-type]
