"""What App Home and a search ask the database about favours and cases: little, by index, however many there are."""

import pytest

from bot import favour_lists
from bot.confidence import listing
from storage.favours import Favour
from tests.cases import Room, room
from tests.databases import Databases
from tests.storage.explaining import plan, said


def ways(hr: Room, person: str) -> list[str]:
    """How the database answers what is asked for a person."""
    with hr.work() as work:
        work.words_of(person)
        with said(work.session.connection()) as statements:
            listing.home(work, person)
            listing.found(work, person, "zwist")
            favour_lists.home(work, person)
        return [plan(work.session.connection(), hr.storage, one) for one in statements]


def ask_and_confide(hr: Room, times: int) -> None:
    for _ in range(times):
        hr.confide("U-ANA")
        with hr.work() as work:
            work.session.add(Favour(asker="U-BEN", asked="U-ANA", what="a hand", created_at=work.now))


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_many_favours_and_cases_cost_no_more_questions_than_one(databases: Databases) -> None:
    with room(databases) as hr:
        ask_and_confide(hr, 1)
        one = ways(hr, "U-ANA")
        ask_and_confide(hr, 5)
        assert len(ways(hr, "U-ANA")) == len(one)
        assert len(ways(hr, "U-CY")) == 6, "who has none of them pays for three lists, a search and two more lists"
        whole = ("SCAN favour", "SCAN case", "SCAN party", "SCAN reader")
        assert not [way for way in one if any(table in way for table in whole)]
