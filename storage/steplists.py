"""The tables of step lists: what a request needs done, by whom and until when, one after another or side by side."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from storage.columns import JSON_VALUE, enum_column, partial_index


class StepState(StrEnum):
    """Where a step stands: others come first, it is its owner's turn, or it needs nothing more."""

    WAITING = "waiting"
    READY = "ready"
    DONE = "done"
    SKIPPED = "skipped"


class ListedStep(SQLModel, table=True):
    """A step of a request's list. Its texts stay as the desks file had them when the list began."""

    __table_args__ = (
        partial_index("ix_listedstep_remind_at", "remind_at", where="remind_at IS NOT NULL"),
        partial_index("ix_listedstep_owner", "owner", where="state = 'ready'"),
    )

    request: int = Field(foreign_key="request.id", primary_key=True)
    key: str = Field(primary_key=True)
    n: int = Field(description="its place in the list")
    owner: str | None = Field(default=None, description="whose step it is; None: the desk's, or not known yet")
    role: str = Field(description="whose step it was to be, as the template says it")
    after: Sequence[str] = Field(default_factory=list, sa_type=JSON_VALUE, description="the keys of what comes first")
    due_on: date | None = None
    state: StepState = Field(default=StepState.WAITING, sa_type=enum_column(StepState))
    ready_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    word: str = Field(default="", sa_type=Text, description="said with it when it was done, skipped or sent back")
    turn: int = Field(default=0, description="how often it was its owner's turn: each has a message of its own")
    part: int | None = Field(
        default=None, foreign_key="request.id", index=True, description="the request that another desk does it by"
    )
    remind_at: datetime | None = Field(default=None, description="when the clock says something about it")
