"""The tables that numbers and thanks are made of: stays of requests at desks, and comments that are passed on."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.columns import enum_column, partial_index
from storage.kinds import EventKind


class Stay(SQLModel, table=True):
    """A request's stay at a desk: from when it came (opened, moved there, reopened) until it was over or went away.

    It follows from the request's events and is written anew with each (bot.stays); docs/numbers.md says what is
    counted by it. What an active request will miss if nothing happens stands here already, at an instant to come.
    """

    __table_args__ = (
        Index("ix_stay_began", "desk", "began_at", "began_by"),
        Index(
            "ix_stay_ended",
            "desk",
            "ended_at",
            "ended_by",
            "resolved_within",
            "resolution_missed_at",
            "solver",
            "began_at",
            "answer_missed_at",
            "answered_at",
        ),
        partial_index(
            "ix_stay_answered",
            *("desk", "answered_at", "answered_within", "answer_missed_at"),
            where="answered_at IS NOT NULL",
        ),
        partial_index("ix_stay_answer_missed", "desk", "answer_missed_at", where="answer_missed_at IS NOT NULL"),
        partial_index(
            "ix_stay_resolution_missed", "desk", "resolution_missed_at", where="resolution_missed_at IS NOT NULL"
        ),
    )

    request: int = Field(foreign_key="request.id", primary_key=True)
    n: int = Field(primary_key=True, description="which of the request's stays, from 0")
    desk: str
    began_at: datetime
    began_by: EventKind = Field(sa_type=enum_column(EventKind))
    ended_at: datetime | None = None
    ended_by: EventKind | None = Field(default=None, sa_type=enum_column(EventKind))
    solver: str | None = Field(default=None, description="whose work it was, where it was resolved")
    answered_at: datetime | None = Field(default=None, description="the desk's first answer, where it owed one")
    answered_within: int | None = Field(default=None, description="working seconds without those in which it waited")
    answer_missed_at: datetime | None = Field(default=None, description="when the target for it was first missed")
    resolved_within: int | None = Field(default=None, description="working seconds without those in which it waited")
    resolution_missed_at: datetime | None = Field(default=None, description="when the target for it was first missed")


class Uncounted(SQLModel, table=True):
    """A request from before there were stays: its own are still to be written."""

    request: int = Field(foreign_key="request.id", primary_key=True)


class Kudos(SQLModel, table=True):
    """A happy comment that a lead has passed on to whose work it was; who agrees has it read by the desk, too."""

    __table_args__ = (partial_index("ix_kudos_to_thank", "desk", where="agreed_at IS NOT NULL AND thanked_at IS NULL"),)

    survey: int = Field(foreign_key="survey.id", primary_key=True)
    desk: str
    agent: str
    passed_by: str
    passed_at: datetime
    agreed_at: datetime | None = Field(default=None, description="when the agent let the desk read it")
    declined_at: datetime | None = None
    thanked_at: datetime | None = Field(default=None, description="when it stood in the desk's weekly thanks")
