"""Satisfaction: one survey per resolution, asked some time after it, over after a week or when the request reopens."""

from datetime import timedelta

from sqlalchemy import update
from sqlmodel import col, select

from bot import notices
from bot.access import check_requester
from bot.drafts import COMMENT_LIMIT, check_length
from bot.errors import SurveyOver
from bot.work import Work
from storage.kinds import EventKind, Rating
from storage.queries import changed, next_due, take_due
from storage.tables import Event, Request, Survey

LIFE = timedelta(days=7)


def plan(work: Work, request: Request) -> None:
    """Ask about the resolution that has just happened, some time from now (setting)."""
    due_at = work.now + work.settings.helpdesk_survey_minutes
    work.session.add(Survey(request=request.number, resolution=request.resolutions, due_at=due_at))


def withdraw(work: Work, request: Request, event: Event) -> None:
    """The resolution did not last: don't ask about it, take a question back, and the offer to look again with it."""
    statement = select(Survey).where(Survey.request == request.number, Survey.resolution == request.resolutions)
    survey = work.session.exec(statement).first()
    if survey is None:
        return
    if survey.rating:
        notices.thanked(work, request, survey, event)
    elif survey.settled_at is None:
        survey.settled_at = work.now
        if survey.asked_at:
            notices.survey_closed(work, request, survey, "survey.withdrawn")


def run_next(work: Work) -> bool:
    """Ask the next survey that is due to be asked, or close one that is due to expire; False when none is due."""
    found = next_due(work.session, Survey, work.now)
    if found is None:
        return False
    survey, request = found
    if survey.asked_at:
        _expire(work, request, survey)
    else:
        _ask(work, request, survey)
    return True


def _ask(work: Work, request: Request, survey: Survey) -> None:
    expires_at = work.now + LIFE
    if take_due(work.session, survey, asked_at=work.now, due_at=expires_at):
        event = work.record(request, EventKind.SURVEYED, None, resolution=survey.resolution)
        notices.survey_asked(work, request, survey, event)


def _expire(work: Work, request: Request, survey: Survey) -> None:
    if take_due(work.session, survey, settled_at=work.now):
        work.record(request, EventKind.EXPIRED, None, resolution=survey.resolution)
        notices.survey_closed(work, request, survey, "survey.expired")


def rate(work: Work, number: int, resolution: int, actor: str, rating: Rating) -> Survey:
    """Take a one-click rating. Raises SurveyOver for a second click, and for a survey withdrawn or expired."""
    request = check_own(work, number, actor)
    statement = (
        update(Survey)
        .where(
            col(Survey.request) == number,
            col(Survey.resolution) == resolution,
            col(Survey.settled_at).is_(None),
            col(Survey.asked_at).is_not(None),
            col(Survey.due_at) > work.now,
        )
        .values(rating=rating, rated_at=work.now, settled_at=work.now)
        .execution_options(synchronize_session=False)
    )
    if not changed(work.session, statement):
        raise SurveyOver
    survey = find(work, number, resolution)
    event = work.record(request, EventKind.RATED, actor, resolution=resolution, rating=rating)
    notices.rated(work, request, survey, event)
    return survey


def comment(work: Work, number: int, resolution: int, actor: str, text: str) -> Survey:
    """Add the requester's words to their rating; nothing typed is no comment. Raises InvalidForm, SurveyOver."""
    request = check_own(work, number, actor)
    survey = find(work, number, resolution)
    check_length("comment", text, COMMENT_LIMIT)
    if survey.rating is None or survey.comment:
        raise SurveyOver
    if text:
        survey.comment = text
        event = work.record(request, EventKind.COMMENTED, actor, resolution=resolution)
        notices.commented(work, request, survey, event)
    return survey


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
