"""The tables of favours: what a colleague asks of a colleague, and where it stands. They know nothing of requests."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from storage.columns import enum_column, partial_index
from storage.kinds import Rating


class FavourState(StrEnum):
    """Where a favour stands; the last four are ends, `left` that of one whose colleague is no longer there."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LEFT = "left"


class FavourDue(StrEnum):
    """What the clock does next: reminds who was asked, tells who asks of silence, reminds of the day, tells of it.

    At last it ends what nobody has said a word about.
    """

    UNANSWERED = "unanswered"
    UNHEARD = "unheard"
    PROMISE_NEAR = "promise_near"
    PROMISE_PASSED = "promise_passed"
    FORGOTTEN = "forgotten"


class Favour(SQLModel, table=True):
    """Something that a person asks of a colleague, or of a team of which the first to accept has it.

    Only these people ever read it; leads see how many there are.
    """

    __table_args__ = (
        partial_index("ix_favour_due", "due_at", where="due_at IS NOT NULL"),
        partial_index("ix_favour_asker", "asker", where="ended_at IS NULL"),
        partial_index("ix_favour_asked", "asked", where="ended_at IS NULL"),
        partial_index("ix_favour_helper", "helper", where="ended_at IS NULL"),
    )

    id: int | None = Field(default=None, primary_key=True)
    asker: str
    asked: str | None = Field(default=None, description="the one colleague who is asked; None while a team is")
    team: str | None = Field(default=None, description="the user group (S…) or channel (C…) that was asked")
    team_name: str = Field(default="", description='as people call it: "@design", "#design"')
    helper: str | None = Field(default=None, description="who has accepted")
    what: str
    details: str = Field(default="", sa_type=Text)
    wanted_by: date | None = None
    promised_for: date | None = None
    proposed_for: date | None = Field(default=None, description="another date, until the asker has answered")
    suggested: str | None = Field(default=None, description="somebody else to ask, until the asker has answered")
    state: FavourState = Field(default=FavourState.ASKED, sa_type=enum_column(FavourState))
    word: str = Field(default="", sa_type=Text, description="said when declining")
    card: int = Field(default=0, description="which of its cards is the root where asker and colleague talk")
    version: int = Field(default=0, description="how often it has changed")
    created_at: datetime = Field(index=True)
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    due: FavourDue | None = Field(default=None, sa_type=enum_column(FavourDue))
    due_at: datetime | None = Field(default=None, description="when the clock does something about it, if ever")
    rating: Rating | None = Field(default=None, sa_type=enum_column(Rating))
    thanks: str = Field(default="", sa_type=Text, description="a word that the helper reads")

    @property
    def number(self) -> int:
        """By what it is known inside; no person ever reads it."""
        assert self.id is not None, "an unsaved favour has no number"
        return self.id

    @property
    def colleague(self) -> str | None:
        """Who has it, or is asked alone."""
        return self.helper or self.asked

    @property
    def is_active(self) -> bool:
        """Whether it goes on."""
        return self.ended_at is None


class FavourCard(SQLModel, table=True):
    """A message that shows a favour: to a colleague together with who asks, to one person, or to a channel."""

    favour: int = Field(foreign_key="favour.id", primary_key=True)
    n: int = Field(primary_key=True)
    person: str | None = Field(default=None, index=True, description="None: everybody in a channel")
    is_shared: bool = Field(default=False, description="with who asks, in a group DM")
