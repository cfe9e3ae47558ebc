"""Under whose name a message appears, with and without the scope for it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.outbox import Post, Speaker, Update
from bot.places import ToDesk
from storage.engine import Storage
from tests.handlers.office import SCOPES, Office

PLAIN_SCOPES = [scope for scope in SCOPES if scope != "chat:write.customize"]
SAID = Post(ToDesk("it"), "It is red", speaker=Speaker("Ana <3", "https://acme.example/ana.png"))
SAID_IN_BLOCKS = Post(ToDesk("it"), "It is red", [{"type": "divider"}], speaker=Speaker("Ana", None))


@pytest.fixture
def plain(storage: Storage) -> Iterator[Office]:
    """A workspace that did not grant chat:write.customize."""
    with Office(storage, PLAIN_SCOPES) as office:
        yield office


def test_with_the_scope_the_message_carries_the_speakers_name(office: Office) -> None:
    assert "chat:write.customize" in office.slack.whoami().scopes
    office.queues("said", SAID)
    office.delivers()
    [message] = office.bo.messages(office.it)
    assert (message.username, message.text) == ("Ana <3", "It is red")


def test_without_the_scope_the_first_line_says_who_speaks(plain: Office) -> None:
    plain.slack.whoami()
    plain.queues("said", SAID)
    plain.queues("in blocks", SAID_IN_BLOCKS)
    plain.delivers()
    first, second = plain.bo.messages(plain.it)
    assert first.text == "*Ana &lt;3*\nIt is red"
    assert second.plain == "*Ana*"
    assert plain.workspace.wire.refused() == []


def test_without_the_scope_words_that_change_still_say_whose_they_are(plain: Office) -> None:
    plain.slack.whoami()
    for key, message in (("said", SAID), ("in blocks", SAID_IN_BLOCKS)):
        plain.queues(key, replace(message, place=key))
        plain.queues(f"{key} changed", Update(key, "It is blue", message.blocks, message.speaker))
    plain.delivers()
    first, second = plain.bo.messages(plain.it)
    assert first.text == "*Ana &lt;3*\nIt is blue"
    assert second.plain == "*Ana*"


def test_a_scope_that_is_missed_only_when_posting_holds_nothing_up(plain: Office) -> None:
    plain.queues("said", SAID)
    plain.queues("again", SAID)
    plain.delivers()
    assert [message.username for message in plain.bo.messages(plain.it)] == [None, None]
    assert len(plain.workspace.wire.refused()) == 1
    assert plain.held == []
