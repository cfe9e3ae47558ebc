"""Counts and states at which the Web API begins to refuse, at the limit and one beyond it."""

import urllib.request
from typing import Any
from urllib.error import HTTPError

import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox.kit import modal, text_field
from tests.sandbox.stage import Stage, error_of, manifest


def post(on: Stage, **arguments: Any) -> str:
    return error_of(lambda: on.client.chat_postMessage(channel=on.general.id, **arguments))


def test_the_characters_of_all_blocks_together_are_counted(on: Stage) -> None:
    def sections(last: int) -> list[dict[str, Any]]:
        return [
            {"type": "section", "text": {"type": "mrkdwn", "text": "x" * size}}
            for size in (3_000, 3_000, 3_000, last, 1)
        ]

    assert post(on, text="x", blocks=sections(2_999)) == "ok"
    assert post(on, text="x", blocks=sections(3_000)) == "msg_blocks_too_long"


def test_metadata_may_be_so_large_and_no_larger(on: Stage) -> None:
    def metadata(letters: int) -> dict[str, Any]:
        return {"event_type": "t", "event_payload": {"a": "x" * letters}}

    frame = len('{"event_type": "t", "event_payload": {"a": ""}}')
    assert post(on, text="x", metadata=metadata(8_000 - frame)) == "ok"
    assert post(on, text="x", metadata=metadata(8_001 - frame)) == "metadata_too_large"


@pytest.mark.parametrize("metadata", [[], {"event_type": 1, "event_payload": {}}, {"event_payload": {}}])
def test_metadata_without_a_type_is_refused(on: Stage, metadata: Any) -> None:
    call = {"channel": on.general.id, "text": "x", "metadata": metadata}
    assert error_of(lambda: on.client.api_call("chat.postMessage", json=call)) == "invalid_metadata_format"


def test_what_stands_in_an_archived_channel_stays_as_it_is(on: Stage) -> None:
    posted = on.client.chat_postMessage(channel=on.general.id, text="x")
    on.workspace.archive(on.general)
    place: Any = {"channel": on.general.id, "ts": posted["ts"]}
    assert error_of(lambda: on.client.chat_update(**place, text="y")) == "is_inactive"
    assert (
        error_of(lambda: on.client.chat_postEphemeral(channel=on.general.id, user=on.ana.id, text="x")) == "is_archived"
    )
    reaction = error_of(lambda: on.client.reactions_add(channel=on.general.id, timestamp=posted["ts"], name="eyes"))
    assert reaction == "is_archived"
    assert error_of(lambda: on.client.conversations_join(channel=on.general.id)) == "is_archived"


def test_eight_people_fit_into_a_group_conversation_and_nine_do_not(on: Stage) -> None:
    crowd = [on.workspace.add_person(f"p{number}").id for number in range(9)]
    assert error_of(lambda: on.client.conversations_open(users=crowd[:8])) == "ok"
    assert error_of(lambda: on.client.conversations_open(users=crowd)) == "too_many_users"
    assert error_of(lambda: on.client.api_call("conversations.open")) == "users_list_not_supplied"


def test_a_trigger_is_good_until_its_third_second_has_passed(on: Stage) -> None:
    with on.recording() as app:
        for _ in range(2):
            on.ana.types("/helpdesk", channel=on.general)
    view = modal(text_field("What"))
    in_time, late = (request.form["trigger_id"] for request in app.received)
    on.clock.advance(seconds=3)
    assert error_of(lambda: on.client.views_open(trigger_id=in_time, view=view)) == "ok"
    on.clock.advance(milliseconds=1)
    assert error_of(lambda: on.client.views_open(trigger_id=late, view=view)) == "expired_trigger_id"


def test_a_trigger_is_the_apps_to_whom_it_was_given(on: Stage) -> None:
    other = on.client_of(on.workspace.install(manifest("Other")))
    with on.recording() as app:
        on.ana.types("/helpdesk", channel=on.general)
    stolen = app.received[0].form["trigger_id"]
    refused = error_of(lambda: other.views_open(trigger_id=stolen, view=modal(text_field("What"))))
    assert refused == "invalid_trigger_id"


def test_a_view_refused_leaves_its_trigger_unused(on: Stage) -> None:
    with on.recording() as app:
        on.ana.types("/helpdesk", channel=on.general)
    trigger = app.received[0].form["trigger_id"]
    assert error_of(lambda: on.client.views_open(trigger_id=trigger, view=modal())) == "invalid_arguments"
    assert error_of(lambda: on.client.views_open(trigger_id=trigger, view=modal(text_field("What")))) == "ok"


def test_a_file_is_complete_only_after_its_bytes_came(on: Stage) -> None:
    asked = on.client.files_getUploadURLExternal(filename="a.txt", length=1)
    files: Any = [{"id": asked["file_id"], "title": "A"}]
    assert error_of(lambda: on.client.files_completeUploadExternal(files=files)) == "file_not_found"
    with urllib.request.urlopen(urllib.request.Request(asked["upload_url"], b"x")):
        pass
    assert error_of(lambda: on.client.files_completeUploadExternal(files=files)) == "ok"
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(asked["upload_url"], b"y"))
    assert refused.value.code == 404
    refused.value.close()


def test_the_bytes_of_a_file_need_the_scope_to_read_files(on: Stage) -> None:
    url = on.ana.says(on.general, "see", files=[("a.txt", b"x")]).files[0]["url_private"]
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {on.app.bot_token}"})
    with urllib.request.urlopen(request) as answer:
        assert answer.read() == b"x"
    on.app.scopes -= {"files:read"}
    with urllib.request.urlopen(request) as answer:
        assert answer.read() != b"x"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"blocks": [{"type": "divider"}]}, "ok"),
        ({"blocks": [{"type": "header"}]}, "invalid_blocks"),
        ({"message": {"text": "x", "blocks": [{"type": "divider"}]}}, "ok"),
        ({"message": {"text": ""}}, "no_text"),
        ({"message": "{"}, "invalid_arguments"),
        ({"message": "[1]"}, "invalid_arguments"),
        ({"view": modal(text_field("What"))}, "ok"),
        ({"view": modal()}, "invalid_arguments"),
        ({"view": modal(text_field("What")), "blocks": [{"type": "divider"}]}, "invalid_arguments"),
        ({}, "invalid_arguments"),
    ],
)
def test_blocks_messages_and_views_can_be_tried_without_being_shown(
    on: Stage, given: dict[str, Any], error: str
) -> None:
    assert error_of(lambda: on.client.blocks_validate(**given)) == error
    assert on.ana.messages(on.general) == []


def test_a_page_asks_for_at_least_one_and_gets_no_more_than_the_method_gives(on: Stage) -> None:
    def history(**arguments: Any) -> str:
        return error_of(
            lambda: on.client.api_call("conversations.history", params={"channel": on.general.id} | arguments)
        )

    assert history(limit="0") == history(limit="many") == "invalid_limit"
    assert history(cursor="nowhere") == "invalid_cursor"
    assert (history(oldest="noon"), history(latest="x")) == ("invalid_ts_oldest", "invalid_ts_latest")
    with pytest.raises(SlackApiError, match="invalid_cursor"):
        on.client.users_list(cursor="nowhere")
