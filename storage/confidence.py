"""The tables of what is confidential: cases, who has to do with them, what is said, who has looked; texts are sealed.

They stand apart from requests, so that nothing that lists, counts or finds requests can know of them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import JSON_VALUE, enum_column, partial_index
from storage.kinds import Side, State
from storage.sealing import Sealed


class TraceKind(StrEnum):
    """A line of a case's trail."""

    ASKED = "asked"
    CONFIDED = "confided"
    READ = "read"
    CLAIMED = "claimed"
    HANDED_OVER = "handed_over"
    HANDED_BACK = "handed_back"
    TAKEN_OVER = "taken_over"
    AGENT_LEFT = "agent_left"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    EXCLUDED = "excluded"
    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    JOINED = "joined"
    LEFT = "left"
    ABANDONED = "abandoned"
    ADMITTED = "admitted"


class StepKind(StrEnum):
    """What is done only if all whom it concerns agree."""

    ADD_READER = "add_reader"
    INVITE = "invite"
    MEET = "meet"
    AGREEMENT = "agreement"


class Case(SQLModel, table=True):
    """A confidential request. Its reference is drawn by lot: it tells nobody how many there are, or of an order."""

    __table_args__ = (partial_index("ix_case_remind_at", "remind_at", where="remind_at IS NOT NULL"),)

    ref: str = Field(primary_key=True)
    desk: str
    matter: Mapping[str, Any] | None = Field(sa_type=Sealed, description="bot.matters.Matter")
    state: State = Field(default=State.OPEN, sa_type=enum_column(State), index=True)
    agent: str | None = Field(default=None, description="who has it: of a mediation, the mediator")
    turn: int = Field(default=0, description="how often it changed hands: each has threads of its own")
    created_at: datetime
    answer_due: datetime = Field(description="by when a first answer is promised")
    answered_at: datetime | None = None
    last_said_by: Side | None = Field(default=None, sa_type=enum_column(Side))
    resolved_at: datetime | None = None
    closing_word: str | None = Field(default=None, sa_type=Sealed)
    remind_at: datetime | None = Field(default=None, description="when to look whether somebody is to be reminded")
    link: str | None = Field(default=None, unique=True, description="what an anonymous asker's secret leads to")


class Party(SQLModel, table=True):
    """Somebody in a case who is no agent of it: 0 has asked, 1 is the other one in a mediation."""

    case: str = Field(foreign_key="case.ref", primary_key=True)
    n: int = Field(primary_key=True)
    person: str | None = Field(default=None, index=True, description="None: nobody knows, and nothing tells")
    joined_at: datetime | None = Field(default=None, description="None: they know of nothing yet")
    left_at: datetime | None = None


class Reader(SQLModel, table=True):
    """Somebody who was named to the requester as one who will see a case; nobody else does."""

    case: str = Field(foreign_key="case.ref", primary_key=True)
    person: str = Field(primary_key=True, index=True)
    n: int = Field(description="which of the cards is theirs")


class Said(SQLModel, table=True):
    """What somebody wrote in one of a case's conversations, by the Slack message that carried it.

    The conversation is that of one party; notes are the agent's own.
    """

    __table_args__ = (UniqueConstraint("channel", "ts"),)

    id: int | None = Field(default=None, primary_key=True)
    case: str = Field(foreign_key="case.ref", index=True)
    party: int
    side: Side = Field(sa_type=enum_column(Side))
    author: str | None = Field(default=None, description="None: whoever asked without a name")
    text: str | None = Field(sa_type=Sealed)
    files: Sequence[Mapping[str, Any]] | None = Field(default=None, sa_type=Sealed)
    is_note: bool = False
    channel: str
    ts: str
    at: datetime
    taken_back_at: datetime | None = None
    as_of: str | None = Field(default=None, description="the ts of the newest change of it that we were told of")


class Trace(SQLModel, table=True):
    """One line of a case's trail, which its parties can read: above all who opened it, and when."""

    id: int | None = Field(default=None, primary_key=True)
    case: str = Field(foreign_key="case.ref", index=True)
    kind: TraceKind = Field(sa_type=enum_column(TraceKind))
    actor: str | None = None
    at: datetime
    data: Mapping[str, Any] | None = Field(default=None, sa_type=Sealed)


class Step(SQLModel, table=True):
    """What is done in a case only if all whom it concerns agree; who has said what, nobody learns before."""

    id: int | None = Field(default=None, primary_key=True)
    case: str = Field(foreign_key="case.ref", index=True)
    kind: StepKind = Field(sa_type=enum_column(StepKind))
    what: Mapping[str, Any] | None = Field(default=None, sa_type=Sealed)
    parties: Sequence[int] = Field(sa_type=JSON_VALUE, description="who has to agree")
    answers: Mapping[str, bool] = Field(default_factory=dict, sa_type=JSON_VALUE, description="by the party's number")
    proposed_by: str
    at: datetime
    settled_at: datetime | None = None
    is_agreed: bool = False
