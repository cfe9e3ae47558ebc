"""Surveys: one for each resolution, asked some time after it, over after a week or when the request reopens.

A person is asked when they may be disturbed, seldom, and reminded once at most.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import update
from sqlmodel import col, select

from bot import notices, places, preferences, turns
from bot.access import check_requester
from bot.desks import Scale
from bot.drafts import COMMENT_LIMIT, check_length
from bot.errors import SurveyOver
from bot.manners import Manners
from bot.views.surveys import LOW
from bot.work import Work
from storage.due import Addressee, Remark, Survey
from storage.kinds import EventKind, Rating
from storage.queries import changed, next_due, take_due
from storage.tables import Event, Request

LIFE = timedelta(days=7)
_WORKING_DAYS_UNTIL_REMINDED = 2
_GOOD_POINTS, _MIXED_POINTS = 4, 3


def plan(work: Work, request: Request) -> None:
    """Ask about the resolution that has just happened, some time from now (setting), if it is in the desk's share."""
    if not is_drawn(request.number, request.resolutions, work.desk(request.desk).asking.share):
        return
    due_at = work.now + work.settings.helpdesk_survey_minutes
    solver = request.agent if request.resolver == request.requester else request.resolver
    work.session.add(
        Survey(
            request=request.number,
            desk=request.desk,
            resolution=request.resolutions,
            resolved_by=solver or None,
            due_at=due_at,
        )
    )


def is_drawn(number: int, resolution: int, share: float) -> bool:
    """Whether a resolution is among the share of all that are asked about: the same answer, however often."""
    digest = sha256(f"{number}:{resolution}".encode()).digest()  # of a checksum, neighbours would be alike
    return int.from_bytes(digest[:4]) < share * 2**32


def withdraw(work: Work, request: Request, event: Event) -> None:
    """The resolution did not last: don't ask about it, take a question back, and the offer to look again with it."""
    survey = _newest(work, request)
    if survey is None:
        return
    if survey.rating:
        notices.thanked(work, request, survey, event)
    elif survey.settled_at is None:
        survey.settled_at = work.now
        if survey.asked_at:
            notices.survey_closed(work, request, survey, "survey.withdrawn")


def follow(work: Work, request: Request, event: Event) -> bool:
    """The request was closed for good: where a rating was low, the way on is another one; whether it is offered so."""
    survey = _newest(work, request)
    if survey is None or survey.rating not in LOW:
        return False
    notices.thanked(work, request, survey, event)
    return True


def _newest(work: Work, request: Request) -> Survey | None:
    """The survey of the last resolution, if there is one."""
    statement = select(Survey).where(Survey.request == request.number, Survey.resolution == request.resolutions)
    return work.session.exec(statement).first()


def run_next(work: Work) -> bool:
    """Ask the next survey that is due to be asked, or remind of it, or close it; False when none is due."""
    found = next_due(work.session, Survey, work.now)
    if found is None:
        return False
    survey, request = found
    if survey.expires_at and survey.expires_at <= work.now:
        _expire(work, request, survey)
    else:
        _speak(work, request, survey)
    return True


def _speak(work: Work, request: Request, survey: Survey) -> None:
    """Ask now, or when the requester may be disturbed; not at all where it would be one question too many."""
    requester = work.person(request.requester)
    addressee = turns.lock(work, requester.id)
    manners = preferences.manners(work.session, requester, None, work.settings.helpdesk_pings_a_day)
    free_at = _free_at(work, addressee, manners)
    if not requester.is_active or _is_too_much(work, request, survey, addressee):
        _drop(work, survey)
    elif free_at > work.now:
        take_due(work.session, survey, due_at=min(free_at, survey.expires_at or free_at))
    elif _take(work, request, survey):
        _ask(work, request, survey)
        turns.spoken(work, addressee, manners.day(work.now))
        addressee.nudge, addressee.surveyed_at = None, work.now


def _free_at(work: Work, addressee: Addressee, manners: Manners) -> datetime:
    free_at = manners.free_at(work.now)
    return free_at if free_at > work.now else turns.free_at(work, addressee, manners)


def _is_too_much(work: Work, request: Request, survey: Survey, addressee: Addressee) -> bool:
    """Whether the requester was asked of something else a short while ago, or it is too long ago to be asked about."""
    asked_at = addressee.surveyed_at
    is_other = asked_at is not None and asked_at != survey.asked_at
    if asked_at and is_other and work.now - asked_at < work.settings.helpdesk_survey_cooldown_hours:
        return True
    return survey.asked_at is None and request.resolved_at is not None and work.now - request.resolved_at > LIFE


def _drop(work: Work, survey: Survey) -> None:
    """Don't ask; what was asked before only waits for its end."""
    take_due(work.session, survey, **({"due_at": survey.expires_at} if survey.asked_at else {"settled_at": work.now}))


def _take(work: Work, request: Request, survey: Survey) -> bool:
    """Note that it is asked, or asked again; False if somebody else was quicker."""
    if survey.asked_at:
        taken = take_due(work.session, survey, reminded_at=work.now, due_at=survey.expires_at)
    else:
        desk, expires_at = work.desk(request.desk), work.now + LIFE
        remind_at = desk.hours.add(work.now, _WORKING_DAYS_UNTIL_REMINDED * desk.hours.usual_day)
        asked = {"asked_at": work.now, "expires_at": expires_at, "due_at": min(remind_at, expires_at)}
        taken = take_due(work.session, survey, points_asked=desk.asking.scale is Scale.POINTS, **asked)
    work.session.refresh(survey)
    return taken


def _ask(work: Work, request: Request, survey: Survey) -> None:
    event = work.record(request, EventKind.SURVEYED, None, resolution=survey.resolution)
    notices.survey_asked(work, request, survey, event)


def _expire(work: Work, request: Request, survey: Survey) -> None:
    if take_due(work.session, survey, settled_at=work.now):
        work.record(request, EventKind.EXPIRED, None, resolution=survey.resolution)
        notices.survey_closed(work, request, survey, "survey.expired")


def lost(work: Work, place: str | None) -> bool:
    """Slack refuses a question for good: it is over, and on record; False where the place is no survey's."""
    surveyed = places.surveyed(place or "")
    request = work.lock(surveyed[0]) if surveyed else None
    if surveyed is None or request is None:
        return False
    survey = find(work, *surveyed)
    if survey.settled_at is None:
        survey.settled_at = work.now
        work.record(request, EventKind.UNREACHED, None, to=request.requester, resolution=survey.resolution)
    return True


def rate(work: Work, number: int, resolution: int, actor: str, verdict: Rating | int) -> Survey:
    """Take a one-click rating, or points. Raises SurveyOver for a second click, and for one withdrawn or expired."""
    request = check_own(work, number, actor)
    rating = rating_of(verdict)
    statement = (
        update(Survey)
        .where(
            col(Survey.request) == number,
            col(Survey.resolution) == resolution,
            col(Survey.settled_at).is_(None),
            col(Survey.expires_at) > work.now,
        )
        .values(rating=rating, points=_points(verdict), rated_at=work.now, settled_at=work.now)
        .execution_options(synchronize_session=False)
    )
    if not changed(work.session, statement):
        raise SurveyOver
    survey = find(work, number, resolution)
    event = work.record(request, EventKind.RATED, actor, resolution=resolution, rating=rating)
    notices.rated(work, request, survey, event)
    return survey


def rating_of(verdict: Rating | int) -> Rating:
    """The face that stands for points from 1 to 5."""
    if isinstance(verdict, Rating):
        return verdict
    if verdict >= _GOOD_POINTS:
        return Rating.GOOD
    return Rating.MIXED if verdict == _MIXED_POINTS else Rating.BAD


def _points(verdict: Rating | int) -> int | None:
    return None if isinstance(verdict, Rating) else verdict


def comment(work: Work, number: int, resolution: int, actor: str, text: str, *, is_nameless: bool = False) -> Survey:
    """Add the requester's words to their rating; nothing typed is no comment. Raises InvalidForm, SurveyOver.

    Without their name the words go to the desk alone: nothing leads from them to the request.
    """
    request = check_own(work, number, actor)
    survey = find(work, number, resolution)
    check_length("comment", text, COMMENT_LIMIT)
    if survey.rating is None or survey.is_commented:
        raise SurveyOver
    if not text:
        return survey
    survey.is_commented = True
    if is_nameless:
        work.session.add(Remark(desk=survey.desk, text=text, day=work.now.date()))
        notices.remarked(work, request, survey)
    else:
        survey.comment = text
        event = work.record(request, EventKind.COMMENTED, actor, resolution=resolution)
        notices.commented(work, request, survey, event)
    return survey


def may_be_nameless(work: Work, survey: Survey) -> bool:
    """Whether a comment without a name has readers: the leads of the desk that helped, in their digests."""
    return bool(work.roster(work.desk(survey.desk)).leads)


def find(work: Work, number: int, resolution: int) -> Survey:
    """The survey of a request's nth resolution. Raises SurveyOver when there is none."""
    statement = select(Survey).where(Survey.request == number, Survey.resolution == resolution)
    survey = work.session.exec(statement, execution_options={"populate_existing": True}).first()
    if survey is None:
        raise SurveyOver
    return survey


def check_own(work: Work, number: int, actor: str) -> Request:
    """The request that a survey is about, if this person asked for it. Raises NotTheRequester, SurveyOver."""
    request = work.lock(number)
    if request is None:
        raise SurveyOver
    check_requester(request, actor)
    return request
