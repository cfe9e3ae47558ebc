"""The tables of disruptions: several requests with one cause, whom it touches, and what was said of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from storage.columns import enum_column, partial_index


class DisruptionState(StrEnum):
    """Where a disruption stands: the desk is asked whether there is one, it goes on, or it is over."""

    ASKED = "asked"
    GOES_ON = "goes_on"
    RESOLVED = "resolved"
    DENIED = "denied"
    MERGED = "merged"


class Disruption(SQLModel, table=True):
    """One cause of several requests: the head is the request that its desk works on, the others follow it."""

    __table_args__ = (
        partial_index("ix_disruption_desk", "desk", where="state = 'goes_on'"),
        partial_index("ix_disruption_ask_at", "ask_at", where="ask_at IS NOT NULL"),
    )

    id: int | None = Field(default=None, primary_key=True)
    desk: str
    head: int = Field(foreign_key="request.id", index=True)
    state: DisruptionState = Field(default=DisruptionState.ASKED, sa_type=enum_column(DisruptionState))
    asked_at: datetime = Field(description="when the desk was asked, or began it of itself")
    begun_at: datetime | None = Field(default=None, description="when the first of its requests came in")
    confirmed_by: str | None = None
    resolved_at: datetime | None = None
    merged_into: int | None = Field(default=None, foreign_key="disruption.id")
    ask_at: datetime | None = Field(default=None, description="when the clock next does something about it")
    version: int = 0


class Affected(SQLModel, table=True):
    """Somebody whom a disruption touches: by a request of theirs, or because they said so ("me too")."""

    __table_args__ = (partial_index("ix_affected_person", "person", where="left_at IS NULL"),)

    disruption: int = Field(foreign_key="disruption.id", primary_key=True)
    person: str = Field(primary_key=True)
    request: int | None = Field(default=None, foreign_key="request.id", index=True)
    at: datetime
    asked_at: datetime | None = Field(default=None, description="when they were asked whether it works again")
    works: bool | None = None
    answered_at: datetime | None = None
    left_at: datetime | None = Field(default=None, description="since when it is another disruption's, or none's")


class DisruptionEvent(SQLModel, table=True):
    """A line of a disruption's timeline, kept for the review; `text` is what everybody affected was told."""

    id: int | None = Field(default=None, primary_key=True)
    disruption: int = Field(foreign_key="disruption.id", index=True)
    kind: str
    actor: str | None = None
    at: datetime
    n: int | None = Field(default=None, description="how many it was about")
    text: str = Field(default="", sa_type=Text)
