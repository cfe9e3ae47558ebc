"""Who helps whom, asked of the database: by the departments of those who asked, the same as counted in plain Python."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from statistics import median
from typing import Any

from sqlalchemy import case
from sqlmodel import col

from bot import customers, figures, periods
from bot.desks import Desk, Desks
from bot.numbers import Help, Satisfaction
from bot.work import Work
from storage.due import Survey
from storage.engine import Storage
from storage.kinds import EventKind, Rating
from storage.reports import Stay
from storage.tables import DeskChannel, Membership, Person, Request
from tests.storage.test_desk_lists import PLAIN, a_request, at_work

MARCH = periods.month("Europe/Berlin", date(2026, 3, 2))
DAY = timedelta(days=1)
DEPARTMENTS = ("Sales", " Sales ", "Legal", "", None)


def desk(key: str, name: str, *agents: str, **more: Any) -> Desk:
    return replace(PLAIN, key=key, name=name, agents=agents, **more)


COMPANY = Desks(
    (
        desk("it", "IT", leads=("lena@acme.example",)),
        desk("hr", "HR", "hana@acme.example"),
        desk("council", "Works council", "U-CLARA", is_confidential=True),
    )
)


def test_the_database_counts_as_plain_python_does(storage: Storage) -> None:
    random = Random(7)
    people = [Person(id=f"U-{n}", name=f"{n}", department=random.choice(DEPARTMENTS)) for n in range(12)]
    with at_work(storage, COMPANY) as work:
        work.session.add_all(people)
        work.session.flush()
        histories = [_history(work, random, random.choice([*people, None])) for _ in range(60)]
        work.session.flush()

        found = figures.customers(
            work.session, "it", MARCH.since, MARCH.until, case((col(Person.department) == "Legal", "L"), else_="-")
        )

        assert found == {group: _counted(histories, group) for group in ("-", "L")}


History = tuple[Stay, Survey, Person | None]


def _history(work: Work, random: Random, person: Person | None) -> History:
    """A stay and a survey of the request of a person, or of somebody of whom we know nothing."""
    request = Request(**a_request() | {"requester": person.id if person else "U-NOBODY"})
    work.session.add(request)
    work.session.flush()
    began_at, answered_at, rated_at = (MARCH.before + random.uniform(0, 90) * DAY for _ in range(3))
    stay = Stay(
        request=request.number,
        n=0,
        desk=random.choice(("it", "it", "hr")),
        began_at=began_at,
        began_by=random.choice((EventKind.OPENED, EventKind.MOVED, EventKind.REOPENED)),
        answered_at=random.choice((None, answered_at)),
        answered_within=random.randint(0, 10_000),
    )
    survey = Survey(request=request.number, desk=stay.desk, resolution=1, due_at=rated_at, rated_at=rated_at)
    survey.rating = random.choice(list(Rating))
    work.session.add_all([stay, survey])
    return stay, survey, person


def _counted(histories: Sequence[History], group: str) -> Help:
    """What IT has done in March for the group."""
    theirs = [one for one in histories if one[0].desk == "it" and _group(one[2]) == group]
    stays = [stay for stay, _, _ in theirs]
    answers = [stay.answered_within or 0 for stay in stays if _in_march(stay.answered_at)]
    rated = [(survey.rating, person and person.id) for _, survey, person in theirs if _in_march(survey.rated_at)]
    return Help(
        sum(stay.began_by is not EventKind.REOPENED and _in_march(stay.began_at) for stay in stays),
        timedelta(seconds=round(median(answers))) if answers else None,
        Satisfaction({face: sum(rating is face for rating, _ in rated) for face in Rating}),
        len({person for _, person in rated}),
    )


def _group(person: Person | None) -> str:
    return "L" if person and person.department == "Legal" else "-"


def _in_march(at: datetime | None) -> bool:
    return at is not None and MARCH.since <= at < MARCH.until


def test_a_department_is_the_profiles_or_the_desk_that_they_serve_and_the_rest_stands_together(
    storage: Storage,
) -> None:
    with at_work(storage, COMPANY) as work:
        asks(work, 6, "SAM", department="Sales")
        asks(work, 5, "SUE", department=" Sales")
        asks(work, 7, "BO", department="", joined="it")
        asks(work, 8, "HANA", email="hana@acme.example")
        asks(work, 6, "LENA", email="lena@acme.example", department="Management", desk="council")
        asks(work, 3, "LARA", department="Legal")
        asks(work, 9, "CLARA", department=None)
        asks(work, 2, "NED", department=None)

        assert table(work, "LENA") == [
            ("IT", "Sales", "11"),
            ("IT", "Works council", "9"),
            ("IT", "HR", "8"),
            ("IT", "IT", "7"),
            ("IT", "Others", "5"),
        ]
        assert ("Works council", "Management", "6") not in table(work, "LENA")


def test_of_a_confidential_desk_only_who_answers_for_it_is_told_and_first(storage: Storage) -> None:
    council = COMPANY.get("council")
    led = replace(COMPANY, all=(*COMPANY.all[:2], replace(council, leads=("U-CLARA",))))
    with at_work(storage, led) as work:
        asks(work, 5, "SAM", department="Sales")
        asks(work, 6, "SAM", desk="council")
        work.session.add(Person(id="U-CLARA", name="Clara"))
        work.session.add(Person(id="U-LENA", name="Lena", email="lena@acme.example"))
        work.session.flush()

        assert table(work, "CLARA") == [("Works council", "Sales", "6"), ("IT", "Sales", "5")]
        assert table(work, "LENA") == [("IT", "Sales", "5")]


def asks(work: Work, n: int, name: str, *, desk: str = "it", joined: str | None = None, **profile: Any) -> None:
    """Somebody asks a desk so many things in March."""
    person = f"U-{name}"
    if work.session.get(Person, person) is None:
        work.session.add(Person(id=person, name=name, **profile))
    if joined:
        work.session.add_all(
            [DeskChannel(desk=joined, channel="C-1"), Membership(channel="C-1", person=person)],
        )
    for _ in range(n):
        request = Request(**a_request(desk=desk) | {"requester": person})
        work.session.add(request)
        work.session.flush()
        at = MARCH.since + DAY
        work.session.add(Stay(request=request.number, n=0, desk=desk, began_at=at, began_by=EventKind.OPENED))
    work.session.flush()


def table(work: Work, reader: str) -> list[tuple[str, ...]]:
    """Whom the desks helped and how often, as somebody reads it."""
    (message,) = customers.messages(work, f"U-{reader}", MARCH)
    rows = next(block["rows"] for block in message.blocks if block["type"] == "table")
    return [tuple(cell["text"] for cell in row[:3]) for row in rows[1:]]
