"""A case as it is remembered: who has to do with it, who may see it, and its trail."""

import secrets
from collections.abc import Sequence

from sqlmodel import col, select

from bot import people
from bot.case_errors import Unreadable
from bot.desks import Desk
from bot.errors import AlreadyClaimed, NotClaimed, UnknownRequest
from bot.fields import RequestType
from bot.matters import Matter
from bot.mrkdwn import mention
from bot.work import Work
from storage.confidence import Case, Party, Reader, Trace, TraceKind

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"  # none that looks like another
_SIGNS = f"23456789{_LETTERS}"
_LENGTH = 6


def new_ref() -> str:
    """Drawn by lot; a letter comes first, else one of digits alone would be taken for a request's number."""
    return secrets.choice(_LETTERS) + "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH - 1))


def find(work: Work, ref: str) -> Case:
    """The case with this reference, to look at. Raises UnknownRequest."""
    case = work.session.get(Case, ref, populate_existing=True)
    if case is None:
        raise UnknownRequest
    return case


def locked(work: Work, ref: str) -> Case:
    """The case with this reference, ours alone until the commit. Raises UnknownRequest."""
    case = work.session.get(Case, ref, with_for_update=True, populate_existing=True)
    if case is None:
        raise UnknownRequest
    return case


def for_reader(work: Work, ref: str, actor: str) -> Case:
    """The case, ours until the commit, if this person is one of its readers.

    Raises UnknownRequest for everybody else, as if there were none: to be told of a case is to know of it.
    """
    case = locked(work, ref)
    if actor not in readers(work, case):
        raise UnknownRequest
    return case


def for_agent(work: Work, ref: str, actor: str) -> Case:
    """The case, ours until the commit, if this person has it.

    Raises NotClaimed, or AlreadyClaimed, for another of its readers, UnknownRequest for everybody else.
    """
    case = for_reader(work, ref, actor)
    if case.agent != actor:
        raise AlreadyClaimed(agent=mention(case.agent)) if case.agent else NotClaimed
    return case


def for_party(work: Work, ref: str, actor: str) -> tuple[Case, Party]:
    """The case, ours until the commit, and whom this person is in it. Raises UnknownRequest for everybody else."""
    case = locked(work, ref)
    found = party_of(work, case, actor)
    if found is None:
        raise UnknownRequest
    return case, found


def for_asker(work: Work, ref: str, actor: str) -> Case:
    """The case, ours until the commit, if this person has asked. Raises UnknownRequest for everybody else."""
    case, found = for_party(work, ref, actor)
    if found.n != 0:
        raise UnknownRequest
    return case


def matter(case: Case) -> Matter:
    """What a case is about. Raises Unreadable where none of the operator's keys opens it."""
    if case.matter is None:
        raise Unreadable
    return Matter.read(case.matter)


def kind(work: Work, case: Case) -> RequestType | None:
    """The case's type; None where it left the desks file, or none of the keys opens the case."""
    return work.desk(case.desk).type(matter(case).type) if case.matter else None


def parties(work: Work, case: Case) -> Sequence[Party]:
    """Who is in a case beside its agent, whoever asked first."""
    return work.session.exec(select(Party).where(Party.case == case.ref).order_by(col(Party.n))).all()


def party(work: Work, case: Case, n: int) -> Party:
    """One of them, by number."""
    return work.session.get_one(Party, (case.ref, n))


def party_of(work: Work, case: Case, person: str) -> Party | None:
    """Whom a person is in a case, once they know of it; None for who is none of its parties."""
    mine = (one for one in parties(work, case) if one.person == person and one.joined_at and not one.left_at)
    return next(mine, None)


def readers(work: Work, case: Case) -> dict[str, int]:
    """Who may see a case, each with the number of their card: those who were named, as long as they work here."""
    rows = work.session.exec(select(Reader).where(Reader.case == case.ref).order_by(col(Reader.n)))
    return {row.person: row.n for row in rows if work.person(row.person).is_active}


def who_would_see(work: Work, desk: Desk, kind: RequestType | None, without: Sequence[str | None]) -> list[str]:
    """Who would see a case of a type, in the order of their names: its agents if it names some, else the desk's people.

    `without` are those who must not, and those whose own matter it is.
    """
    roster = work.roster(desk)
    all_of = people.found(work.session, kind.agents) if kind and kind.agents else roster.agents | roster.leads
    seeing = all_of - set(without)
    return sorted(seeing, key=lambda one: (work.person(one).name.casefold(), one))


def record(work: Work, case: Case, kind: TraceKind, actor: str | None, **data: object) -> Trace:
    """Write a line of the trail; its id makes the keys of the messages that it causes."""
    trace = Trace(case=case.ref, kind=kind, actor=actor, at=work.now, data=data or None)
    work.session.add(trace)
    work.session.flush()
    return trace


def trail(work: Work, case: Case) -> Sequence[Trace]:
    """The lines of a case's trail, the oldest first."""
    return work.session.exec(select(Trace).where(Trace.case == case.ref).order_by(col(Trace.id))).all()


def refresh_homes(work: Work, case: Case) -> None:
    """Show the homes of its parties and readers as things stand; that it was a case is no business of logs."""
    from_parties = [one.person for one in parties(work, case) if one.person and one.joined_at]
    work.refresh_homes([*from_parties, *readers(work, case)], secrets.token_hex(8))
