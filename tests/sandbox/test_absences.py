"""Statuses and do-not-disturb, as an app is told of them."""

from datetime import timedelta

from tests.sandbox.stage import Stage, error_of, manifest


def test_a_status_has_its_emoji_and_its_end(on: Stage) -> None:
    until = on.workspace.world.now() + timedelta(days=1)
    on.bo.sets_status("palm_tree", "Vacationing", until=until)
    profile = on.client.users_info(user=on.bo.id)["user"]["profile"]
    assert (profile["status_text"], profile["status_emoji"]) == ("Vacationing", ":palm_tree:")
    assert profile["status_expiration"] == int(until.timestamp())

    on.bo.clears_status()
    profile = on.client.users_info(user=on.bo.id)["user"]["profile"]
    assert (profile["status_text"], profile["status_emoji"], profile["status_expiration"]) == ("", "", 0)


def test_who_pauses_notifications_is_told_of_and_can_be_asked_about(on: Stage) -> None:
    now = on.workspace.world.now()
    with on.recording() as app:
        on.bo.pauses_notifications(now + timedelta(hours=1))
        on.workspace.wait_idle(20)
        on.bo.resumes_notifications()
        on.workspace.wait_idle(20)
    began, ended = app.events("dnd_updated_user")
    assert began["user"] == on.bo.id
    stretch = {"dnd_enabled": True, "next_dnd_start_ts": int(now.timestamp())}
    assert began["dnd_status"] == stretch | {"next_dnd_end_ts": int(now.timestamp()) + 3_600}
    assert ended["dnd_status"] == {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}

    on.bo.pauses_notifications(now + timedelta(hours=1))
    team = on.client.dnd_teamInfo(users=[on.ana.id, on.bo.id])["users"]
    assert [team[person.id]["dnd_enabled"] for person in (on.ana, on.bo)] == [False, True]
    assert on.client.dnd_info(user=on.bo.id)["next_dnd_end_ts"] == team[on.bo.id]["next_dnd_end_ts"]


def test_do_not_disturb_needs_its_scope_and_asks_for_fifty_at_most(on: Stage) -> None:
    crowd = ["U1"] * 51
    assert error_of(lambda: on.client.dnd_teamInfo(users=crowd)) == "too_many_users"
    other = on.client_of(on.workspace.install(manifest("Other", without="dnd:read")))
    assert error_of(lambda: other.dnd_info(user=on.bo.id)) == "missing_scope"
