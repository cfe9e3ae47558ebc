"""Whom a command calls before it says anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asked_people import Called, first_called
from bot.favours import Wish


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("<@U1|ana> banner, by Friday", Called("U1", "banner, by Friday")),
        ("<@W1>: banner", Called("W1", "banner")),
        ("<@U1|ana>", Called("U1", "")),
        ("<!subteam^S1|@design> banner", Called("S1", "banner")),
        ("<#C1|design>, a banner for <@U2|ben>", Called("C1", "a banner for <@U2|ben>")),
        ("@ana banner", Called("", "@ana banner")),
        ("give <@U1|ana> access", None),
        ("<!here> the printer is on fire", None),
        ("<https://wiki.acme.example|the wiki> is down", None),
        ("&lt;@U1&gt; banner", None),
        ("@ 5 pm the heating stops", None),
        ("", None),
    ],
)
def test_only_the_first_word_calls(text: str, called: Called | None) -> None:
    assert first_called(text) == called


def test_what_is_called_is_a_person_or_a_team() -> None:
    kinds = [
        [(called := Called(one, "")).is_person, called.is_team, called.is_channel] for one in ("U1", "S1", "C1", "")
    ]
    assert kinds == [[True, False, False], [False, True, False], [False, True, True], [False, False, False]]
    for one in ("U1", "W1", "S1", "C1", "G1"):
        assert Called(one, "").is_team == Wish(one, "").is_of_team


def test_a_name_typed_by_hand_may_have_several_words() -> None:
    assert list(Called("", "@Ana Alvarez, a banner").names()) == [
        ("Ana Alvarez, a banner", ""),
        ("Ana Alvarez, a", "banner"),
        ("Ana Alvarez", "a banner"),
        ("Ana", "Alvarez, a banner"),
    ]


@given(st.text(alphabet="<>@#!|^USC1: a", max_size=20))
def test_whatever_is_typed_is_called_or_kept(text: str) -> None:
    called = first_called(text)
    assert called is None or text.endswith(called.rest)
