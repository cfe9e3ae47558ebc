"""App Home: whose is shown, what they chose to see, and kept up to date as requests change."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot import outbox, places
from bot.outbox import Publish
from storage.queries import insert_once
from storage.tables import Home, Outgoing

_KEPT_FRESH = timedelta(days=7)  # whoever has not looked for longer sees theirs anew when they open it
_LOOKING_ON = timedelta(minutes=15)
_SOON = timedelta(seconds=20)
_MOST_ONLOOKERS = 30  # each at most once in _SOON: Slack takes a hundred homes a minute
_ALMOST_DUE = timedelta(seconds=2)  # what leaves so early may be drawn before this change is saved


@dataclass(frozen=True)
class Choice:
    """What a person wants to see: the page (from 0) of their own requests; which list of which desk, and its page."""

    page: int = 0
    list: str | None = None
    desk: str | None = None
    list_page: int = 0


def opened(session: Session, now: datetime, person: str, cause: str) -> None:
    """Somebody looks at their home: show it as things stand."""
    if not insert_once(session, Home, person=person, opened_at=now, page=0, list_page=0):
        session.get_one(Home, person).opened_at = now
    refresh(session, now, [person], cause)


def arranged(session: Session, now: datetime, person: str, cause: str, **choice: object) -> None:
    """Somebody chooses what their home shows, by the columns of Home: another page (from 0), list or desk."""
    opened(session, now, person, cause)
    session.get_one(Home, person).sqlmodel_update(choice)


def choice_of(session: Session, person: str) -> Choice:
    """What somebody has chosen to see."""
    home = session.get(Home, person)
    return Choice(home.page, home.list, home.desk, home.list_page) if home else Choice()


def refresh(session: Session, now: datetime, people: Iterable[str], cause: str) -> None:
    """Show the homes of these people anew, as far as they use theirs; once for each cause."""
    concerned = (col(Home.person).in_(set(people)), col(Home.opened_at) > now - _KEPT_FRESH)
    for person in session.exec(select(Home.person).where(*concerned).order_by(Home.person)):  # in one order everywhere
        home = places.home(person)
        outbox.queue(session, now, key=f"{home}:{cause}", lane=home, message=Publish(person))


def onlookers(session: Session, now: datetime) -> list[str]:
    """Who has a desk's list before them, as far as we know; who looked last comes first."""
    looking = (col(Home.list).is_not(None), col(Home.opened_at) > now - _LOOKING_ON)
    return list(session.exec(select(Home.person).where(*looking).order_by(col(Home.opened_at).desc())))


def refresh_soon(session: Session, now: datetime, people: Collection[str], cause: str) -> None:
    """Show the homes of onlookers anew in a moment, so that a busy desk shows each of its people one of many changes.

    A home is drawn when it leaves: one that will leave soon has no need of another.
    """
    chosen = sorted(list(people)[:_MOST_ONLOOKERS])  # in one order everywhere
    will_leave = _leaving_after(session, chosen, now + _ALMOST_DUE)
    for person in chosen:
        home = places.home(person)
        if home not in will_leave:
            outbox.queue(session, now, key=f"{home}:{cause}", lane=home, message=Publish(person), after=_SOON)


def _leaving_after(session: Session, people: Collection[str], instant: datetime) -> frozenset[str | None]:
    unsent = (col(Outgoing.sent_at).is_(None), col(Outgoing.given_up_at).is_(None), col(Outgoing.due_at) > instant)
    at_home = col(Outgoing.place).in_([places.home(person) for person in people])
    return frozenset(session.exec(select(Outgoing.place).where(at_home, *unsent)))
