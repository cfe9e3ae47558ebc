"""The schedule: when what a request's plans ask for comes due, and that it is taken then."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from sqlmodel import col, select

from bot.plans import Due, holds, wanted
from bot.work import Work
from storage.due import Ping
from storage.kinds import PingKind
from storage.queries import insert_once, next_due, take_due
from storage.tables import Request


def plan(work: Work, request: Request) -> list[Due]:
    """Plan what the request asks for as it stands now, and drop what it no longer does; return all that it asks for.

    Who was reminded of something is not reminded again because it falls due earlier. The request is ours.
    """
    due = wanted(request, work.desk(request.desk))
    statement = select(Ping).where(Ping.request == request.number)
    rows = work.session.exec(statement.execution_options(populate_existing=True)).all()
    news = _news(due, [row for row in rows if row.sent])
    planned = {row.kind: row for row in rows if row.settled_at is None}
    for row in planned.values():
        if row.kind in news:
            row.due_at = news[row.kind]
        else:
            row.settled_at = work.now
    for kind in news.keys() - planned.keys():
        insert_once(work.session, Ping, request=request.number, kind=kind, due_at=news[kind], sent=False)
    return due


def _news(due: Iterable[Due], sent: Collection[Ping]) -> dict[PingKind, datetime]:
    """What of each kind comes next: the earliest that is later than what was sent."""
    last_sent = {row.kind: row.due_at for row in sorted(sent, key=lambda row: row.due_at)}
    coming = [one for one in due if one.kind not in last_sent or one.at > last_sent[one.kind]]
    return {one.kind: one.at for one in sorted(coming, key=lambda one: one.at, reverse=True)}


def run_next(work: Work, kinds: Collection[PingKind], comes: Callable[[Work, Request, Ping], None]) -> bool:
    """Take the next ping of these kinds that is due, which comes if it still has a reason; False when none is due."""
    found = next_due(work.session, Ping, work.now, col(Ping.kind).in_(kinds))
    if found is None:
        return False
    ping, request = found
    is_so = holds(wanted(request, work.desk(request.desk)), ping.kind, ping.due_at)
    if take_due(work.session, ping, settled_at=work.now, sent=is_so):
        if is_so:
            comes(work, request, ping)
        plan(work, request)  # where its desk has other plans by now, it comes later
    return True


def is_planned(work: Work, request: Request, kind: PingKind) -> bool:
    """Whether something of a kind will come due."""
    planned = (Ping.request == request.number, Ping.kind == kind, col(Ping.settled_at).is_(None))
    return work.session.exec(select(Ping.id).where(*planned)).first() is not None
