"""Without a name: the secret and what is kept of it, what each may do in a day, and how much a window holds."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.confidence import links
from bot.confidence.anonymous import full_hour
from bot.confidence.rations import Ration
from bot.views import anonymous as views
from bot.views.anonymous import Answer, Word
from bot.views.cases import Glance
from bot.words import Words
from handlers import anonymous
from storage.kinds import State
from tests.world import MONDAY_MORNING

NOON = MONDAY_MORNING.replace(hour=12, minute=0)


def test_a_secret_is_read_as_it_was_copied_and_nothing_else_is_one() -> None:
    secret = links.new_secret()
    grouped = links.grouped(secret)
    assert len(secret) * 5 >= 128
    assert [len(group) for group in grouped.split("-")] == [4] * 8
    for typed in (secret, grouped, grouped.lower(), f" `{grouped}` "):
        assert links.read(typed) == secret
    for typed in (
        "",
        "printer",
        secret[:-1],
        f"{secret}A",
        grouped.replace("-", " "),
        "why do you do so to me all the time",
    ):
        assert links.read(typed) is None
    assert links.is_meant(grouped[:-1])
    assert not links.is_meant("my boss shouts at me every day")


def test_nothing_of_a_secret_stands_in_its_key_and_no_two_are_alike() -> None:
    drawn = [links.new_secret() for _ in range(200)]
    assert len({links.key_of(one) for one in drawn}) == len(set(drawn)) == 200
    assert all(one not in links.key_of(one).upper() for one in drawn)


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        *(("anonymous", ""), ("Anonym", ""), ("anonym  mein Chef brüllt", "mein Chef brüllt")),
        *(("it anonymous proxies", None), ("anonymously", None), ("", None)),
    ],
)
def test_the_command_is_known_by_its_first_word(typed: str, rest: str | None) -> None:
    assert anonymous.called(typed) == rest


@given(st.datetimes(min_value=MONDAY_MORNING.replace(tzinfo=None)))
def test_of_an_instant_the_next_full_hour_is_left(at: object) -> None:
    now = MONDAY_MORNING.replace(tzinfo=None)
    assert full_hour(now).minute == 0
    assert isinstance(at, type(now))
    if at.year < 9999:
        assert timedelta() <= full_hour(at) - at < timedelta(hours=1)
        assert full_hour(full_hour(at)) == full_hour(at)


def test_each_has_their_own_ration_which_comes_back_with_time_and_knows_nobody() -> None:
    ration = Ration(3, timedelta(days=1))
    assert [ration.take("U-ANA", NOON + timedelta(hours=n)) for n in range(4)] == [True, True, True, False]
    assert ration.take("U-BEN", NOON)
    assert "U-ANA" not in repr(vars(ration))
    assert ration.take("U-ANA", NOON + timedelta(days=1))
    assert not ration.take("U-ANA", NOON + timedelta(days=1))
    assert Ration(1, timedelta(days=1)).take("U-ANA", NOON)


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_long_conversation_shows_its_newest_words_and_fits_into_a_window(language: str) -> None:
    words = Words(language)
    glance = Glance("K7M3QX", "HR", "", State.RESOLVED, "U-HANA", NOON, NOON, "UTC")
    said = [Word("U-HANA", f"word {n} " + "x" * 2900, NOON, has_files=n == 79) for n in range(80)]
    view = views.answer(Answer(glance, "<!channel> & more\n" * 300, said, [("U-HANA", NOON)]), words, "UTC", "secret:1")
    text = str(view)
    assert len(view["blocks"]) < 100
    assert "word 79" in text
    assert "word 3 " not in text
    assert "&lt;!channel&gt; &amp; more" in text
    assert ("older ones are not" if language == "en" else "ältere Nachrichten") in text
    assert view["blocks"][-1]["block_id"] == views.MORE
