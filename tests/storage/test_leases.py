"""Taking outgoing rows: one at a time per lane, by one worker, and quickly however many were ever sent."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from bot import leases
from bot.leases import Taken
from storage.engine import Storage
from storage.kinds import Method
from storage.tables import Outgoing
from tests.clock import Clock
from tests.storage.explaining import plan, said

NOW = Clock()()
LEASE = timedelta(seconds=30)


def _row(
    number: int, lane: str, sent_at: datetime | None = None, given_up_at: datetime | None = None
) -> dict[str, object]:
    return {
        "key": f"{number:05}",
        "lane": lane,
        "method": Method.POST,
        "payload": {},
        "place": f"place {number}",
        "created_at": NOW,
        "due_at": NOW + timedelta(milliseconds=number),
        "attempts": 0,
        "sent_at": sent_at,
        "given_up_at": given_up_at,
    }


def _fill(storage: Storage, rows: Sequence[dict[str, object]]) -> None:
    with storage.transaction() as session:
        session.execute(insert(Outgoing), rows)


def _take(storage: Storage, now: datetime = NOW + timedelta(hours=1)) -> Taken | None:
    with storage.transaction() as session:
        return leases.take(session, now, now + LEASE)


def _keys(taken: Sequence[Taken | None]) -> list[str | None]:
    return [one.row.key if one else None for one in taken]


def test_the_oldest_row_of_each_lane_is_taken_and_the_others_wait(storage: Storage) -> None:
    _fill(storage, [_row(number, f"lane {number % 2}") for number in range(4)])
    assert _keys([_take(storage) for _ in range(3)]) == ["00000", "00001", None]


def test_a_row_that_was_sent_or_given_up_lets_its_lane_go_on(storage: Storage) -> None:
    _fill(storage, [_row(0, "lane", sent_at=NOW), _row(1, "lane", given_up_at=NOW), _row(2, "lane")])
    assert _keys([_take(storage)]) == ["00002"]


def test_a_row_that_is_not_due_holds_its_own_lane_only(storage: Storage) -> None:
    later = _row(0, "lane") | {"due_at": NOW + timedelta(hours=2)}
    _fill(storage, [later, _row(1, "lane"), _row(2, "other")])
    assert _keys([_take(storage), _take(storage)]) == ["00002", None]


def test_a_lease_that_ran_out_passes_the_row_on_as_uncertain(storage: Storage) -> None:
    _fill(storage, [_row(0, "lane")])
    first = _take(storage, NOW)
    again = _take(storage, NOW + LEASE)
    assert first
    assert again
    assert (first.is_uncertain, again.is_uncertain) == (False, True)
    assert again.row.attempts == 2


def test_a_file_may_take_longer_to_make_than_a_message_to_send(storage: Storage) -> None:
    _fill(storage, [_row(0, "lane") | {"method": Method.EXPORT}])
    assert _keys([_take(storage, NOW + n * LEASE) for n in range(1, 12)]) == ["00000", *[None] * 9, "00000"]


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)  # SQLite lets one transaction write at a time
def test_while_one_transaction_takes_a_row_another_takes_the_next(storage: Storage) -> None:
    _fill(storage, [_row(0, "a"), _row(1, "b")])
    now = NOW + timedelta(hours=1)
    with storage.transaction() as one, storage.transaction() as other:
        first, second = leases.take(one, now, now + LEASE), leases.take(other, now, now + LEASE)
    assert _keys([first, second]) == ["00000", "00001"]


@pytest.fixture
def busy(storage: Storage) -> Storage:
    """An outbox with a long past and a little present."""
    _fill(storage, [_row(number, f"lane {number % 50}", sent_at=NOW) for number in range(5_000)])
    _fill(storage, [_row(number, f"lane {number % 50}") for number in range(5_000, 5_100)])
    with storage.transaction() as session:
        session.connection().exec_driver_sql("ANALYZE")
    return storage


def test_nothing_reads_through_all_that_was_ever_sent(busy: Storage) -> None:
    with busy.reading() as session:
        with said(session.connection()) as asked:
            leases.can_take(session, NOW + timedelta(hours=1))
            leases.next_due(session, NOW)
            leases.is_under_way(session, "place 5001")
        plans = [plan(session.connection(), busy, one) for one in asked]
    assert len(plans) == 3
    for way in plans:
        assert "ix_outgoing_unsent_" in way, way
        assert "Seq Scan" not in way, way
        assert "SCAN outgoing'" not in way, way
