"""Reading: what a text says to one person."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.people import Person
from sandbox.reading import Look, Piece, read_by
from sandbox.workspace import Workspace

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def workspace() -> Workspace:
    return Workspace(now=lambda: NOON)


@pytest.fixture
def ana(workspace: Workspace) -> Person:
    return workspace.add_person("ana", tz="Europe/Berlin", locale="de-DE")


@pytest.fixture
def joe(workspace: Workspace) -> Person:
    return workspace.add_person("joe", tz="America/New_York", locale="en-US")


def plain(text: str, person: Person) -> str:
    return "\n".join(line.text for line in read_by(text, person))


def date(at: datetime, shape: str = "{date_short_pretty} {time}") -> str:
    return f"<!date^{int(at.timestamp())}^{shape}|some day>"


def test_each_reads_an_instant_in_their_own_zone_and_language(ana: Person, joe: Person) -> None:
    assert plain(date(NOON), ana) == "heute 13:00"
    assert plain(date(NOON), joe) == "today 7:00 AM"


def test_near_days_have_names_and_others_a_date(ana: Person, joe: Person) -> None:
    assert plain(date(NOON + timedelta(days=1)), ana) == "morgen 13:00"
    assert plain(date(NOON - timedelta(days=1)), joe) == "yesterday 7:00 AM"
    assert plain(date(NOON + timedelta(days=9)), ana) == "11. März 13:00"
    assert plain(date(NOON + timedelta(days=365), "{date_short}"), joe) == "Mar 2, 2027"


def test_midnight_decides_where_the_reader_is(ana: Person, joe: Person) -> None:
    late = NOON + timedelta(hours=11, minutes=30)  # half past midnight in Berlin
    assert plain(date(late, "{date_pretty}"), ana) == "morgen"
    assert plain(date(late, "{date_pretty}"), joe) == "today"


def test_a_distance_is_told_in_the_readers_language(ana: Person, joe: Person) -> None:
    assert plain(date(NOON - timedelta(hours=2), "{ago}"), ana) == "vor 2 Stunden"
    assert plain(date(NOON - timedelta(seconds=5), "{ago}"), joe) == "just now"


def test_people_channels_and_groups_go_by_their_names(workspace: Workspace, ana: Person, joe: Person) -> None:
    general = workspace.add_channel("general", [ana])
    assert plain(f"<@{joe.id}> in <#{general.id}|old-name>: <!here>", ana) == "@joe in #general: @here"


def test_marks_become_looks(ana: Person) -> None:
    (line,) = read_by("a *b* `*c*` _d_ <https://x.example|e>", ana)
    assert [piece for piece in line.pieces if piece.text.strip() and piece.look is not Look.PLAIN] == [
        Piece("b", Look.BOLD),
        Piece("*c*", Look.CODE),
        Piece("d", Look.ITALIC),
        Piece("e", Look.LINK),
    ]


def test_marks_inside_words_are_just_characters(ana: Person) -> None:
    assert plain("snake_case_name 2*3*4", ana) == "snake_case_name 2*3*4"


def test_escaped_text_reads_as_it_was_typed(ana: Person) -> None:
    assert plain("&lt;@U1&gt; &amp;amp; more", ana) == "<@U1> &amp; more"


def test_a_quote_is_known_for_one(ana: Person) -> None:
    quoted, own = read_by(">new battery\nthanks", ana)
    assert (quoted.text, quoted.is_quote, own.is_quote) == ("new battery", True, False)
