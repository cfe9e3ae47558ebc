"""What a workspace does not know yet is said in plainer blocks: when it is posted, and when it is changed."""

from collections.abc import Iterator

import pytest

from bot.blocks import Block
from bot.outbox import Post, Update
from bot.places import InChannel
from storage.engine import Storage
from tests.handlers.office import SCOPES, Office

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
CHART: Block = {"type": "data_visualization", "title": "Days", "chart": {"type": "bar"}}  # as a Slack that knows none


@pytest.fixture
def office(storage: Storage) -> Iterator[Office]:
    with Office(storage, SCOPES) as office:
        yield office


def said(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def test_a_workspace_that_knows_no_charts_reads_a_message_in_words_and_what_is_decided_in_it_too(
    office: Office,
) -> None:
    before, after = said("Days: Mon 4/2"), said("Days: Mon 4/2 ✓")
    office.queues("digest", Post(InChannel(office.it.id), "IT", [CHART, before], "digest:1:0", plainer=[before]))
    office.delivers()
    office.queues("decided", Update("digest:1:0", "IT", [CHART, after], plainer=[after]))
    office.delivers()

    (seen,) = office.bo.messages(office.it)
    assert seen.plain == "Days: Mon 4/2 ✓"
    assert (office.held, office.lost) == ([], [])
