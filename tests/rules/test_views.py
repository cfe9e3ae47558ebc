"""Everything that we show stays within Slack's limits, however long and strange what people type may be."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import Block
from bot.drafts import CLOSING_WORD_LIMIT, COMMENT_LIMIT, DETAILS_LIMIT, TITLE_LIMIT
from bot.views import answers, cards, conversations, digests, forms
from bot.views.digests import Figures, Waiting
from bot.views.forms import Origin
from bot.views.kit import Option
from bot.words import LANGUAGES, words_for
from sandbox.blocks import blocks_size, message_problems, view_problems
from storage.tables import Rating, Request, State, Survey, Urgency

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ALLOWED_IN_ALL = 12_000
HOSTILE = ("x", "&", "<", "*", "\n", "\u2028", "a\n", "&amp;", "<!channel>", "👩‍🚀", "`")
languages = pytest.mark.parametrize("language", LANGUAGES)
hostile = pytest.mark.parametrize("text", HOSTILE)


def filled(text: str, limit: int) -> str:
    """As much of a text as a field takes; never blank at its ends, because forms strip that."""
    return "|" + (text * limit)[: limit - 2] + "|"


def a_request(state: State = State.OPEN, text: str = "x", number: int = 123456) -> Request:
    return Request(
        id=number,
        desk="it",
        title=filled(text, TITLE_LIMIT).replace("\n", " "),
        details=filled(text, DETAILS_LIMIT),
        urgency=Urgency.BLOCKED,
        state=state,
        requester="U0123456789",
        author="U0123456789",
        agent="U0123456780",
        created_at=NOW,
        first_answer_due=NOW,
        resolution_due=NOW,
        closing_word=filled(text, CLOSING_WORD_LIMIT),
        resolutions=1,
    )


def a_survey(rating: Rating | None, comment: str = "") -> Survey:
    return Survey(request=123456, resolution=1, due_at=NOW, rating=rating, comment=comment)


def everything_posted(text: str, language: str) -> Iterator[list[Block]]:
    """Each message with blocks that a request full of this text causes."""
    words = words_for(language)
    for state in State:
        request = a_request(state, text)
        yield cards.card(request, words)
        yield cards.button_line(request, words)
        yield conversations.head(request, "IT", words, "Europe/Berlin")
        yield conversations.resolved(request, words)
        yield conversations.resolved_over(request, words)
        yield conversations.survey(request, a_survey(None), words)
        for rating, comment in product(Rating, ("", filled(text, COMMENT_LIMIT))):
            yield conversations.survey_thanks(request, a_survey(rating, comment), words)


@languages
@hostile
def test_slack_accepts_every_message_about_a_request(text: str, language: str) -> None:
    for blocks in everything_posted(text, language):
        assert message_problems(blocks) == []
        assert blocks_size(blocks) <= ALLOWED_IN_ALL


@languages
@hostile
def test_slack_accepts_every_form(text: str, language: str) -> None:
    words, request = words_for(language), a_request(text=text)
    desks = [Option(filled(text, 100), f"desk-{number}") for number in range(100)]
    origin = Origin("https://hooks.slack.example/" + "x" * 200)

    for typed in ("", text.strip(), filled(text, TITLE_LIMIT), filled(text, 8000)):
        assert view_problems(forms.request_form(desks, words, title=typed, origin=origin)) == []
    assert view_problems(forms.resolve_form(request, words)) == []
    assert view_problems(forms.comment_form(request, words, "123456:1")) == []


@languages
@hostile
def test_slack_accepts_every_digest_and_help(text: str, language: str) -> None:
    words = words_for(language)
    figures = Figures(filled(text, 80), NOW, NOW + timedelta(days=1), 1, 2, 3, 4, {Rating.BAD: 5})
    oldest = [Waiting(a_request(text=text, number=n), f"https://acme.example/{n}") for n in range(5)]

    for waiting in (oldest, []):
        assert message_problems(digests.digest(figures, waiting, words, "Europe/Berlin")) == []
    assert message_problems(answers.help_blocks(words, filled(text, 40))) == []
    assert message_problems(answers.help_blocks(words)) == []


@given(st.text(min_size=1, max_size=DETAILS_LIMIT))
def test_details_are_shown_whole_as_long_as_slack_has_room(details: str) -> None:
    request = a_request()
    request.details = details

    shown = "".join(block["text"]["text"] for block in cards.details(request))

    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        shown = shown.replace(entity, character)
    assert shown == details or shown.endswith("…")


@languages
def test_a_request_without_details_has_a_card_without_an_empty_paragraph(language: str) -> None:
    request = a_request()
    request.details = request.closing_word = ""

    assert message_problems(cards.card(request, words_for(language))) == []
    assert message_problems(conversations.resolved(request, words_for(language))) == []


def test_a_quiet_desk_has_a_quiet_digest() -> None:
    nothing = Figures("IT", NOW, NOW + timedelta(days=1), 0, 0, 0, 0, {})

    first, _period = digests.digest(nothing, [], words_for("en"), "UTC")

    assert first["text"]["text"] == "*IT*: nothing new and nothing waiting. A quiet morning."


@languages
def test_a_low_rating_offers_another_look_only_while_its_resolution_stands(language: str) -> None:
    words = words_for(language)

    def offers(state: State, rating: Rating, resolutions: int) -> list[str]:
        request = a_request(state)
        request.resolutions = resolutions
        blocks = conversations.survey_thanks(request, a_survey(rating), words)
        return [button["action_id"] for block in blocks if block["type"] == "actions" for button in block["elements"]]

    assert offers(State.RESOLVED, Rating.BAD, 1) == ["reopen", "comment"]
    assert offers(State.RESOLVED, Rating.MIXED, 1) == ["reopen", "comment"]
    assert offers(State.RESOLVED, Rating.GOOD, 1) == ["comment"]
    assert offers(State.RESOLVED, Rating.BAD, 2) == ["comment"]
    assert offers(State.CLAIMED, Rating.BAD, 1) == ["comment"]


@languages
def test_the_origin_of_a_form_travels_in_it(language: str) -> None:
    origin = Origin("https://hooks.slack.example/1")

    view = forms.request_form([Option("IT", "it")], words_for(language), origin=origin)

    assert Origin.load(view["private_metadata"]) == origin
    assert Origin.load("") == Origin()
