"""What becomes of messages that are there already: they are deleted, reacted to, and their files are taken back."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.descriptions import files_of
from bot.outbox import Delete, Post, React, Share
from bot.places import InThread, ToDesk, at
from sandbox.faults import drop_after
from storage.engine import Storage
from tests.handlers.office import SCOPES, Office

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
CARD, FILE = "request:1:card", "request:1:said:1:file:F1"


@pytest.fixture
def office(storage: Storage) -> Iterator[Office]:
    """With a card, and the scopes that files and emoji need."""
    with Office(storage, [*SCOPES, "files:read", "files:write", "reactions:write"]) as office:
        office.queues("card", Post(ToDesk("it"), "Card", place=CARD))
        office.delivers()
        yield office


def shared(office: Office) -> Share:
    said = office.ana.says(office.ana.dm(office.app), "see", files=[("a.txt", b"x")])
    return Share(files_of({"files": said.files})[0], InThread(CARD), "📎 *Ana*", FILE)


def uploads(office: Office) -> list[str]:
    """The names of the files that we have in Slack."""
    return [one.name for one in office.workspace.world.files.values() if one.user == office.app.bot_user_id]


def test_a_message_is_deleted_once_also_where_the_answer_got_lost(office: Office) -> None:
    office.workspace.faults.add(method="chat.delete", fail=drop_after)
    office.queues("delete", Delete(CARD))
    office.delivers()
    office.later(seconds=1)
    assert office.texts() == []
    assert office.is_sent("delete")
    assert office.place(CARD) is None


def test_what_slack_lets_nobody_delete_holds_nothing_up(office: Office) -> None:
    said = office.bo.says(office.it, "mine")
    office.queues("delete", Delete(at(office.it.id, said.ts)))
    office.queues("next", Post(ToDesk("it"), "Next"))
    office.delivers()
    assert office.row("delete").last_error == "chat.delete: cant_delete_message"
    assert office.texts() == ["Card", "mine", "Next"]
    assert office.held == []


def test_emoji_are_put_there_and_taken_away_and_what_is_so_already_stays_so(office: Office) -> None:
    for key, is_on in (("on", True), ("again", True)):
        office.queues(key, React(CARD, "eyes", is_on))
    office.delivers()
    assert office.bo.messages(office.it)[0].reactions == {"eyes": (office.app.bot_user_id,)}
    for key in ("off", "off again"):
        office.queues(key, React(CARD, "eyes", is_on=False))
    office.delivers()
    assert office.bo.messages(office.it)[0].reactions == {}
    assert all(map(office.is_sent, ("on", "again", "off", "off again")))


@pytest.mark.parametrize("error", ["missing_scope", "not_in_channel", "is_archived", "invalid_name"])
def test_an_emoji_that_slack_refuses_holds_up_no_words(office: Office, error: str) -> None:
    office.workspace.faults.add(method="reactions.add", fail=error)
    office.queues("emoji", React(CARD, "eyes"))
    office.queues("next", Post(ToDesk("it"), "Next"))
    office.delivers()
    assert office.row("emoji").given_up_at
    assert office.texts() == ["Card", "Next"]
    assert office.held == []


def test_the_copy_of_a_file_is_taken_back_with_the_message_that_it_came_in(office: Office) -> None:
    office.queues("share", shared(office))
    office.delivers()
    assert office.thread("Card") == ["📎 *Ana*"]
    for key in ("delete", "again"):
        office.queues(key, Delete(FILE))
    office.delivers()
    assert office.thread("Card") == uploads(office) == []
    assert office.row("again").last_error == f"{FILE} was never posted"


def test_a_file_whose_thread_goes_while_it_travels_is_nowhere_to_be_found(office: Office) -> None:
    root = office.bo.says(office.it, "root")

    def loses_its_thread(_: Mapping[str, Any]) -> bool:
        office.bo.deletes(root)
        return False

    office.workspace.faults.add(method="files.completeUploadExternal", fail=500, when=loses_its_thread)
    office.queues("share", replace(shared(office), to=InThread(at(office.it.id, root.ts))))
    office.delivers()
    assert office.row("share").last_error == "thread_gone"
    assert office.texts() == ["Card"]
    assert uploads(office) == []
