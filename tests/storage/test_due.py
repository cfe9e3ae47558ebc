"""What is due is found by an index of what is still to be done, however much has been done."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, SQLModel

from bot import closing, pings, saying, surveys
from bot.desks import Desks
from bot.settings import Settings, read_settings
from bot.work import Work
from storage.due import Addressee, Nudge, Ping, Reminder, Survey
from storage.engine import Storage
from storage.kinds import PingKind, State, Urgency
from storage.tables import Request
from tests.storage.explaining import plan, said

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SETTINGS = read_settings(Settings, _env_file=None, slack_bot_token="xoxb-1", slack_app_token="xapp-1")
MANY, REQUESTS = 10_000, 500
LOOKS: tuple[tuple[Callable[[Work], bool], str], ...] = (
    (pings.run_next, "ix_ping_due"),
    (closing.run_next, "ix_ping_due"),
    (saying.run_next, "ix_reminder_due"),
    (surveys.run_next, "ix_survey_due"),
)


def test_what_is_due_is_found_among_much_that_is_settled_by_the_index_of_what_is_not(storage: Storage) -> None:
    _fill(storage)

    for run_next, index in LOOKS:
        with storage.reading() as session:
            with said(session.connection()) as statements:
                assert run_next(Work(session, NOW, Desks(()), SETTINGS, "")) is False
            (way,) = [plan(session.connection(), storage, one) for one in statements]
        assert index in way, way


def _fill(storage: Storage) -> None:
    """Much that is settled, and for each of many requests what is due tomorrow."""
    later = NOW + timedelta(days=1)
    told: dict[str, Any] = {"addressee": "UANA", "request": 1, "kind": PingKind.SILENT, "reason_at": NOW}
    with storage.transaction() as session:
        asked: dict[str, Any] = {
            "desk": "it",
            "title": "VPN is down",
            "urgency": Urgency.NORMAL,
            "requester": "UANA",
            "author": "UANA",
        }
        dues: dict[str, Any] = {"created_at": NOW, "first_answer_due": NOW, "resolution_due": NOW}
        session.add(Request(**asked, **dues, state=State.CLOSED))
        session.add_all([Nudge(addressee="UANA", at=NOW), Addressee(key="UANA")])
        session.flush()
        session.add(Ping(request=1, kind=PingKind.SILENT, due_at=NOW, settled_at=NOW, sent=True))
        session.add(Reminder(**told, due_at=NOW, nudge=1, settled_at=NOW))
        session.add(Survey(request=1, desk="it", resolution=0, due_at=NOW, settled_at=NOW))
        session.flush()
        _copy(session, "request", REQUESTS)
        for table in ("ping", "reminder"):
            _copy(session, table, MANY)
        _copy(session, "survey", MANY, resolution="i")
        session.add_all(Ping(request=1, kind=kind, due_at=later) for kind in PingKind)
        session.add(Reminder(**told, due_at=later))
        session.add(Survey(request=1, desk="it", resolution=MANY + 1, due_at=later))
        session.flush()
        for table in ("ping", "reminder", "survey"):
            _copy(session, table, REQUESTS, where="settled_at IS NULL", request="i + 1")
        session.execute(text("ANALYZE"))


def _copy(session: Session, table: str, times: int, where: str = "true", **changes: str) -> None:
    """Copy the rows of a table many times, with changes that count (`i`)."""
    columns = [one.name for one in SQLModel.metadata.tables[table].columns if one.name != "id"]
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {times})"
    names, values = ", ".join(columns), ", ".join(changes.get(one, one) for one in columns)
    session.execute(text(f"INSERT INTO {table} ({names}) {numbers} SELECT {values} FROM {table}, n WHERE {where}"))
