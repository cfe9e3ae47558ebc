"""The other one in a mediation: takes part, or would rather not; who asked learns no more than that."""

from sqlalchemy import update
from sqlmodel import col

from bot.case_errors import StepOver
from bot.confidence import agentside, cases, seats, step_news, steps, telling
from bot.errors import UnknownRequest
from bot.views.cases import ACTIVE
from bot.work import Work
from storage.confidence import Case, Party, StepKind, Trace, TraceKind
from storage.queries import changed


def join(work: Work, ref: str, actor: str) -> Case:
    """Take part: from now on they have a conversation of their own with the mediator. Raises StepOver."""
    case, party = _invited(work, ref, actor)
    _change(work, party, joined_at=work.now)
    steps.lapse(work, case, steps.open_steps(work, case))  # they would have been asked as well
    trace = cases.record(work, case, TraceKind.JOINED, actor)
    if case.agent:
        agentside.begin_with(work, case, party, trace)
    _shown(work, case, trace)
    step_news.joined(work, case, trace)
    return case


def leave(work: Work, ref: str, actor: str) -> Case:
    """Not take part, or no longer: what both would have agreed to lapses. Raises StepOver."""
    case, party = _invited(work, ref, actor)
    step_news.left(work, case, _end(work, case, party))
    return case


def has_gone(work: Work, case: Case) -> None:
    """The other one no longer works here: as if they had left, and both who remain are told. The case is ours."""
    party = seats.other(work, case)
    if party is None or party.left_at or case.state not in ACTIVE:
        return
    step_news.gone(work, case, _end(work, case, party))


def _invited(work: Work, ref: str, actor: str) -> tuple[Case, Party]:
    """A mediation, ours until the commit, if this person is its other one. Raises UnknownRequest, StepOver."""
    case = cases.locked(work, ref)
    party = seats.other(work, case)
    if party is None or party.person != actor or not seats.is_told(work, party):
        raise UnknownRequest
    if case.state not in ACTIVE:
        raise StepOver
    return case, party


def _end(work: Work, case: Case, party: Party) -> Trace:
    _change(work, party, left_at=work.now)
    trace = cases.record(work, case, TraceKind.LEFT, party.person)
    theirs = (step for step in steps.open_steps(work, case) if party.n in step.parties or step.kind is StepKind.INVITE)
    steps.lapse(work, case, theirs)
    _shown(work, case, trace)
    return trace


def _change(work: Work, party: Party, **values: object) -> None:
    """Change a seat in which somebody still is, or could be. Raises StepOver."""
    here = (col(Party.case) == party.case, col(Party.n) == party.n, col(Party.left_at).is_(None))
    not_yet = [col(Party.joined_at).is_(None)] if "joined_at" in values else []
    statement = update(Party).where(*here, *not_yet).values(**values).execution_options(synchronize_session=False)
    made = changed(work.session, statement) == 1
    work.session.refresh(party)
    if not made:
        raise StepOver


def _shown(work: Work, case: Case, trace: Trace) -> None:
    telling.refresh_heads(work, case, trace)
    cases.refresh_homes(work, case)
