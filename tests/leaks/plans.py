"""What may go on in a company: who confides what, and what happens in public."""

from collections.abc import Sequence
from dataclasses import dataclass

ANA, BEN, BO, CY, HANA = "UANA0001", "UBEN0001", "UBO00001", "UCY00001", "UHANA001"
LENA, OLGA, PIA, GIL, NIA = "ULENA001", "UOLGA001", "UPIA0001", "UGIL0001", "UNIA0001"
EVERYBODY = (ANA, BEN, BO, CY, HANA, LENA, OLGA, PIA, GIL, NIA)
"""Bo serves IT, Cy and Hana HR, Lena leads both; Olga is the operator, Gil a guest, Nia joins HR's channel some day."""
HR = (CY, HANA, LENA)
TYPES = ("conflict", "pay", "health", "mediation")
TITLES = ("VPN is down in Hamburg", "Printer is on fire", "New contract for Pia", "Laptop lost in a train")
NOWHERE = "ZK23K"
"""How the references of no cases begin."""
FAVOUR_WORDS = "qwfpqwfp"
PUBLIC, FAVOUR = -1, -2
"""What an act is about that is about no case."""


@dataclass(frozen=True)
class Secret:
    """What somebody asks in confidence: its words stand nowhere else."""

    asker: str
    words: str
    type: str
    excluded: tuple[str, ...] = ()
    is_nameless: bool = False

    @property
    def title(self) -> str:
        """The words, and some that everybody uses."""
        return f"{self.words} {TITLES[0]}"

    @property
    def other(self) -> str | None:
        """Who is on the other side."""
        return PIA if self.type == "mediation" else None


@dataclass(frozen=True)
class Act:
    """Something that happens, by the name of the method, in a case (by its number in the plan) or in public."""

    what: str
    of: int = PUBLIC
    who: int = 0
    n: int = 0


@dataclass(frozen=True)
class Plan:
    """A life. The first case is lived in any case, for it is no secret here; the outsider is in none of the rest."""

    outsider: str
    cases: Sequence[Secret]
    acts: Sequence[Act]

    @property
    def words(self) -> list[str]:
        """The rare words of what must not be learned of."""
        return [FAVOUR_WORDS, *(one.words for one in self.cases[1:])]

    @property
    def watched(self) -> frozenset[str]:
        """Who may learn of none of it, unless they join HR or are invited."""
        return frozenset(EVERYBODY) - {*HR, ANA, BEN} - {one.asker for one in self.cases} | {self.outsider}

    def is_secret(self, act: Act) -> bool:
        """Whether it is among what must not be learned of."""
        return act.of > 0 or act.of == FAVOUR


@dataclass
class Opened:
    """A case that goes on, and who may ever have learned of it, as the test reckons: not as the bot does."""

    ref: str
    insiders: set[str]
    seeing: list[str]
