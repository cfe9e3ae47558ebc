"""The tables: what is remembered, and nothing of what is decided; those of what comes due are in `due`."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import JSON_VALUE, enum_column, partial_index
from storage.kinds import (
    Approval,
    EventKind,
    LinkKind,
    Method,
    Outcome,
    PingsIn,
    Rhythm,
    Side,
    Standing,
    State,
    Urgency,
    Way,
)
from storage.sealing import Sealed

SUPERSEDED = "superseded"  # the last_error of an outgoing update that a newer one replaced
CONFIDENTIAL = "case:"  # with what the lanes of what is confidential begin


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
    standing: Standing = Field(default=Standing.MEMBER, sa_type=enum_column(Standing))
    department: str | None = Field(default=None, description="empty where the profile names none; None: not read yet")
    manager: str | None = Field(default=None, description="empty where the profile names none; None: not read yet")


class DesksFile(SQLModel, table=True):
    """A desks file that was put in force, by an operator in App Home or (None) on the command line: the newest is."""

    version: int | None = Field(default=None, primary_key=True)
    text: str = Field(sa_type=Text)
    by: str | None = None
    at: datetime


class Channel(SQLModel, table=True):
    """A channel that the desks file names beside the desks' own; `desk` where requests to one may be posted in it."""

    id: str = Field(primary_key=True)
    name: str
    desk: str | None = None
    is_private: bool = False


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

    __table_args__ = (
        Index("ix_request_desk_state_resolved_at", "desk", "state", "resolved_at"),
        Index("ix_request_agent_state", "agent", "state"),
        Index("ix_request_state", "state"),
        Index("ix_request_desk_first_answered_at", "desk", "first_answered_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    desk: str
    title: str
    details: str = Field(default="", sa_type=Text)
    urgency: Urgency = Field(sa_type=enum_column(Urgency))
    state: State = Field(default=State.OPEN, sa_type=enum_column(State))
    type: str | None = None
    answers: Mapping[str, Any] = Field(default_factory=dict, sa_type=JSON_VALUE)
    files: Sequence[Mapping[str, Any]] = Field(default_factory=list, sa_type=JSON_VALUE)
    way: Way = Field(default=Way.FORM, sa_type=enum_column(Way))
    is_public: bool = Field(default=False, description="its conversation is the thread of a post that everybody reads")
    is_among_few: bool = Field(default=False, description="everybody in a private channel, that is")
    called: Sequence[str] = Field(default_factory=list, sa_type=JSON_VALUE, description="agents whom a rule asks first")
    requester: str = Field(index=True)
    author: str = Field(index=True)
    agent: str | None = None
    created_at: datetime
    first_answer_due: datetime
    resolution_due: datetime
    asked_at: datetime | None = Field(default=None, description="since when its desk owes a first answer")
    first_answer_near: datetime | None = None
    resolution_near: datetime | None = None
    waiting_since: datetime | None = Field(default=None, description="its targets stand still meanwhile")
    reminders_from: datetime | None = Field(
        default=None, description="from when its requester is reminded of what it waits for; None: since it waits"
    )
    remind_again_at: datetime | None = Field(default=None, description="when its requester wants to be asked again")
    warned_at: datetime | None = Field(default=None, description="when its requester was told that it will be closed")
    silent_since: datetime | None = Field(default=None, description="since when its requester waits for a word")
    promised_for: datetime | None = Field(default=None, description="by when it will be done, as an agent said")
    promised_by: str | None = None
    promised_at: datetime | None = Field(default=None, description="when they said so")
    first_answered_at: datetime | None = None
    answered_within: int | None = Field(default=None, description="working seconds that the first answer took")
    last_said_by: Side | None = Field(default=None, sa_type=enum_column(Side))
    first_resolved_at: datetime | None = Field(default=None, description="stays when it is reopened")
    resolved_at: datetime | None = None
    outcome: Outcome | None = Field(
        default=None, sa_type=enum_column(Outcome), description="None: it goes on, or was withdrawn"
    )
    resolved_by: str | None = Field(default=None, description="who did so last, whoever had it")
    closing_word: str = Field(default="", sa_type=Text)
    resolutions: int = 0
    mark: State | None = Field(
        default=None, sa_type=enum_column(State), description="the state that the emoji on its post tell of"
    )
    merged_into: int | None = Field(default=None, description="the number of the request that this one is the same as")
    erased_at: datetime | None = Field(default=None, description="since when nothing is left of it but its number")
    approval: Approval | None = Field(
        default=None,
        sa_type=enum_column(Approval),
        description="whether it has the yes that it needs; None: it needs none",
    )
    disruption: int | None = Field(
        default=None, index=True, description="the disruption whose head it follows: that one is worked on"
    )
    customers: int | None = Field(default=None, description="how many customers outside it touches; 0: nobody counted")
    customers_named: str = Field(default="", description="who they are")

    @property
    def number(self) -> int:
        """The number that people see; only a saved request has one."""
        assert self.id is not None, "an unsaved request has no number"
        return self.id

    @property
    def resolver(self) -> str:
        """Who resolved it last; of what was resolved before that was noted, who had it."""
        return self.resolved_by or self.agent or ""

    @property
    def is_solved_by_requester(self) -> bool:
        """Whether who asked was the last to say that it is solved."""
        return self.resolved_by == self.requester


class Event(SQLModel, table=True):
    """One line of a request's timeline; `actor` is None where the clock did it."""

    __table_args__ = (Index("ix_event_kind_at", "kind", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    request: int = Field(foreign_key="request.id", index=True)
    kind: EventKind = Field(sa_type=enum_column(EventKind))
    actor: str | None = None
    at: datetime
    data: Mapping[str, Any] = Field(default_factory=dict, sa_type=JSON_VALUE)


class Message(SQLModel, table=True):
    """What somebody wrote in a request's conversation or desk thread, by the Slack message that carried it."""

    __table_args__ = (UniqueConstraint("channel", "ts"),)

    id: int | None = Field(default=None, primary_key=True)
    request: int = Field(foreign_key="request.id", index=True)
    channel: str
    ts: str
    author: str
    side: Side = Field(sa_type=enum_column(Side))
    is_note: bool = False
    is_held: bool = Field(
        default=False, description="a note, until its writer says that it was meant for the requester"
    )
    taken_back_at: datetime | None = None
    as_of: str | None = Field(default=None, description="the ts of the newest change of it that we were told of")
    text: str = Field(sa_type=Text)
    files: Sequence[Mapping[str, Any]] = Field(default_factory=list, sa_type=JSON_VALUE)
    at: datetime


class Reaction(SQLModel, table=True):
    """Somebody's emoji on one of the two messages that say the same: a person's own, or our copy of it.

    One that was taken away stays as a row, for what Slack tells of it comes in any order: `as_of` is the newest.
    """

    channel: str = Field(primary_key=True)
    ts: str = Field(primary_key=True)
    emoji: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    is_on: bool
    as_of: str


class Link(SQLModel, table=True):
    """Two requests that have to do with each other; each pair stands in both directions."""

    request: int = Field(foreign_key="request.id", primary_key=True)
    other: int = Field(foreign_key="request.id", primary_key=True)
    kind: LinkKind = Field(sa_type=enum_column(LinkKind))


class Adviser(SQLModel, table=True):
    """A colleague who is no agent of the desk and was brought into one request; `until` when they were let go."""

    request: int = Field(foreign_key="request.id", primary_key=True)
    person: str = Field(primary_key=True, index=True)
    at: datetime
    until: datetime | None = None


class Absence(SQLModel, table=True):
    """What keeps a person from work: their status and do-not-disturb in Slack, and what they told us themselves."""

    person: str = Field(primary_key=True)
    status_emoji: str = ""
    status_until: datetime | None = Field(default=None, description="None: until they take it away")
    quiet_from: datetime | None = None
    quiet_until: datetime | None = None
    away_until: datetime | None = None
    since: datetime | None = Field(default=None, description="when they were last off work for longer")


class Preference(SQLModel, table=True):
    """What a person has chosen under "My settings"; who has chosen nothing has no row."""

    person: str = Field(primary_key=True)
    language: str | None = Field(default=None, description="None: as in Slack")
    quiet_from: time | None = Field(default=None, description="None, both: the usual ones; the same twice: none")
    quiet_until: time | None = None
    works_weekends: bool = False
    pings_in: PingsIn | None = Field(default=None, sa_type=enum_column(PingsIn))
    digests: Rhythm = Field(default=Rhythm.BOTH, sa_type=enum_column(Rhythm))
    digest_at: time | None = Field(default=None, description="on their own clock; None: when the desk says")
    digest_in_channel: bool = Field(default=False, description="in the desk's channel instead of their DM")
    wants_fewer: bool = False
    stand_in: str | None = Field(default=None, description="who approves while they are away")
    is_celebrated: bool = Field(default=False, description="may be named in posts that celebrate")


class Turn(SQLModel, table=True):
    """When an agent of a desk last got a request by itself: whose turn is next."""

    desk: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    at: datetime


class Source(SQLModel, table=True):
    """A Slack message that asks for help: each becomes, or joins, one request or offer, whatever way it came."""

    __table_args__ = (Index("ix_source_channel_author_at", "channel", "author", "at"),)

    channel: str = Field(primary_key=True)
    ts: str = Field(primary_key=True)
    author: str
    text: str = Field(sa_type=Text)
    files: Sequence[Mapping[str, Any]] = Field(default_factory=list, sa_type=JSON_VALUE)
    at: datetime
    request: int | None = Field(default=None, foreign_key="request.id", index=True)
    offer: int | None = Field(default=None, foreign_key="offer.id", index=True)


class Offer(SQLModel, table=True):
    """The question to a person whether what was written shall become a request, asked in their DM."""

    id: int | None = Field(default=None, primary_key=True)
    person: str = Field(index=True)
    requester: str
    way: Way = Field(sa_type=enum_column(Way))
    desk: str | None = None
    at: datetime
    settled_at: datetime | None = None


class Follower(SQLModel, table=True):
    """A person who has the same trouble and wants to be told when it is solved."""

    request: int = Field(foreign_key="request.id", primary_key=True)
    person: str = Field(primary_key=True, index=True)
    at: datetime


class Home(SQLModel, table=True):
    """A person who has opened App Home, when last, and what they chose to see there."""

    __table_args__ = (partial_index("ix_home_looking", "opened_at", where="list IS NOT NULL"),)

    person: str = Field(primary_key=True)
    opened_at: datetime
    page: int = 0
    list: str | None = Field(default=None, description="which of a desk's lists; None: of who serves no desk")
    desk: str | None = Field(default=None, description="of which desk; None: of all that they serve")
    list_page: int = 0


class WordCount(SQLModel, table=True):
    """How many requests of a desk and type (empty for none) have held a stem; the empty stem counts all of them."""

    stem: str = Field(primary_key=True)
    desk: str = Field(primary_key=True)
    type: str = Field(primary_key=True, default="")
    n: int


class Term(SQLModel, table=True):
    """A request holds a stem: what searching finds it by."""

    stem: str = Field(primary_key=True)
    request: int = Field(foreign_key="request.id", primary_key=True, index=True)


class Outgoing(SQLModel, table=True):
    """A message to post, update or answer: saved with the change that causes it, sent by a delivery worker.

    `place` names what a post becomes or an update changes ("request:42:card"); `payload` says what and whither,
    naming other places by reference. A lane is one thread: its rows leave in the order of their ids.
    """

    __table_args__ = (
        partial_index("ix_outgoing_unsent_lane", "lane", "id", where="sent_at IS NULL AND given_up_at IS NULL"),
        partial_index("ix_outgoing_unsent_due", "due_at", "id", where="sent_at IS NULL AND given_up_at IS NULL"),
        partial_index("ix_outgoing_unsent_place", "place", where="sent_at IS NULL AND given_up_at IS NULL"),
        partial_index("ix_outgoing_sealed_place", "place", where="sealed IS NOT NULL"),
        partial_index("ix_outgoing_given_up", "given_up_at", where="given_up_at IS NOT NULL"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    lane: str
    method: Method = Field(sa_type=enum_column(Method))
    place: str | None = None
    payload: Mapping[str, Any] = Field(sa_type=JSON_VALUE)
    sealed: Mapping[str, Any] | None = Field(
        default=None, sa_type=Sealed, description="the payload, where that is confidential"
    )
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
