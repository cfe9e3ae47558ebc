"""What messages ask for, and how it is asked back: whatever people write, it fits."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drafts import DETAILS_LIMIT, TITLE_LIMIT
from bot.sources import Matter, cut, title_and_details
from bot.views import offers
from bot.views.kit import Option
from bot.words import LANGUAGES, words_for
from handlers.payloads import unmentioned
from sandbox.blocks import message_problems
from storage.kinds import Way
from storage.tables import Offer

LONG = "my laptop " + "beeps and " * 30 + "stops"


@pytest.mark.parametrize(
    ("text", "title", "details"),
    [
        ("my laptop is dead", "my laptop is dead", ""),
        ("my laptop is dead\n\nsince  today\n  really", "my laptop is dead", "since  today\n  really"),
        ("  my   laptop\tis dead \n", "my laptop is dead", ""),
        ("Hi all!\n:wave:\nmy laptop is dead\nhelp", "my laptop is dead", "help"),
        ("Hi all, my laptop is dead", "Hi all, my laptop is dead", ""),
        ("*WLAN* is _very_ slow in `room 4`", "WLAN is very slow in room 4", ""),
        ("2 * 3 * 4 in snake_case_names ~", "2 * 3 * 4 in snake_case_names ~", ""),
        ("thanks!", "thanks!", ""),
        ("", "", ""),
        (LONG, f"{LONG[:145]}…", LONG),
        (f"{LONG}\nhelp", f"{LONG[:145]}…", f"{LONG}\nhelp"),
        ("x" * 151, "x" * 149 + "…", "x" * 151),
        ("x" * 150, "x" * 150, ""),
    ],
)
def test_the_first_line_is_the_title_and_the_rest_are_the_details(text: str, title: str, details: str) -> None:
    assert title_and_details(text) == (title, details)


@given(st.text(max_size=5000))
def test_no_text_is_too_long_for_a_request(text: str) -> None:
    title, details = title_and_details(text)
    matter = cut(Matter(title, details, ()))
    assert len(matter.title) <= TITLE_LIMIT
    assert len(matter.details) <= DETAILS_LIMIT
    assert "\n" not in matter.title


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("<@UBOT> my laptop is dead", "my laptop is dead"),
        ("<@UBOT>: my laptop is dead", "my laptop is dead"),
        ("hey <@UBOT|helpdesk>, my laptop", "hey my laptop"),
        ("<@UBOT>\nmy laptop", "my laptop"),
        ("ask <@UOTHER>", "ask <@UOTHER>"),
        ("<@UBOT>", ""),
    ],
)
def test_the_bot_s_own_name_is_no_part_of_what_is_asked(text: str, without: str) -> None:
    assert unmentioned(text, "UBOT") == without


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["x", "&", "<", "*", "a\n", "&amp;", "<!channel>", "👩‍🚀", "`"])
@pytest.mark.parametrize("url", [None, "https://acme.example/archives/C1/p1"])
def test_slack_accepts_every_offer(text: str, language: str, url: str | None) -> None:
    offer = Offer(id=7, person="U1", requester="U2", way=Way.DM, desk="d1", at=datetime(2026, 3, 2, tzinfo=UTC))
    desks = [Option(text * 100, f"d{number}") for number in range(100)]

    blocks = offers.question(offer, text * 4000, url, desks, words_for(language))

    assert not message_problems(blocks)
    assert "<!channel>" not in str(blocks[:2])
