"""What a workspace is made of beside its messages: people, conversations, views, apps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sandbox.messages import JSON, History, Message

Values = dict[str, dict[str, JSON]]


class Kind(StrEnum):
    """The four kinds of conversation, in the words of `channel_type`."""

    CHANNEL = "channel"
    GROUP = "group"
    IM = "im"
    MPIM = "mpim"


class Standing(StrEnum):
    """How an account belongs to the workspace."""

    MEMBER = "member"
    GUEST = "guest"
    SINGLE_CHANNEL_GUEST = "single_channel_guest"
    OUTSIDER = "outsider"

    @property
    def is_guest(self) -> bool:
        """Whether it may look only where it was let in."""
        return self in {Standing.GUEST, Standing.SINGLE_CHANNEL_GUEST}


@dataclass(eq=False)
class User:
    """An account: a person's or a bot's. `team` is the company of an outsider, `fields` go by their labels.

    What ends by itself ends at an instant in whole seconds, as Slack has it: 0 for never, or for no quiet.
    """

    id: str
    name: str
    real_name: str
    email: str
    tz: str
    locale: str
    admin: bool = False
    is_bot: bool = False
    app_id: str | None = None
    deleted: bool = False
    updated: int = 0
    status: str = ""
    status_emoji: str = ""
    status_until: int = 0
    quiet_from: int = 0
    quiet_until: int = 0
    title: str = ""
    standing: Standing = Standing.MEMBER
    team: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class Channel:
    """A conversation of any kind; its members are kept in the order in which they came."""

    id: str
    name: str
    kind: Kind
    creator: str
    created: int
    members: dict[str, None] = field(default_factory=dict, repr=False)
    topic: str = ""
    archived: bool = False
    deleted: bool = False
    history: History = field(default_factory=History, repr=False)
    ephemerals: dict[str, dict[str, Message]] = field(default_factory=dict, repr=False)

    @property
    def is_direct(self) -> bool:
        """Whether it is a direct message, of two or of several."""
        return self.kind in {Kind.IM, Kind.MPIM}


@dataclass(eq=False)
class View:
    """A modal in somebody's stack, or their App Home, with what they have filled in so far."""

    id: str
    app_id: str
    user: str
    body: JSON
    hash: str
    root: str
    previous: str | None = None
    values: Values = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    trouble: str | None = None

    @property
    def is_home(self) -> bool:
        """Whether it is an App Home rather than a modal."""
        return self.body.get("type") == "home"


@dataclass(eq=False)
class Trigger:
    """A short-lived permission to open a modal for the person who just did something."""

    app_id: str
    user: str
    expires: datetime
    in_modal: bool = False
    used: bool = False


@dataclass(eq=False)
class ResponseUrl:
    """A web address that answers one interaction, five times within thirty minutes."""

    app_id: str
    user: str
    channel: str
    expires: datetime
    message_ts: str | None = None
    uses_left: int = 5


@dataclass(frozen=True)
class UserGroup:
    """A named set of people, as in @designers."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...]


@dataclass(eq=False)
class InstalledApp:
    """An app in the workspace, as its manifest describes it."""

    app_id: str
    bot_id: str
    bot_user: User
    bot_token: str
    app_token: str
    signing_secret: str
    verification_token: str
    manifest: Mapping[str, Any] = field(repr=False)
    scopes: frozenset[str]
    events: frozenset[str]
    commands: Mapping[str, JSON]
    shortcuts: Mapping[str, str]
    interactive: bool
    socket_mode: bool
    messages_tab: bool
    request_url: str | None = None
    active: bool = True
    seen_up: bool = False

    @property
    def bot_user_id(self) -> str:
        """The bot's user id, the one in mentions."""
        return self.bot_user.id

    @property
    def name(self) -> str:
        """The app's name."""
        return self.bot_user.real_name
