"""Desks: who serves what, where, when and how soon; and the company's rules for what goes where."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.duty import Rota
from bot.fields import Label, RequestType
from bot.hours import Span, Week, WorkingHours, no_holidays
from bot.replies import Assignment, CannedReply, PlainReplies
from bot.routing import Rule
from bot.targets import Standard, duration
from bot.words import LANGUAGES
from storage.kinds import Urgency

OFFICE_HOURS: tuple[Span, ...] = ((time(9), time(17)),)
OFFICE_WEEK: Week = (*[OFFICE_HOURS] * 5, (), ())
DIGEST_AT = time(9)
SILENT_AFTER = "4h"
AWAITED = ("1d", "5d")
LAPSES_AFTER = "7d"
REOPEN_WITHIN = "4d"
PROMISES: Mapping[Urgency, tuple[str, str]] = {
    Urgency.BLOCKED: ("30m", "4h"),
    Urgency.HIGH: ("1h", "1d"),
    Urgency.NORMAL: ("4h", "5d"),
    Urgency.LOW: ("1d", "10d"),
}
"""What a desk promises unless it says otherwise: the first answer and the resolution."""


@dataclass(frozen=True)
class Plan:
    """What a desk does as requests wait, beyond its targets; all in its working time.

    It reminds the requester of what it waits for after each of `awaited`, and closes the request a `grace` after the
    last one, or never. A resolved request may be opened again for `reopen_within`. What nobody has claimed is told to
    the desk and to its leads after `unclaimed`, or (None) as the target for the first answer says.
    """

    awaited: tuple[timedelta, ...]
    grace: timedelta | None
    reopen_within: timedelta
    unclaimed: tuple[timedelta, timedelta] | None = None


class Scale(StrEnum):
    """How a resolution is rated: by one of three faces, or with 1 to 5 points."""

    FACES = "faces"
    POINTS = "points"


@dataclass(frozen=True)
class Asking:
    """How a desk asks whether people are satisfied: about which share of resolutions, and for whom ratings count."""

    scale: Scale = Scale.FACES
    share: float = 1.0
    counts_for_agents: bool = False


@dataclass(frozen=True)
class Reports:
    """What a desk's leads read of its agents: how much each has done, or (not `names`) only from least to most."""

    names: bool = False


@dataclass(frozen=True)
class Desk:
    """One desk: people are e-mails in small letters or Slack ids, no agents meaning its channel's members.

    Its cards appear in `channel`, everybody may post a request in `request_channels`; all are names or ids. `language`
    is what its channel reads; single people read their own. A confidential desk is never guessed, and nobody else
    learns what it is asked; one that takes guests also serves people who are no internal customers, and one that takes
    anonymous questions can be asked without a name.
    """

    key: str
    name: str
    channel: str
    hours: WorkingHours
    standards: Mapping[Urgency, Standard]
    silent_after: timedelta
    plan: Plan
    aliases: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    digest_at: time = DIGEST_AT
    names: Mapping[str, str] = field(default_factory=dict)
    language: str = LANGUAGES[0]
    about: Label | None = None
    request_channels: tuple[str, ...] = ()
    types: tuple[RequestType, ...] = ()
    is_confidential: bool = False
    takes_guests: bool = False
    takes_anonymous: bool = False
    assignment: Assignment = Assignment.NONE
    plain_replies: PlainReplies = PlainReplies.SENT
    first_reply_claims: bool = True
    asking_back_waits: bool = False
    canned: tuple[CannedReply, ...] = ()
    asking: Asking = Asking()
    reports: Reports = Reports()
    rota: Rota | None = None

    def label(self, language: str) -> str:
        """Return the desk's name in a language ("de", "de-AT"), or its plain name."""
        return Label(self.name, self.names).reads(language)

    @property
    def names_of_its_own(self) -> frozenset[str]:
        """Its key and names, case folded: who says one of these means the desk and nothing else."""
        return frozenset(word.casefold() for word in (self.key, self.name, *self.names.values()))

    @property
    def words(self) -> frozenset[str]:
        """All that people may call the desk, case folded."""
        return self.names_of_its_own | {alias.casefold() for alias in self.aliases}

    @property
    def needs_keys(self) -> bool:
        """Whether anything that it is asked is sealed."""
        return self.takes_anonymous or any(kind.is_confidential for kind in self.types)

    def standard(self, type_key: str | None, urgency: Urgency) -> Standard:
        """What the desk promises for a type (or none) and urgency."""
        kind = self.type(type_key)
        return (kind.standards if kind else self.standards)[urgency]

    def type(self, key: str | None) -> RequestType | None:
        """The request type with this key; none for none, and for one that left the desks file."""
        return next((one for one in self.types if one.key == key), None)


@dataclass(frozen=True)
class Desks:
    """The company's desks and its rules for routing, in the order of the file."""

    all: tuple[Desk, ...]
    rules: tuple[Rule, ...] = ()

    def __iter__(self) -> Iterator[Desk]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def change(self, each: Callable[[Desk], Desk]) -> "Desks":
        """The same company with every desk changed."""
        return replace(self, all=tuple(each(desk) for desk in self.all))

    def get(self, key: str) -> Desk:
        """Return the desk with this key; raises KeyError."""
        for desk in self.all:
            if desk.key == key:
                return desk
        raise KeyError(key)

    def has(self, key: str) -> bool:
        """Say whether a desk with this key is in the file."""
        return any(desk.key == key for desk in self.all)

    def find(self, key: str) -> Desk:
        """Return the desk with this key, or a plain one in its place if it left the file: requests of it remain."""
        return self.get(key) if self.has(key) else _retired(key)

    def named(self, word: str) -> Desk | None:
        """Find a desk by what a person calls it: its key, a name or an alias, in whatever case."""
        wanted = word.strip().casefold()
        return next((desk for desk in self.all if wanted in desk.words), None)


def _retired(key: str) -> Desk:
    """A desk with all the defaults and no channel of its own: who was in its channel can still finish its requests."""
    hours = WorkingHours(ZoneInfo("UTC"), OFFICE_WEEK, no_holidays)
    return Desk(
        key=key,
        name=key,
        channel=key,
        hours=hours,
        standards={urgency: standard_promise(urgency, hours) for urgency in Urgency},
        silent_after=duration(SILENT_AFTER, hours.usual_day),
        plan=usual_plan(hours),
    )


def usual_plan(hours: WorkingHours) -> Plan:
    """What a desk with these hours does as requests wait, unless it says otherwise."""
    awaited = tuple(duration(text, hours.usual_day) for text in AWAITED)
    grace = duration(LAPSES_AFTER, hours.usual_day) - awaited[-1]
    return Plan(awaited, grace, duration(REOPEN_WITHIN, hours.usual_day))


def standard_promise(urgency: Urgency, hours: WorkingHours) -> Standard:
    """What a desk with these hours promises unless it says otherwise."""
    first_answer, resolution = (duration(text, hours.usual_day) for text in PROMISES[urgency])
    return Standard(first_answer, max(first_answer, resolution))  # a usual day may be shorter than an hour
