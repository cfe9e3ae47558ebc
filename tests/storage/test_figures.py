"""The numbers of a desk are read by index, on both databases, however many requests there are."""

from datetime import timedelta

from bot import figures, periods
from storage.engine import Storage
from tests.bench import past
from tests.storage.explaining import plan, said

REQUESTS = 20_000  # of two weeks
DAY = periods.days("Europe/Berlin", *[past.BEGINS.date() + timedelta(days=9)] * 2)


def test_a_days_numbers_look_at_that_day_alone(storage: Storage) -> None:
    past.write(storage, *past.DESKS, requests=REQUESTS)

    with storage.reading() as session:
        with said(session.connection()) as statements:
            report = figures.report(session, "it", DAY)
            days = figures.days(session, "it", DAY)
            groups = figures.answer_times(session, "it", DAY.since, DAY.until)
        plans = [plan(session.connection(), storage, one) for one in statements]

    assert report.now.new == days[0].new > 0
    assert report.now.resolved == days[0].resolved == sum(report.now.load.by_agent.values()) > 0
    assert sum(groups) > 0
    for way in plans:
        assert "ix_stay" in way or "ix_survey_rated" in way, way
        assert not any(whole in way for whole in ("Seq Scan on stay", "SCAN stay", "Seq Scan on survey")), way
