"""What is done in a case only if all whom it concerns agree: the agent proposes it, or takes it back."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, update
from sqlmodel import col, select

from bot.blocks import View
from bot.case_errors import NothingToPropose, StepOver
from bot.confidence import cases, seats, step_news, telling
from bot.errors import UnknownRequest
from bot.form_errors import InvalidForm, Missing, TooLong, UnknownChoice
from bot.mrkdwn import visible
from bot.views import steps as views
from bot.views.kit import Option
from bot.views.steps import Outcome
from bot.work import Work
from storage.confidence import Case, Party, Step, StepKind, Trace, TraceKind
from storage.kinds import State
from storage.queries import changed

_FIELDS = {
    StepKind.MEET: (views.MEETING, views.MEETING_LIMIT),
    StepKind.AGREEMENT: (views.AGREEMENT, views.AGREEMENT_LIMIT),
}
"""Where the words of a step stand in the form, and how many there may be."""
_FIRST, _NEXT = 2**30, 2**10


@dataclass(frozen=True)
class Plan:
    """What the agent has filled in: which step, with which words, about whom."""

    kind: StepKind
    text: str = ""
    person: str | None = None

    @classmethod
    def read(cls, values: Mapping[str, str]) -> "Plan":
        """The plan in the fields of the form."""
        kind = StepKind(values[views.KIND])
        field, _ = _FIELDS.get(kind, ("", 0))
        return cls(kind, values.get(field, ""), values.get(views.READER))


def form(work: Work, ref: str, actor: str, chosen: str | None = None) -> View:
    """The form in which a step is proposed; what it asks depends on the kind. Raises NothingToPropose."""
    case = cases.for_agent(work, ref, actor)
    kinds = possible(work, case)
    if not kinds:
        raise NothingToPropose
    kind = StepKind(chosen) if chosen in kinds else kinds[0]
    people = [Option(work.person(one).name, one) for one in candidates(work, case)]
    beside, words = seats.other(work, case), work.words_of(actor)
    glance = telling.glance_of(work, case, actor)
    return views.form(glance, kinds, kind, people, beside.person if beside else None, words)


def possible(work: Work, case: Case) -> list[StepKind]:
    """What can be proposed as things stand, in the order in which it mostly comes; nothing where nobody can agree."""
    if case.state is not State.CLAIMED or not _can_be_asked(work, cases.party(work, case, 0)):
        return []
    further = [StepKind.ADD_READER] if candidates(work, case) else []
    other = seats.other(work, case)
    if other is None or other.left_at or not _can_be_asked(work, other):
        return further
    if other.joined_at:
        return [StepKind.MEET, StepKind.AGREEMENT, *further]
    return further if seats.is_told(work, other) else [StepKind.INVITE, *further]


def _can_be_asked(work: Work, party: Party) -> bool:
    return party.person is not None and work.person(party.person).is_active


def candidates(work: Work, case: Case) -> list[str]:
    """Who could be let see a case: the desk's people of today, never one of its parties or one who is excluded."""
    desk, matter, known = work.desk(case.desk), cases.matter(case), cases.readers(work, case)
    without = [cases.party(work, case, 0).person, matter.other, *matter.excluded, *known]
    named = cases.who_would_see(work, desk, cases.kind(work, case), without)
    return list(dict.fromkeys([*named, *cases.who_would_see(work, desk, None, without)]))


def propose(work: Work, ref: str, actor: str, plan: Plan) -> Step:
    """Ask whom it concerns; an open step of the same kind is replaced. Raises InvalidForm, NothingToPropose."""
    case = cases.for_agent(work, ref, actor)
    if plan.kind not in possible(work, case):
        raise NothingToPropose
    what = _what(work, case, plan)
    for older in open_steps(work, case):
        if older.kind is plan.kind:
            settle(work, case, older, Outcome.REPLACED)
    step = Step(
        id=_number(work, case),
        case=ref,
        kind=plan.kind,
        what=what,
        parties=_concerned(work, case, plan.kind),
        proposed_by=actor,
        at=work.now,
    )
    work.session.add(step)
    work.session.flush()
    cases.record(work, case, TraceKind.PROPOSED, actor, step=step.id, what=step.kind)
    step_news.asked(work, case, step)
    return step


def _number(work: Work, case: Case) -> int:
    """The next number in a case, drawn by lot: buttons bear it, and nobody can count by it how many there are."""
    last = work.session.exec(select(func.max(Step.id)).where(Step.case == case.ref)).one()
    return (last or secrets.randbelow(_FIRST)) + 1 + secrets.randbelow(_NEXT)


def _what(work: Work, case: Case, plan: Plan) -> dict[str, str]:
    if plan.kind is StepKind.ADD_READER:
        if plan.person not in candidates(work, case):
            raise InvalidForm({views.READER: UnknownChoice()})
        return {"person": plan.person}
    if plan.kind is StepKind.INVITE:
        return {}
    field, limit = _FIELDS[plan.kind]
    text = visible(plan.text)
    if not text:
        raise InvalidForm({field: Missing()})
    if len(text) > limit:
        raise InvalidForm({field: TooLong(limit=limit, length=len(text))})
    return {"text": text}


def _concerned(work: Work, case: Case, kind: StepKind) -> list[int]:
    """Who has to agree: who asked, and the other one as soon as they take part."""
    is_joint = kind is not StepKind.INVITE and seats.is_taking_part(seats.other(work, case))
    return [0, 1] if is_joint else [0]


def take_back(work: Work, number: int, actor: str) -> Step:
    """The agent no longer proposes it; who was asked reads the same as if somebody had said no. Raises StepOver."""
    step = find(work, number)
    case = cases.for_agent(work, step.case, actor)
    settle(work, case, step, Outcome.DECLINED)
    cases.record(work, case, TraceKind.DECLINED, None, step=step.id, what=step.kind)
    for n in step.parties:
        step_news.taken_back(work, case, step, n)
    return step


def follow(work: Work, case: Case, trace: Trace) -> None:
    """After a move of the case: who has it anew reads which steps there are; where nobody has it, open ones lapse."""
    if case.state is not State.CLAIMED:
        lapse(work, case, open_steps(work, case))
    elif trace.kind in (TraceKind.CLAIMED, TraceKind.HANDED_OVER):
        for step in _that_stand(work, case):
            step_news.shown(work, case, step)


def lapse(work: Work, case: Case, steps: Iterable[Step]) -> None:
    """End open steps that are no longer what was asked; they can be proposed anew."""
    for step in steps:
        settle(work, case, step, Outcome.LAPSED)


def find(work: Work, number: int) -> Step:
    """A step by its number, for whom it concerns to be asked next. Raises UnknownRequest where there is none."""
    step = work.session.get(Step, number, populate_existing=True)
    if step is None:
        raise UnknownRequest
    return step


def open_steps(work: Work, case: Case) -> Sequence[Step]:
    """Those that nobody has settled yet, the oldest first."""
    waiting = select(Step).where(Step.case == case.ref, col(Step.settled_at).is_(None)).order_by(col(Step.id))
    return work.session.exec(waiting.execution_options(populate_existing=True)).all()


def _that_stand(work: Work, case: Case) -> Sequence[Step]:
    """The open ones, and what was agreed to word for word."""
    agreed = col(Step.is_agreed) & (col(Step.kind) == StepKind.AGREEMENT)
    standing = select(Step).where(Step.case == case.ref, col(Step.settled_at).is_(None) | agreed)
    return work.session.exec(standing.order_by(col(Step.id))).all()


def settle(work: Work, case: Case, step: Step, outcome: Outcome) -> None:
    """End a step of a case that is ours until the commit. Raises StepOver where it has ended already."""
    change(work, step, settled_at=work.now, is_agreed=outcome is Outcome.AGREED)
    step_news.settled(work, case, step, outcome)


def change(work: Work, step: Step, **values: object) -> None:
    """Change a step that is still open. Raises StepOver."""
    still_open = (col(Step.id) == step.id, col(Step.settled_at).is_(None))
    statement = update(Step).where(*still_open).values(**values).execution_options(synchronize_session=False)
    made = changed(work.session, statement) == 1
    work.session.refresh(step)
    if not made:
        raise StepOver
