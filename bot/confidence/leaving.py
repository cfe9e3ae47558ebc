"""People leave the company: their cases go on with somebody else, or end; whom it concerns is told."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement
from sqlmodel import col, delete, select

from bot import caseplaces
from bot.blocks import View
from bot.case_errors import SeenAgain
from bot.confidence import cases, mediating, moves, steps, telling
from bot.errors import NobodyElse
from bot.form_errors import InvalidForm, NotAnAgentOfIt
from bot.outbox import Post
from bot.places import InThread
from bot.views import casereminders as views
from bot.views.cases import ACTIVE
from bot.work import Work
from storage.confidence import Case, Party, Reader, Trace, TraceKind
from storage.kinds import State
from storage.queries import has_left
from storage.tables import Person


def run_next(work: Work) -> bool:
    """Do the next thing that a departure asks for; False where none does, and where nothing can be opened."""
    if not work.settings.helpdesk_keys:
        return False
    return _end_next(work) or _free_next(work) or _part_next(work) or _tell_next(work)


def _end_next(work: Work) -> bool:
    """Whoever asked has left: nobody is there to be answered, and whoever has it is told."""
    case = _take(work, col(Case.state).in_(ACTIVE), _is_party(0))
    if case:
        cases.party(work, case, 0).left_at = work.now
        moves.end(work, case, None)
    return case is not None


def _free_next(work: Work) -> bool:
    """Whoever has it has left: it is anybody's of its readers, and its parties are told who is gone."""
    case = _take(work, Case.state == State.CLAIMED, has_left(Case.agent))
    if case:
        moves.free(work, case, TraceKind.AGENT_LEFT, None, agent=case.agent)
    return case is not None


def _part_next(work: Work) -> bool:
    """The other one in a mediation has left: the mediator and who asked are told."""
    case = _take(work, col(Case.state).in_(ACTIVE), _is_party(1))
    if case:
        mediating.has_gone(work, case)
    return case is not None


def _tell_next(work: Work) -> bool:
    """Of those who were to see it nobody is left: who asked is told at once, and says who may; once."""
    gone = select(Reader.person).where(Reader.case == Case.ref)
    here = gone.join(Person, col(Person.id) == Reader.person).where(col(Person.is_active))
    named = select(Party.case).where(Party.case == Case.ref, Party.n == 0, col(Party.person).is_not(None))
    is_abandoned = (one.correlate(Case).exists() for one in (gone, named))
    case = _take(work, Case.state == State.OPEN, *is_abandoned, ~here.correlate(Case).exists())
    if case:
        trace = cases.record(work, case, TraceKind.ABANDONED, None, people=_forget_readers(work, case))
        _tell_asker(work, case, trace)
        telling.refresh_heads(work, case, trace)
    return case is not None


def _tell_asker(work: Work, case: Case, trace: Trace) -> None:
    asker, root = cases.party(work, case, 0).person or "", caseplaces.party(case.ref, 0)
    glance, can_admit = telling.glance_of(work, case, asker), bool(steps.candidates(work, case))
    text, blocks = views.abandoned(glance, work.words_of(asker), can_admit=can_admit)
    work.send(f"{root}:{trace.id}:abandoned", root, Post(InThread(root), text, blocks))


def _forget_readers(work: Work, case: Case) -> list[str]:
    """Those who have left see nothing should they ever come back: others may have been let in meanwhile."""
    left = work.session.exec(select(Reader.person).where(Reader.case == case.ref).order_by(col(Reader.n))).all()
    work.session.execute(delete(Reader).where(col(Reader.case) == case.ref))
    return list(left)


def admit_form(work: Work, ref: str, actor: str) -> View:
    """The form in which who asked says who of the desk may see it from now on. Raises what `admit` raises."""
    _, people = _abandoned(work, ref, actor)
    return views.admit_form(ref, [work.person(one) for one in people], work.words_of(actor))


def admit(work: Work, ref: str, actor: str, chosen: Sequence[str]) -> Case:
    """Let people of the desk see what nobody is left to see.

    Raises InvalidForm, SeenAgain where others see it by now, NobodyElse, AlreadyWithdrawn and the like.
    """
    case, people = _abandoned(work, ref, actor)
    if not set(chosen) <= set(people):
        raise InvalidForm({views.READERS: NotAnAgentOfIt()})
    _forget_readers(work, case)
    work.session.add_all(Reader(case=ref, person=person, n=n) for n, person in enumerate(chosen))
    trace = cases.record(work, case, TraceKind.ADMITTED, actor, people=list(chosen))
    telling.cards(work, case, trace)
    telling.refresh_heads(work, case, trace)
    cases.refresh_homes(work, case)
    case.remind_at = work.now
    return case


def _abandoned(work: Work, ref: str, actor: str) -> tuple[Case, list[str]]:
    """The case of who asked that nobody is left to see, and who of the desk's people of today could be let in."""
    case = cases.for_asker(work, ref, actor)
    moves.check_active(case, actor)
    if cases.readers(work, case):
        raise SeenAgain
    people = steps.candidates(work, case)
    if not people:
        raise NobodyElse
    return case, people


def _is_party(n: int) -> ColumnElement[bool]:
    """Whether that party has left the company, and we have not noted it."""
    mine = select(Party.case).where(Party.case == Case.ref, Party.n == n, col(Party.left_at).is_(None))
    gone = mine.join(Person, col(Person.id) == Party.person).where(col(Person.is_active).is_(False))
    return gone.correlate(Case).exists()


def _take(work: Work, *conditions: ColumnElement[bool] | bool) -> Case | None:
    """A case of which all this is true, that can be read, ours until the commit; those in use are left for later."""
    statement = select(Case).where(*conditions).execution_options(populate_existing=True)
    found = work.session.exec(statement.with_for_update(skip_locked=True)).all()
    # Asked again now that they are ours: another process may have done with one in between.
    still = (work.session.exec(statement.where(Case.ref == case.ref)).first() for case in found if case.matter)
    return next(filter(None, still), None)
