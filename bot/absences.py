"""Who is away: by their status in Slack, their do-not-disturb, or because they told us so."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_, update
from sqlmodel import Session, col, select

from bot.descriptions import Quiet, Status
from bot.form_errors import DayOutOfReach
from bot.hours import first_instant, zone_of
from storage.queries import changed, insert_once, look_again
from storage.tables import Absence, Person

_LONGEST = timedelta(days=366)


def away(session: Session, people: Collection[str], at: datetime) -> frozenset[str]:
    """Those of the people who are not there at an instant, as far as can be known by now."""
    quiet = and_(col(Absence.quiet_from) <= at, col(Absence.quiet_until) > at)
    absent = or_(is_off(at), quiet)
    return frozenset(session.exec(select(Absence.person).where(col(Absence.person).in_(people), absent)))


def is_absent(session: Session, person: str, at: datetime) -> bool:
    """Whether somebody is off work at an instant."""
    return session.exec(select(Absence.person).where(Absence.person == person, is_off(at))).first() is not None


def is_off(at: datetime) -> ColumnElement[bool]:
    """The condition of those who are off work at an instant, as their status or they themselves say."""
    by_status = and_(
        col(Absence.status_emoji) != "", or_(_is_empty(Absence.status_until), _is_after(Absence.status_until, at))
    )
    return or_(by_status, _is_after(Absence.away_until, at))


def _is_empty(until: Any) -> ColumnElement[bool]:
    return col(until).is_(None)


def _is_after(until: Any, at: datetime) -> ColumnElement[bool]:
    """Never unknown, so that it can be turned round."""
    return and_(col(until).is_not(None), col(until) > at)


def off_until(session: Session, people: Collection[str], at: datetime) -> dict[str, datetime | None]:
    """Those of the people who are off work at an instant, each until when; None where nobody knows."""
    rows = session.exec(select(Absence).where(col(Absence.person).in_(people), is_off(at)).order_by(Absence.person))
    return {row.person: _ends(row, at) for row in rows}


def _ends(absence: Absence, at: datetime) -> datetime | None:
    """When the last of what keeps them away is over."""
    if absence.status_emoji and absence.status_until is None:
        return None
    ends = [absence.away_until, absence.status_until if absence.status_emoji else None]
    return max((end for end in ends if end and end > at), default=None)


def of(session: Session, person: str) -> Absence:
    """What keeps a person from work: for most, nothing."""
    return session.get(Absence, person) or Absence(person=person)


def statuses(session: Session, people: Collection[str]) -> Mapping[str, Status]:
    """What their statuses say, of those of the people who have had one that says that they are away."""
    rows = session.exec(select(Absence).where(col(Absence.person).in_(people)))
    return {row.person: Status(row.status_emoji, row.status_until) for row in rows}


def show(session: Session, person: str, status: Status) -> None:
    """Somebody's status says that they are away, or (an empty one) no longer."""
    _save(session, person, is_news=bool(status.emoji), status_emoji=status.emoji, status_until=status.until)


def silence(session: Session, person: str, quiet: Quiet) -> None:
    """Somebody is not to be disturbed for a time."""
    _save(session, person, is_news=quiet.since is not None, quiet_from=quiet.since, quiet_until=quiet.until)


def leave(session: Session, now: datetime, person: Person, back: date) -> None:
    """Somebody tells us on which day they will be back. Raises DayOutOfReach."""
    zone = zone_of(person.time_zone)
    today = now.astimezone(zone).date()
    if not today < back <= today + _LONGEST:
        raise DayOutOfReach
    _save(session, person.id, is_news=True, away_until=first_instant(zone, back, time()))


def come_back(session: Session, person: str) -> None:
    """Somebody tells us that they are back; what their status says stays true."""
    _save(session, person, is_news=False, away_until=None)


def _save(session: Session, person: str, *, is_news: bool, **values: Any) -> None:
    """Write it down; who was never away needs no row. If it is news, what waits for them is looked at again."""
    is_new = is_news and insert_once(session, Absence, **{"person": person, "status_emoji": "", **values})
    if is_new or _has_changed(session, person, values):
        look_again(session, person)


def _has_changed(session: Session, person: str, values: Mapping[str, Any]) -> bool:
    """Each hour everybody is read anew: for hardly anybody is it otherwise than before."""
    is_other = or_(*(col(getattr(Absence, name)).is_distinct_from(value) for name, value in values.items()))
    statement = update(Absence).where(col(Absence.person) == person, is_other).values(**values)
    return changed(session, statement.execution_options(synchronize_session=False)) == 1


def follow(session: Session, now: datetime) -> str | None:
    """Note for one person that they have gone off work, or have come back; None if there is nobody to note."""
    gone, came = and_(_is_empty(Absence.since), is_off(now)), and_(not_(is_off(now)), col(Absence.since).is_not(None))
    found = session.exec(select(Absence.person, Absence.since).where(or_(gone, came)).limit(1)).first()
    if found is None:
        return None
    person, since = found
    statement = update(Absence).where(col(Absence.person) == person, came if since else gone)
    changed(session, statement.values(since=None if since else now).execution_options(synchronize_session=False))
    return person
