"""Satisfaction as leads read it: faces, what went badly, and comments without a name among which none can be placed."""

from datetime import datetime, timedelta

from sqlalchemy import func, update
from sqlmodel import col, select

from bot import places
from bot.desks import Desk
from bot.figures import rated
from bot.numbers import ENOUGH, TOGETHER, Satisfaction
from bot.views.digests import Low
from bot.views.surveys import LOW
from bot.work import Work
from storage.due import Remark, RemarkRound, Survey
from storage.kinds import Rating
from storage.queries import changed, insert_once
from storage.tables import Request

MOST_LOW = 5
MOST_REMARKS = 6
_LONGEST_ROUND = timedelta(days=90)  # at a quiet desk those of the last months must be enough: to count costs time


def by_agent(work: Work, desk: Desk, since: datetime, until: datetime) -> dict[str, Satisfaction]:
    """The ratings of each whose work was rated often enough; nobody's where ratings count for the desk alone.

    So are those who are left, together: else what few ratings they had were the desk's less those of the others.
    """
    if not desk.asking.counts_for_agents:
        return {}
    of_each = _of_each(work, desk, since, until)
    enough = (agent for agent, theirs in of_each.items() if agent and theirs.percent is not None)
    shown = sorted(enough, key=lambda agent: (-of_each[agent].answers, agent))
    while shown and 0 < sum(theirs.answers for agent, theirs in of_each.items() if agent not in shown) < ENOUGH:
        shown.pop()
    return {agent: of_each[agent] for agent in shown}


def _of_each(work: Work, desk: Desk, since: datetime, until: datetime) -> dict[str, Satisfaction]:
    """The ratings by whose work they are of; those of nobody's by an empty name."""
    solver = func.coalesce(col(Survey.resolved_by), "")
    found = select(solver, col(Survey.rating), func.count()).where(*rated(desk.key, since, until))
    faces: dict[str, dict[Rating, int]] = {}
    for agent, rating, n in work.session.exec(found.group_by(solver, col(Survey.rating))):
        assert rating, "it was rated within the period"
        faces.setdefault(agent, {})[rating] = n
    return {agent: Satisfaction(chosen) for agent, chosen in faces.items()}


def low(work: Work, desk: Desk, since: datetime, until: datetime) -> list[Low]:
    """What went badly within the period, the newest of it: rating, comment, and the link to the card.

    Requests that have gone to another desk since are that desk's alone.
    """
    is_low = (*rated(desk.key, since, until), col(Survey.rating).in_(LOW), col(Request.desk) == desk.key)
    found = select(Survey, Request).join(Request, col(Request.id) == Survey.request).where(*is_low)
    newest = found.order_by(col(Survey.rated_at).desc()).limit(MOST_LOW)
    return [
        Low(request, survey, work.url_of(places.card(request.number))) for survey, request in work.session.exec(newest)
    ]


def remarks(work: Work, desk: Desk, since: datetime, until: datetime) -> list[str]:
    """The comments without a name for the digest of a period, in an order that tells nothing of when they came."""
    _end_round(work, desk, since, until)
    shown_at = col(Remark.shown_at)
    return sorted(
        work.session.exec(select(Remark.text).where(Remark.desk == desk.key, shown_at > since, shown_at <= until))
    )


def _end_round(work: Work, desk: Desk, since: datetime, until: datetime) -> None:
    """Let the desk's leads read what has come in, if enough people have rated since they last could have.

    A round ends whether or not anybody has remarked: else who reads one knew that it is newer than the last ratings.
    """
    insert_once(work.session, RemarkRound, desk=desk.key, since=since)
    began = work.session.exec(select(RemarkRound.since).where(RemarkRound.desk == desk.key)).one()
    since_when = max(began, until - _LONGEST_ROUND)
    if began >= until or _possible_authors(work, desk, since_when, until) < TOGETHER:
        return
    ends = update(RemarkRound).where(col(RemarkRound.desk) == desk.key, col(RemarkRound.since) == began)
    if changed(work.session, ends.values(since=until).execution_options(synchronize_session=False)):
        waiting = select(col(Remark.id)).where(Remark.desk == desk.key, col(Remark.shown_at).is_(None))
        ids = work.session.exec(waiting.order_by(col(Remark.id)).limit(MOST_REMARKS)).all()
        work.session.execute(update(Remark).where(col(Remark.id).in_(ids)).values(shown_at=until))


def _possible_authors(work: Work, desk: Desk, since: datetime, until: datetime) -> int:
    """How many people have rated who may have remarked: those who have commented by name have not."""
    found = select(func.count(func.distinct(col(Request.requester)))).join(Survey, col(Survey.request) == Request.id)
    return work.session.exec(found.where(*rated(desk.key, since, until), Survey.comment == "")).one()
