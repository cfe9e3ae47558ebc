"""The moves of a case, each one conditional update: who changes the row has made it, everybody else is told why not."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col

from bot import absences
from bot.blocks import View
from bot.confidence import agentside, cases, due, steps, telling
from bot.drafts import CLOSING_WORD_LIMIT, HANDOVER_LIMIT, check_length
from bot.errors import (
    AlreadyClaimed,
    AlreadyClosed,
    AlreadyResolved,
    AlreadyWithdrawn,
    AlreadyYours,
    NobodyElse,
    NotClaimed,
    NotResolved,
    Overtaken,
    TooLateToReopen,
)
from bot.form_errors import InvalidForm, NotAnAgentOfIt
from bot.mrkdwn import mention
from bot.views import caseforms
from bot.views.cases import ACTIVE
from bot.work import Work
from storage.confidence import Case, Trace, TraceKind
from storage.kinds import State
from storage.queries import changed


def claim(work: Work, ref: str, actor: str) -> Case:
    """Take a case that nobody has; who claims it has opened it. Raises AlreadyClaimed, naming who was faster."""
    case = cases.for_reader(work, ref, actor)
    _make(work, case, {State.OPEN}, actor, **_given(work, case, actor))
    trace = cases.record(work, case, TraceKind.CLAIMED, actor)
    telling.take_cards_away(work, case, trace)
    _begins(work, case, trace)
    return case


def hand_over_form(work: Work, ref: str, actor: str) -> View:
    """The form in which who has a case says who goes on. Raises NobodyElse, AlreadyClaimed and the like."""
    _, others = _to_whom(work, ref, actor)
    away = absences.away(work.session, others, work.now)
    agents = sorted(map(work.person, others), key=lambda one: (one.id in away, one.name.casefold(), one.id))
    return caseforms.hand_over(ref, agents, away, work.words_of(actor))


def hand_over(work: Work, ref: str, actor: str, agent: str, word: str) -> Case:
    """Give a case to another of its readers, with a word for them alone. Raises InvalidForm, AlreadyClaimed."""
    check_length("word", word, HANDOVER_LIMIT)
    case, others = _to_whom(work, ref, actor)
    if agent not in others:
        raise InvalidForm({"agent": NotAnAgentOfIt()})
    left = agentside.turn_of(work, case)
    _make(work, case, {State.CLAIMED}, actor, **_given(work, case, agent))
    trace = cases.record(work, case, TraceKind.HANDED_OVER, actor, to=agent, word=word)
    agentside.take_away(work, case, left, trace)
    _begins(work, case, trace)
    return case


def _to_whom(work: Work, ref: str, actor: str) -> tuple[Case, list[str]]:
    """A case that this person has, and its other readers: nobody else is even named."""
    case = cases.for_agent(work, ref, actor)
    check_active(case, actor)
    others = [one for one in cases.readers(work, case) if one != actor]
    if not others:
        raise NobodyElse
    return case, others


def take_over(work: Work, ref: str, actor: str) -> Case:
    """Go on with a case whose agent is away. Raises AlreadyClaimed where they are back, or another was quicker."""
    case = cases.for_reader(work, ref, actor)
    left = agentside.turn_of(work, case)
    is_away = left.agent is not None and absences.is_absent(work.session, left.agent, work.now)
    if case.state is not State.CLAIMED or left.agent == actor or not is_away:
        raise why_not(case, actor)
    _make(work, case, {State.CLAIMED}, actor, **_given(work, case, actor))
    trace = cases.record(work, case, TraceKind.TAKEN_OVER, actor, agent=left.agent)
    agentside.take_away(work, case, left, trace)
    telling.take_cards_away(work, case, trace)
    _begins(work, case, trace)
    return case


def hand_back(work: Work, ref: str, actor: str) -> Case:
    """Give a case back: it is any of its readers' again."""
    case = cases.for_agent(work, ref, actor)
    return free(work, case, TraceKind.HANDED_BACK, actor)


def free(work: Work, case: Case, kind: TraceKind, actor: str | None, **data: object) -> Case:
    """Let a case that is ours until the commit be claimed again, for the reason that the trail gives."""
    if case.state is not State.CLAIMED:
        raise why_not(case, actor)
    left = agentside.turn_of(work, case)
    trace = cases.record(work, case, kind, actor, **data)
    agentside.take_away(work, case, left, trace)
    lose_agent(work, case, trace)
    _told(work, case, trace)
    return case


def lose_agent(work: Work, case: Case, trace: Trace) -> None:
    """Nobody has it any more: what goes on, its readers can claim; what is resolved stays so."""
    if case.state is State.CLAIMED:
        _make(work, case, {State.CLAIMED}, None, state=State.OPEN, agent=None, **_unclaimed(work, case))
        telling.cards(work, case, trace)
        steps.follow(work, case, trace)
    case.agent = None


def resolve_form(work: Work, ref: str, actor: str) -> View:
    """The form for the closing word. Raises AlreadyResolved and the like."""
    check_active(cases.for_agent(work, ref, actor), actor)
    return caseforms.resolve(ref, work.words_of(actor))


def resolve(work: Work, ref: str, actor: str, word: str) -> Case:
    """Resolve a case, with a word that who asked reads. Raises InvalidForm, AlreadyResolved."""
    case = cases.for_agent(work, ref, actor)
    check_length("closing_word", word, CLOSING_WORD_LIMIT)
    ends = {"state": State.RESOLVED, "resolved_at": work.now, "closing_word": word or None}
    _make(work, case, {State.CLAIMED}, actor, **ends, **due.resolved(work, case))
    trace = cases.record(work, case, TraceKind.RESOLVED, actor)
    _told(work, case, trace)
    agentside.refresh(work, case, trace)
    return case


def reopen(work: Work, ref: str, actor: str) -> Case:
    """Who asked opens their case again: with its former agent, or for its readers. Raises NotResolved."""
    case = cases.for_asker(work, ref, actor)
    return open_again(work, case, actor)


def open_again(work: Work, case: Case, actor: str | None) -> Case:
    """Open a resolved case that is ours until the commit again. Raises NotResolved, TooLateToReopen."""
    _check_resolved(case)
    has_agent = case.agent in cases.readers(work, case)
    anew = {"agent": case.agent, **due.silent(work, case)} if has_agent else {"agent": None, **_unclaimed(work, case)}
    state = State.CLAIMED if has_agent else State.OPEN
    _make(work, case, {State.RESOLVED}, actor, state=state, resolved_at=None, closing_word=None, **anew)
    trace = cases.record(work, case, TraceKind.REOPENED, actor)
    telling.no_longer_resolved(work, case, trace)
    _told(work, case, trace)
    if has_agent:
        agentside.refresh(work, case, trace)
        agentside.tell_reopened(work, case, trace)
    else:
        telling.cards(work, case, trace)
    return case


def close(work: Work, case: Case) -> Case:
    """The time to open a resolved case again is over; the case is ours until the commit."""
    _make(work, case, {State.RESOLVED}, None, state=State.CLOSED, **due.NOTHING)
    trace = cases.record(work, case, TraceKind.CLOSED, None)
    telling.no_longer_resolved(work, case, trace)
    _told(work, case, trace)
    return case


def withdraw(work: Work, ref: str, actor: str) -> Case:
    """Who asked takes it back: cards and agent's threads go. Raises AlreadyResolved, AlreadyWithdrawn."""
    case = cases.for_asker(work, ref, actor)
    return end(work, case, actor)


def end(work: Work, case: Case, actor: str | None) -> Case:
    """End a case that is ours until the commit, as its requester does; the clock does so where they have left."""
    left = agentside.turn_of(work, case)
    _make(work, case, ACTIVE, actor, state=State.WITHDRAWN, agent=None, **due.NOTHING)
    trace = cases.record(work, case, TraceKind.WITHDRAWN, actor)
    agentside.take_away(work, case, left, trace)
    telling.take_cards_away(work, case, trace)
    telling.withdrawn(work, case, left.agent, trace)
    _told(work, case, trace)
    return case


def check_active(case: Case, actor: str | None) -> None:
    """Raise what a person needs to know if the case is over."""
    if case.state not in ACTIVE:
        raise why_not(case, actor)


def why_not(case: Case, actor: str | None) -> Overtaken:
    """Why a move can't be made from where the case stands."""
    match case.state:
        case State.WITHDRAWN:
            return AlreadyWithdrawn()
        case State.CLOSED:
            return AlreadyClosed()
        case State.RESOLVED:
            return AlreadyResolved()
        case State.OPEN:
            return NotClaimed()
    return AlreadyYours() if case.agent == actor else AlreadyClaimed(agent=mention(case.agent or ""))


def _check_resolved(case: Case) -> None:
    if case.state is State.CLOSED:
        raise TooLateToReopen
    if case.state in ACTIVE:
        raise NotResolved


def _given(work: Work, case: Case, agent: str) -> dict[str, object]:
    """What changes with who has it: each turn has threads of its own."""
    return {"state": State.CLAIMED, "agent": agent, "turn": col(Case.turn) + 1, **due.silent(work, case)}


def _unclaimed(work: Work, case: Case) -> dict[str, datetime]:
    """A case that is free again is answered within as long as a new one."""
    return due.unclaimed(work, work.desk(case.desk), cases.matter(case))


def _begins(work: Work, case: Case, trace: Trace) -> None:
    """Somebody has it from now on: their threads begin."""
    agentside.begin(work, case, trace)
    _told(work, case, trace)


def _told(work: Work, case: Case, trace: Trace) -> None:
    steps.follow(work, case, trace)
    telling.news(work, case, trace)
    telling.refresh_heads(work, case, trace)
    cases.refresh_homes(work, case)


def _make(work: Work, case: Case, origins: Collection[State], actor: str | None, **changes: object) -> None:
    """Change the row if it is still where the move begins; the case is as it stands then. Raises why not."""
    here = (col(Case.ref) == case.ref, col(Case.state).in_(origins))
    statement = update(Case).where(*here).values(**changes).execution_options(synchronize_session=False)
    made = changed(work.session, statement) == 1
    work.session.refresh(case)
    if not made:
        raise why_not(case, actor)
