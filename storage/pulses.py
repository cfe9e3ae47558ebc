"""The tables of pulses: what people are asked, and what came of it. Nothing leads from an answer to a person.

Who has answered is known (so that nobody does twice), what was answered is only counted: there is no row of one
person's answers, no instant and no order.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from storage.columns import JSON_VALUE, partial_index


class Pulse(SQLModel, table=True):
    """One to three questions, to who asks a desk for help or (without one) to everybody."""

    __table_args__ = (partial_index("ix_pulse_due", "due_at", where="due_at IS NOT NULL"),)

    id: int | None = Field(default=None, primary_key=True)
    desk: str = Field(default="", description="empty: the whole company's")
    by: str
    questions: Sequence[Mapping[str, Any]] = Field(sa_type=JSON_VALUE, description="each in every language that it has")
    opens_at: datetime
    closes_at: datetime
    is_monthly: bool = False
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    stopped_at: datetime | None = Field(default=None, description="since when no next one comes")
    due_at: datetime | None = Field(default=None, description="when the clock opens or closes it")
    asked: int = 0
    answered: int = Field(default=0, description="how many have answered; known for good once it is closed")


class PulseAsked(SQLModel, table=True):
    """A person is asked by a pulse, and whether they have answered; never what."""

    pulse: int = Field(foreign_key="pulse.id", primary_key=True)
    person: str = Field(primary_key=True, index=True)
    has_answered: bool = False


class PulseCount(SQLModel, table=True):
    """How many have given a question a score from 1 to 5."""

    pulse: int = Field(foreign_key="pulse.id", primary_key=True)
    question: int = Field(primary_key=True)
    score: int = Field(primary_key=True)
    n: int = 0


class PulseWord(SQLModel, table=True):
    """Something that somebody wrote: its key is drawn by lot, so that no order tells of whom."""

    key: str = Field(primary_key=True)
    pulse: int = Field(foreign_key="pulse.id", index=True)
    text: str = Field(sa_type=Text)


class Improvement(SQLModel, table=True):
    """What came of what people said, as a lead has told everybody of it: you said, we did."""

    __table_args__ = (partial_index("ix_improvement_desk_day", "desk", "day", where="taken_back_at IS NULL"),)

    id: int | None = Field(default=None, primary_key=True)
    desk: str = Field(description="empty: the whole company's")
    said: str = Field(sa_type=Text)
    did: str = Field(sa_type=Text)
    by: str
    at: datetime
    day: date
    channel: str = Field(description="where it was posted")
    taken_back_at: datetime | None = None
