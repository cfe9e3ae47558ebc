"""Replies that stand ready: the form to choose one in, and whom they call by name."""

import pytest

from bot.fields import Label
from bot.places import Spot
from bot.replies import CannedReply, first_name
from bot.views import canned, replies
from bot.words import LANGUAGES, words_for
from sandbox.blocks import view_problems
from storage.kinds import Urgency
from storage.tables import Request
from tests.world import MONDAY_MORNING


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ana Beispiel", "Ana"),
        ("Ana", "Ana"),
        ("Dr. Ana-Maria Beispiel", "Ana-Maria"),
        ("Beispiel, Ana", "Ana"),
        ("Beispiel,", "Beispiel"),
        ("Prof. Dr.", ""),
        ("", ""),
    ],
)
def test_a_person_is_called_as_among_colleagues(name: str, first: str) -> None:
    assert first_name(name) == first


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hundred_ready_replies_of_any_length_fit_into_the_form(language: str) -> None:
    words = words_for(language)
    ready = [CannedReply(f"{n:0>32}", Label("<" * 75), Label("x")) for n in range(100)]
    request = Request(
        id=1,
        desk="it",
        title="<!channel>" * 15,
        urgency=Urgency.NORMAL,
        requester="U1",
        author="U1",
        created_at=MONDAY_MORNING,
        first_answer_due=MONDAY_MORNING,
        resolution_due=MONDAY_MORNING,
    )

    form = canned.with_choice(replies.reply_form(request, "ana", Spot(), words), ready, words)
    filled = canned.with_text(form, ready[99], "&" * 3001)

    assert not view_problems(form)
    assert not view_problems(filled)
    assert [block.get("block_id") for block in filled["blocks"][-2:]] == ["canned", "text"]
