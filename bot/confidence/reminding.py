"""What a case asks for as time passes: its readers, or who has it, are reminded without a word of it; it is closed."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from bot import absences, caseplaces, outbox, preferences
from bot.confidence import cases, copies, moves, telling
from bot.outbox import Delete, Post
from bot.places import InThread, ToPerson
from bot.views import casereminders as views
from bot.work import Work
from storage.confidence import Case
from storage.kinds import State

_UNTIL_THE_KEYS_ARE_BACK = timedelta(hours=1)


def run_next(work: Work) -> bool:
    """Do what the next case asks for whose time has come, and say when to look at it again; False where none does."""
    case = _next(work)
    if case is None:
        return False
    if case.matter is None:
        case.remind_at = work.now + _UNTIL_THE_KEYS_ARE_BACK
    elif case.state is State.OPEN:
        case.remind_at = _remind_readers(work, case)
    elif case.state is State.CLAIMED:
        case.remind_at = _remind_agent(work, case)
    elif case.state is State.RESOLVED:
        moves.close(work, case)
    else:
        case.remind_at = None
    return True


def _next(work: Work) -> Case | None:
    """The case that is due first, ours until the commit; those in use are left for later, all where nothing opens."""
    if not work.settings.helpdesk_keys:
        return None
    due = select(Case).where(col(Case.remind_at) <= work.now).order_by(col(Case.remind_at), col(Case.ref)).limit(1)
    mine = due.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    return work.session.exec(mine).first()


def _remind_readers(work: Work, case: Case) -> datetime | None:
    """Nobody has it, and half the time for a first answer is over, or all of it: each reader hears of both once."""
    is_missed = work.now >= case.answer_due
    free = {person: _free_at(work, case, person) for person in cases.readers(work, case)}
    for person, n in cases.readers(work, case).items():
        if free[person] <= work.now:
            _remind_reader(work, case, person, n, is_missed=is_missed)
    later = [at for at in free.values() if at > work.now]
    return min([*later, *([] if is_missed else [case.answer_due])], default=None)


def _remind_reader(work: Work, case: Case, person: str, n: int, *, is_missed: bool) -> None:
    """In the place of what reminded them before; whoever was reminded while others had to wait keeps what they have."""
    lane, place = caseplaces.card(case.ref, n), caseplaces.reminder(case.ref, n)
    key = f"{place}:{case.answer_due.timestamp():.0f}:{is_missed}"
    if outbox.is_known(work.session, key):
        return
    text, blocks = views.unclaimed(telling.glance_of(work, case, person), work.words_of(person), is_missed=is_missed)
    if copies.is_there(work, place):
        work.send(f"{key}:before", lane, Delete(place))
    work.send(key, lane, Post(ToPerson(person), text, blocks, place=place))


def _remind_agent(work: Work, case: Case) -> datetime | None:
    """Whoever has it owes a word; in the thread where they owe it, when they may be disturbed."""
    agent = case.agent or ""
    free = _free_at(work, case, agent)
    if absences.is_absent(work.session, agent, work.now):
        return _ask_others(work, case, agent, free)
    if free > work.now:
        return free
    text = work.words_of(agent)("case.remind_silent", ref=case.ref)
    for n in copies.owed(work, case):
        root = caseplaces.agent(case.ref, n, case.turn)
        work.send(f"{root}:silent:{work.now.timestamp():.0f}", root, Post(InThread(root), text))
    return None


def _ask_others(work: Work, case: Case, agent: str, back_at: datetime) -> datetime:
    """Whoever has it is away: each other reader hears once that they can take it over, its agent when they are back."""
    others = [(person, n) for person, n in cases.readers(work, case).items() if person != agent]
    free = {person: _free_at(work, case, person) for person, _ in others}
    for person, n in others:
        if free[person] <= work.now:
            lane, place = caseplaces.card(case.ref, n), caseplaces.reminder(case.ref, n)
            text, blocks = views.away(telling.glance_of(work, case, person), work.words_of(person))
            work.send(f"{place}:away:{case.turn}", lane, Post(ToPerson(person), text, blocks, place=place))
    return min([back_at, *(at for at in free.values() if at > work.now)])


def _free_at(work: Work, case: Case, person: str) -> datetime:
    """When somebody may be disturbed, as one who serves the case's desk."""
    desk = work.desk(case.desk)
    manners = preferences.manners(work.session, work.person(person), desk, work.settings.helpdesk_pings_a_day)
    return manners.free_at(work.now)
