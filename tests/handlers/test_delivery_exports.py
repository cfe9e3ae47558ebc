"""Files of our own reach the DM once, whatever becomes of the answer, and only what is still theirs."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.files import OwnFile
from bot.outbox import Answer, Export, Respond
from sandbox.faults import Fault, drop_after, drop_before
from sandbox.responses import new_response_url
from storage.engine import Storage
from tests.handlers.office import NOTHING_DRAWN, SCOPES, Office

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
CHART = {"type": "data_visualization", "title": "Days", "chart": {"type": "bar"}}  # as a Slack that knows none
DIVIDER = {"type": "divider"}


@pytest.fixture
def office(storage: Storage) -> Iterator[Office]:
    with Office(storage, [*SCOPES, "files:read", "files:write"]) as office:
        office.drawn = replace(NOTHING_DRAWN, file=lambda asked: OwnFile(asked.form, b"\x00=1", f"*{asked.desk}*"))
        yield office


def response_url(office: Office) -> str:
    with office.workspace.world.lock:
        return new_response_url(office.workspace.world, office.app, office.bo.id, office.it.id)


def files(office: Office) -> list[tuple[str, tuple[str, ...]]]:
    dm = office.ana.dm(office.app)
    return [(message.text, tuple(file["name"] for file in message.files)) for message in office.ana.messages(dm)]


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal", "files.info"])
@pytest.mark.parametrize("fault", [drop_before, drop_after])
def test_a_file_arrives_once_also_where_the_answer_is_lost(office: Office, method: str, fault: Fault) -> None:
    office.workspace.faults.add(method=method, fail=fault)
    if method == "files.info":
        office.workspace.faults.add(method="files.completeUploadExternal", fail=drop_after)
    office.queues("export", Export(office.ana.id, "it", "period", "it.xlsx"))
    for _ in range(3):
        office.later(seconds=60)

    assert office.is_sent("export")
    assert files(office) == [("*it*", ("it.xlsx",))]
    assert [file.content for file in office.workspace.world.files.values() if file.shares] == [b"\x00=1"]


def test_what_slack_has_not_shown_yet_is_taken_back_before_another_comes(office: Office) -> None:
    office.workspace.faults.add(method="files.completeUploadExternal", fail=drop_after)
    office.workspace.faults.add(method="files.info", fail="file_not_found")
    office.queues("export", Export(office.ana.id, "it", "period", "it.xlsx"))
    office.later(seconds=60)
    office.later(seconds=60)
    assert files(office) == [("*it*", ("it.xlsx",))]


def test_what_is_theirs_no_more_is_settled_without_a_word(office: Office) -> None:
    office.drawn = NOTHING_DRAWN
    office.queues("export", Export(office.ana.id, "it", "period", "it.xlsx"), lane="a")
    office.queues("answer", Answer(response_url(office), office.bo.id, "it", "period"))
    office.delivers()
    assert (office.is_sent("export"), office.is_sent("answer")) == (True, True)
    assert (files(office), office.bo.ephemerals(office.it)) == ([], [])


def test_a_file_waits_until_the_app_may_write_files(office: Office) -> None:
    office.workspace.faults.add(method="files.getUploadURLExternal", fail="missing_scope")
    office.queues("export", Export(office.ana.id, "it", "period", "it.xlsx"))
    office.delivers()
    assert [key for key, _ in office.held] == ["export"]
    office.later(minutes=5)
    assert files(office) == [("*it*", ("it.xlsx",))]


def test_a_workspace_that_knows_no_charts_gets_the_report_in_words(office: Office) -> None:
    said = {"type": "section", "text": {"type": "mrkdwn", "text": "Days: Mon 4/2"}}
    office.drawn = replace(NOTHING_DRAWN, report=lambda asked: [Respond(asked.url, "", [CHART, said], plainer=[said])])
    office.queues("answer", Answer(response_url(office), office.bo.id, "it", "period"))
    office.delivers()
    (seen,) = office.bo.ephemerals(office.it)
    assert seen.plain == "Days: Mon 4/2"
