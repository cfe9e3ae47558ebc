"""What Slack tells of statuses and do-not-disturb, as we read it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.descriptions import Company, Quiet, Status, person_of, quiet_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("profile", "status"),
    [
        ({}, Status()),
        ({"status_emoji": None, "status_expiration": None}, Status()),
        ({"status_emoji": "", "status_text": "thinking", "status_expiration": 0}, Status()),
        ({"status_emoji": ":palm_tree:", "status_expiration": 0}, Status("palm_tree")),
        ({"status_emoji": ":mask:", "status_expiration": int(NOON.timestamp())}, Status("mask", NOON)),
    ],
)
def test_a_status_is_its_emoji_and_when_it_ends(profile: dict[str, Any], status: Status) -> None:
    assert person_of({"id": "U1", "profile": profile}, Company("T1")).status == status


@pytest.mark.parametrize(
    ("dnd", "quiet"),
    [
        ({}, Quiet()),
        ({"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}, Quiet()),
        ({"dnd_enabled": True, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}, Quiet()),
        (
            {"dnd_enabled": True, "next_dnd_start_ts": NOON.timestamp(), "next_dnd_end_ts": NOON.timestamp() + 60},
            Quiet(NOON, NOON.replace(minute=1)),
        ),
    ],
)
def test_quiet_is_the_stretch_that_slack_names_if_it_is_one(dnd: dict[str, Any], quiet: Quiet) -> None:
    assert quiet_of(dnd) == quiet
