"""Steps of a mediation on both databases: nothing happens that not all have agreed to, and nobody learns too much."""

import json
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from bot import caseplaces
from bot.case_errors import NothingToPropose, StepOver
from bot.confidence import cases, consenting, excluding, leaving, listing, mediating, moves, seats, steps
from bot.confidence.steps import Plan
from bot.errors import AlreadyClaimed, Mistake, UnknownRequest
from bot.form_errors import InvalidForm
from storage.confidence import StepKind
from storage.tables import Outgoing, Person
from tests.cases import Room, room
from tests.databases import Databases

HANA, LENA, CY, ANA, BEN, BO = "U-HANA", "U-LENA", "U-CY", "U-ANA", "U-BEN", "U-BO"
INVITE, MEET = Plan(StepKind.INVITE), Plan(StepKind.MEET, "Tuesday at ten, <!here>")
on_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def hr(databases: Databases) -> Iterator[Room]:
    """HR, where Hana and Lena mediate."""
    with room(databases, HANA, LENA) as opened:
        yield opened


def asked(hr: Room, **matter: Any) -> str:
    """A mediation that Ana has asked for, with Ben, and Hana has claimed."""
    ref = hr.confide(ANA, type="mediation", title="Okapi", details="Zebu", other=BEN, **matter)
    hr.does(moves.claim, ref, HANA)
    return ref


def begun(hr: Room, **matter: Any) -> str:
    """One in which Ben takes part."""
    ref = asked(hr, **matter)
    hr.does(consenting.agree, proposed(hr, ref, INVITE), ANA)
    hr.does(mediating.join, ref, BEN)
    return ref


def proposed(hr: Room, ref: str, plan: Plan, by: str = HANA) -> int:
    number: int = hr.does(steps.propose, ref, by, plan).id
    return number


def told(hr: Room, act: Any, *arguments: Any) -> type[Mistake] | None:
    try:
        hr.does(act, *arguments)
    except Mistake as mistake:
        return type(mistake)
    return None


def said_to(hr: Room, person: str) -> str:
    """All that was ever queued for a person's DM, in order."""
    lanes, rows = set(), []
    for row in hr.queued():
        payload = row.sealed or {}
        if payload.get("to") == {"kind": "ToPerson", "person": person}:
            lanes.add(row.lane)
        if row.lane in lanes:
            rows.append(json.dumps(payload, ensure_ascii=False))
    return "\n".join(rows)


def state_of(hr: Room, number: int) -> tuple[bool, bool]:
    """Whether a step is settled, and whether it was agreed to."""
    with hr.work() as work:
        step = steps.find(work, number)
        return step.settled_at is not None, step.is_agreed


def test_nobody_is_written_to_before_who_asked_agrees(hr: Room) -> None:
    ref = asked(hr)
    number = proposed(hr, ref, INVITE)
    assert told(hr, mediating.join, ref, BEN) is UnknownRequest
    assert told(hr, consenting.agree, number, BEN) is UnknownRequest

    assert hr.does(listing.home, BEN) == hr.does(listing.mine, BEN) == hr.does(listing.found, BEN, ref) == []

    hr.does(consenting.decline, number, ANA)
    assert said_to(hr, BEN) == ""
    assert told(hr, consenting.agree, number, ANA) is StepOver
    assert "<@U-BEN>* doesn" not in said_to(hr, ANA)

    hr.does(consenting.agree, proposed(hr, ref, INVITE), ANA)
    read = said_to(hr, BEN)
    assert "<@U-ANA> would like to settle something with you, with the help of <@U-HANA>" in read
    assert "Okapi" not in read
    assert "Zebu" not in read
    hr.does(mediating.join, ref, BEN)
    assert told(hr, mediating.join, ref, BEN) is StepOver
    assert "<@U-BEN> takes part." in said_to(hr, ANA)
    assert caseplaces.agent(ref, 1, 1) in {row.place for row in hr.queued()}
    assert told(hr, steps.propose, ref, HANA, INVITE) is NothingToPropose


def test_what_one_has_answered_nobody_learns_before_both_agree(hr: Room) -> None:
    ref = begun(hr)
    number = proposed(hr, ref, MEET)
    before = {person: said_to(hr, person) for person in (BEN, HANA, LENA)}
    trail = hr.trail(ref)
    hr.does(consenting.agree, number, ANA)
    hr.does(consenting.agree, number, ANA)
    assert {person: said_to(hr, person) for person in before} == before
    assert hr.trail(ref) == trail
    assert state_of(hr, number) == (False, False)

    hr.does(consenting.agree, number, BEN)
    assert state_of(hr, number) == (True, True)
    (group,) = [row for row in hr.queued() if row.place == caseplaces.meeting(ref, number)]
    assert group.payload == {}
    assert (group.sealed or {})["to"] == {"kind": "ToGroup", "people": [HANA, ANA, BEN]}
    assert (group.sealed or {})["text"] == "Tuesday at ten, &lt;!here&gt;"
    assert (group.sealed or {})["blocks"][-1]["text"]["type"] == "plain_text"
    assert told(hr, consenting.decline, number, ANA) is StepOver


def test_who_said_no_neither_the_other_nor_the_mediator_learns_and_taking_back_reads_the_same(hr: Room) -> None:
    def ended_by(act: Any, who: str) -> tuple[Any, ...]:
        """What the other one and the mediator read, and the trail, after a proposal came to its end."""
        ref = begun(hr)
        number = proposed(hr, ref, MEET)
        hr.does(consenting.agree, number, BEN)
        start = len(hr.queued())
        hr.does(act, number, who)
        news = hr.queued()[start:]
        return (
            *(read(ref, news, lane) for lane in (caseplaces.party(ref, 1), caseplaces.agent(ref, 0, 1))),
            [line for line in hr.trail(ref) if line.startswith("declined")],
        )

    def read(ref: str, news: Sequence[Outgoing], lane: str) -> str:
        return json.dumps([row.sealed for row in news if row.lane == lane]).replace(ref, "REF")

    by_ana, taken_back = ended_by(consenting.decline, ANA), ended_by(steps.take_back, HANA)
    assert by_ana[0] == taken_back[0]
    assert by_ana[2] == taken_back[2] == ["declined by None"]
    assert "doesn't happen for now" in by_ana[1]
    assert ended_by(consenting.decline, BEN)[1] == by_ana[1]


def test_of_both_who_answer_at_once_each_is_heard_once(hr: Room) -> None:
    for act in (consenting.agree, consenting.decline, consenting.agree):
        ref = begun(hr)
        number, barrier = proposed(hr, ref, MEET), threading.Barrier(2)

        def answer(who: str, act: Any = act, number: int = number, barrier: threading.Barrier = barrier) -> Any:
            barrier.wait(timeout=10)
            return told(hr, act if who == ANA else consenting.agree, number, who)

        with ThreadPoolExecutor(2) as threads:
            mistakes = list(threads.map(answer, (ANA, BEN)))
        assert state_of(hr, number) == (True, act is consenting.agree)
        assert set(mistakes) <= {None, StepOver}
        meetings = [row for row in hr.queued() if row.place == caseplaces.meeting(ref, number)]
        assert len(meetings) == (act is consenting.agree)


@on_sqlite
def test_an_agreement_is_kept_word_for_word_and_another_text_is_another_step(hr: Room) -> None:
    ref = begun(hr)
    with pytest.raises(InvalidForm):
        hr.does(steps.propose, ref, HANA, Plan(StepKind.AGREEMENT, " "))
    with pytest.raises(InvalidForm):
        hr.does(steps.propose, ref, HANA, Plan(StepKind.AGREEMENT, "x" * 3001))
    first = proposed(hr, ref, Plan(StepKind.AGREEMENT, "We *talk* first."))
    hr.does(consenting.agree, first, ANA)
    text = "We <talk> first & write\n*later*. " * 80
    second = proposed(hr, ref, Plan(StepKind.AGREEMENT, text.strip()))
    assert told(hr, consenting.agree, first, BEN) is StepOver

    hr.does(consenting.agree, second, ANA)
    hr.does(consenting.agree, second, BEN)
    for n in (0, 1):
        (done,) = [row for row in hr.queued() if row.key == f"{caseplaces.asked(ref, second, n)}:done"]
        kept = (done.sealed or {})["blocks"][-1]["text"]
        assert kept == {"type": "plain_text", "text": text.strip(), "emoji": True}

    hr.does(moves.hand_over, ref, HANA, LENA, "")
    assert "We <talk> first" in said_to(hr, LENA)


def test_a_further_reader_is_let_in_by_all_whom_it_concerns_and_never_who_is_excluded(hr: Room) -> None:
    ref = begun(hr, excluded=[CY])
    hr.does(lambda work: work.session.add(Person(id="U-DI", name="Di")))
    grown = replace(hr, desks=hr.desks.change(lambda one: replace(one, agents=(HANA, LENA, CY, "U-DI", BO, BEN))))
    with grown.work() as work:
        assert steps.candidates(work, cases.find(work, ref)) == [BO, "U-DI"]
    for who in (CY, BEN, LENA, None):
        with pytest.raises(InvalidForm):
            grown.does(steps.propose, ref, HANA, Plan(StepKind.ADD_READER, person=who))

    number = proposed(grown, ref, Plan(StepKind.ADD_READER, person=BO))
    grown.does(consenting.agree, number, ANA)
    assert told(grown, moves.hand_over, ref, HANA, BO, "") is InvalidForm
    grown.does(consenting.agree, number, BEN)
    assert "All whom it concerns agree that you may see this." in said_to(grown, BO)
    assert "Okapi" not in said_to(grown, BO)
    grown.does(moves.hand_over, ref, HANA, BO, "")

    # Who was excluded meanwhile is not let in, whoever has agreed.
    number = proposed(grown, ref, Plan(StepKind.ADD_READER, person="U-DI"), by=BO)
    grown.does(consenting.agree, number, ANA)
    grown.does(excluding.exclude, ref, ANA, ["U-DI"])
    grown.does(consenting.agree, number, BEN)
    assert state_of(grown, number) == (True, False)
    assert said_to(grown, "U-DI") == ""


@on_sqlite
def test_the_other_one_can_leave_at_any_time_and_is_asked_no_more(hr: Room) -> None:
    ref = begun(hr)
    number = proposed(hr, ref, MEET)
    hr.does(mediating.leave, ref, BEN)
    assert state_of(hr, number) == (True, False)
    assert told(hr, mediating.leave, ref, BEN) is StepOver
    assert told(hr, mediating.join, ref, BEN) is StepOver
    for plan in (INVITE, MEET):
        assert told(hr, steps.propose, ref, HANA, plan) is NothingToPropose
    heard = said_to(hr, ANA)
    assert "There will be no joint step." in heard
    assert "doesn't take part" not in heard
    assert "<@U-BEN> doesn't take part" in said_to(hr, HANA)
    with hr.work() as work:
        case = cases.find(work, ref)
        kinds = [line.kind for line in seats.trail(cases.trail(work, case), cases.party(work, case, 0))]
    assert "left" not in kinds


@on_sqlite
def test_steps_stay_when_a_mediator_hands_over_and_lapse_when_none_is_left(hr: Room) -> None:
    ref = begun(hr)
    number = proposed(hr, ref, MEET)
    hr.does(moves.hand_over, ref, HANA, LENA, "")
    assert "proposed by <@U-HANA>" in said_to(hr, LENA)
    raised = told(hr, steps.take_back, number, HANA)
    assert raised is AlreadyClaimed
    hr.does(consenting.agree, number, ANA)

    hr.does(lambda work: setattr(work.session.get(Person, LENA), "is_active", False))
    assert hr.does(leaving.run_next)
    assert state_of(hr, number) == (True, False)
    for person in (ANA, BEN):
        assert "It has lapsed" in said_to(hr, person)
        assert "<@U-LENA>" in said_to(hr, person).rsplit("It has lapsed", 1)[1]
    assert told(hr, consenting.agree, number, BEN) is StepOver


@on_sqlite
@pytest.mark.parametrize("is_joined", [True, False])
def test_what_who_asked_takes_back_is_over_for_the_other_one_too(hr: Room, is_joined: bool) -> None:
    ref = asked(hr)
    hr.does(consenting.agree, proposed(hr, ref, INVITE), ANA)
    if is_joined:
        hr.does(mediating.join, ref, BEN)
        number = proposed(hr, ref, MEET)
    hr.does(moves.withdraw, ref, ANA)
    assert "This mediation is over." in said_to(hr, BEN)
    if is_joined:
        assert state_of(hr, number) == (True, False)
    else:
        assert told(hr, mediating.join, ref, BEN) is StepOver


@on_sqlite
@pytest.mark.parametrize("is_joined", [True, False])
def test_when_the_other_one_leaves_the_company_both_who_remain_are_told(hr: Room, is_joined: bool) -> None:
    ref = begun(hr) if is_joined else asked(hr)
    hr.does(lambda work: setattr(work.session.get(Person, BEN), "is_active", False))
    assert hr.does(leaving.run_next)
    assert not hr.does(leaving.run_next)
    for person in (ANA, HANA):
        assert "<@U-BEN> no longer works here" in said_to(hr, person)
    assert told(hr, steps.propose, ref, HANA, INVITE) is NothingToPropose


@on_sqlite
def test_only_who_has_a_case_proposes_and_who_may_not_know_of_it_learns_of_none(hr: Room) -> None:
    ref = asked(hr)
    assert told(hr, excluding.exclude, ref, ANA, [BEN]) is InvalidForm, "who is to be invited can't be kept out, too"
    number = proposed(hr, ref, INVITE)
    assert told(hr, steps.propose, ref, LENA, INVITE) is AlreadyClaimed
    for who in (BO, ANA, BEN, CY):
        assert told(hr, steps.propose, ref, who, INVITE) is UnknownRequest
        assert told(hr, steps.form, ref, who) is UnknownRequest
        assert told(hr, steps.take_back, number, who) is UnknownRequest
    for act in (consenting.agree, consenting.decline):
        assert told(hr, act, number, BO) is told(hr, act, 999, BO) is UnknownRequest
    plain = hr.confide(ANA)
    hr.does(moves.claim, plain, HANA)
    assert told(hr, steps.form, plain, HANA) is NothingToPropose
    nameless = hr.confide(None)
    hr.does(moves.claim, nameless, HANA)
    assert told(hr, steps.form, nameless, HANA) is NothingToPropose
