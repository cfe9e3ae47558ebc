"""What those who are asked answer to a step; nobody learns of it before all have agreed, and then it happens."""

from sqlalchemy import func
from sqlmodel import select

from bot.case_errors import StepOver
from bot.confidence import cases, step_news, steps, telling
from bot.views.steps import Outcome
from bot.work import Work
from storage.confidence import Case, Party, Reader, Step, StepKind, Trace, TraceKind
from storage.kinds import State
from storage.queries import insert_once


def agree(work: Work, number: int, actor: str) -> Step:
    """Agree to a step; if all have, it happens. Raises StepOver."""
    step, case, party = _asked(work, number, actor)
    steps.change(work, step, answers={**step.answers, str(party.n): True})
    if not all(step.answers.get(str(n)) for n in step.parties):
        step_news.answered(work, case, step, party.n)
    elif _is_still_possible(work, case, step):
        _happen(work, case, step)
    else:
        steps.settle(work, case, step, Outcome.LAPSED)
    return step


def decline(work: Work, number: int, actor: str) -> Step:
    """Say no to a step, which ends it; who else was asked learns neither who nor why. Raises StepOver."""
    step, case, party = _asked(work, number, actor)
    steps.settle(work, case, step, Outcome.DECLINED)
    cases.record(work, case, TraceKind.DECLINED, None, step=step.id, what=step.kind)
    step_news.declined(work, case, step, party.n)
    return step


def _asked(work: Work, number: int, actor: str) -> tuple[Step, Case, Party]:
    """A step, its case (ours until the commit), and whom of its parties this person is."""
    step = steps.find(work, number)
    case, party = cases.for_party(work, step.case, actor)
    work.session.refresh(step)  # what the other one has answered until we had the case
    if party.n not in step.parties or step.settled_at or case.state is not State.CLAIMED:
        raise StepOver
    return step, case, party


def _is_still_possible(work: Work, case: Case, step: Step) -> bool:
    """Whether who is to be let see it still may: they can have been excluded, or have gone, since it was proposed."""
    return step.kind is not StepKind.ADD_READER or (step.what or {}).get("person") in steps.candidates(work, case)


def _happen(work: Work, case: Case, step: Step) -> None:
    steps.settle(work, case, step, Outcome.AGREED)
    trace = cases.record(work, case, TraceKind.AGREED, None, step=step.id, what=step.kind)
    match step.kind:
        case StepKind.INVITE:
            step_news.invited(work, case, trace)
        case StepKind.MEET:
            step_news.met(work, case, step)
        case StepKind.ADD_READER:
            _add_reader(work, case, str((step.what or {})["person"]), trace)
            telling.refresh_heads(work, case, trace)
            cases.refresh_homes(work, case)
    step_news.done(work, case, step)


def _add_reader(work: Work, case: Case, person: str, trace: Trace) -> None:
    last = work.session.exec(select(func.max(Reader.n)).where(Reader.case == case.ref)).one()
    n = 0 if last is None else last + 1
    if insert_once(work.session, Reader, case=case.ref, person=person, n=n):
        step_news.welcomed(work, case, person, n, trace)
