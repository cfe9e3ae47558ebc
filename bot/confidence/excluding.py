"""Who asked has somebody excluded later: they lose the case at once, and nobody but who asked learns of it."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import delete
from sqlmodel import col

from bot import caseplaces
from bot.blocks import View
from bot.confidence import agentside, cases, clearing, moves, opening, telling
from bot.entries import EXCLUDED
from bot.errors import AlreadyWithdrawn
from bot.form_errors import InvalidForm, OnTheOtherSide
from bot.mrkdwn import mention
from bot.views import caseforms
from bot.work import Work
from storage.confidence import Case, Reader, Trace, TraceKind
from storage.kinds import State


def form(work: Work, ref: str, actor: str) -> View:
    """The form in which who asked says who must see it no more. Raises AlreadyWithdrawn."""
    _, seeing = _check(work, ref, actor)
    return caseforms.exclude(ref, seeing, work.words_of(actor))


def _check(work: Work, ref: str, actor: str) -> tuple[Case, list[str]]:
    """A case, and who sees it now: of one that was withdrawn, nobody. Raises AlreadyWithdrawn."""
    case = cases.for_asker(work, ref, actor)
    if case.state is State.WITHDRAWN:
        raise AlreadyWithdrawn
    return case, list(cases.readers(work, case))


def exclude(work: Work, ref: str, actor: str, people: Sequence[str]) -> Case:
    """Let these people see nothing of a case any more, be they among its readers or not.

    Where the agent is among them, it is the others' to claim again. Raises InvalidForm where nobody would be left.
    """
    case, seeing = _check(work, ref, actor)
    matter = cases.matter(case)
    if matter.other and matter.other in people:
        raise InvalidForm({EXCLUDED: OnTheOtherSide(person=mention(matter.other))})
    excluded = tuple(dict.fromkeys([*matter.excluded, *(one for one in people if one != actor)]))
    matter = replace(matter, excluded=excluded)
    if not set(seeing) - set(excluded):
        raise InvalidForm({EXCLUDED: opening.nobody_left(work, matter, actor)})
    case.matter = matter.content
    trace = cases.record(work, case, TraceKind.EXCLUDED, actor, people=list(people))
    _lose(work, case, [one for one in seeing if one in excluded], trace)
    telling.refresh_heads(work, case, trace)
    cases.refresh_homes(work, case)
    return case


def _lose(work: Work, case: Case, gone: Sequence[str], trace: Trace) -> None:
    """They are readers no more: what they have of it goes. Nothing that stays says whom it was taken from."""
    left, numbers = agentside.turn_of(work, case), cases.readers(work, case)
    for person in gone:
        own = left.lanes if person == left.agent else ()
        clearing.clear(work, case, person, [caseplaces.card(case.ref, numbers[person]), *own], trace)
    work.session.execute(delete(Reader).where(col(Reader.case) == case.ref, col(Reader.person).in_(gone)))
    if left.agent in gone:
        moves.lose_agent(work, case, trace)
    work.refresh_homes(gone, secrets.token_hex(8))
