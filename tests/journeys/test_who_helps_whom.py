"""Who helps whom: the table that leads read each month, of departments as each other's customers."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from bot import requests
from bot.drafts import Draft
from sandbox.seen import SeenMessage
from storage.kinds import Urgency
from tests.databases import Databases
from tests.people import Colleague, meet
from tests.world import World, opened

LAST_OF_MARCH = datetime(2026, 3, 31, 7, 30, tzinfo=UTC)  # 09:30 in Berlin
FIRST_OF_APRIL = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
MARCH = [
    ["IT", "Sales", "5", "1 h 30 min", "–"],
    ["IT", "Others", "5", "–", "–"],
    ["HR", "Others", "< 5", "–", "–"],
]


def needs(world: World, requester: Colleague, n: int, desk: str = "it") -> None:
    """Somebody has so many requests of a desk."""
    with world.program.helpdesk.work() as work:
        for number in range(n):
            requests.open_request(work, requester.id, Draft(desk, f"help {number}", "", Urgency.NORMAL))
    world.settle()


def tables(read: Sequence[SeenMessage]) -> list[list[list[str]]]:
    """The tables in what somebody reads, each without the names of its columns."""
    blocks = [block for message in read for block in message.blocks]
    rows = [block["rows"] for block in blocks if block["type"] == "table"]
    return [[[cell["text"] for cell in row] for row in table[1:]] for table in rows]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_leads_read_on_the_first_of_the_month_who_helped_whom(databases: Databases) -> None:
    with databases.fresh() as url, opened(url, sockets=False, start=LAST_OF_MARCH) as world:
        _a_month_ends(world)


def _a_month_ends(world: World) -> None:
    ana, bo, hana, lena, nick = meet(world, "ana", "bo", "hana", "lena", "nick")
    for one, department in ((ana, "Sales"), (nick, "Legal")):
        world.company.workspace.change_profile(one.person, fields={"Department": department})
    world.settle()
    needs(world, ana, 5)
    needs(world, hana, 3)
    needs(world, nick, 2)
    needs(world, ana, 1, desk="hr")
    world.program.helpdesk.directory.read_all()
    world.pass_time(minutes=90)
    bo.answers(1, "We are on it.")

    assert tables(lena.person.messages(lena.dm)) == []
    world.move_clock(FIRST_OF_APRIL)

    assert tables(lena.person.messages(lena.dm)) == [MARCH]
    (told,) = [text for text in lena.mail() if text.startswith("Who helps whom")]
    assert told.endswith("Mar 1\u2009–\u200931, 2026. You get this because you lead a desk.")
    assert not any("Who helps whom" in text for text in bo.mail())

    for typed, expected in (("report who", MARCH), ("bericht WER hilft wem März", MARCH), ("report who 2026-02", [])):
        assert lena.types(f"/helpdesk {typed}") == ""
        (*_, answer) = lena.person.ephemerals(world.channel("general"))
        assert tables([answer]) == ([expected] if expected else [])
        assert answer.plain.startswith("Who helps whom")
    for typed in ("last week", "2026-03-01..2026-03-30", "April"):
        assert "once a month is over" in lena.types(f"/helpdesk report who {typed}"), "or days told of single requests"
    assert "last week" in lena.types("/helpdesk report who took my laptop")
    assert bo.types("/helpdesk report who last week") == "Reports are for the leads of a desk."
    assert bo.types("/helpdesk report who took my laptop") == ""
    assert bo.field("title") == "report who took my laptop"
