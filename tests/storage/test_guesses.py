"""What the past teaches: which desk and type words went to, and when it is better to say nothing."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from sqlmodel import Session, select

from bot.desks import Desk, Desks
from bot.fields import Label, RequestType
from bot.guesses import Guess, guess, learn, lesson, relearn
from bot.settings import Settings, read_settings
from bot.work import Work
from storage.engine import Storage
from storage.kinds import Urgency
from storage.tables import Request, WordCount
from tests.clock import Clock

NOW = Clock()()
SETTINGS = read_settings(Settings, _env_file=None, slack_bot_token="xoxb-1", slack_app_token="xapp-1")


def _desk(key: str, types: Sequence[str] = (), *, is_confidential: bool = False) -> Desk:
    plain = Desks(()).find(key)
    kinds = tuple(RequestType(one, Label(one), Urgency.NORMAL, plain.standards) for one in types)
    return replace(plain, types=kinds, is_confidential=is_confidential)


DESKS = Desks((_desk("it", ("access", "hardware")), _desk("hr", is_confidential=True), _desk("design")))
IT_PAST = (
    ("access", "VPN-Zugang gesperrt", "Seit heute komme ich nicht mehr ins VPN."),
    ("access", "Kein Zugang zum VPN", ""),
    ("access", "VPN access for the new colleague", "She needs access by Monday."),
    ("access", "Access to SAP", ""),
    ("access", "Zugriff auf SAP", "Passwort gesperrt"),
    ("hardware", "Laptop startet nicht", "Der Bildschirm bleibt schwarz."),
    ("hardware", "Laptop screen broken", ""),
    ("hardware", "Second monitor", "My laptop has a free port."),
    ("hardware", "Laptops for two interns", ""),
    ("hardware", "Bildschirm flackert", ""),
)
DESIGN_PAST = (
    "Logo for the fair",
    "Logo für die Messe",
    "Slides for the board, in the new colours",
    "Folien mit neuem Logo",
    "Slides with our logo",
)
HR_PAST = ("Conflict with my manager", "Streit mit Kollegen", "Conflict in the team", "My contract", "Conflict again")


def _work(session: Session) -> Work:
    return Work(session, NOW, DESKS, SETTINGS, "https://acme.slack.example/")


def _request(desk: str, kind: str | None, title: str, details: str = "") -> Request:
    return Request(
        desk=desk,
        type=kind,
        title=title,
        details=details,
        urgency=Urgency.NORMAL,
        requester="U-ANA",
        author="U-ANA",
        created_at=NOW,
        first_answer_due=NOW,
        resolution_due=NOW,
    )


def _learned(storage: Storage, requests: Iterable[Request]) -> None:
    with storage.transaction() as session:
        for request in requests:
            learn(_work(session), request)


def _relearned(storage: Storage, request: Request, **changes: str | None) -> None:
    before = lesson(request)
    for name, value in changes.items():
        setattr(request, name, value)
    with storage.transaction() as session:
        relearn(_work(session), before, request)


def _guessed(storage: Storage, text: str, desks: Desks = DESKS) -> Guess | None:
    with storage.reading() as session:
        return guess(session, desks, text)


def _whither(storage: Storage, text: str, desks: Desks = DESKS) -> tuple[str, str | None] | None:
    guessed = _guessed(storage, text, desks)
    return (guessed.desk, guessed.type) if guessed else None


@pytest.fixture
def past(storage: Storage) -> Storage:
    it = [_request("it", *one) for one in IT_PAST]
    design = [_request("design", None, title) for title in DESIGN_PAST]
    hr = [_request("hr", None, title) for title in HR_PAST]
    _learned(storage, [*it, *design, *hr])
    return storage


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("text", "desk_and_type"),
    [
        ("My VPN is locked", ("it", "access")),
        ("Zugänge zu SAP fehlen", ("it", "access")),
        ("mein Bildschirm ist schwarz", ("it", "hardware")),
        ("my laptop's screen", ("it", "hardware")),
        ("Ein Logo auf unseren Folien", ("design", None)),
        ("logos on a slide", ("design", None)),
        # words that nobody, or only one request, or only a small part of a text has held
        ("Is there still cake in the kitchen?", None),
        ("board", None),
        ("A long story of how my aunt went to the fair, met a baker, ate bread, slept late, and lost her laptop", None),
        ("", None),
        ("!?", None),
        # what is confidential is never guessed, nor can anybody try out words
        ("Conflict with a colleague", None),
        ("Streit und conflict", None),
    ],
)
def test_words_go_where_they_went_before_or_nobody_says_where(
    past: Storage, text: str, desk_and_type: tuple[str, str | None] | None
) -> None:
    assert _whither(past, text) == desk_and_type


def test_the_guess_is_as_sure_as_the_past(past: Storage) -> None:
    guessed = _guessed(past, "Logo")

    assert guessed is not None
    assert 0.75 < guessed.sure < 1


def test_nothing_of_a_confidential_desk_is_kept(past: Storage) -> None:
    moved = _request("it", None, "Salary of Bo")
    _learned(past, [moved])
    _relearned(past, moved, desk="hr")

    with past.reading() as session:
        counts = list(session.exec(select(WordCount)))

    assert {count.desk for count in counts} == {"it", "design"}
    assert not [count for count in counts if count.stem.startswith("salari") and count.n]


def test_a_desk_that_left_the_file_or_became_confidential_is_not_guessed(past: Storage) -> None:
    without, secret = Desks((_desk("it"),)), Desks((_desk("it"), _desk("design", is_confidential=True)))

    assert _whither(past, "Logo and slides", without) is None
    assert _whither(past, "Logo and slides", secret) is None
    assert _whither(past, "VPN access", without) == ("it", None)


def test_a_moved_request_is_unlearned_where_it_was(storage: Storage) -> None:
    banners = [_request("it", "hardware", "Banner am Eingang drucken") for _ in range(6)]
    _learned(storage, banners)
    assert _whither(storage, "Drucke ein Banner") == ("it", "hardware")

    for banner in banners:
        _relearned(storage, banner, desk="design", type=None)

    assert _whither(storage, "Drucke ein Banner") == ("design", None)
    with storage.reading() as session:
        assert {row.n for row in session.exec(select(WordCount).where(WordCount.desk == "it"))} == {0}


def test_an_edited_request_is_known_by_its_new_words(storage: Storage) -> None:
    requests = [_request("design", None, "Banner") for _ in range(6)]
    _learned(storage, requests)

    for request in requests:
        _relearned(storage, request, title="Poster")

    assert _whither(storage, "banner") is None
    assert _whither(storage, "poster") == ("design", None)


def test_two_desks_with_the_same_past_tie_and_a_short_past_tells_nothing(storage: Storage) -> None:
    _learned(storage, [_request(desk, None, "Projector in the meeting room") for desk in ("it", "design") * 6])
    _learned(storage, [_request("it", None, "Keyboard")] * 2)

    assert _whither(storage, "projector") is None

    _learned(storage, [_request("it", None, "Projector bulb")] * 60)
    assert _whither(storage, "projector bulb") == ("it", None)


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
def test_many_learn_and_move_the_same_words_at_once_and_nobody_waits_in_a_circle(storage: Storage) -> None:
    def asks_and_moves(text: str) -> None:
        for _ in range(10):
            request = _request("it", None, text)
            _learned(storage, [request])
            _relearned(storage, request, desk="design")
            _relearned(storage, request, desk="it")

    texts = ("laptop monitor vpn access", "access vpn monitor laptop", "vpn laptop", "monitor access")
    people = [threading.Thread(target=asks_and_moves, args=(text,)) for text in texts]
    for person in people:
        person.start()
    for person in people:
        person.join()

    with storage.reading() as session:
        counts = {(row.stem, row.desk): row.n for row in session.exec(select(WordCount))}
    assert counts["", "it"] == 40
    assert {counts[stem, "it"] for stem in ("laptop", "monitor", "vpn")} == {30}
    assert {n for (_, desk), n in counts.items() if desk == "design"} == {0}
