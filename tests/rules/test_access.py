"""Who may do what."""

from datetime import UTC, datetime

import pytest

from bot.access import Roster, check_requester, check_serves
from bot.errors import NotAnAgent, NotTheRequester
from storage.kinds import Urgency
from storage.tables import Request

ROSTER = Roster(agents=frozenset({"U-BO"}), leads=frozenset({"U-LENA"}))
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANAS = Request(
    desk="it",
    title="laptop won't start",
    urgency=Urgency.NORMAL,
    requester="U-ANA",
    author="U-CY",
    created_at=NOW,
    first_answer_due=NOW,
    resolution_due=NOW,
)


@pytest.mark.parametrize("person", ["U-BO", "U-LENA"])
def test_agents_and_leads_act_for_their_desk(person: str) -> None:
    check_serves(ROSTER, person, "IT")


@pytest.mark.parametrize("person", ["U-ANA", "", "u-bo"])
def test_nobody_else_does_and_is_told_whose_it_is(person: str) -> None:
    with pytest.raises(NotAnAgent) as refused:
        check_serves(ROSTER, person, "IT")
    assert refused.value.values == {"desk": "IT"}


def test_nobody_acts_for_a_desk_without_people() -> None:
    with pytest.raises(NotAnAgent):
        check_serves(Roster(frozenset(), frozenset()), "U-BO", "IT")


def test_a_request_belongs_to_the_one_who_asked_not_to_the_one_who_typed_it() -> None:
    check_requester(ANAS, "U-ANA")
    for other in ("U-CY", "U-BO", "U-LENA"):
        with pytest.raises(NotTheRequester):
            check_requester(ANAS, other)
