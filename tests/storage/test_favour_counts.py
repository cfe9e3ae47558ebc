"""What leads learn of favours: how many there were, where nobody can be made out; the same whenever it is read."""

from datetime import date, datetime, timedelta

import pytest

from bot import periods
from bot.desks import Desks
from bot.favour_counts import asked_in, tellable
from bot.numbers import Asking
from storage.engine import Storage
from storage.favours import Favour, FavourState
from tests.storage.test_desk_lists import PLAIN, at_work

COMPANY = Desks((PLAIN,))
JANUARY = periods.month(PLAIN.hours.zone.key, date(2026, 1, 15))


@pytest.mark.parametrize(
    ("counted", "told"),
    [
        ((4, 4, 4), None),
        ((12, 2, 6), None),
        ((5, 3, 0), Asking(5, None)),
        ((5, 3, 5), Asking(5, 5)),
        ((9, 3, 5), Asking(9, None)),
        ((10, 3, 5), Asking(10, 5)),
        ((12, 3, 4), Asking(12, None)),
    ],
)
def test_no_few_can_be_reckoned(counted: tuple[int, int, int], told: Asking | None) -> None:
    assert tellable(*counted) == told


def test_a_month_is_counted_as_it_stood_at_its_end_in_one_zone_for_all_readers(storage: Storage) -> None:
    with at_work(storage, COMPANY) as work:
        work.session.add_all(
            [
                *(_favour(n, JANUARY.since, done_at=JANUARY.until - timedelta(hours=1)) for n in range(5)),
                *(_favour(n, JANUARY.until - timedelta(seconds=1), done_at=JANUARY.until) for n in range(4)),
                _favour(5, JANUARY.since, state=FavourState.WITHDRAWN),
                _favour(6, JANUARY.until),
                _favour(7, JANUARY.since - timedelta(seconds=1)),
            ]
        )
        work.session.flush()

        for zone in (JANUARY.zone, "Pacific/Auckland", "America/Los_Angeles"):
            told = [asked_in(work, periods.month(zone, date(2026, month, 15))) for month in (1, 2, 3)]
            assert told == [Asking(10, 5), None, None]


def _favour(n: int, at: datetime, *, done_at: datetime | None = None, state: FavourState = FavourState.ASKED) -> Favour:
    ended = {"state": FavourState.DONE, "ended_at": done_at} if done_at else {"state": state}
    return Favour(asker=f"U{n % 3}", asked="U9", what="a hand", created_at=at, **ended)
