"""The numbers of a desk's period, as docs/numbers.md defines them; bot.figures has the database compute them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median

from storage.kinds import Rating

ENOUGH = 5
"""So many answers, at the least, have a value for satisfaction: of fewer, single people could be made out."""
TOGETHER = 3
"""So many people, at the least, must have rated before something is told that may be known to be of one of them."""


@dataclass(frozen=True)
class Period:
    """From `since` up to, not including, `until`; the period before it begins at `before` and ends at `since`.

    `zone` is the time zone in which its days are counted and told.
    """

    before: datetime
    since: datetime
    until: datetime
    zone: str


@dataclass(frozen=True)
class Kept:
    """How many targets were kept, and how many missed, in a period."""

    kept: int = 0
    missed: int = 0

    @property
    def percent(self) -> int | None:
        """How many of a hundred were kept, rounded down: only all are 100; None where there was none to keep."""
        return 100 * self.kept // (self.kept + self.missed) if self.kept + self.missed else None


@dataclass(frozen=True)
class Satisfaction:
    """How often each face was chosen."""

    faces: Mapping[Rating, int] = field(default_factory=dict)

    @property
    def answers(self) -> int:
        """How many have answered."""
        return sum(self.faces.values())

    @property
    def percent(self) -> int | None:
        """How many of a hundred were happy, rounded down; None where fewer than `ENOUGH` have answered."""
        return 100 * self.faces.get(Rating.GOOD, 0) // self.answers if self.answers >= ENOUGH else None


@dataclass(frozen=True)
class Load:
    """How many requests each agent has resolved, of those who resolved any."""

    by_agent: Mapping[str, int] = field(default_factory=dict)

    @property
    def least(self) -> int:
        """What the one with the fewest has resolved; 0 where nobody has."""
        return min(self.by_agent.values(), default=0)

    @property
    def most(self) -> int:
        """What the one with the most has resolved."""
        return max(self.by_agent.values(), default=0)

    @property
    def median(self) -> float:
        """What the one in the middle has resolved."""
        return median(self.by_agent.values()) if self.by_agent else 0


@dataclass(frozen=True)
class Numbers:
    """A desk's period in numbers; the medians are working time, None where nothing was answered or resolved."""

    new: int = 0
    reopened: int = 0
    resolved: int = 0
    open: int = 0
    overdue: int = 0
    first_answers: Kept = Kept()
    resolutions: Kept = Kept()
    answered_within: timedelta | None = None
    resolved_within: timedelta | None = None
    satisfaction: Satisfaction = Satisfaction()
    load: Load = Load()

    @property
    def is_quiet(self) -> bool:
        """Nothing happened and nothing is open."""
        return not (self.new or self.reopened or self.resolved or self.open or self.satisfaction.answers)


@dataclass(frozen=True)
class Report:
    """A desk's numbers of a period, and those of the period before."""

    desk: str
    period: Period
    now: Numbers
    before: Numbers


@dataclass(frozen=True)
class Day:
    """What was new and what was resolved on one day."""

    day: date
    new: int
    resolved: int


ANSWER_TIMES: Sequence[timedelta] = (
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=8),
)
"""Up to which working time a first answer is in which group; what took longer is in one more."""


@dataclass(frozen=True)
class Help:
    """What a desk has done for some of its customers in a period; so many people (`raters`) have said how it was."""

    requests: int = 0
    answered_within: timedelta | None = None
    satisfaction: Satisfaction = Satisfaction()
    raters: int = 0

    @property
    def satisfied(self) -> int | None:
        """How many of a hundred were happy; None where too few have answered, or fewer than `TOGETHER` people."""
        return self.satisfaction.percent if self.raters >= TOGETHER else None


@dataclass(frozen=True)
class Asking:
    """How often colleagues asked each other in a month, and how much was done in it; None: not to be told."""

    asked: int
    done: int | None


@dataclass(frozen=True)
class Flow:
    """What was new at a desk and what was resolved in a period."""

    new: int = 0
    resolved: int = 0


@dataclass(frozen=True)
class Backlog:
    """What is open at a desk, and what of it is overdue."""

    open: int = 0
    overdue: int = 0
