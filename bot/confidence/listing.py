"""The lists in which people find the cases that they have to do with; nobody else's shows that there are any."""

import re
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from bot.blocks import Block
from bot.confidence import cases, telling
from bot.stems import words as stemmed
from bot.views import casehome
from bot.views.casehome import Own, Shown
from bot.views.cases import ACTIVE
from bot.work import Work
from storage.confidence import Case, Party, Reader
from storage.kinds import State

_REF = re.compile(r"[2-9A-HJKMNP-Z]{6}")
_FEW = 8  # of each kind in a list
_LOOKED_AT = 200  # of somebody's own, the newest: each has to be opened to be searched
_RECENTLY = timedelta(days=14)


def home(work: Work, person: str) -> list[Block]:
    """The part of App Home about cases; nothing for who has to do with none."""
    own, seen = _own(work, person, _is_fresh(work)), _seen_by(person)
    held = _newest(work, seen, Case.agent == person, Case.state == State.CLAIMED)
    has_arrived = col(Case.created_at) <= work.now  # what was asked without a name arrives at the full hour
    waiting = _newest(work, seen, Case.state == State.OPEN, has_arrived)
    shown = Shown(
        [_as_own(work, *one, person) for one in own[:_FEW]],
        [telling.glance_of(work, one, person) for one in held[:_FEW]],
        [telling.glance_of(work, one, person) for one in waiting[:_FEW]],
        is_more=any(len(all_of) > _FEW for all_of in (own, held, waiting)),
    )
    return casehome.blocks(shown, work.words_of(person))


def mine(work: Work, person: str) -> list[Block]:
    """A person's own cases that go on, for where the command was typed."""
    going_on = col(Case.state).in_(ACTIVE)
    return _rows(work, person, _own(work, person, going_on)[:_FEW])


def found(work: Work, person: str, text: str) -> list[Block]:
    """A person's own cases of this reference, or whose titles hold all these words; nobody finds another's."""
    wanted, said = text.strip().upper(), stemmed(text)
    own = _own(work, person, limit=_LOOKED_AT)
    hits = [(case, n) for case, n in own if case.ref == wanted or (said and _holds(_title(case, n), said))]
    return _rows(work, person, hits[:_FEW])


def _holds(title: str, said: Sequence[frozenset[str]]) -> bool:
    heard = stemmed(title)
    return all(any(word & other for other in heard) for word in said)


def standing(work: Work, person: str, text: str) -> list[Block] | None:
    """Where the case of this reference stands, for who may know of it; None for all others, as if there were none."""
    ref = text.strip().upper()
    case = work.session.get(Case, ref) if _REF.fullmatch(ref) else None
    if case is None:
        return None
    if party := cases.party_of(work, case, person):
        return _rows(work, person, [(case, party.n)])
    is_seen = case.state is not State.WITHDRAWN and person in cases.readers(work, case)
    return casehome.readers_row(telling.glance_of(work, case, person), work.words_of(person)) if is_seen else None


def _rows(work: Work, person: str, found: Sequence[tuple[Case, int]]) -> list[Block]:
    words = work.words_of(person)
    return [block for one in found for block in casehome.own_row(_as_own(work, *one, person), words)]


def _as_own(work: Work, case: Case, n: int, person: str) -> Own:
    """A case as the party of this number may see it."""
    return Own(telling.glance_of(work, case, person), _title(case, n))


def _title(case: Case, n: int) -> str:
    """Its title, for who has asked; what none of the keys opens has none."""
    return cases.matter(case).title if n == 0 and case.matter is not None else ""


def _is_fresh(work: Work) -> ColumnElement[bool]:
    """Whether it goes on, or has ended not long ago."""
    return or_(col(Case.state).in_(ACTIVE), col(Case.resolved_at) > work.now - _RECENTLY)


def _own(work: Work, person: str, *which: ColumnElement[bool], limit: int = _FEW + 1) -> Sequence[tuple[Case, int]]:
    """The newest that a person is a party of, each with their number in it."""
    takes_part = (Party.person == person, col(Party.joined_at).is_not(None), col(Party.left_at).is_(None))
    theirs = select(Case, Party.n).join(Party, col(Party.case) == Case.ref).where(*takes_part, *which)
    return work.session.exec(theirs.order_by(col(Case.created_at).desc()).limit(limit)).all()


def _seen_by(person: str) -> ColumnElement[bool]:
    return col(Case.ref).in_(select(Reader.case).where(Reader.person == person))


def _newest(work: Work, *which: ColumnElement[bool] | bool) -> Sequence[Case]:
    return work.session.exec(select(Case).where(*which).order_by(col(Case.created_at).desc()).limit(_FEW + 1)).all()
