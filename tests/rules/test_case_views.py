"""What is shown of a case: within Slack's limits however long it is, and of what it says only where it may be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.drafts import CLOSING_WORD_LIMIT, DETAILS_LIMIT, TITLE_LIMIT
from bot.files import SharedFile
from bot.matters import Matter
from bot.mrkdwn import Mrkdwn
from bot.views import casehome, caseopened, cases
from bot.views.casehome import Own, Shown
from bot.views.caseopened import Passed, Spoken, Talk
from bot.views.cases import Asked, Glance
from bot.words import LANGUAGES, words_for
from sandbox.blocks import blocks_size, message_problems, view_problems
from storage.kinds import State
from tests.rules.test_views import a_desk, a_request, filled

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ALLOWED_IN_ALL = 12_000
ZONE = "Europe/Berlin"
GLANCE = Glance("K7M3QX", "HR", "A conflict", State.CLAIMED, "U0123456780", NOW, NOW, ZONE)
languages = pytest.mark.parametrize("language", LANGUAGES)
texts = st.text(min_size=1, max_size=TITLE_LIMIT)


def asked(text: str) -> Asked:
    """All that a form can hold, of a desk that asks everything."""
    request = a_request(text=text)
    matter = Matter(
        title=request.title,
        details=request.details,
        type="everything",
        answers=request.answers,
        files=[SharedFile(**file) for file in request.files],
        other="U0123456781",
    )
    return Asked("U0123456789", matter, a_desk(text))


@languages
@settings(max_examples=8)
@given(text=texts, state=st.sampled_from(State))
def test_what_is_shown_of_a_case_is_within_the_limits_whatever_people_write(
    language: str, text: str, state: State
) -> None:
    words, everything, glance = words_for(language), asked(text), replace(GLANCE, type=text, desk=text, state=state)
    word, names = filled(text, CLOSING_WORD_LIMIT), [f"U{n:010}" for n in range(30)]
    for blocks in (
        cases.card(glance, words),
        cases.head(glance, everything.matter, names, words),
        cases.root(glance, everything, words),
        cases.root_for_other(glance, "U0123456781", words),
        cases.handed_over("U0123456780", word[:1000], words)[1],
        cases.resolved(glance, word, NOW, words)[1],
        casehome.blocks(Shown([Own(glance, text)] * 8, [glance] * 8, [glance] * 8, is_more=True), words),
    ):
        assert message_problems(blocks) == []
        assert blocks_size(blocks) < ALLOWED_IN_ALL

    said = [Spoken(text, NOW, text * 30, [text])] * 90
    trail = [Passed(Mrkdwn("👀 <@U0123456780>"), NOW)] * 300
    for view in (
        caseopened.for_reader(glance, everything, [Talk(said, Mrkdwn("a")), Talk(said, Mrkdwn("b"))], trail, words),
        caseopened.for_asker(glance, everything, word, Talk(said), trail, words),
        caseopened.for_other(glance, Talk(()), trail, words),
    ):
        assert view_problems(view) == []


@languages
def test_of_a_long_conversation_the_newest_is_shown_and_that_there_is_more(language: str) -> None:
    words = words_for(language)
    said = [Spoken("Ana", NOW + timedelta(minutes=n), f"word {n} " + "😱" * DETAILS_LIMIT) for n in range(40)]

    view = caseopened.for_asker(GLANCE, asked("x"), "", Talk(said), [], words)

    assert "word 39" in str(view)
    assert "word 1 " not in str(view)
    assert str(words("case_opened.newest_said")) in str(view)
    assert view_problems(view) == []


@languages
def test_a_card_and_a_line_of_a_list_say_nothing_of_it_and_who_has_none_reads_nothing(language: str) -> None:
    words = words_for(language)
    shown = str(cases.card(GLANCE, words)) + str(casehome.readers_row(replace(GLANCE, state=State.OPEN), words))

    assert "K7M3QX" in shown
    assert "U0123456789" not in shown
    assert "K7M3QX" in cases.card_text(GLANCE, words)
    assert casehome.blocks(Shown(), words) == []
