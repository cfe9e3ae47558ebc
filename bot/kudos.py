"""Kudos: what people were happy about, for the leads; and what an agent agrees to, for all of the desk."""

from datetime import datetime

from sqlalchemy import exists, func, not_, update
from sqlmodel import col, select

from bot import places
from bot.blocks import Blocks
from bot.desks import Desk
from bot.figures import rated
from bot.outbox import Update
from bot.views import kudos as views
from bot.views.kudos import Praise, Thanks
from bot.views.packing import Message as Packed
from bot.views.packing import packed
from bot.work import Work
from storage.due import Survey
from storage.kinds import EventKind, Rating, Side
from storage.queries import changed
from storage.reports import Kudos
from storage.tables import Event, Message, Person, Request

MOST = 3
_WORDS = 4
"""A comment of fewer words ("thanks", "all good now") tells nobody anything."""
_LOOKED_AT = 50
_MOST_AT_ONCE = 20


def praises(work: Work, desk: Desk, lead: str, since: datetime, until: datetime) -> list[Praise]:
    """The newest happy comments of a period that say something, for a lead; requests that have moved on left out."""
    happy = (*rated(desk.key, since, until), col(Survey.rating) == Rating.GOOD, col(Survey.comment) != "")
    found = select(Survey, Request).join(Request, col(Request.id) == Survey.request)
    newest = found.where(*happy, Request.desk == desk.key).order_by(col(Survey.rated_at).desc()).limit(_LOOKED_AT)
    telling = [row for row in work.session.exec(newest) if len(row[0].comment.split()) >= _WORDS]
    return [_praise(work, lead, survey, request) for survey, request in telling[:MOST]]


def _praise(work: Work, lead: str, survey: Survey, request: Request) -> Praise:
    agent = survey.resolved_by if survey.resolved_by and may_get(work, request, survey.resolved_by, lead) else None
    is_new = work.session.get(Kudos, survey.id) is None
    name, url = work.person(agent).name if agent else "", work.url_of(places.card(request.number))
    return Praise(request, survey, agent, name, url, is_new)


def may_get(work: Work, request: Request, agent: str, lead: str) -> bool:
    """Whether a comment can be passed on to an agent: who still acts for the request, and is not who passes it on."""
    return agent != lead and work.person(agent).is_active and work.roster_of(request).serves(agent)


def peers(work: Work, request: Request, agent: str) -> list[str]:
    """Who else has said something for the desk in a request: agents, and colleagues who were brought in.

    Those of a desk that had it before are not told of: where it has been may be nobody's business.
    """
    moved = (col(Event.request) == request.number, col(Event.kind) == EventKind.MOVED)
    moved_on = exists().where(*moved, col(Event.at) > Message.at)
    said = (Message.request == request.number, Message.side == Side.DESK, col(Message.taken_back_at).is_(None))
    spoke = (*said, not_(moved_on))
    others = (Message.author != agent, Message.author != request.requester, col(Person.is_active))
    found = select(Message.author).join(Person, col(Person.id) == Message.author).where(*spoke, *others)
    return list(work.session.exec(found.group_by(Message.author).order_by(func.min(Message.id))))


def agree(work: Work, survey: int, agent: str) -> None:
    """The agent lets the desk read it in its next thanks; once it stands there, nothing changes."""
    _settle(work, survey, agent, agreed_at=work.now, declined_at=None)


def decline(work: Work, survey: int, agent: str) -> None:
    """The agent keeps it for themselves, perhaps after all."""
    _settle(work, survey, agent, agreed_at=None, declined_at=work.now)


def _settle(work: Work, survey: int, agent: str, **choice: datetime | None) -> None:
    is_theirs = (col(Kudos.survey) == survey, col(Kudos.agent) == agent, col(Kudos.thanked_at).is_(None))
    statement = update(Kudos).where(*is_theirs).values(**choice)
    if changed(work.session, statement.execution_options(synchronize_session=False)):
        _redraw(work, work.session.get_one(Kudos, survey, populate_existing=True), work.now.isoformat())


def _redraw(work: Work, kudos: Kudos, cause: str) -> None:
    text, blocks = drawn(work, kudos)
    message = Update(places.kudos(kudos.survey), text, blocks)
    work.send(f"kudos:{kudos.survey}:{cause}", f"kudos:{kudos.agent}", message)


def drawn(work: Work, kudos: Kudos) -> tuple[str, Blocks]:
    """What the agent reads; of a desk whose matters stay between few, nothing goes on to others."""
    survey = work.session.get_one(Survey, kudos.survey)
    request, desk = work.session.get_one(Request, survey.request), work.desk(kudos.desk)
    words = work.words_of(kudos.agent)
    helpers = peers(work, request, kudos.agent) if request.desk == desk.key else ()
    said = views.praise(request, survey, kudos, helpers, words)
    choice = [] if desk.is_confidential else views.choice(kudos, desk.label(words.language), words)
    return views.praise_text(request, kudos, words), [*said, *choice]


def thank(work: Work, desk: Desk) -> list[Packed]:
    """The desk's thanks for what agents have agreed to since the last, each once; nothing if there is nothing.

    What has gone to another desk since is told here no more.
    """
    agreed = (Kudos.desk == desk.key, col(Kudos.agreed_at).is_not(None), col(Kudos.thanked_at).is_(None))
    rows = select(Kudos).join(Survey, col(Survey.id) == Kudos.survey).join(Request, col(Request.id) == Survey.request)
    still = rows.where(*agreed, Request.desk == desk.key).order_by(col(Kudos.agreed_at)).limit(_MOST_AT_ONCE)
    found = [] if desk.is_confidential else work.session.exec(still.with_for_update(of=Kudos)).all()
    for one in found:
        one.thanked_at = work.now
        _redraw(work, one, "thanked")
    words = work.words_at(desk)
    return packed(views.thanks([_thanks(work, one) for one in found], words), words("kudos.thanks_title"))


def _thanks(work: Work, kudos: Kudos) -> Thanks:
    survey = work.session.get_one(Survey, kudos.survey)
    request = work.session.get_one(Request, survey.request)
    return Thanks(survey, request.requester, kudos.agent, peers(work, request, kudos.agent))
