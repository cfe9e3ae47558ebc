"""What a lead sees of their desks in App Home: today and this week so far, who is away, what will be missed next.

All is as it stands when the page is drawn: when they open it, and, while they look on, after what happens at one of
their desks. That time alone has passed draws nothing anew, so how long there is left is told by Slack, which knows.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case
from sqlmodel import and_, col, or_, select

from bot import absences, figures, periods, places, serving
from bot.desks import Desk
from bot.lifecycle import OWED
from bot.numbers import Backlog, Flow
from bot.targets import Target, owed
from bot.views.outlooks import MOST_DESKS, MOST_SOON, Away, Led, Outlook, Soon
from bot.work import Work
from storage.tables import Request

_SOON = timedelta(hours=24)


def of(work: Work, person: str) -> Outlook | None:
    """How the desks stand that a person leads; None for who leads none."""
    desks = serving.led(work, person)
    if not desks:
        return None
    return Outlook(_led(work, person, desks[:MOST_DESKS]), _soon(work, person, desks), further=len(desks[MOST_DESKS:]))


def _led(work: Work, person: str, desks: Sequence[Desk]) -> list[Led]:
    keys, language = [desk.key for desk in desks], work.words_of(person).language
    flows = figures.flows(work.session, keys, so_far(work.person(person).time_zone, work.now))
    backlogs = figures.backlogs(work.session, keys, work.now)
    away = _away(work, person, desks)
    named = ((desk.key, desk.label(language)) for desk in desks)
    return [_one(key, name, backlogs[key], flows[key], away[key]) for key, name in named]


def _one(key: str, name: str, backlog: Backlog, flows: Sequence[Flow], away: Sequence[Away]) -> Led:
    today, week, week_before = flows
    return Led(key, name, backlog, today, week, week_before, away)


def so_far(zone: str, now: datetime) -> list[tuple[datetime, datetime]]:
    """Today and this week, both with this very instant, and as much of the week before by the clock on the wall."""
    today = periods.today(zone, now)
    week, until = periods.week(zone, today), now + now.resolution
    day, before = periods.days(zone, today, today), (week.before, periods.as_far(week, until))
    return [(day.since, until), (week.since, until), before]


def _away(work: Work, person: str, desks: Sequence[Desk]) -> Mapping[str, list[Away]]:
    """Which of each desk's agents are off work; whether the lead is, they know."""
    agents = {desk.key: work.roster(desk).agents - {person} for desk in desks}
    off = absences.off_until(work.session, frozenset().union(*agents.values()), work.now)
    return {desk: [Away(one, until) for one, until in off.items() if one in theirs] for desk, theirs in agents.items()}


def _soon(work: Work, person: str, desks: Sequence[Desk]) -> list[Soon]:
    """The requests with a target that is near or due within a day, first what is due first; not what was missed."""
    near, due = _next_due(work.now)
    theirs = (col(Request.desk).in_([desk.key for desk in desks]), col(Request.state).in_(OWED))
    is_soon = or_(due <= work.now + _SOON, near <= work.now)
    statement = select(Request).where(*theirs, due > work.now, is_soon)
    found = work.session.exec(statement.order_by(due, col(Request.id)).limit(MOST_SOON)).all()
    urls = work.urls_of([places.card(one.number) for one in found])
    language = work.words_of(person).language
    return [
        Soon(
            one, work.desk(one.desk).label(language), _next(one, work.now), work.now, urls.get(places.card(one.number))
        )
        for one in found
    ]


def _next_due(now: datetime) -> tuple[ColumnElement[datetime], ColumnElement[datetime]]:
    """When the next target of a request is near and due: its first answer, as long as that can be in time, or all."""
    answerable = and_(col(Request.first_answered_at).is_(None), col(Request.first_answer_due) > now)
    near = case((answerable, col(Request.first_answer_near)), else_=col(Request.resolution_near))
    return near, case((answerable, col(Request.first_answer_due)), else_=col(Request.resolution_due))


def _next(request: Request, now: datetime) -> Target:
    return next(target for target in owed(request) if target.due_at > now)
