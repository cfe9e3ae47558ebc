"""A case's moves on both databases: of those who act at once one has done it, and strangers learn nothing."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.confidence import cases, excluding, listing, looking, moves
from bot.errors import (
    AlreadyClaimed,
    AlreadyClosed,
    AlreadyResolved,
    AlreadyWithdrawn,
    AlreadyYours,
    Mistake,
    NobodyElse,
    NotClaimed,
    NotResolved,
    TooLateToReopen,
    UnknownRequest,
)
from bot.form_errors import InvalidForm
from storage.kinds import State
from tests.cases import Room, room
from tests.databases import Databases

HANA, LENA, CY, ANA, BEN = "U-HANA", "U-LENA", "U-CY", "U-ANA", "U-BEN"


@pytest.fixture
def hr(databases: Databases) -> Iterator[Room]:
    """HR with three readers."""
    with room(databases, HANA, LENA, CY) as opened:
        yield opened


def at_once(hr: Room, *acts: tuple[Any, ...]) -> list[Mistake | None]:
    """Let things be done at the same instant; what each person is told of their mistake, if they made one."""
    barrier = threading.Barrier(len(acts))

    def do(act: tuple[Any, ...]) -> Mistake | None:
        barrier.wait(timeout=10)
        return told(hr, *act)

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(do, acts))


def told(hr: Room, *act: Any) -> Mistake | None:
    """What a person is told of their mistake, if what they do is one."""
    try:
        hr.does(*act)
    except Mistake as mistake:
        return mistake
    return None


def test_of_those_who_act_at_once_one_has_done_it(hr: Room) -> None:
    for _ in range(3):
        ref = hr.confide()
        answers = at_once(hr, *((moves.claim, ref, person) for person in (HANA, LENA, CY)))
        agent = hr.case(ref).agent
        assert [type(one) for one in answers if one] == [AlreadyClaimed] * 2
        assert {str(one.values["agent"]) for one in answers if one} == {f"<@{agent}>"}
        assert hr.case(ref).turn == 1

        others = [one for one in (HANA, LENA, CY) if one != agent]
        answers = at_once(hr, (moves.hand_back, ref, agent), (moves.hand_over, ref, agent, others[0], ""))
        case = hr.case(ref)
        assert len([one for one in answers if one]) == 1
        assert (case.state, case.agent) in ((State.OPEN, None), (State.CLAIMED, others[0]))

        answers = at_once(hr, (moves.withdraw, ref, ANA), (moves.claim, ref, others[1]), (moves.withdraw, ref, ANA))
        assert hr.case(ref).state is State.WITHDRAWN
        assert AlreadyWithdrawn in [type(one) for one in answers]
        assert type(told(hr, looking.open_case, ref, others[1])) is AlreadyWithdrawn

        ref = hr.confide()
        hr.does(moves.claim, ref, HANA)
        at_once(hr, (moves.resolve, ref, HANA, "Bye"), (excluding.exclude, ref, ANA, [HANA]))
        case = hr.case(ref)
        assert case.state in (State.OPEN, State.RESOLVED)
        assert isinstance(told(hr, looking.open_case, ref, HANA), UnknownRequest)


def test_who_may_not_know_of_a_case_is_told_the_same_as_of_none(hr: Room) -> None:
    ref = hr.confide(excluded=[CY])
    for person in (CY, BEN):
        for act in (moves.claim, moves.hand_back, moves.reopen, moves.withdraw, looking.open_case, moves.resolve_form):
            assert isinstance(told(hr, act, ref, person), UnknownRequest)
        assert isinstance(told(hr, moves.hand_over, ref, person, LENA, ""), UnknownRequest)
        assert isinstance(told(hr, moves.resolve, ref, person, ""), UnknownRequest)
        assert isinstance(told(hr, excluding.exclude, ref, person, [LENA]), UnknownRequest)
        with hr.work() as work:
            assert listing.home(work, person) == listing.mine(work, person) == []
            assert listing.standing(work, person, ref) is None
            assert listing.found(work, person, ref) == listing.found(work, person, "Zwist") == []
    for act in (moves.reopen, moves.withdraw, excluding.form):  # an agent is no requester
        with pytest.raises(UnknownRequest):
            hr.does(act, ref, HANA)
    with pytest.raises(UnknownRequest):
        hr.does(looking.open_case, "K7M3QX", HANA)


def test_who_is_too_late_is_told_how_it_stands(hr: Room) -> None:
    ref = hr.confide()
    with pytest.raises(NotClaimed):
        hr.does(moves.resolve, ref, HANA, "")
    hr.does(moves.claim, ref, HANA)
    with pytest.raises(AlreadyYours):
        hr.does(moves.claim, ref, HANA)
    with pytest.raises(AlreadyClaimed):
        hr.does(moves.hand_back, ref, LENA)
    with pytest.raises(NotResolved):
        hr.does(moves.reopen, ref, ANA)
    with pytest.raises(InvalidForm):
        hr.does(moves.hand_over, ref, HANA, BEN, "")
    hr.does(moves.resolve, ref, HANA, "Done")
    for act in (moves.resolve_form, moves.hand_over_form):
        with pytest.raises(AlreadyResolved):
            hr.does(act, ref, HANA)
    with pytest.raises(AlreadyResolved):
        hr.does(moves.withdraw, ref, ANA)
    hr.does(lambda work: moves.close(work, cases.locked(work, ref)))
    with pytest.raises(TooLateToReopen):
        hr.does(moves.reopen, ref, ANA)
    with pytest.raises(AlreadyClosed):
        hr.does(moves.claim, ref, LENA)
    assert hr.case(ref).remind_at is None
    assert hr.trail(ref) == ["asked by U-ANA", "claimed by U-HANA", "resolved by U-HANA", "closed by None"]


def test_whoever_is_excluded_later_loses_it_and_nothing_says_so_but_to_who_asked(hr: Room) -> None:
    ref = hr.confide()
    hr.does(moves.claim, ref, HANA)

    hr.does(excluding.exclude, ref, ANA, [HANA, BEN])
    assert not [row for row in hr.queued() if ":agent:" in row.lane and row.given_up_at is None]  # none leaves any more
    hr.does(moves.claim, ref, LENA)

    for person in (HANA, BEN):
        with hr.work() as work:
            assert listing.home(work, person) == []
        with pytest.raises(UnknownRequest):
            hr.does(looking.open_case, ref, person)
    assert "U-BEN" in str(hr.does(looking.open_case, ref, ANA))
    seen = str(hr.does(looking.open_case, ref, LENA))
    assert "U-BEN" not in seen
    assert "excluded" not in seen
    for none_left in ([LENA, CY], [LENA, CY, HANA]):
        with pytest.raises(InvalidForm):
            hr.does(excluding.exclude, ref, ANA, none_left)
    hr.does(excluding.exclude, ref, ANA, [CY])
    with pytest.raises(NobodyElse):
        hr.does(moves.hand_over_form, ref, LENA)
    assert hr.case(ref).agent == LENA


def test_what_is_opened_again_goes_on_with_its_agent_or_with_all_who_see_it(hr: Room) -> None:
    ref = hr.confide()
    hr.does(moves.claim, ref, HANA)
    for _ in range(2):
        hr.does(moves.resolve, ref, HANA, "")
        hr.does(moves.reopen, ref, ANA)
    assert (hr.case(ref).state, hr.case(ref).agent, hr.case(ref).turn) == (State.CLAIMED, HANA, 1)

    hr.does(moves.resolve, ref, HANA, "")
    hr.does(excluding.exclude, ref, ANA, [HANA])
    assert (hr.case(ref).state, hr.case(ref).agent) == (State.RESOLVED, None)
    hr.does(moves.reopen, ref, ANA)
    assert (hr.case(ref).state, hr.case(ref).agent) == (State.OPEN, None)
    hr.does(moves.claim, ref, LENA)
    assert hr.case(ref).turn == 2
