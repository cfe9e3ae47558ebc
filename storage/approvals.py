"""The tables of approvals: whose yes a request needs, in which order, and what each has said."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from storage.columns import JSON_VALUE, enum_column, partial_index


class Verdict(StrEnum):
    """What an approver says, and what comes of a stage."""

    YES = "yes"
    NO = "no"


class Stage(SQLModel, table=True):
    """One round of an approval: so many of these people have to say yes. The next one begins when it has its yes."""

    __table_args__ = (partial_index("ix_stage_remind_at", "remind_at", where="remind_at IS NOT NULL"),)

    request: int = Field(foreign_key="request.id", primary_key=True)
    round: int = Field(primary_key=True, description="grows with each time that the request is asked for anew")
    n: int = Field(primary_key=True, description="its place in the order")
    needed: int = Field(description="how many yes are enough")
    begun_at: datetime | None = None
    due_at: datetime | None = None
    remind_at: datetime | None = Field(default=None, description="when the clock looks whether somebody is to be told")
    settled_at: datetime | None = None
    verdict: Verdict | None = Field(default=None, sa_type=enum_column(Verdict))


class Approver(SQLModel, table=True):
    """Somebody whose yes counts in a stage, and what they said."""

    __table_args__ = (partial_index("ix_approver_open", "person", where="is_asked AND said_at IS NULL"),)

    id: int | None = Field(default=None, primary_key=True)
    request: int = Field(foreign_key="request.id", index=True)
    round: int
    stage: int
    role: str = Field(description='whom the desks file names: "manager", or an e-mail, an id, a group')
    person: str | None = Field(default=None, description="None: nobody knows yet who that is")
    instead_of: str | None = Field(default=None, description="whom they stand in for")
    is_asked: bool = False
    asked_at: datetime | None = None
    reminded_at: datetime | None = None
    verdict: Verdict | None = Field(default=None, sa_type=enum_column(Verdict))
    comment: str = Field(default="", sa_type=Text)
    said_at: datetime | None = Field(default=None, description="when they said so, or were let go")
    tried: Sequence[str] = Field(default_factory=list, sa_type=JSON_VALUE, description="who was away or has left")
