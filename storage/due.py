"""The tables of what comes due by itself: pings, what people hear of them, surveys, digests."""

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import enum_column, partial_index
from storage.kinds import DigestKind, PingKind, Rating


class Ping(SQLModel, table=True):
    """A reason to remind somebody, or to close a request, that is due at an instant unless it goes away first."""

    __table_args__ = (
        partial_index("ix_ping_due", "due_at", where="settled_at IS NULL"),
        partial_index("uq_ping_planned", "request", "kind", where="settled_at IS NULL", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    request: int = Field(foreign_key="request.id", index=True)
    kind: PingKind = Field(sa_type=enum_column(PingKind))
    due_at: datetime
    settled_at: datetime | None = None
    sent: bool = False


class Reminder(SQLModel, table=True):
    """What one addressee (a person, or a desk) gets of a ping: waits until it may be said, then stands in a nudge."""

    __table_args__ = (
        partial_index("ix_reminder_due", "due_at", where="settled_at IS NULL AND nudge IS NULL"),
        partial_index("ix_reminder_addressee", "addressee", where="settled_at IS NULL"),
    )

    id: int | None = Field(default=None, primary_key=True)
    addressee: str = Field(description='a person\'s Slack id, or "desk:" and the key of a desk')
    request: int = Field(foreign_key="request.id", index=True)
    kind: PingKind = Field(sa_type=enum_column(PingKind))
    reason_at: datetime = Field(description="when its ping was due: tells one reason from the next of its kind")
    due_at: datetime = Field(description="when it may be said at the earliest")
    nudge: int | None = Field(default=None, foreign_key="nudge.id", index=True)
    snoozed_until: datetime | None = Field(default=None, description="its reader asked for it again at this instant")
    settled_at: datetime | None = Field(default=None, description="its reason is gone, or it was snoozed")


class Nudge(SQLModel, table=True):
    """One message of reminders to one addressee: under a request, or (None) in their DM or channel."""

    id: int | None = Field(default=None, primary_key=True)
    addressee: str
    at: datetime = Field(description="when the hour began in which it takes in what else comes")
    request: int | None = Field(default=None, foreign_key="request.id")
    version: int = Field(default=0, description="how often it was drawn anew")
    gone_at: datetime | None = None


class Addressee(SQLModel, table=True):
    """How much a person, or a desk, has heard of us lately: locked by whoever is about to remind them."""

    key: str = Field(primary_key=True)
    nudge: int | None = Field(default=None, description="the newest message, if others may join it")
    sent_at: datetime | None = Field(default=None, description="when the newest message was sent")
    day: date | None = Field(default=None, description="the day of their own that `count` is about")
    count: int = 0
    surveyed_at: datetime | None = Field(default=None, description="when they were last asked how the help was")


class Survey(SQLModel, table=True):
    """The satisfaction ping of one resolution: due, asked, then rated, expired or withdrawn."""

    __table_args__ = (
        UniqueConstraint("request", "resolution"),
        partial_index("ix_survey_due", "due_at", where="settled_at IS NULL"),
        partial_index("ix_survey_rated", "desk", "rated_at", "rating", where="rated_at IS NOT NULL"),
    )

    id: int | None = Field(default=None, primary_key=True)
    request: int = Field(foreign_key="request.id")
    desk: str = Field(description="whose resolution it was")
    resolution: int
    resolved_by: str | None = None
    due_at: datetime = Field(description="when to ask; once asked, when to ask again or to expire")
    asked_at: datetime | None = None
    expires_at: datetime | None = None
    reminded_at: datetime | None = None
    settled_at: datetime | None = Field(default=None, description="rated, expired or withdrawn")
    points_asked: bool = Field(default=False, description="1 to 5 instead of three faces")
    rating: Rating | None = Field(default=None, sa_type=enum_column(Rating))
    points: int | None = Field(default=None, description="1 to 5, where points were asked")
    rated_at: datetime | None = None
    comment: str = Field(default="", sa_type=Text)
    is_commented: bool = Field(default=False, description="with a name or without: once is enough")


class Remark(SQLModel, table=True):
    """A comment without a name: nothing leads from it to a request or a person."""

    id: int | None = Field(default=None, primary_key=True)
    desk: str = Field(index=True)
    text: str = Field(sa_type=Text)
    day: date
    shown_at: datetime | None = Field(default=None, description="when its desk's leads read it in a digest")


class RemarkRound(SQLModel, table=True):
    """Since when a desk's leads have read no remarks: they read the next with enough ratings since."""

    desk: str = Field(primary_key=True)
    since: datetime


class Digest(SQLModel, table=True):
    """What comes out once for a period that ends: a lead's digest of a desk, who helps whom, a desk's thanks."""

    __table_args__ = (
        UniqueConstraint("kind", "desk", "lead", "due_at"),
        partial_index("ix_digest_due", "due_at", where="settled_at IS NULL"),
        partial_index("uq_digest_planned", "kind", "desk", "lead", where="settled_at IS NULL", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: DigestKind = Field(default=DigestKind.DAILY, sa_type=enum_column(DigestKind))
    desk: str = Field(description="empty for who helps whom, which is about all desks")
    lead: str = Field(description="empty for a desk's thanks")
    since: datetime = Field(description="when the period begins")
    until: datetime = Field(description="when it ends")
    due_at: datetime = Field(description="when it is sent")
    settled_at: datetime | None = None
    skipped: int = Field(default=0, description="how many before it were never sent, for their periods were long over")
    skipped_since: datetime | None = Field(default=None, description="when the period of the first of these began")
