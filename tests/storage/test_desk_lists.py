"""The lists of a desk's requests: who sees which, in which order, and that a million others cost nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import false, insert
from sqlmodel import or_, select

from bot import desklists
from bot.desks import Desk, Desks
from bot.fields import Label, RequestType
from bot.routing import Rule
from bot.serving import is_called_to, is_theirs, served
from bot.settings import Settings, read_settings
from bot.views.desklists import DeskList
from bot.work import Work
from storage.engine import Storage
from storage.kinds import State, Urgency
from storage.tables import DeskChannel, Home, Membership, Person, Request
from tests.clock import Clock

NOW = Clock()()
SETTINGS = read_settings(Settings, _env_file=None, slack_bot_token="xoxb-1", slack_app_token="xapp-1")
PLAIN = Desks(()).find("it")


def kind(key: str, *agents: str) -> RequestType:
    return RequestType(key, Label(key), Urgency.NORMAL, PLAIN.standards, agents=agents)


def desk(key: str, *types: RequestType, agents: tuple[str, ...] = (), leads: tuple[str, ...] = ()) -> Desk:
    return replace(PLAIN, key=key, name=key, types=types, agents=agents, leads=leads)


IT = desk("it", kind("network", "net@acme.example"), kind("plain"), leads=("lena@acme.example",))
HR = desk("hr", kind("pay", "U-PAY", "U-HANA"), kind("leave", "U-CY"), agents=("hana@acme.example", "U-GONE"))
RULE = Rule(agents=("U-CY", "bo@acme.example", "GONE@acme.example"))
COMPANY = Desks((IT, HR), (RULE,))
PEOPLE = ("ANA", "BO", "CY", "NET", "LENA", "HANA", "PAY", "GONE", "ROBOT", "OLD")


@pytest.fixture
def company(storage: Storage) -> Storage:
    """Bo, the robot and one who left are in IT's channel; Old was in one of a desk that is no more."""
    with storage.transaction() as session:
        for name in PEOPLE:
            known = Person(id=f"U-{name}", name=name, email=f"{name.lower()}@acme.example")
            known.is_active, known.is_bot = name != "GONE", name == "ROBOT"
            session.add(known)
        for key, channel in (("it", "C-IT"), ("old", "C-OLD")):
            session.add(DeskChannel(desk=key, channel=channel))
        for who, channel in (("BO", "IT"), ("GONE", "IT"), ("ROBOT", "IT"), ("OLD", "OLD"), ("BO", "OLD")):
            session.add(Membership(channel=f"C-{channel}", person=f"U-{who}"))
    return storage


def a_request(number: int | None = None, **more: Any) -> dict[str, Any]:
    """The columns of a request."""
    usual: dict[str, Any] = {"urgency": Urgency.NORMAL, "state": State.OPEN, "desk": "it", "type": None, "called": []}
    due: dict[str, Any] = {"first_answer_due": NOW, "resolution_due": NOW, "created_at": NOW}
    request = Request(id=number, title=f"{number}", requester="U-ANA", author="U-ANA", **{**due, **usual, **more})
    return request.model_dump(exclude={"id"} if number is None else set())


@contextmanager
def at_work(storage: Storage, desks: Desks = COMPANY) -> Iterator[Work]:
    with storage.transaction() as session:
        yield Work(session, NOW, desks, SETTINGS, "https://acme.slack.example/")


def shows(work: Work, person: str, chosen: DeskList, desk: str | None = None, page: int = 0) -> list[int]:
    work.session.merge(Home(person=person, opened_at=NOW, list=chosen, desk=desk, list_page=page))
    shown = desklists.shown(work, person)
    return [line.request.number for line in shown.page.lines] if shown else []


def test_the_database_says_of_everybody_and_each_request_what_its_roster_says(company: Storage) -> None:
    called: tuple[list[str], ...] = ([], ["U-CY"], ["bo@acme.example"], ["gone@acme.example", "U-PAYROLL"])
    kinds = (*product(("it", "hr", "old"), (None, "network", "plain", "pay", "leave", "gone"), called),)
    with at_work(company) as work:
        rows = [a_request(n, desk=key, type=kind, called=who) for n, (key, kind, who) in enumerate(kinds, 1)]
        work.session.execute(insert(Request), rows)
        rosters = {one.number: work.roster_of(one) for one in work.session.exec(select(Request))}
        for person in (f"U-{name}" for name in PEOPLE if name != "ROBOT"):
            conditions = [is_theirs(served(work, person)), is_called_to(work, person)]
            statement = select(Request.id).where(or_(false(), *(one for one in conditions if one is not None)))
            acted_for = {number for number, roster in rosters.items() if roster.serves(person)}
            assert set(work.session.exec(statement)) == acted_for, person
        assert served(work, "U-ROBOT") == {}
        assert list(served(work, "U-BO")) == ["it", "old"]
        assert desklists.shown(work, "U-ANA") is None
        assert desklists.shown(work, "U-GONE") is None


def test_each_list_holds_its_own_in_its_order(company: Storage) -> None:
    later, earlier = NOW + timedelta(hours=1), NOW - timedelta(hours=1)
    mine = {"agent": "U-BO", "state": State.CLAIMED}
    rows = [
        a_request(1, resolution_due=later, first_answered_at=NOW, **mine),
        a_request(2, first_answer_due=later + timedelta(hours=1), resolution_due=later, **mine),
        a_request(3, urgency=Urgency.BLOCKED, first_answer_due=later, **mine),
        a_request(4, urgency=Urgency.BLOCKED, agent="U-BO", state=State.WAITING, waiting_since=NOW),
        a_request(5, agent="U-LENA", state=State.WAITING, waiting_since=earlier),
        a_request(6, first_answer_due=later, urgency=Urgency.HIGH),
        a_request(7, first_answer_due=earlier, urgency=Urgency.HIGH),
        a_request(8, urgency=Urgency.LOW),
        a_request(9, state=State.RESOLVED, agent="U-BO", resolved_at=earlier),
        a_request(10, state=State.RESOLVED, agent="U-LENA", resolved_at=NOW),
        a_request(11, state=State.RESOLVED, agent="U-BO", resolved_at=NOW - timedelta(days=15)),
        a_request(12, state=State.WITHDRAWN),
        a_request(13, desk="hr", agent="U-BO", state=State.CLAIMED),
        a_request(14, desk="hr", called=["BO@acme.example".lower()]),
        a_request(15, desk="old"),
    ]
    with at_work(company) as work:
        for row in rows:
            work.session.execute(insert(Request), [row])

        assert shows(work, "U-BO", DeskList.MINE) == [3, 1, 2, 4]
        assert shows(work, "U-BO", DeskList.UNCLAIMED) == [7, 6, 14, 15, 8]
        assert shows(work, "U-BO", DeskList.UNCLAIMED, desk="it") == [7, 6, 8]
        assert shows(work, "U-BO", DeskList.UNCLAIMED, desk="hr") == [7, 6, 14, 15, 8]
        assert shows(work, "U-BO", DeskList.ACTIVE, desk="it") == [3, 7, 6, 1, 2, 8, 4, 5]
        assert shows(work, "U-BO", DeskList.WAITING) == [5, 4]
        assert shows(work, "U-BO", DeskList.RESOLVED) == [10, 9]
        assert shows(work, "U-BO", DeskList.MINE, page=7) == [3, 1, 2, 4]
        shown = desklists.shown(work, "U-BO")
        assert shown
        assert list(shown.counts.values()) == [4, 5, 10, 2, 2]
        assert shows(work, "U-LENA", DeskList.MINE) == [5]
        assert shows(work, "U-CY", DeskList.ACTIVE) == []
