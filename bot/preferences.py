"""What a person has chosen for themselves, and what follows from it for reminding them."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from bot import absences
from bot.desks import Desk
from bot.hours import zone_of
from bot.manners import Absent, Manners, holidays_in, quiet_hours, weekend_in
from storage.queries import insert_once, look_again
from storage.tables import Absence, Person, Preference

_FEW = 2


def of(session: Session, person: str) -> Preference:
    """What a person has chosen; nothing, for most."""
    return session.get(Preference, person) or Preference(person=person)


def choose(session: Session, person: str, chosen: dict[str, Any]) -> None:
    """Somebody chooses, by the columns of Preference."""
    row = Preference(person=person).model_dump() | chosen
    if not insert_once(session, Preference, **row):
        session.execute(update(Preference).where(col(Preference.person) == person).values(**chosen))
    look_again(session, person)


def manners(session: Session, person: Person, desk: Desk | None, usually: int) -> Manners:
    """How a person may be reminded; as one who serves a desk, if one is given: its days off are theirs too.

    They get `usually` messages a day at the most, unless they want fewer.
    """
    chosen, absence = of(session, person.id), absences.of(session, person.id)
    quiet_from, quiet_until = quiet_hours(chosen)
    return Manners(
        zone=zone_of(person.time_zone),
        is_day_off=_days_off(person, desk, works_weekends=chosen.works_weekends),
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        absences=[Absent(since, until) for since, until in _stretches(absence) if until],
        is_away=bool(absence.status_emoji) and absence.status_until is None,
        a_day=min(_FEW, usually) if chosen.wants_fewer else usually,
        pings_in=chosen.pings_in,
    )


def _stretches(absence: Absence) -> Iterator[tuple[datetime | None, datetime | None]]:
    """Since and until when somebody is away, by do-not-disturb, their status, and what they told us."""
    yield absence.quiet_from, absence.quiet_until
    yield None, absence.status_until if absence.status_emoji else None
    yield None, absence.away_until


def _days_off(person: Person, desk: Desk | None, *, works_weekends: bool) -> Callable[[date], bool]:
    """Weekends, unless they or their desk work on them; public holidays where they are; their desk's holidays."""
    is_holiday, weekend = holidays_in(person.time_zone), weekend_in(person.time_zone)

    def is_day_off(day: date) -> bool:
        if is_holiday(day) or (desk is not None and desk.hours.holidays(day)):
            return True
        is_weekend = day.weekday() in weekend and not works_weekends
        return is_weekend and not (desk is not None and bool(desk.hours.week[day.weekday()]))

    return is_day_off
