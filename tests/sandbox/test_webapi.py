"""Tokens, scopes, conversations, users and files, called by the real slack_sdk."""

import json
import urllib.request

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.sandbox.stage import Stage, error_of, manifest, stage


def test_an_empty_json_body_is_a_call_without_arguments(on: Stage) -> None:
    answer = on.client.auth_test()
    assert answer["bot_id"] == on.app.bot_id
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


def test_tokens_open_what_they_are_for(on: Stage) -> None:
    def client(token: str) -> WebClient:
        return WebClient(token, base_url=on.server.api_url)

    assert error_of(client("xoxb-wrong").auth_test) == "invalid_auth"
    assert error_of(client("").auth_test) == "not_authed"
    assert error_of(client(on.app.app_token).auth_test) == "not_allowed_token_type"
    refused = error_of(lambda: on.client.apps_connections_open(app_token=on.app.bot_token))
    assert refused == "not_allowed_token_type"
    on.workspace.uninstall(on.app)
    assert error_of(on.client.auth_test) == "account_inactive"


def test_an_unknown_method_is_said_to_be_unknown(on: Stage) -> None:
    assert error_of(lambda: on.client.api_call("chat.shout")) == "unknown_method"
    assert on.client.api_test(foo="bar")["args"] == {"foo": "bar"}


def test_a_missing_scope_is_named(on: Stage) -> None:
    other = on.workspace.install(manifest("Other", without="chat:write"))
    with pytest.raises(SlackApiError) as refused:
        on.client_of(other).chat_postMessage(channel=on.general.id, text="x")
    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "chat:write"
    assert "users:read" in refused.value.response["provided"]


def test_history_is_read_in_pages_newest_first(on: Stage) -> None:
    for number in range(5):
        on.ana.says(on.general, str(number))
    pages = [
        [message["text"] for message in page["messages"]]
        for page in on.client.conversations_history(channel=on.general.id, limit=2)
    ]
    assert pages == [["4", "3"], ["2", "1"], ["0"]]


def test_history_between_two_stamps_leaves_them_out_unless_told(on: Stage) -> None:
    said = [on.ana.says(on.general, str(number)).ts for number in range(4)]
    span = {"channel": on.general.id, "oldest": said[0], "latest": said[3]}

    def texts(**more: bool) -> list[str]:
        found = on.client.api_call("conversations.history", params={**span, **more})["messages"]
        return [message["text"] for message in found]

    assert texts() == ["2", "1"]
    assert texts(inclusive=True) == ["3", "2", "1", "0"]


def test_replies_come_with_their_parent_oldest_first(on: Stage) -> None:
    parent = on.ana.says(on.general, "help")
    for number in range(3):
        on.bo.says(on.general, str(number), thread=parent)
    pages = [
        [message["text"] for message in page["messages"]]
        for page in on.client.conversations_replies(channel=on.general.id, ts=parent.ts, limit=2)
    ]
    assert pages == [["help", "0", "1"], ["help", "2"]]
    missing = error_of(lambda: on.client.conversations_replies(channel=on.general.id, ts="1.0"))
    assert missing == "thread_not_found"


def test_conversations_are_listed_by_kind_and_private_ones_only_to_members(on: Stage) -> None:
    secret = on.workspace.add_channel("secret", [on.ana], private=True)
    desk = on.workspace.add_channel("desk", [on.ana, on.app.bot_user], private=True)
    listed = on.client.conversations_list(types="public_channel,private_channel")["channels"]
    assert [channel["name"] for channel in listed] == ["general", "desk"]
    assert error_of(lambda: on.client.conversations_info(channel=secret.id)) == "channel_not_found"
    assert on.client.conversations_info(channel=desk.id)["channel"]["is_private"]
    assert on.client.conversations_members(channel=on.general.id, limit=2)["members"] == [on.ana.id, on.bo.id]


def test_a_dm_is_opened_with_one_and_a_group_with_several(on: Stage) -> None:
    single = on.client.conversations_open(users=[on.ana.id])["channel"]["id"]
    again = on.client.conversations_open(users=[on.ana.id])
    assert again["already_open"]
    assert again["channel"]["id"] == single
    group = on.client.conversations_open(users=[on.ana.id, on.bo.id], return_im=True)["channel"]
    assert group["is_mpim"]
    on.workspace.deactivate(on.bo)
    assert error_of(lambda: on.client.conversations_open(users=[on.bo.id])) == "user_disabled"
    assert error_of(lambda: on.client.conversations_open(users=["U0"])) == "user_not_found"
    crowd = [on.workspace.add_person(f"p{number}").id for number in range(9)]
    assert error_of(lambda: on.client.conversations_open(users=crowd)) == "too_many_users"


def test_a_bot_joins_public_channels_by_itself(on: Stage) -> None:
    other = on.workspace.add_channel("other", [on.ana])
    on.client.conversations_join(channel=other.id)
    assert on.client.conversations_info(channel=other.id)["channel"]["is_member"]


def test_a_person_is_shown_with_zone_and_with_locale_when_asked_for(on: Stage) -> None:
    user = on.client.users_info(user=on.ana.id)["user"]
    assert (user["tz"], user["tz_offset"]) == ("Europe/Berlin", 3_600)
    assert "locale" not in user
    assert on.client.users_info(user=on.ana.id, include_locale=True)["user"]["locale"] == "de-DE"
    assert error_of(lambda: on.client.users_info(user="U0")) == "user_not_found"


def test_people_who_left_have_no_zone_and_are_not_found_by_address(on: Stage) -> None:
    assert on.client.users_lookupByEmail(email="BO@acme.example")["user"]["id"] == on.bo.id
    on.workspace.deactivate(on.bo)
    user = on.client.users_info(user=on.bo.id)["user"]
    assert user["deleted"]
    assert "tz" not in user
    assert error_of(lambda: on.client.users_lookupByEmail(email="bo@acme.example")) == "users_not_found"


def test_addresses_need_a_scope_of_their_own() -> None:
    with stage(without="users:read.email") as on:
        assert "email" not in on.client.users_info(user=on.ana.id)["user"]["profile"]
        assert error_of(lambda: on.client.users_lookupByEmail(email="ana@acme.example")) == "missing_scope"


def test_people_and_groups_are_listed_in_pages(on: Stage) -> None:
    on.workspace.add_usergroup("it", [on.bo])
    names = [user["name"] for page in on.client.users_list(limit=2) for user in page["members"]]
    assert names == ["slackbot", "ana", "bo", "helpdesk"]
    assert on.client.usergroups_list(include_users=True)["usergroups"][0]["users"] == [on.bo.id]


def test_a_file_travels_in_three_steps_and_is_read_with_the_token(on: Stage) -> None:
    parent = on.ana.says(on.general, "show me")
    on.client.files_upload_v2(
        channel=on.general.id, thread_ts=parent.ts, filename="log.txt", content="boom", initial_comment="here"
    )
    reply = on.ana.thread(parent)[0]
    assert (reply.text, reply.subtype, reply.files[0]["name"]) == ("here", "file_share", "log.txt")
    assert on.client.files_info(file=reply.files[0]["id"])["file"]["size"] == 4
    request = urllib.request.Request(
        reply.files[0]["url_private"], headers={"Authorization": f"Bearer {on.app.bot_token}"}
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.read() == b"boom"
    with urllib.request.urlopen(reply.files[0]["url_private"]) as elsewhere:
        assert "redir=" in elsewhere.url
        assert elsewhere.read().startswith(b"<!doctype html>")


def test_forms_multipart_and_json_say_the_same(on: Stage) -> None:
    form = on.client.api_call("chat.postMessage", data={"channel": on.general.id, "text": "form"})
    assert form["message"]["text"] == "form"
    boundary = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    fields = ((b"channel", on.general.id.encode()), (b"text", b"multi"), (b"token", on.app.bot_token.encode()))
    body = b"".join(boundary % field for field in fields) + b"--b--\r\n"
    request = urllib.request.Request(
        f"{on.server.api_url}chat.postMessage", body, {"Content-Type": "multipart/form-data; boundary=b"}
    )
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["message"]["text"] == "multi"


def test_every_call_is_on_the_wire_log_without_its_token(on: Stage) -> None:
    on.client.chat_postMessage(channel=on.general.id, text="x")
    error_of(lambda: on.client.chat_postMessage(channel="C0NOWHERE", text="x"))
    good, bad = on.workspace.wire.named("chat.postMessage")
    assert (good.refused, good.status, good.payload["text"]) == (None, 200, "x")
    assert bad.refused == "channel_not_found"
    assert on.app.bot_token not in str(good)
