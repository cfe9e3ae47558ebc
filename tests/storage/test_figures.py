"""The numbers of a desk are read by index, on both databases, however many requests there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from bot import figures, periods
from storage.engine import Storage
from tests.bench import past

REQUESTS = 20_000  # of two weeks
DAY = periods.days("Europe/Berlin", *[past.BEGINS.date() + timedelta(days=9)] * 2)
Statement = tuple[str, Any]


def test_a_days_numbers_look_at_that_day_alone(storage: Storage) -> None:
    past.write(storage, *past.DESKS, requests=REQUESTS)

    with storage.reading() as session:
        with _said(session) as statements:
            report = figures.report(session, "it", DAY)
            days = figures.days(session, "it", DAY)
            groups = figures.answer_times(session, "it", DAY.since, DAY.until)
        plans = [_plan(session, storage, one) for one in statements]

    assert report.now.new == days[0].new > 0
    assert report.now.resolved == days[0].resolved == sum(report.now.load.by_agent.values()) > 0
    assert sum(groups) > 0
    for plan in plans:
        assert "ix_stay" in plan or "ix_survey_rated" in plan, plan
        assert not any(whole in plan for whole in ("Seq Scan on stay", "SCAN stay", "Seq Scan on survey")), plan


@contextmanager
def _said(session: Session) -> Iterator[list[Statement]]:
    """What the database is asked."""
    statements: list[Statement] = []

    def note(_c: object, _u: object, statement: str, parameters: Any, *_: object) -> None:
        statements.append((statement, parameters))

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)


def _plan(session: Session, storage: Storage, asked: Statement) -> str:
    explain = "EXPLAIN QUERY PLAN" if storage.is_sqlite else "EXPLAIN"
    statement, parameters = asked
    return str(session.connection().exec_driver_sql(f"{explain} {statement}", parameters).all())
