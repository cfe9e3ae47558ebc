"""The moves of a favour: who may make them, each one conditional update. Who is too late is told how it stands."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, update
from sqlmodel import col, select

from bot import favour_times, preferences
from bot.favour_errors import (
    FavourChanged,
    FavourElsewhere,
    FavourOver,
    FavourTaken,
    NotAmongFavours,
    NotTheirFavour,
    OwnFavour,
)
from bot.manners import Manners
from bot.mrkdwn import mention
from bot.work import Work
from storage.favours import Favour, FavourCard, FavourDue, FavourState
from storage.queries import changed

Change = dict[str, Any]
"""Columns of a favour, and what they become."""


def find(work: Work, number: int) -> Favour:
    """The favour as it stands now. Raises NotAmongFavours."""
    favour = work.session.get(Favour, number, populate_existing=True)
    if favour is None:
        raise NotAmongFavours
    return favour


def for_asker(work: Work, number: int, actor: str, *states: FavourState) -> Favour:
    """A favour that this person has asked, if it is in one of the states, or goes on.

    Raises NotTheirFavour, FavourOver, NotAmongFavours.
    """
    favour = find(work, number)
    if actor != favour.asker:
        raise _not_theirs(work, favour, actor, favour.asker)
    return _standing(favour, states)


def for_colleague(work: Work, number: int, actor: str, *states: FavourState) -> Favour:
    """A favour that this person has, or is asked, if it is in one of the states, or goes on.

    Raises OwnFavour, NotTheirFavour, FavourTaken, FavourElsewhere, FavourOver, NotAmongFavours.
    """
    favour = find(work, number)
    if favour.colleague == actor:
        return _standing(favour, states)
    if actor == favour.asker:
        raise OwnFavour
    if favour.team is not None and _was_asked(work, favour, actor):
        if favour.helper:
            raise FavourTaken(helper=mention(favour.helper))
        if favour.colleague is None:
            return _standing(favour, states)
    raise _not_theirs(work, favour, actor, favour.colleague)


def for_both(work: Work, number: int, actor: str, *states: FavourState) -> Favour:
    """A favour of two people, of whom this is one. Raises as `for_colleague` does."""
    favour = find(work, number)
    return _standing(favour, states) if actor == favour.asker else for_colleague(work, number, actor, *states)


def _standing(favour: Favour, states: tuple[FavourState, ...]) -> Favour:
    if not (favour.state in states if states else favour.is_active):
        raise FavourOver
    return favour


def _not_theirs(work: Work, favour: Favour, actor: str, whose: str | None) -> Exception:
    """Who was asked before learns that it went on; who was never asked, nothing."""
    if actor in (favour.asker, favour.colleague):
        return NotTheirFavour(person=mention(whose) if whose else favour.team_name)
    return FavourElsewhere() if _was_asked(work, favour, actor) else NotAmongFavours()


def _was_asked(work: Work, favour: Favour, person: str) -> bool:
    """Whether one of its cards was for them; what stands in a channel is for everybody who can press it."""
    theirs = or_(col(FavourCard.person) == person, col(FavourCard.person).is_(None))
    found = select(FavourCard.n).where(FavourCard.favour == favour.number, theirs)
    return work.session.exec(found.limit(1)).first() is not None


def make(work: Work, favour: Favour, actor: str, **changes: Any) -> None:
    """Make somebody's move. Raises what they need to know where another was quicker: FavourTaken and the like."""
    if not change(work, favour, **changes):
        for_both(work, favour.number, actor)
        raise FavourChanged


def change(work: Work, favour: Favour, **values: Any) -> bool:
    """Change a favour if nothing has happened to it since it was looked at; False where somebody was quicker."""
    seen = (col(Favour.id) == favour.number, col(Favour.version) == favour.version)
    statement = update(Favour).where(*seen).values(version=favour.version + 1, **values)
    is_ours = changed(work.session, statement.execution_options(synchronize_session=False)) == 1
    work.session.refresh(favour)
    return is_ours


def manners(work: Work, person: str) -> Manners:
    """When somebody may be disturbed."""
    return preferences.manners(work.session, work.person(person), None, work.settings.helpdesk_pings_a_day)


def due(kind: FavourDue | None, at: datetime | None) -> Change:
    """What the clock does next, for a change."""
    return {"due": kind, "due_at": at}


def ended(work: Work, state: FavourState) -> Change:
    """The end of a favour, for a change: nothing comes of it by itself any more."""
    return {"state": state, "ended_at": work.now, **due(None, None)}


def due_unanswered(work: Work, person: str) -> Change:
    """Who is asked is reminded after a working day."""
    return due(FavourDue.UNANSWERED, favour_times.working_day_later(manners(work, person), work.now))


def due_unheard(work: Work, asker: str) -> Change:
    """Who asks hears after a working day that nothing has come, or that it's their turn."""
    return due(FavourDue.UNHEARD, favour_times.working_day_later(manners(work, asker), work.now))


def due_for_promise(work: Work, helper: str, asker: str, promised: date) -> Change:
    """The helper is reminded of the day that is promised; where it is too late for that, who asked is told of it."""
    reminded_at = favour_times.reminded_of(manners(work, helper), promised, work.now)
    return due(FavourDue.PROMISE_NEAR, reminded_at) if reminded_at else due_passed(work, asker, promised)


def due_passed(work: Work, asker: str, promised: date) -> Change:
    """Who asked is told once the promised day has passed."""
    told_at = favour_times.told_of_lateness(manners(work, asker), promised, work.now)
    return due(FavourDue.PROMISE_PASSED, told_at)


def due_late_again(work: Work, asker: str) -> Change:
    """Who asked, and has asked again, is told again."""
    return due(FavourDue.PROMISE_PASSED, favour_times.working_day_later(manners(work, asker), work.now))
