"""What goes on in confidence changes nothing for anybody else: their life with it is, to the letter, a life without."""

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import unified_diff
from random import Random

import pytest
import structlog
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from storage.engine import Storage
from tests.databases import Databases
from tests.leaks.asking import answers
from tests.leaks.company import IN_CASES, IN_PUBLIC, Company
from tests.leaks.plans import (
    ANA,
    BEN,
    BO,
    CY,
    EVERYBODY,
    FAVOUR,
    HANA,
    HR,
    NOWHERE,
    OLGA,
    PUBLIC,
    TYPES,
    Act,
    Plan,
    Secret,
)
from tests.world import KEY

_LIVES = 1 if settings().max_examples <= 100 else settings().max_examples
"""Each takes some seconds; --hypothesis-profile=explore lives many."""


def drawn(seed: int) -> Plan:
    """Somebody of HR must learn of nothing; Ana, Ben, Bo, the operator, or their colleagues confide in the others."""
    random = Random(seed)
    outsider = random.choice(HR)
    others = [one for one in (ANA, BEN, BO, OLGA, *HR) if one != outsider]

    def secret() -> Secret:
        words, excluded = "".join(random.choices("bcdfghjklmnpqrstvwxz", k=9)), (outsider, *random.sample(others, 1))
        if random.random() < 0.3:
            return Secret(random.choice(others), words, "conflict", excluded[: random.choice((1, 2))], is_nameless=True)
        return Secret(random.choice(others), words, random.choice(TYPES), excluded[: random.choice((1, 2))])

    def act() -> Act:
        names = random.choice((IN_CASES, IN_CASES, IN_PUBLIC))
        of = random.randrange(4) if names is IN_CASES else PUBLIC
        what = random.choice(list(names))
        return Act(what, FAVOUR if what == "a_favour_goes_on" else of, random.randrange(60), random.randrange(60))

    cases = (Secret(ANA, "zebrafink", "conflict"), *(secret() for _ in range(3)))
    return Plan(outsider, cases, [*OPENING, *(act() for _ in range(40))])


OPENING = (
    *(Act("somebody_opens_home", who=n) for n in range(len(EVERYBODY))),
    Act("somebody_asks"),
    *(Act("asked", n) for n in range(4)),
)
ALL_AT_ONCE = Plan(
    CY,
    (
        Secret(ANA, "zebrafink", "conflict"),
        Secret(BEN, "quokka", "mediation", (CY,)),
        Secret(HANA, "axolotl", "pay", (CY,)),
        Secret(BO, "narwhal", "conflict", (CY, HANA), is_nameless=True),
    ),
    (
        *OPENING,
        Act("time_passes", n=1),
        Act("nia_joins"),
        *(Act(what, of, 1) for what in ("looks", "claims", "who_asked_writes", "agent_writes") for of in (1, 2, 3, 0)),
        *(Act(what, 1, 1) for what in ("a_step_is_proposed", "all_agree", "the_other_one_answers", "agent_writes")),
        *(Act(what, 1, 2) for what in ("a_step_is_proposed", "all_agree", "hands_on", "claims", "is_kept_from")),
        *(Act("a_step_is_proposed", 1, who) for who in (0, 3)),
        Act("all_agree", 1, 1),
        *(Act(what, 2, who) for what in ("ends", "is_opened_again") for who in (1, 0)),
        Act("somebody_asks", who=1, n=1),
        *(Act("a_favour_goes_on", FAVOUR, n=n) for n in range(3)),
        *(Act("an_agent_acts", n=n) for n in (0, 3)),
        Act("cy_leaves"),
        Act("time_passes", who=2, n=1),
        Act("somebody_rates"),
        Act("time_passes", who=2, n=2),
    ),
)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@settings(
    max_examples=_LIVES, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck), database=None
)
@example(plan=ALL_AT_ONCE)
@given(plan=st.integers(0).map(drawn))
def test_a_life_with_secrets_is_for_everybody_else_the_same_life_without(databases: Databases, plan: Plan) -> None:
    with lived(databases, plan, secretly=True) as secret, lived(databases, plan, secretly=False) as plain:
        assert secret.logs == plain.logs
        strangers = secret.company.strangers
        assert plan.outsider in strangers
        for person in strangers:
            differing = unified_diff(
                plain.known_to(person), secret.known_to(person), "without", person, n=0, lineterm=""
            )
            assert [line[:3000] for line in differing] == []
            received = str(secret.company.mail.read_by(person))
            assert [word for word in (*plan.words, *secret.refs) if word in received] == []
        for case, person, count in secret.company.lost:
            assert case.ref not in str(secret.company.mail.sent_to(person)[count:])


class Life:
    """A company that has lived, and what was logged meanwhile."""

    def __init__(self, company: Company) -> None:
        self.company, self.logs = company, list[object]()

    @property
    def refs(self) -> list[str]:
        """The references of what is secret."""
        return [one.ref for n, one in self.company.opened.items() if n]

    def ref(self, n: int) -> str:
        """The reference of a case, or one that no case has."""
        opened = self.company.opened.get(n)
        return opened.ref if opened else f"{NOWHERE}{n + 2}"

    def known_to(self, person: str) -> list[str]:
        """All that a person has received and been told, and what they are answered to whatever they ask."""
        asked = answers(self.company, person, [self.ref(n) for n in range(1, 4)], self.company.plan.words)
        lines = [*self.company.mail.read_by(person), *self.company.told[person]]
        return [self._unnamed(line) for line in (*lines, *(f"{name}: {answer}" for name, answer in asked.items()))]

    def _unnamed(self, text: str) -> str:
        """References are drawn by lot: in another life they are others."""
        for n in range(len(self.company.plan.cases)):
            text = text.replace(self.ref(n), f"REF{n}")
        return text


@contextmanager
def lived(databases: Databases, plan: Plan, *, secretly: bool) -> Iterator[Life]:
    """A life, in a database of its own."""
    with databases.fresh() as url, structlog.testing.capture_logs() as logs:
        storage = Storage(url, keys=[KEY])
        life = Life(Company(storage, plan))
        life.company.lives(secretly=secretly)
        life.logs += logs
        yield life
        storage.close()
