"""What Slack's descriptions of people and files mean."""

from typing import Any

import pytest

from bot.descriptions import Company, files_of, person_of
from bot.files import SharedFile
from storage.kinds import Standing


@pytest.mark.parametrize(
    ("member", "company", "standing"),
    [
        ({}, Company("T1"), Standing.MEMBER),
        ({"team_id": "T1"}, Company("T1"), Standing.MEMBER),
        ({"team_id": "T1", "is_restricted": True}, Company("T1"), Standing.GUEST),
        ({"team_id": "T1", "is_restricted": True, "is_ultra_restricted": True}, Company("T1"), Standing.GUEST),
        ({"team_id": "T2"}, Company("T1"), Standing.OUTSIDER),
        ({"team_id": "T2", "is_restricted": True}, Company("T1"), Standing.OUTSIDER),
        ({"is_stranger": True}, Company("T1"), Standing.OUTSIDER),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E1"}}, Company("T1", "E1"), Standing.MEMBER),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E2"}}, Company("T1", "E1"), Standing.OUTSIDER),
        ({"team_id": "T2", "enterprise_user": {}}, Company("T1"), Standing.OUTSIDER),
    ],
)
def test_how_a_person_belongs_to_the_company(member: dict[str, Any], company: Company, standing: Standing) -> None:
    assert person_of({"id": "U1", **member}, company).standing is standing


def test_a_file_without_a_link_is_left_out_and_one_without_a_name_goes_by_its_id() -> None:
    files = [
        {"id": "F1", "name": "a.png", "permalink": "https://acme.slack.com/files/U1/F1/a.png"},
        {"id": "F2", "name": None, "permalink": "https://acme.slack.com/files/U1/F2"},
        {"id": "F3", "mode": "tombstone"},
    ]
    assert files_of({"files": files}) == (
        SharedFile("F1", "a.png", "https://acme.slack.com/files/U1/F1/a.png"),
        SharedFile("F2", "F2", "https://acme.slack.com/files/U1/F2"),
    )
    assert files_of({"files": None}) == ()
