"""The lists of a desk's requests that its agents have in App Home: which there are, how long, and who sees which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_
from sqlmodel import col, select

from bot import homes, places
from bot.homes import Choice
from bot.lifecycle import ACTIVE, HELD, SETTLED
from bot.serving import is_called_to, is_theirs, served
from bot.views.desklists import ALL_DESKS, COUNT_TO, DeskList, Shown
from bot.views.lists import PAGE, Line, Page
from bot.work import Work
from storage.kinds import State, Urgency
from storage.tables import Request

_RECENTLY = timedelta(days=14)
_STATES: Mapping[DeskList, frozenset[State]] = {
    DeskList.MINE: HELD,
    DeskList.UNCLAIMED: frozenset({State.OPEN}),
    DeskList.ACTIVE: ACTIVE,
    DeskList.WAITING: frozenset({State.WAITING}),
}


@dataclass(frozen=True)
class _Reader:
    """An agent, and the conditions of what they serve of the chosen desk, or of all, and of what they are called to."""

    person: str
    theirs: ColumnElement[bool]
    called: ColumnElement[bool] | None

    def active(self, chosen: DeskList) -> tuple[ColumnElement[bool], ...]:
        """What makes a request one of an active list."""
        sees = self.theirs if self.called is None else or_(self.theirs, self.called)
        mine = [col(Request.agent) == self.person] if chosen is DeskList.MINE else []
        return (sees, col(Request.state).in_(_STATES[chosen]), *mine)

    def resolved(self, now: datetime) -> tuple[ColumnElement[bool], ...]:
        """What makes a request one of those that were resolved lately."""
        return (self.theirs, col(Request.state).in_(SETTLED), col(Request.resolved_at) > now - _RECENTLY)


def opened(work: Work, person: str, cause: str) -> None:
    """Somebody opens their home; who serves a desk is shown its changes while they look on."""
    homes.opened(work.session, work.now, person, cause)
    if homes.choice_of(work.session, person).list is None and _sees_any(work, person):
        homes.arranged(work.session, work.now, person, cause, list=DeskList.MINE.value)


def _sees_any(work: Work, person: str) -> bool:
    return bool(served(work, person)) or is_called_to(work, person) is not None


def shown(work: Work, person: str) -> Shown | None:
    """What an agent has chosen to see; None for who serves no desk."""
    theirs, called = served(work, person), is_called_to(work, person)
    if not theirs and called is None:
        return None
    choice = homes.choice_of(work.session, person)
    chosen = DeskList(choice.list) if choice.list in set(DeskList) else DeskList.MINE
    desk = choice.desk if choice.desk in theirs else None
    reader = _Reader(person, is_theirs({desk: theirs[desk]} if desk else theirs), None if desk else called)
    language = work.words_of(person).language
    counts = _counts(work, reader)
    return Shown(
        chosen,
        _page(work, reader, chosen, choice, counts[chosen]),
        counts,
        {key: work.desk(key).label(language) for key in theirs},
        desk,
    )


def chosen_desk(value: str) -> str | None:
    """The desk that a choice in the select means."""
    return None if value == ALL_DESKS else value


def _counts(work: Work, reader: _Reader) -> dict[DeskList, int]:
    """How long each list is; the active ones are counted at once."""
    is_mine = case((col(Request.agent) == reader.person, 1), else_=0)
    statement = select(Request.state, is_mine, func.count()).where(*reader.active(DeskList.ACTIVE))
    rows = work.session.exec(statement.group_by(col(Request.state), is_mine)).all()
    counts = {
        one: sum(n for state, mine, n in rows if state in states and (mine or one is not DeskList.MINE))
        for one, states in _STATES.items()
    }
    recent = select(Request.id).where(*reader.resolved(work.now)).limit(COUNT_TO).subquery()
    return counts | {DeskList.RESOLVED: work.session.exec(select(func.count()).select_from(recent)).one()}


def _page(work: Work, reader: _Reader, chosen: DeskList, choice: Choice, total: int) -> Page:
    """The page that the agent has turned to, or the last one where there are fewer by now."""
    number = min(choice.list_page, max(total - 1, 0) // PAGE)
    conditions = reader.resolved(work.now) if chosen is DeskList.RESOLVED else reader.active(chosen)
    statement = select(Request).where(*conditions).order_by(*_order(chosen)).limit(PAGE).offset(number * PAGE)
    return Page(_lines(work, reader.person, work.session.exec(statement).all()), number, total)


def _order(chosen: DeskList) -> list[Any]:
    """The most urgent first, and of these what is due first; what waits for its requester can do so at the end."""
    match chosen:
        case DeskList.RESOLVED:
            return [col(Request.resolved_at).desc(), col(Request.id).desc()]
        case DeskList.WAITING:
            return [col(Request.waiting_since), col(Request.id)]
    waits = case((col(Request.state) == State.WAITING, 1), else_=0)
    urgency = case({one.value: rank for rank, one in enumerate(Urgency)}, value=Request.urgency)
    due = case((col(Request.first_answered_at).is_(None), col(Request.first_answer_due)), else_=Request.resolution_due)
    return [waits, urgency, due, col(Request.id)]


def _lines(work: Work, person: str, requests: Sequence[Request]) -> list[Line]:
    """Rows that lead to the cards, whose places are asked for at once."""
    wanted = [places.card(request.number) for request in requests]
    urls, language = work.urls_of(wanted), work.words_of(person).language
    return [
        Line(request, work.desk(request.desk).label(language), work.now, urls.get(place), is_own=False)
        for request, place in zip(requests, wanted, strict=True)
    ]
