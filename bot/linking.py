"""Linking: agents say which requests have to do with each other."""

from sqlmodel import col, select

from bot import finding, links, moves, notices
from bot.blocks import View
from bot.errors import AlreadyLinked, NotLinked, SameRequest, UnknownOther
from bot.form_errors import ChooseOther
from bot.lifecycle import ACTIVE
from bot.views import linking as views
from bot.work import Work
from storage.kinds import EventKind, LinkKind
from storage.tables import Event, Request

_LOOKED_AT = 300
_OFFERED = 20


def form(work: Work, number: int, actor: str) -> View:
    """The form to link a request or to merge it. Raises NotAnAgent, UnknownRequest."""
    request = moves.for_desk(work, number, actor)
    related = [one.number for one in links.related(work, request) if work.roster_of(one).serves(actor)]
    return views.form(request, _alike(work, request, actor), related, work.words_of(actor))


def _alike(work: Work, request: Request, actor: str) -> list[Request]:
    """What the desk works on: what looks the same first, then the newest."""
    theirs = (Request.desk == request.desk, col(Request.state).in_(ACTIVE), Request.id != request.id)
    newest = work.session.exec(select(Request).where(*theirs).order_by(col(Request.id).desc()).limit(_LOOKED_AT))
    ranked = sorted(newest, key=lambda one: finding.likeness(request.title, one.title), reverse=True)[:_OFFERED]
    return [one for one in ranked if work.roster_of(one).serves(actor)]


def relate(work: Work, number: int, actor: str, other: int | None) -> None:
    """Link two requests of desks that the actor serves. Raises what `pair` raises, AlreadyLinked."""
    one, another = pair(work, number, actor, other)
    if not links.join(work.session, one.number, another.number, LinkKind.RELATED):
        raise AlreadyLinked(number=another.number)
    _note(work, one, another, actor, EventKind.LINKED)


def part(work: Work, number: int, actor: str, other: int | None) -> None:
    """Take the link between two requests away. Raises what `pair` raises, NotLinked."""
    one, another = pair(work, number, actor, other)
    if not links.part(work.session, one.number, another.number):
        raise NotLinked(number=another.number)
    _note(work, one, another, actor, EventKind.PARTED)


def _note(work: Work, one: Request, another: Request, actor: str, kind: EventKind) -> None:
    for request, other in ((one, another), (another, one)):
        event = work.record(request, kind, actor, other=other.number)
        notices.refresh(work, request, event)


def pair(work: Work, number: int, actor: str, other: int | None) -> tuple[Request, Request]:
    """Two requests that the actor acts for, ours alone until the commit.

    Whether a request of somebody else's desk is there at all is not told.
    Raises ChooseOther, SameRequest, UnknownOther, NotAnAgent, UnknownRequest.
    """
    if other is None:
        raise ChooseOther
    if other == number:
        raise SameRequest
    for one in sorted((number, other)):  # in one order everywhere, or two agents wait in a circle
        work.lock(one)
    request, another = moves.for_desk(work, number, actor), work.session.get(Request, other)
    if another is None or not work.roster_of(another).serves(actor):
        raise UnknownOther(number=other)
    return request, another


def refresh_linked(work: Work, request: Request, event: Event) -> None:
    """Its desk is another: the cards of what has to do with it may no longer show it, or may again."""
    for other in links.linked(work, request):
        notices.refresh_card(work, other, event, f"card:{other.number}")
