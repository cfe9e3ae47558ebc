"""Whose turn it is: the agent whom a request without one comes to by itself, as its desk has it."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, update
from sqlmodel import col, select

from bot import absences
from bot.people import found
from bot.replies import Assignment
from bot.work import Work
from storage.kinds import State
from storage.queries import insert_once
from storage.tables import Request, Turn

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
_A_MOMENT = timedelta(microseconds=1)


def next_agent(work: Work, request: Request, *, but: Collection[str] = ()) -> str | None:
    """Who gets a request, and has had their turn so; nobody where the desk leaves it to its agents, or all are away.

    Until the commit everybody else's turn at the desk waits.
    """
    desk = work.desk(request.desk)
    if desk.assignment is Assignment.NONE:
        return None
    turns = _turns(work, request.desk, _candidates(work, request, but))
    if not turns:
        return None
    load = _load(work, request.desk) if desk.assignment is Assignment.LEAST_LOADED else {}
    agent = min(turns, key=lambda one: (load.get(one, 0), turns[one], one))
    _take(work, request.desk, agent)
    return agent


def _candidates(work: Work, request: Request, but: Collection[str]) -> frozenset[str]:
    """The agents who are there, or those of them whom a rule asks first."""
    agents = work.roster_of(request).agents - {request.requester, *but}
    begins = work.desk(request.desk).hours.opens_after(work.now)  # who sleeps until then will be there
    there = agents - absences.away(work.session, agents, begins)
    return (there & found(work.session, request.called)) or there


def _turns(work: Work, desk: str, agents: Collection[str]) -> dict[str, datetime]:
    """When each of these agents had their last turn; locked in one order, so that two don't wait in a circle."""
    for agent in sorted(agents):
        insert_once(work.session, Turn, desk=desk, person=agent, at=_NEVER)
    mine = (Turn.desk == desk, col(Turn.person).in_(agents))
    statement = select(Turn.person, Turn.at).where(*mine).order_by(Turn.person).with_for_update()
    return dict(work.session.exec(statement).all())


def _take(work: Work, desk: str, agent: str) -> None:
    """After everybody else's, also where many come in one instant."""
    latest = work.session.exec(select(func.max(Turn.at)).where(Turn.desk == desk)).one()
    at = max(work.now, latest + _A_MOMENT)
    work.session.execute(update(Turn).where(col(Turn.desk) == desk, col(Turn.person) == agent).values(at=at))


def _load(work: Work, desk: str) -> dict[str, int]:
    """How many requests of the desk each agent has in hand; what waits for its requester is no work."""
    in_hand = (Request.desk == desk, Request.state == State.CLAIMED)
    statement = select(Request.agent, func.count()).where(*in_hand).group_by(col(Request.agent))
    return {agent: n for agent, n in work.session.exec(statement) if agent}
