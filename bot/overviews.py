"""What a person sees of all their requests at once: App Home, and the lists that /helpdesk answers with."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func
from sqlmodel import col, select

from bot import (
    absences,
    calling,
    deciding,
    desklists,
    editing,
    favour_lists,
    finding,
    homes,
    outlooks,
    people,
    places,
    preferences,
)
from bot.blocks import Block, View
from bot.confidence import anonymous, listing
from bot.desks import Desk
from bot.errors import UnknownRequest
from bot.expectations import expect
from bot.hours import WorkingHours
from bot.lifecycle import ACTIVE, SETTLED
from bot.privacy import concerns, follows, may_read
from bot.views import deskforms, forecast, home, lists
from bot.views import preferences as settings
from bot.views.absences import home_section
from bot.views.home import Overview, Service
from bot.views.lists import PAGE, Line, Page
from bot.work import Work
from storage.kinds import Side
from storage.tables import Channel, Follower, Request

_FEW = 5
_SHOWN_DESKS = 20
_RECENTLY = timedelta(days=14)


def draw(work: Work, person: str) -> View:
    """A person's App Home as things stand."""
    words, zone, overview = work.words_of(person), work.person(person).time_zone, _overview(work, person)
    below = settings.home_section(preferences.of(work.session, person), words, is_lead=overview.outlook is not None)
    below = [*anonymous.way_in(work, person), *below]
    if editing.is_operator(work, person):
        below = [*below, *deskforms.home_section(work.desks, words), *forecast.button(words)]
    absence = home_section(absences.of(work.session, person), work.now, words, zone) if overview.served else []
    colleagues = favour_lists.home(work, person)
    return home.page(
        overview,
        words,
        zone,
        below,
        absence=absence,
        waiting=calling.home(work, person),
        cases=listing.home(work, person),
        colleagues=colleagues,
    )


def my_settings(work: Work, person: str) -> View:
    """The form with what a person has chosen for themselves."""
    is_lead = person in people.leads(work.session, work.desks)
    return settings.form(preferences.of(work.session, person), work.words_of(person), is_lead=is_lead)


def mine(work: Work, person: str) -> list[Block]:
    """A person's open requests, and what goes on between them and colleagues, where they typed the command."""
    lines = _lines(work, person, _open(work, person))
    words, zone = work.words_of(person), work.person(person).time_zone
    requests = lists.mine(lines, _count_open(work, person), words, zone)
    return [*requests, *listing.mine(work, person), *favour_lists.home(work, person)]


def standing(work: Work, person: str, number: int) -> list[Block]:
    """Where a request stands, for whom it concerns. Raises UnknownRequest for everybody else, as if there were none."""
    request = work.session.get(Request, number)
    if request is None or not (concerns(work, request, person) or follows(work, request, person)):
        raise UnknownRequest
    line = _line(work, person, request)
    return [lists.row(line, work.words_of(person), work.person(person).time_zone)]


def search(work: Work, person: str, text: str) -> list[Block]:
    """The requests with these words that the person may see, and the way to ask all the same."""
    words, zone = work.words_of(person), work.person(person).time_zone
    return lists.found(_found(work, person, text), text, words, zone, cases=listing.found(work, person, text))


def search_form(work: Work, person: str, text: str = "") -> View:
    """The field to search in, with what there is for the text that was typed."""
    lines, cases = (_found(work, person, text), listing.found(work, person, text)) if text else (None, [])
    return lists.search_form(text, lines, work.words_of(person), work.person(person).time_zone, cases)


def _found(work: Work, person: str, text: str) -> list[Line]:
    return _lines(work, person, finding.find(work, person, text, limit=PAGE))


def _overview(work: Work, person: str) -> Overview:
    desks = deciding.desks_for(work, person)
    return Overview(
        open=_page(work, person),
        followed=_lines(work, person, _followed(work, person)),
        resolved=_lines(work, person, _resolved(work, person)),
        services=list(_services(work, person, desks[:_SHOWN_DESKS])),
        further=len(desks[_SHOWN_DESKS:]),
        served=desklists.shown(work, person),
        outlook=outlooks.of(work, person),
    )


def _page(work: Work, person: str) -> Page:
    """The page that the person has turned to, or the last one where there are fewer by now."""
    total = _count_open(work, person)
    number = min(homes.choice_of(work.session, person).page, max(total - 1, 0) // PAGE)
    return Page(_lines(work, person, _open(work, person, offset=number * PAGE)), number, total)


def _count_open(work: Work, person: str) -> int:
    return work.session.exec(select(func.count()).where(*_is_open(person))).one()


def _is_open(person: str) -> tuple[Any, Any]:
    return Request.requester == person, col(Request.state).in_(ACTIVE)


def _open(work: Work, person: str, offset: int = 0) -> Sequence[Request]:
    """Those that wait for the person first, then the newest."""
    waits = case((col(Request.last_said_by) == Side.DESK, 0), else_=1)
    statement = select(Request).where(*_is_open(person)).order_by(waits, col(Request.id).desc())
    return work.session.exec(statement.limit(PAGE).offset(offset)).all()


def _followed(work: Work, person: str) -> Sequence[Request]:
    discreet = [desk.key for desk in work.desks if desk.is_confidential]
    statement = (
        select(Request)
        .join(Follower, col(Follower.request) == Request.id)
        .where(Follower.person == person, col(Request.state).in_(ACTIVE), col(Request.desk).not_in(discreet))
        .order_by(col(Request.id).desc())
    )
    return work.session.exec(statement.limit(_FEW)).all()


def _resolved(work: Work, person: str) -> Sequence[Request]:
    recently = (col(Request.state).in_(SETTLED), col(Request.resolved_at) > work.now - _RECENTLY)
    statement = select(Request).where(Request.requester == person, *recently)
    return work.session.exec(statement.order_by(col(Request.resolved_at).desc()).limit(_FEW)).all()


def _lines(work: Work, person: str, requests: Sequence[Request]) -> list[Line]:
    return [_line(work, person, request) for request in requests]


def _line(work: Work, person: str, request: Request) -> Line:
    return Line(
        request,
        desk=work.desk(request.desk).label(work.words_of(person).language),
        now=work.now,
        url=_url(work, person, request),
        is_own=person == request.requester,
        is_told=may_read(work, request, person),
    )


def _url(work: Work, person: str, request: Request) -> str | None:
    """Where this person reads on: in the conversation if it is theirs or everybody's, else at the card."""
    if request.is_public or person == request.requester:
        return work.url_of(places.conversation(request).place)
    return work.url_of(places.card(request.number)) if work.roster_of(request).serves(person) else None


def _services(work: Work, person: str, desks: Sequence[Desk]) -> Iterator[Service]:
    channels = {one.desk: one.id for one in work.session.exec(select(Channel).where(col(Channel.desk).is_not(None)))}
    language = work.words_of(person).language
    for desk in desks:
        expected = expect(work.session, work.now, desk)
        is_open = desk.hours.is_open(work.now)
        yield Service(
            key=desk.key,
            name=desk.label(language),
            about=desk.about.reads(language) if desk.about else "",
            is_open=is_open,
            turns_at=_closes_at(desk.hours, work.now) if is_open else expected.opens_at,
            expectation=replace(expected, opens_at=None),  # the doors say it
            channel=channels.get(desk.key),
        )


def _closes_at(hours: WorkingHours, now: datetime) -> datetime | None:
    """When an open desk closes; None for one that is never seen to."""
    closes = hours.closes_after(now)
    return None if hours.is_open(closes) else closes
