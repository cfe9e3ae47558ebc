"""What may be expected of a desk: how long it usually takes, what it promises, when it opens again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlmodel import Session, col, select

from bot.desks import Desk
from bot.hours import NeverOpensError, WorkingHours
from storage.kinds import Urgency
from storage.tables import Request

_LOOKED_AT = 50
_LEAST = 5  # answers below which nothing is usual


@dataclass(frozen=True)
class Expectation:
    """All in the desk's working time, of which a usual day has so much; `opens_at` only where it is closed now."""

    promised: timedelta
    usual_day: timedelta
    usual: timedelta | None = None
    opens_at: datetime | None = None


def expect(
    session: Session, now: datetime, desk: Desk, type_key: str | None = None, urgency: Urgency = Urgency.NORMAL
) -> Expectation:
    """What somebody who asks a desk now may expect of its first answer."""
    return Expectation(
        promised=desk.standard(type_key, urgency).first_answer,
        usual_day=desk.hours.usual_day,
        usual=usual_answer(session, desk.key),
        opens_at=None if desk.hours.is_open(now) else _opens_at(desk.hours, now),
    )


def usual_answer(session: Session, desk: str) -> timedelta | None:
    """The median working time that the desk's last answers took; None while there are too few."""
    statement = (
        select(Request.answered_within)
        .where(Request.desk == desk, col(Request.first_answered_at).is_not(None))
        .order_by(col(Request.first_answered_at).desc())
        .limit(_LOOKED_AT)
    )
    took = [seconds for seconds in session.exec(statement) if seconds is not None]
    return timedelta(seconds=median(took)) if len(took) >= _LEAST else None


def _opens_at(hours: WorkingHours, now: datetime) -> datetime | None:
    try:
        return hours.opens_after(now)
    except NeverOpensError:
        return None
