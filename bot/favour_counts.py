"""How often colleagues asked each other for something: all that anybody but themselves ever learns of favours.

The months are those of the first desk's zone, whoever reads them, and what was done is counted as it stood at their
end: so a month reads the same for everybody on every day, and nothing can be reckoned from how it has changed.
"""

from sqlalchemy import and_, func
from sqlmodel import col, select

from bot import periods
from bot.numbers import ENOUGH, TOGETHER, Asking, Period
from bot.work import Work
from storage.favours import Favour, FavourState


def asked_in(work: Work, period: Period) -> Asking | None:
    """What was asked in a whole month, and how much of it was done within it; None if it is too little to be told."""
    month = _everybodys(work, period)
    if month.until > work.now:
        return None
    is_done = and_(col(Favour.state) == FavourState.DONE, col(Favour.ended_at) < month.until)
    counted = select(func.count(), func.count(col(Favour.asker).distinct()), func.count().filter(is_done))
    span = (col(Favour.created_at) >= month.since, col(Favour.created_at) < month.until)
    return tellable(*work.session.exec(counted.select_from(Favour).where(*span)).one())


def tellable(asked: int, askers: int, done: int) -> Asking | None:
    """As much as tells nothing of single people: neither what was done nor what was not may be a few."""
    if asked < ENOUGH or askers < TOGETHER:
        return None
    is_told = done >= ENOUGH and (done == asked or asked - done >= ENOUGH)
    return Asking(asked, done if is_told else None)


def _everybodys(work: Work, period: Period) -> Period:
    """The month of that name in the zone that all readers have in common."""
    zone = next((desk.hours.zone.key for desk in work.desks), period.zone)
    return periods.month(zone, periods.first_day(period))
