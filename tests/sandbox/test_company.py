"""Who belongs to the company and who does not: guests, people of other companies, and what profiles tell."""

import pytest

from sandbox.errors import SandboxError
from sandbox.records import Channel
from tests.sandbox.stage import Stage, error_of, stage


def test_a_guest_is_restricted_and_sees_only_where_they_were_let_in(on: Stage) -> None:
    gil, sol = on.workspace.add_person("gil", guest=True), on.workspace.add_person("sol", single_channel=True)
    for person, ultra in ((gil, False), (sol, True)):
        user = on.client.users_info(user=person.id)["user"]
        assert (user["is_restricted"], user["is_ultra_restricted"], "is_stranger" in user) == (True, ultra, False)
    with pytest.raises(SandboxError, match="not in general"):
        gil.messages(on.general)
    with pytest.raises(SandboxError, match="can't join"):
        gil.joins(on.general)
    on.ana.invites(gil, on.general)
    assert gil.messages(on.general)


def test_somebody_of_another_company_is_told_by_their_team_everywhere(on: Stage) -> None:
    eve = on.workspace.add_person("eve", stranger=True)
    alone = on.client.users_info(user=eve.id)["user"]
    assert (alone["is_stranger"], alone["team_id"] == on.workspace.world.team_id) == (True, False)
    with on.recording() as app:
        shared = on.workspace.add_channel("with-partners", [on.ana, eve, on.app.bot_user])
        eve.says(shared, "hello")
        on.ana.says(shared, "hi")
        on.workspace.wait_idle()
    assert on.client.users_info(user=eve.id)["user"]["is_stranger"] is False
    hers, ours = sorted((one.json for one in app.received), key=lambda body: str(body["event"]["ts"]))
    assert {hers["event"][name] for name in ("team", "user_team", "source_team")} == {alone["team_id"]}
    assert "user_team" not in ours["event"]
    assert hers["is_ext_shared_channel"]
    assert shown(on, shared) == (True, True)
    assert shown(on, on.general) == (False, False)


def shown(on: Stage, channel: Channel) -> tuple[bool, bool]:
    found = on.client.conversations_info(channel=channel.id)["channel"]
    return found["is_ext_shared"], found["is_shared"]


def test_custom_fields_stand_in_the_profile_alone_and_in_changes_of_it(on: Stage) -> None:
    kim = on.workspace.add_person("kim", title="Account Manager", fields={"Department": "Sales"})
    (field,) = on.client.team_profile_get()["profile"]["fields"]
    assert field["label"] == "Department"

    profile = on.client.users_profile_get(user=kim.id, include_labels=True)["profile"]
    assert profile["title"] == "Account Manager"
    assert profile["fields"] == {field["id"]: {"value": "Sales", "alt": "", "label": "Department"}}
    assert on.client.users_profile_get(user=on.ana.id)["profile"]["fields"] == []
    assert "fields" not in on.client.users_info(user=kim.id)["user"]["profile"]

    with on.recording() as app:
        on.workspace.change_profile(kim, fields={"Department": "Legal"}, guest=True)
        on.workspace.wait_idle()
    (changed,) = app.events("user_change")
    assert changed["user"]["profile"]["fields"][field["id"]]["value"] == "Legal"
    assert changed["user"]["is_restricted"]


def test_profiles_need_a_scope_of_their_own() -> None:
    with stage(without="users.profile:read") as on:
        assert error_of(lambda: on.client.users_profile_get(user=on.ana.id)) == "missing_scope"
