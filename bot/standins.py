"""Who steps in: what is urgent is offered where its agent is away, and nobody waits for people who have left."""

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, select

from bot import absences, advising, claiming, homes, moves, notices
from bot.lifecycle import ACTIVE, HELD
from bot.mrkdwn import mention
from bot.targets import PRESSING
from bot.views import absences as views
from bot.work import Work
from storage.kinds import EventKind, State
from storage.queries import has_left
from storage.tables import Absence, Adviser, Event, Request


def run_next(work: Work) -> bool:
    """Do the next thing that an absence or a departure asks for; False where none does."""
    return _follow_next(work) or _free_next(work) or _offer_next(work) or _tell_next(work) or _let_next_go(work)


def _follow_next(work: Work) -> bool:
    """Somebody has gone off work, or has come back: their App Home says so too."""
    person = absences.follow(work.session, work.now)
    if person:
        homes.refresh(work.session, work.now, [person], cause=f"absence:{work.now.isoformat()}")
    return person is not None


def _free_next(work: Work) -> bool:
    """A request whose agent has left the company is the desk's again."""
    request = _take(work, col(Request.state).in_(HELD), has_left(Request.agent))
    if request:
        claiming.free(work, request, None)
    return request is not None


def _offer_next(work: Work) -> bool:
    """A request that can't wait until its agent is back; once for each absence, and not what they took during it."""
    is_urgent = (Request.state == State.CLAIMED, col(Request.urgency).in_(PRESSING))
    request = _take(work, *is_urgent, _waits_for_absentee(work))
    if request:
        agent, words = request.agent or "", work.words_at(work.desk(request.desk))
        event = work.record(request, EventKind.OFFERED, None, agent=agent)
        notices.say_to_desk(work, request, event, *views.offered(request.number, agent, words), broadcast=True)
    return request is not None


def _waits_for_absentee(work: Work) -> ColumnElement[bool]:
    offered = and_(col(Event.kind) == EventKind.OFFERED, col(Event.at) >= col(Absence.since))
    taken = and_(col(Event.kind).in_((EventKind.CLAIMED, EventKind.ASSIGNED)), col(Event.at) > col(Absence.since))
    known = (
        select(Event.id).where(Event.request == Request.id, or_(offered, taken)).correlate(Request, Absence).exists()
    )
    mine = (Absence.person == Request.agent, absences.is_off(work.now), col(Absence.since) <= work.now)
    return select(Absence.person).where(*mine, ~known).correlate(Request).exists()


def _tell_next(work: Work) -> bool:
    """The desk learns, once, that the requester has left."""
    told = select(Event.id).where(Event.request == Request.id, Event.kind == EventKind.REQUESTER_LEFT)
    is_new = ~told.correlate(Request).exists()
    request = _take(work, col(Request.state).in_(ACTIVE), has_left(Request.requester), is_new)
    if request:
        event = work.record(request, EventKind.REQUESTER_LEFT, None)
        notices.tell_desk(work, request, event, "thread.requester_left", requester=mention(request.requester))
    return request is not None


def _let_next_go(work: Work) -> bool:
    """A colleague who was brought in and has left reads no more of the request."""
    present = (col(Adviser.until).is_(None), has_left(Adviser.person))
    found = work.session.exec(select(Adviser.request, Adviser.person).where(*present).limit(1)).first()
    if found:
        number, person = found
        advising.leave(work, moves.locked(work, number), person)
    return found is not None


def _take(work: Work, *conditions: ColumnElement[bool] | bool) -> Request | None:
    """A request of which all this is true, ours until the commit; those that are in use are left for later."""
    statement = select(Request).where(*conditions).limit(1)
    found = work.session.exec(statement.with_for_update(skip_locked=True, key_share=True)).first()
    # Asked again now that it is ours: another process may have done with it in between.
    return found and work.session.exec(statement.where(Request.id == found.id)).first()


def take_over(work: Work, number: int, actor: str, absentee: str) -> Request:
    """Take an urgent request over from an agent who is away. Raises AlreadyClaimed where somebody else did before."""
    request = moves.for_desk(work, number, actor)
    if request.state in HELD and request.agent != absentee:
        raise moves.taken(request, actor)
    return claiming.assign(work, number, actor, actor)
