"""Digests: each lead's morning summary of a desk, once per period whatever restarts.

A row of `Digest` is the plan of one: due at the desk's hour on its next working day, covering the time since the one
before. Settling it and planning the next is one transaction, so none is sent twice and none is left out; after a
downtime one digest covers all that was missed.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, not_
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, or_, select

from bot import notices, places, preferences, satisfaction
from bot.desks import Desk
from bot.lifecycle import ACTIVE
from bot.views.digests import Figures, Waiting
from bot.work import Work
from storage.due import Digest
from storage.kinds import DigestKind, EventKind, Rhythm
from storage.queries import insert_once
from storage.tables import Event, Request

_OLDEST = 5


def plan_all(work: Work) -> None:
    """See to it that every lead has a next digest of each of their desks."""
    for desk in work.desks:
        for lead in sorted(work.roster(desk).leads):
            _plan(work, desk, lead, since=work.now)


def _plan(work: Work, desk: Desk, lead: str, *, since: datetime) -> None:
    due_at = desk.hours.next_working_day_at(work.now, desk.digest_at)
    plan = {"kind": DigestKind.DAILY, "desk": desk.key, "lead": lead, "skipped": 0}
    insert_once(work.session, Digest, since=since, until=due_at, due_at=due_at, **plan)


def run_next(work: Work) -> bool:
    """Send the next digest that is due and plan its successor; False when none is due."""
    statement = (
        select(Digest)
        .where(col(Digest.settled_at).is_(None), col(Digest.due_at) <= work.now)
        .order_by(col(Digest.due_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = work.session.exec(statement).first()
    if row:
        _run(work, row)
    return row is not None


def _run(work: Work, row: Digest) -> None:
    row.settled_at = work.now
    work.session.flush()  # the next plan may only stand once this one is settled
    desk = work.desk(row.desk)
    if not work.desks.has(row.desk) or row.lead not in work.roster(desk).leads:
        return
    until = max(row.due_at, desk.hours.last_working_day_at(work.now, desk.digest_at))
    if preferences.of(work.session, row.lead).digests is not Rhythm.NONE:
        label = desk.label(work.words_of(row.lead).language)
        found = figures(work, desk, label, row.since, until)
        remarks = satisfaction.remarks(work, desk, row.since, until)
        notices.digest(work, row, replace(found, remarks=remarks), oldest(work, desk))
    _plan(work, desk, row.lead, since=until)


def figures(work: Work, desk: Desk, label: str, since: datetime, until: datetime) -> Figures:
    """A desk's numbers: new, resolved and ratings from `since` up to `until`, open and overdue as they stand."""
    return Figures(
        desk=label,
        since=since,
        until=until,
        new=_happened(work, desk, EventKind.OPENED, since, until),
        resolved=_happened(work, desk, EventKind.RESOLVED, since, until),
        open=_standing(work, desk),
        overdue=_standing(work, desk, _is_overdue(work.now)),
        ratings=satisfaction.ratings(work, desk, since, until),
        by_agent=satisfaction.by_agent(work, desk, since, until),
        low=satisfaction.low(work, desk, since, until),
    )


def _happened(work: Work, desk: Desk, kind: EventKind, since: datetime, until: datetime) -> int:
    """How many requests something happened to within the period."""
    statement = (
        select(func.count(func.distinct(col(Event.request))))
        .join(Request, col(Request.id) == Event.request)
        .where(Request.desk == desk.key, Event.kind == kind, Event.at >= since, Event.at < until, not_(_is_undone()))
    )
    return work.session.exec(statement).one()


def _is_undone() -> ColumnElement[bool]:
    """Whether a later event takes this one back."""
    later = aliased(Event)
    takes_it_back = (col(later.kind) == EventKind.UNDONE, col(later.data)["event"].as_integer() == Event.id)
    return exists().where(col(later.request) == Event.request, *takes_it_back)


def _standing(work: Work, desk: Desk, *which: ColumnElement[bool]) -> int:
    statement = select(func.count()).select_from(Request).where(_is_active(desk), *which)
    return work.session.exec(statement).one()


def _is_active(desk: Desk) -> ColumnElement[bool]:
    return and_(col(Request.desk) == desk.key, col(Request.state).in_(ACTIVE))


def _is_overdue(now: datetime) -> ColumnElement[bool]:
    """A target was missed, unless it fell due while the request waited for its requester."""
    ran_until = func.coalesce(col(Request.waiting_since), now)
    unanswered = and_(col(Request.first_answered_at).is_(None), col(Request.first_answer_due) < ran_until)
    return or_(unanswered, col(Request.resolution_due) < ran_until)


def oldest(work: Work, desk: Desk) -> Sequence[Waiting]:
    """The requests that have waited longest, each with the link to its card."""
    statement = select(Request).where(_is_active(desk)).order_by(col(Request.created_at)).limit(_OLDEST)
    return [Waiting(request, work.url_of(places.card(request.number))) for request in work.session.exec(statement)]
