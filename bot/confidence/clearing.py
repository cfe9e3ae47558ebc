"""What a case has left in somebody's DM is taken away: they have it no more, or may know of it no more."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, update
from sqlmodel import col, or_, select

from bot import caseplaces, places
from bot.outbox import Delete
from bot.work import Work
from storage.confidence import Case, Trace
from storage.kinds import Method
from storage.queries import begins, changed, remember_place
from storage.tables import SUPERSEDED, Outgoing, Posted

_MAKE_PLACES = (Method.POST, Method.SHARE)


def clear(work: Work, case: Case, person: str, lanes: Sequence[str], trace: Trace) -> None:
    """Take away all messages and files of a case that a person has in their DM, and what is on its way by these lanes.

    What has not left does not leave any more, but for what a worker has in hand just now: that is deleted behind it.
    """
    _hold_back(work, lanes)
    for place, lane in {**_posted(work, case, person), **_in_hand(work, lanes)}.items():
        work.send(f"{place}:gone:{trace.id}", lane, Delete(place))


def _hold_back(work: Work, lanes: Sequence[str]) -> None:
    waiting = update(Outgoing).where(*_unsent(lanes), col(Outgoing.leased_until).is_(None))
    settled = waiting.values(given_up_at=work.now, last_error=SUPERSEDED)
    changed(work.session, settled.execution_options(synchronize_session=False))


def _in_hand(work: Work, lanes: Sequence[str]) -> dict[str, str]:
    """What is about to make a place, by its lane."""
    rows = work.session.exec(select(Outgoing).where(*_unsent(lanes), col(Outgoing.method).in_(_MAKE_PLACES)))
    return {row.place: row.lane for row in rows.all() if row.place}


def _unsent(lanes: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    """By these lanes, or to become their first message: one that was lost leaves anew by a lane of its own."""
    theirs = or_(col(Outgoing.lane).in_(lanes), col(Outgoing.place).in_(lanes))
    return theirs, col(Outgoing.sent_at).is_(None), col(Outgoing.given_up_at).is_(None)


def _posted(work: Work, case: Case, person: str) -> dict[str, str]:
    """What stands there, each to be taken away in a lane of its own; of threads, it is kept whose they were."""
    dm = work.session.get(Posted, places.dm(person))
    here = (
        col(Posted.channel) == (dm.channel if dm else ""),
        begins(work.session, Posted.place, caseplaces.any_of(case.ref)),
    )
    found = [one for one in work.session.exec(select(Posted).where(*here)).all() if not caseplaces.is_past(one.place)]
    for one in found:
        if caseplaces.thread_of(one.place):
            remember_place(work.session, caseplaces.past(one.place, one.ts), one.channel, one.ts)
    return {one.place: one.place for one in found}
