"""The tables and their enums: what is remembered, and nothing of what is decided."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, MetaData, Text, UniqueConstraint
from sqlalchemy import Enum as SAEnum
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.expression import text
from sqlmodel import Field, SQLModel

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
SUPERSEDED = "superseded"  # the last_error of an outgoing update that a newer one replaced
_Json = JSON().with_variant(JSONB(), "postgresql")


def _values(kind: type[StrEnum]) -> Any:
    """A string column that holds the members' values and refuses anything else."""
    return SAEnum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
        validate_strings=True,
    )


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the few rows that still need something, so that it stays small for ever."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


class Urgency(StrEnum):
    """How long the requester can do without: can't work, today, this week, whenever."""

    BLOCKED = "blocked"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class State(StrEnum):
    """Where a request stands; bot.lifecycle says which moves lead from one to another."""

    OPEN = "open"
    CLAIMED = "claimed"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


class EventKind(StrEnum):
    """One line of a request's timeline."""

    OPENED = "opened"
    CLAIMED = "claimed"
    HANDED_BACK = "handed_back"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    REPLIED = "replied"
    ANSWERED = "answered"
    NOTED = "noted"
    PINGED = "pinged"
    SURVEYED = "surveyed"
    EXPIRED = "expired"
    RATED = "rated"
    COMMENTED = "commented"


class Side(StrEnum):
    """Whose words: the requester's, or the desk's."""

    REQUESTER = "requester"
    DESK = "desk"


class PingKind(StrEnum):
    """Why somebody is reminded."""

    FIRST_ANSWER_NEAR = "first_answer_near"
    FIRST_ANSWER_MISSED = "first_answer_missed"
    SILENT = "silent"


class Rating(StrEnum):
    """A requester's one-click verdict on a resolution."""

    GOOD = "good"
    MIXED = "mixed"
    BAD = "bad"


class Method(StrEnum):
    """What the delivery worker does with an outgoing row."""

    POST = "post"
    UPDATE = "update"
    EPHEMERAL = "ephemeral"
    RESPOND = "respond"


class Person(SQLModel, table=True):
    """Somebody in the workspace, as Slack last described them."""

    id: str = Field(primary_key=True)
    name: str
    email: str | None = Field(default=None, index=True)
    locale: str = "en-US"
    time_zone: str = "UTC"
    image: str | None = None
    is_bot: bool = False
    is_active: bool = True


class Membership(SQLModel, table=True):
    """A person is in a desk's channel."""

    channel: str = Field(primary_key=True)
    person: str = Field(primary_key=True, index=True)


class DeskChannel(SQLModel, table=True):
    """Where a desk works: the channel id behind the name in the desks file."""

    desk: str = Field(primary_key=True)
    channel: str = Field(index=True)


class Request(SQLModel, table=True):
    """Something a person needs from a desk; its id is the number that people see."""

    __table_args__ = (Index("ix_request_desk_state", "desk", "state"), Index("ix_request_state", "state"))

    id: int | None = Field(default=None, primary_key=True)
    desk: str
    title: str
    details: str = Field(default="", sa_type=Text)
    urgency: Urgency = Field(sa_type=_values(Urgency))
    state: State = Field(default=State.OPEN, sa_type=_values(State))
    requester: str = Field(index=True)
    author: str
    agent: str | None = Field(default=None, index=True)
    created_at: datetime
    first_answer_due: datetime
    resolution_due: datetime
    first_answered_at: datetime | None = None
    resolved_at: datetime | None = None
    closing_word: str = Field(default="", sa_type=Text)
    resolutions: int = 0

    @property
    def number(self) -> int:
        """The number that people see; only a saved request has one."""
        assert self.id is not None, "an unsaved request has no number"
        return self.id


class Event(SQLModel, table=True):
    """One line of a request's timeline; `actor` is None where the clock did it."""

    __table_args__ = (Index("ix_event_kind_at", "kind", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    request: int = Field(foreign_key="request.id", index=True)
    kind: EventKind = Field(sa_type=_values(EventKind))
    actor: str | None = None
    at: datetime
    data: Mapping[str, Any] = Field(default_factory=dict, sa_type=_Json)


class Message(SQLModel, table=True):
    """What somebody wrote in a request's conversation or desk thread, by the Slack message that carried it."""

    __table_args__ = (UniqueConstraint("channel", "ts"),)

    id: int | None = Field(default=None, primary_key=True)
    request: int = Field(foreign_key="request.id", index=True)
    channel: str
    ts: str
    author: str
    side: Side = Field(sa_type=_values(Side))
    is_note: bool = False
    text: str = Field(sa_type=Text)
    at: datetime


class Outgoing(SQLModel, table=True):
    """A message to post, update or answer: saved with the change that causes it, sent by a delivery worker.

    `place` names what a post becomes or an update changes ("request:42:card"); `payload` says what and whither,
    naming other places by reference. A lane is one thread: its rows leave in the order of their ids.
    """

    __table_args__ = (
        _partial("ix_outgoing_unsent_lane", "lane", "id", where="sent_at IS NULL AND given_up_at IS NULL"),
        _partial("ix_outgoing_unsent_due", "due_at", "id", where="sent_at IS NULL AND given_up_at IS NULL"),
        _partial("ix_outgoing_unsent_place", "place", where="sent_at IS NULL AND given_up_at IS NULL"),
        _partial("ix_outgoing_given_up", "given_up_at", where="given_up_at IS NOT NULL"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    lane: str
    method: Method = Field(sa_type=_values(Method))
    place: str | None = None
    payload: Mapping[str, Any] = Field(sa_type=_Json)
    created_at: datetime
    due_at: datetime
    leased_until: datetime | None = None
    attempts: int = 0
    sent_at: datetime | None = Field(default=None, index=True)
    given_up_at: datetime | None = None
    last_error: str | None = Field(default=None, sa_type=Text)


class Posted(SQLModel, table=True):
    """Where a message of ours ended up in Slack."""

    __table_args__ = (Index("ix_posted_channel_ts", "channel", "ts"),)

    place: str = Field(primary_key=True)
    channel: str
    ts: str


class Received(SQLModel, table=True):
    """A delivery of Slack's that was acted on, so that a retry changes nothing."""

    key: str = Field(primary_key=True)
    at: datetime = Field(index=True)


class Ping(SQLModel, table=True):
    """A reminder that is due at an instant, unless its reason goes away first."""

    __table_args__ = (
        _partial("ix_ping_due", "due_at", where="settled_at IS NULL"),
        _partial("uq_ping_planned", "request", "kind", where="settled_at IS NULL", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    request: int = Field(foreign_key="request.id", index=True)
    kind: PingKind = Field(sa_type=_values(PingKind))
    due_at: datetime
    settled_at: datetime | None = None
    sent: bool = False


class Survey(SQLModel, table=True):
    """The satisfaction ping of one resolution: due, asked, then rated, expired or withdrawn."""

    __table_args__ = (
        UniqueConstraint("request", "resolution"),
        _partial("ix_survey_due", "due_at", where="settled_at IS NULL"),
    )

    id: int | None = Field(default=None, primary_key=True)
    request: int = Field(foreign_key="request.id")
    resolution: int
    due_at: datetime = Field(description="when to ask; once asked, when to expire")
    asked_at: datetime | None = None
    settled_at: datetime | None = Field(default=None, description="rated, expired or withdrawn")
    rating: Rating | None = Field(default=None, sa_type=_values(Rating))
    rated_at: datetime | None = Field(default=None, index=True)
    comment: str = Field(default="", sa_type=Text)


class Digest(SQLModel, table=True):
    """One lead's digest of one desk: the period that it covers ends when it is due."""

    __table_args__ = (
        UniqueConstraint("desk", "lead", "due_at"),
        _partial("ix_digest_due", "due_at", where="settled_at IS NULL"),
        _partial("uq_digest_planned", "desk", "lead", where="settled_at IS NULL", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    desk: str
    lead: str
    since: datetime
    due_at: datetime
    settled_at: datetime | None = None
