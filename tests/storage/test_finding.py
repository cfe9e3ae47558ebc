"""Finding requests by their words and numbers, and the one that looks the same."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any, TypeVar

import pytest

from bot.desks import Desk, Desks
from bot.fields import Label, RequestType
from bot.finding import alike, find, index, index_words
from bot.settings import Settings, read_settings
from bot.work import Work
from storage.engine import Storage
from storage.kinds import Side, State, Urgency
from storage.tables import DeskChannel, Follower, Membership, Message, Person, Request
from tests.clock import Clock

T = TypeVar("T")
NOW = Clock()()
SETTINGS = read_settings(Settings, _env_file=None, slack_bot_token="xoxb-1", slack_app_token="xapp-1")
one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def _desk(key: str, **own: Any) -> Desk:
    plain = Desks(()).find(key)
    network = RequestType("network", Label("Network"), Urgency.NORMAL, plain.standards, agents=("U-NET",))
    return replace(plain, types=(network,), **own)


IT = _desk("it", agents=("U-BO",), leads=("U-LENA",))
HR = _desk("hr", agents=("U-HANA",), is_confidential=True)
DESKS = Desks((IT, HR))


class Office:
    """Ana, Ben and Cy ask, Bo serves IT, Nel only its network, Lena leads it, Hana serves HR."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self._stamps = count(1)
        with storage.transaction() as session:
            for name in ("ANA", "BEN", "CY", "BO", "NET", "LENA", "HANA", "OLD"):
                session.add(Person(id=f"U-{name}", name=name.title()))
            session.add(DeskChannel(desk="gone", channel="C-GONE"))
            session.add(Membership(channel="C-GONE", person="U-OLD"))

    def asks(self, title: str, details: str = "", **more: Any) -> int:
        given: dict[str, Any] = {"desk": "it", "requester": "U-ANA", "author": "U-ANA", **more}
        request = Request(
            title=title,
            details=details,
            urgency=Urgency.NORMAL,
            created_at=NOW,
            first_answer_due=NOW,
            resolution_due=NOW,
            **given,
        )
        with self.storage.transaction() as session:
            session.add(request)
            session.flush()
            index(session, request)
        return request.number

    def changes(self, number: int, **changes: object) -> None:
        with self.storage.transaction() as session:
            request = session.get_one(Request, number)
            for name, value in changes.items():
                setattr(request, name, value)
            index(session, request)

    def follows(self, person: str, number: int) -> None:
        with self.storage.transaction() as session:
            session.add(Follower(request=number, person=person, at=NOW))

    def says(self, number: int, text: str, *, indexed: bool = True, **how: Any) -> int:
        """Somebody writes in a request; the id of the message."""
        with self.storage.transaction() as session:
            message = Message(
                request=number, channel="C", author="U-ANA", side=Side.REQUESTER, text=text, at=NOW, **how
            )
            message.ts = f"{next(self._stamps)}.0"
            session.add(message)
            session.flush()
            if indexed:
                index_words(session, session.get_one(Request, number), text)
        assert message.id is not None
        return message.id

    def corrects(self, message: int, **changes: object) -> None:
        with self.storage.transaction() as session:
            said = session.get_one(Message, message)
            said.sqlmodel_update(changes)
            session.flush()
            index(session, session.get_one(Request, said.request))

    def finds(self, person: str, text: str, limit: int = 10) -> list[int]:
        return self._looks(lambda work: [one.number for one in find(work, person, text, limit)])

    def alike(self, title: str, desk: str = "it", person: str | None = None) -> int | None:
        found = self._looks(lambda work: alike(work, desk, title, person))
        return found.number if found else None

    def _looks(self, looks: Callable[[Work], T]) -> T:
        with self.storage.reading() as session:
            return looks(Work(session, NOW, DESKS, SETTINGS, "https://acme.slack.example/"))


@pytest.fixture
def office(storage: Storage) -> Office:
    return Office(storage)


def test_a_request_is_found_by_its_words_in_whatever_inflection_the_newest_first(office: Office) -> None:
    first = office.asks("Drucker druckt nicht", "Papierstau im 3. Stock")
    second = office.asks("Two printers", "They jam on every page.", answers={"system": ["sap"], "inventory": ["4711"]})
    third = office.asks("Neue Drucker für <https://acme.example|Hamburg>")

    assert office.finds("U-ANA", "druckern") == [third, first]
    assert office.finds("U-ANA", "Drucker Stock") == [first]
    assert office.finds("U-ANA", "printer, jammed!") == [second]
    assert office.finds("U-ANA", "sap") == [second]
    assert office.finds("U-ANA", "hamburg") == [third]
    assert office.finds("U-ANA", "4711") == [second]
    assert [office.finds("U-ANA", text) for text in ("scanner", "drucker scanner", "", "the", "'; --")] == [[]] * 5


def test_a_number_finds_its_request_and_of_many_the_newest_are_shown(office: Office) -> None:
    numbers = [office.asks("Laptop") for _ in range(5)]

    assert office.finds("U-ANA", "#2") == office.finds("U-ANA", " 2 ") == [2]
    assert office.finds("U-ANA", "999999999999") == office.finds("U-ANA", "#77") == []
    assert office.finds("U-BO", "laptop", limit=2) == numbers[:2:-1]


def test_people_find_only_what_they_may_see(office: Office) -> None:
    laptop = office.asks("Laptop secret")
    network = office.asks("Network secret", type="network")
    conflict = office.asks("Conflict secret", desk="hr", requester="U-BEN", author="U-LENA")
    old = office.asks("Old secret", desk="gone", requester="U-HANA", author="U-HANA", agent="U-NET")
    public = office.asks("Public secret", is_public=True, called=["U-OLD"])
    office.follows("U-CY", laptop)
    office.follows("U-CY", public)
    readable = {
        "U-ANA": [public, network, laptop],
        "U-BEN": [conflict],
        "U-CY": [public],
        "U-BO": [public, laptop],
        "U-NET": [network],
        "U-LENA": [public, conflict, network, laptop],
        "U-HANA": [old, conflict],
        "U-OLD": [old],
        "U-NOBODY": [],
    }
    known_of = readable | {"U-CY": [public, laptop], "U-OLD": [public, old]}

    assert {person: office.finds(person, "secret") for person in readable} == readable
    every = (public, old, conflict, network, laptop)
    assert {who: [one for one in every if office.finds(who, f"#{one}")] for who in known_of} == known_of


@one_database
def test_what_is_called_so_comes_before_what_mentions_it_and_what_goes_on_before_what_is_over(office: Office) -> None:
    called = office.asks("VPN token", state=State.RESOLVED)
    going_on = office.asks("Working from home", "I lost my token for the VPN.")
    over = office.asks("Travelling", "VPN token?", state=State.WITHDRAWN)

    assert office.finds("U-BO", "vpn tokens") == [called, going_on, over]


@one_database
def test_what_was_said_finds_its_request_as_long_as_it_stands_there_and_no_note_does(office: Office) -> None:
    number = office.asks("Laptop")
    fan = office.says(number, "Der Lüfter pfeift")
    office.says(number, "he dropped it, I bet", indexed=False, is_note=True)
    office.says(number, "warranty expired", indexed=False, is_note=True, is_held=True)

    assert office.finds("U-ANA", "laptop luefter") == office.finds("U-BO", "Lüfters") == [number]
    office.changes(number, details="It is loud.")
    assert office.finds("U-BO", "loud laptop Lüfter") == [number]
    assert office.finds("U-BEN", "lüfter") == []
    assert office.finds("U-ANA", "dropped") == office.finds("U-BO", "dropped") == office.finds("U-BO", "warranty") == []

    typed = office.asks("Parental leave", "from May", requester="U-BEN", author="U-CY")
    office.says(typed, "it will be twins")
    assert office.finds("U-BEN", "leave twins") == office.finds("U-CY", "leave May") == [typed]
    assert office.finds("U-CY", "twins") == office.finds("U-CY", "leave twins") == []

    office.corrects(fan, text="Der Akku pfeift")
    assert office.finds("U-ANA", "lüfter") == []
    assert office.finds("U-ANA", "akku") == [number]
    office.corrects(fan, taken_back_at=NOW)
    assert office.finds("U-ANA", "akku") == []
    assert office.finds("U-ANA", "laptop") == [number]


@one_database
def test_an_edited_request_is_found_by_its_new_words_only(office: Office) -> None:
    number = office.asks("Monitor broken", "the big one")

    office.changes(number, title="Keyboard broken")

    assert office.finds("U-ANA", "monitor") == []
    assert office.finds("U-ANA", "keyboard broken big") == [number]


@one_database
@pytest.mark.parametrize(
    ("open_one", "typed", "looks_the_same"),
    [
        ("VPN is down", "vpn down again?", True),
        ("VPN down", "The VPN in Hamburg is down", True),
        ("Drucker im 3. Stock kaputt", "der Drucker in Stock 3 ist kaputt!", True),
        ("Printers on floor five jam", "printer jammed, floor five", True),
        ("laptop wanted", "laptop won't start", False),
        ("Access to SAP", "Access to Figma", False),
        ("VPN", "VPN", False),
        ("Since the VPN is down I can't order a new laptop for the intern", "vpn down", False),
        ("printer printers", "printer broken", False),
        ("VPN down", "", False),
    ],
)
def test_an_open_request_of_the_desk_looks_the_same_or_not(
    office: Office, open_one: str, typed: str, looks_the_same: bool
) -> None:
    number = office.asks(open_one)

    assert office.alike(typed) == (number if looks_the_same else None)


def test_only_what_the_desk_has_not_finished_is_offered_the_likest_and_newest_first(office: Office) -> None:
    likest = office.asks("VPN down today")
    office.asks("vpn down")
    newest = office.asks("VPN is down", state=State.CLAIMED, requester="U-BEN")
    office.asks("vpn down", state=State.RESOLVED)
    office.asks("vpn down", desk="hr")

    assert office.alike("vpn down") == newest
    assert office.alike("vpn down today") == likest
    assert office.alike("vpn down", person="U-BEN") == newest - 1
    assert office.alike("vpn down", person="U-ANA") == newest
    office.follows("U-ANA", newest)
    assert office.alike("vpn down", person="U-ANA") is None
    assert office.alike("vpn down", desk="hr") is None
    assert office.alike("vpn down", desk="gone") is None
