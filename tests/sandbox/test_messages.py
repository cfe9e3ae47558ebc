"""chat.* and reactions.*, called by the real slack_sdk."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox.stage import Stage, error_of, manifest, stage

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}


def test_a_message_comes_back_as_it_was_stored(on: Stage) -> None:
    posted = on.client.chat_postMessage(channel=on.general.id, text="*a* &amp; b")
    message = posted["message"]
    assert message["text"] == "*a* &amp; b"
    assert message["user"] == on.app.bot_user_id
    assert message["bot_profile"]["app_id"] == on.app.app_id
    assert on.client.conversations_history(channel=on.general.id)["messages"] == [message]


def test_time_stamps_grow_even_when_the_clock_stands_still(on: Stage) -> None:
    stamps = [on.client.chat_postMessage(channel=on.general.id, text="x")["ts"] for _ in range(3)]
    assert stamps == sorted(set(stamps))
    assert all(stamp.startswith("1772442000.") and len(stamp) == 17 for stamp in stamps)


def test_blocks_get_the_ids_they_lack(on: Stage) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}}
    posted = on.client.chat_postMessage(
        channel=on.general.id, text="x", blocks=[SECTION, {"type": "actions", "elements": [button]}]
    )
    section, actions = posted["message"]["blocks"]
    assert section["block_id"] != actions["block_id"]
    assert actions["elements"][0]["action_id"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"text": " "}, "no_text"),
        ({"text": "x", "channel": "C0NOWHERE"}, "channel_not_found"),
        ({"text": "x", "blocks": "{"}, "invalid_blocks_format"),
        ({"text": "x", "metadata": {"event_type": "t", "event_payload": {"a": "b" * 9_000}}}, "metadata_too_large"),
        ({"text": "x", "metadata": {"event_type": "t", "event_payload": {"a": {}}}}, "invalid_metadata_schema"),
    ],
)
def test_a_post_that_slack_would_not_take_is_refused(on: Stage, arguments: dict[str, Any], error: str) -> None:
    call = {"channel": on.general.id, **arguments}
    assert error_of(lambda: on.client.api_call("chat.postMessage", json=call)) == error


def test_invalid_blocks_are_explained_twice(on: Stage) -> None:
    with pytest.raises(SlackApiError) as refused:
        on.client.chat_postMessage(channel=on.general.id, text="x", blocks=[{"type": "header"}])
    answer = refused.value.response
    problem = "missing required field: text [json-pointer:/blocks/0]"
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == [problem]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {problem}"]


def test_too_many_characters_in_blocks_are_refused(on: Stage) -> None:
    long = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3_000}}
    assert error_of(lambda: on.client.chat_postMessage(channel=on.general.id, text="x", blocks=[long] * 4)) == "ok"
    refused = error_of(lambda: on.client.chat_postMessage(channel=on.general.id, text="x", blocks=[long] * 5))
    assert refused == "msg_blocks_too_long"


def test_a_long_post_is_cut_and_a_long_update_refused(on: Stage) -> None:
    posted = on.client.chat_postMessage(channel=on.general.id, text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    place: Any = {"channel": on.general.id, "ts": posted["ts"]}
    assert error_of(lambda: on.client.chat_update(**place, text="x" * 4_000)) == "ok"
    assert error_of(lambda: on.client.chat_update(**place, text="x" * 4_001)) == "msg_too_long"


def test_a_bot_posts_only_where_it_is_a_member(on: Stage) -> None:
    elsewhere = on.workspace.add_channel("elsewhere", [on.ana])
    hidden = on.workspace.add_channel("hidden", [on.ana], private=True)
    assert error_of(lambda: on.client.chat_postMessage(channel=elsewhere.id, text="x")) == "not_in_channel"
    assert error_of(lambda: on.client.chat_postMessage(channel=hidden.id, text="x")) == "channel_not_found"


def test_the_public_scope_opens_every_public_channel() -> None:
    with stage(extra="chat:write.public") as on:
        elsewhere = on.workspace.add_channel("elsewhere", [on.ana])
        on.client.chat_postMessage(channel="#elsewhere", text="hello")
        assert [message.text for message in on.ana.messages(elsewhere)] == ["hello"]


def test_an_archived_channel_takes_nothing(on: Stage) -> None:
    on.workspace.archive(on.general)
    assert error_of(lambda: on.client.chat_postMessage(channel=on.general.id, text="x")) == "is_archived"


def test_a_persons_id_stands_for_their_dm(on: Stage) -> None:
    posted = on.client.chat_postMessage(channel=on.ana.id, text="psst")
    assert posted["channel"] == on.ana.dm().id
    assert error_of(lambda: on.client.chat_postMessage(channel=on.app.bot_user_id, text="me")) == "cannot_dm_bot"


def test_replies_gather_under_their_parent(on: Stage) -> None:
    parent = on.ana.says(on.general, "help")
    on.client.chat_postMessage(channel=on.general.id, text="coming", thread_ts=parent.ts)
    on.bo.says(on.general, "me too", thread=parent)
    assert [reply.plain for reply in on.ana.thread(parent)] == ["coming", "me too"]
    assert [message.plain for message in on.ana.messages(on.general)] == ["help"]
    shown = on.client.conversations_history(channel=on.general.id)["messages"][0]
    assert shown["reply_count"] == 2
    assert shown["reply_users"] == [on.app.bot_user_id, on.bo.id]
    assert shown["latest_reply"] == on.ana.thread(parent)[-1].ts


def test_a_reply_to_a_dead_thread_lands_in_the_channel(on: Stage) -> None:
    posted = on.client.chat_postMessage(channel=on.general.id, text="secret", thread_ts="1700000000.000100")
    assert "thread_ts" not in posted["message"]
    assert [message.text for message in on.ana.messages(on.general)] == ["secret"]


def test_a_broadcast_reply_shows_in_thread_and_channel(on: Stage) -> None:
    parent = on.ana.says(on.general, "help")
    posted = on.client.chat_postMessage(channel=on.general.id, text="done", thread_ts=parent.ts, reply_broadcast=True)
    assert posted["message"]["subtype"] == "thread_broadcast"
    assert on.ana.messages(on.general)[-1].ts == on.ana.thread(parent)[-1].ts == posted["ts"]


def test_a_parent_with_replies_leaves_a_tombstone(on: Stage) -> None:
    posted = on.client.chat_postMessage(channel=on.general.id, text="card")
    reply = on.ana.says(on.general, "hm", thread=posted["ts"])
    on.client.chat_delete(channel=on.general.id, ts=posted["ts"])
    assert [message.subtype for message in on.ana.messages(on.general)] == ["tombstone"]
    assert on.ana.thread(reply)[0].plain == "hm"
    gone = error_of(lambda: on.client.chat_update(channel=on.general.id, ts=posted["ts"], text="x"))
    assert gone == "message_not_found"


def test_a_tombstone_goes_with_the_last_of_its_replies(on: Stage) -> None:
    root = on.ana.says(on.general, "help")
    replies = [on.bo.says(on.general, text, thread=root) for text in ("one", "two")]
    with on.recording() as app:
        on.ana.deletes(root)
        for reply in replies:
            on.bo.deletes(reply)
        on.workspace.wait_idle()
    told = sorted(app.events("message"), key=lambda event: str(event["event_ts"]))
    assert [(event["subtype"], event.get("deleted_ts")) for event in told] == [
        ("message_changed", None),
        ("message_deleted", replies[0].ts),
        ("message_deleted", replies[1].ts),
        ("message_deleted", root.ts),
    ]
    assert (told[0]["message"]["subtype"], told[0]["message"]["ts"]) == ("tombstone", root.ts)
    assert told[0]["previous_message"]["text"] == "help"
    assert told[-1]["previous_message"]["subtype"] == "tombstone"
    assert on.ana.messages(on.general) == []


def test_an_update_without_blocks_takes_them_away(on: Stage) -> None:
    posted = on.client.chat_postMessage(channel=on.general.id, text="x", blocks=[SECTION])
    updated = on.client.chat_update(channel=on.general.id, ts=posted["ts"], text="y")
    assert "blocks" not in updated["message"]
    assert updated["message"]["edited"]["user"] == on.app.bot_user_id


def test_other_peoples_messages_are_not_the_bots_to_change(on: Stage) -> None:
    place: Any = {"channel": on.general.id, "ts": on.ana.says(on.general, "mine").ts}
    assert error_of(lambda: on.client.chat_update(**place, text="x")) == "cant_update_message"
    assert error_of(lambda: on.client.chat_delete(**place)) == "cant_delete_message"
    missing = error_of(lambda: on.client.chat_delete(channel=on.general.id, ts="1.0"))
    assert missing == "message_not_found"


def test_metadata_travels_with_a_message_and_comes_back_when_asked_for(on: Stage) -> None:
    metadata = {"event_type": "request", "event_payload": {"number": 42}}
    on.client.chat_postMessage(channel=on.general.id, text="x", metadata=metadata)
    found = on.client.conversations_history(channel=on.general.id, include_all_metadata=True)["messages"][0]
    assert found["metadata"] == metadata
    assert "metadata" not in on.client.conversations_history(channel=on.general.id)["messages"][0]


def test_a_customised_author_needs_a_scope_and_is_nobodys_account(on: Stage) -> None:
    other = on.workspace.install(manifest("Other", without="chat:write.customize"))
    on.ana.invites(other.bot_user, on.general)
    refused = error_of(lambda: on.client_of(other).chat_postMessage(channel=on.general.id, text="x", username="Ana"))
    assert refused == "missing_scope"
    message = on.client.chat_postMessage(channel=on.general.id, text="x", username="Ana", icon_emoji=":cat:")["message"]
    assert (message["subtype"], message["username"], message["icons"]) == ("bot_message", "Ana", {"emoji": ":cat:"})
    assert "user" not in message


def test_an_ephemeral_message_is_one_persons_until_she_reloads(on: Stage) -> None:
    on.client.chat_postEphemeral(channel=on.general.id, user=on.ana.id, text="only you")
    assert [message.text for message in on.ana.messages(on.general)] == ["only you"]
    assert on.bo.messages(on.general) == []
    assert on.client.conversations_history(channel=on.general.id)["messages"] == []
    on.ana.reloads()
    assert on.ana.messages(on.general) == []


def test_an_ephemeral_message_needs_its_reader_in_the_channel(on: Stage) -> None:
    cy = on.workspace.add_person("cy")
    refused = error_of(lambda: on.client.chat_postEphemeral(channel=on.general.id, user=cy.id, text="x"))
    assert refused == "user_not_in_channel"


def test_a_permalink_names_channel_and_message(on: Stage) -> None:
    message = on.ana.says(on.general, "look")
    link = on.client.chat_getPermalink(channel=on.general.id, message_ts=message.ts)["permalink"]
    assert link.endswith(f"/archives/{on.general.id}/p{message.ts.replace('.', '')}")


def test_reactions_are_added_once_and_removed_once(on: Stage) -> None:
    message = on.ana.says(on.general, "look")
    place: Any = {"channel": on.general.id, "timestamp": message.ts}
    on.client.reactions_add(**place, name="eyes")
    assert error_of(lambda: on.client.reactions_add(**place, name="eyes")) == "already_reacted"
    assert error_of(lambda: on.client.reactions_add(**place, name=":eyes:")) == "invalid_name"
    assert on.client.reactions_get(**place)["message"]["reactions"][0]["users"] == [on.app.bot_user_id]
    on.client.reactions_remove(**place, name="eyes")
    assert error_of(lambda: on.client.reactions_remove(**place, name="eyes")) == "no_reaction"
    assert on.ana.sees(message).reactions == {}
