"""App Home: whose is shown, and kept up to date as their requests change."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot import outbox, places
from bot.outbox import Publish
from storage.queries import insert_once
from storage.tables import Home

_KEPT_FRESH = timedelta(days=7)  # whoever has not looked for longer sees theirs anew when they open it


def opened(session: Session, now: datetime, person: str, cause: str) -> None:
    """Somebody looks at their home: show it as things stand."""
    if not insert_once(session, Home, person=person, opened_at=now, page=0):
        session.get_one(Home, person).opened_at = now
    refresh(session, now, [person], cause)


def turned(session: Session, now: datetime, person: str, page: int, cause: str) -> None:
    """Somebody turns to another page (from 0) of their open requests."""
    opened(session, now, person, cause)
    session.get_one(Home, person).page = max(page, 0)


def page_of(session: Session, person: str) -> int:
    """The page that somebody has turned to."""
    home = session.get(Home, person)
    return home.page if home else 0


def refresh(session: Session, now: datetime, people: Iterable[str], cause: str) -> None:
    """Show the homes of these people anew, as far as they use theirs; once for each cause."""
    concerned = (col(Home.person).in_(set(people)), col(Home.opened_at) > now - _KEPT_FRESH)
    for person in session.exec(select(Home.person).where(*concerned).order_by(Home.person)):  # in one order everywhere
        home = places.home(person)
        outbox.queue(session, now, key=f"{home}:{cause}", lane=home, message=Publish(person))
