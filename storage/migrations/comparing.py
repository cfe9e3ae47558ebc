"""How our tables are compared with a database, and how what is missing is written down."""

from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Enum
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from storage import (  # noqa: F401 - known once they are imported
    approvals,
    confidence,
    disruptions,
    due,
    favours,
    perks,
    pulses,
    reports,
    steplists,
    stoppages,
    tables,
)
from storage.sealing import Sealed

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext


def _plainly(kind: str, item: Any, _context: "AutogenContext") -> str | Literal[False]:
    """Write types without what they do in Python: a revision must read the same when our classes have moved on."""
    if kind != "type":
        return False
    match item:
        case UTCDateTime():
            return "sa.DateTime(timezone=True)"
        case Enum():
            return f"sa.String({item.length})"
        case AutoString():
            return "sa.String()"
        case Sealed():
            return "sa.Text()"
    return False


OPTIONS: dict[str, Any] = {
    "target_metadata": SQLModel.metadata,
    "compare_type": True,
    "render_as_batch": True,
    "render_item": _plainly,
    # SQLite undoes DDL as PostgreSQL does, once sqlite3 no longer begins transactions by itself (storage.engine).
    "transactional_ddl": True,
}
