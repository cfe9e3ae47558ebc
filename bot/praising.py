"""Praising: a lead passes a happy comment on to whose work it was, and has the peers who helped know."""

from bot import intervening, kudos, places, surveys
from bot.errors import AlreadyPassedOn, NobodyToPraise, SurveyOver
from bot.mrkdwn import mention
from bot.outbox import Post
from bot.places import ToPerson
from bot.views import kudos as views
from bot.views.decisions import Pressed
from bot.work import Work
from storage.due import Survey
from storage.kinds import EventKind, Rating
from storage.queries import insert_once
from storage.reports import Kudos
from storage.tables import Event, Request


def pass_on(work: Work, number: int, resolution: int, actor: str, pressed: Pressed) -> None:
    """Pass on what was said of a request's nth resolution; the digest in which it was pressed says so.

    Raises NotYoursToDecide, AlreadyPassedOn, NobodyToPraise, SurveyOver.
    """
    request = intervening.check(work, number, actor)
    survey = surveys.find(work, number, resolution)
    if survey.rating is not Rating.GOOD or not survey.comment:
        raise SurveyOver
    praised = _passed(work, request, survey, actor)
    event = work.record(request, EventKind.PRAISED, actor, agent=praised.agent, resolution=resolution)
    _tell(work, request, event, praised)
    name = work.person(praised.agent).name
    intervening.show(
        work,
        request,
        actor,
        pressed,
        lambda blocks, done: views.passed(blocks, survey, done),
        "kudos.done",
        agent=name,
    )


def _passed(work: Work, request: Request, survey: Survey, actor: str) -> Kudos:
    agent = survey.resolved_by
    if agent is None or not kudos.may_get(work, request, agent, actor):
        raise NobodyToPraise
    row = {"survey": survey.id, "desk": request.desk, "agent": agent, "passed_by": actor, "passed_at": work.now}
    is_new = insert_once(work.session, Kudos, **row)
    passed = work.session.get_one(Kudos, survey.id)
    if not is_new:
        raise AlreadyPassedOn(actor=mention(passed.passed_by))
    return passed


def _tell(work: Work, request: Request, event: Event, praised: Kudos) -> None:
    text, blocks = kudos.drawn(work, praised)
    message = Post(ToPerson(praised.agent), text, blocks, place=places.kudos(praised.survey))
    work.send(f"event:{event.id}:praise", f"kudos:{praised.agent}", message)
    for peer in kudos.peers(work, request, praised.agent):
        said = views.peer(request, praised.agent, work.words_of(peer))
        work.send(f"event:{event.id}:praise:{peer}", f"kudos:{peer}", Post(ToPerson(peer), said))
