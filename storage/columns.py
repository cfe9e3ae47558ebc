"""What tables are made of: the names of constraints, and columns and indexes that both databases have."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, MetaData
from sqlalchemy import Enum as SAEnum
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.expression import text
from sqlmodel import SQLModel

# Alembic needs every constraint to have a name: SQLite can drop none without.
SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
JSON_VALUE = JSON().with_variant(JSONB(), "postgresql")


def enum_column(kind: type[StrEnum]) -> Any:
    """A string column that holds the members' values and refuses anything else."""
    return SAEnum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
        validate_strings=True,
    )


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the few rows that still need something, so that it stays small for ever."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))
