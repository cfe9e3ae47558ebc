"""A nudge: a lead asks who has a request, or else all of its desk, to have a look at it.

A person asks here: it is said at once, and not held back for the hour or the day as reminders are; but of one request
no more often than every four hours, whichever lead asks.
"""

from datetime import timedelta

from sqlmodel import col, select

from bot import absences, moves, notices
from bot.errors import AlreadyNudged
from bot.lifecycle import ACTIVE, SETTLED, Move
from bot.mrkdwn import Mrkdwn, ago, mention
from bot.views import decisions as views
from bot.work import Work
from storage.due import Survey
from storage.kinds import EventKind
from storage.tables import Event, Request

PAUSE = timedelta(hours=4)


def nudge(work: Work, request: Request, actor: str, *, of_rating: bool) -> Event:
    """Ask about a request that is ours until the commit, or (`of_rating`) about how its resolution was rated.

    The event names whom, if it is not all of the desk. Raises AlreadyNudged, AlreadyYours, AlreadyResolved and the
    like.
    """
    survey = _survey(work, request) if of_rating else None
    if survey is None and request.state not in ACTIVE:
        raise moves.obstacle(request, Move.RESOLVE, actor)
    if survey is None and request.agent == actor:
        raise moves.taken(request, actor)
    _check_pause(work, request, actor)
    helper = (survey.resolved_by if survey else request.agent) or ""
    is_off = absences.is_absent(work.session, helper, work.now)
    is_there = helper != actor and not is_off and work.roster_of(request).serves(helper)
    absent = work.person(helper).name if is_off else ""
    return _say(work, request, actor, helper if is_there else None, absent, survey)


def _survey(work: Work, request: Request) -> Survey | None:
    """How its last resolution was rated; None where it goes on by now."""
    statement = select(Survey).where(Survey.request == request.number, Survey.resolution == request.resolutions)
    rated = work.session.exec(statement.where(col(Survey.rated_at).is_not(None))).first()
    return rated if request.state in SETTLED else None


def _check_pause(work: Work, request: Request, actor: str) -> None:
    lately = (Event.request == request.number, Event.kind == EventKind.NUDGED, Event.at > work.now - PAUSE)
    if last := work.session.exec(select(Event).where(*lately).order_by(col(Event.id).desc())).first():
        said = ago(last.at, work.person(actor).time_zone)
        raise AlreadyNudged(actor=mention(last.actor or ""), ago=said)


def _say(work: Work, request: Request, actor: str, agent: str | None, absent: str, survey: Survey | None) -> Event:
    event, words = work.record(request, EventKind.NUDGED, actor, agent=agent), work.words_at(work.desk(request.desk))
    pieces = views.nudge(actor, agent, absent, words), views.reason(request, survey, words, work.now)
    notices.say_to_desk(work, request, event, Mrkdwn(" ".join(filter(None, pieces))), broadcast=agent is None)
    return event
