"""Everything that we show stays within Slack's limits, however long and strange what people type may be."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import Block
from bot.desks import Desk, Desks
from bot.drafts import CLOSING_WORD_LIMIT, DETAILS_LIMIT, TITLE_LIMIT
from bot.fields import Choice, Field, Kind, Label, RequestType
from bot.lifecycle import ACTIVE
from bot.views import cards, conversations, surveys
from bot.words import LANGUAGES, words_for
from sandbox.blocks import message_problems
from storage.due import Survey
from storage.kinds import Rating, State, Urgency
from storage.tables import Request

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CHOOSING = (Kind.SELECT, Kind.MULTI_SELECT, Kind.CHECKBOXES)
languages = pytest.mark.parametrize("language", LANGUAGES)


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
        author="U0123456781",
        type="everything",
        answers={f"{kind}-{n}": [_answer(kind, text)] * n for kind in Kind for n in (1, 3)} | {"gone": [text]},
        files=[{"id": f"F{n}", "name": filled(text, 255), "url": f"https://files.example/{n}"} for n in range(10)],
        agent="U0123456780",
        created_at=NOW,
        first_answer_due=NOW,
        resolution_due=NOW,
        closing_word=filled(text, CLOSING_WORD_LIMIT),
        resolutions=1,
    )


def _answer(kind: Kind, text: str) -> str:
    return {Kind.SELECT: "a", Kind.PERSON: "U0123456789"}.get(kind, filled(text, 3000))


def a_desk(text: str, key: str = "it") -> Desk:
    """A desk with a type that asks everything, twice, and that calls everything as strangely as can be."""
    label = Label(filled(text, 150).replace("\n", " "))
    choices = tuple(Choice(key, label) for key in "abcdefghij")
    fields = tuple(
        Field(f"{kind}-{n}", label, kind, n == 1, label, choices if kind in CHOOSING else ())
        for kind in Kind
        for n in (1, 3)
    )
    plain = Desks(()).find(key)
    everything = RequestType("everything", label, Urgency.LOW, plain.standards, fields=fields)
    return replace(plain, name=label.text, types=(everything,))


def a_survey(rating: Rating | None, comment: str = "") -> Survey:
    return Survey(request=123456, desk="it", resolution=1, due_at=NOW, rating=rating, comment=comment)


@given(st.text(min_size=1, max_size=DETAILS_LIMIT))
def test_details_are_shown_whole_as_long_as_slack_has_room(details: str) -> None:
    request = a_request()
    request.details = details

    request.answers = {}
    shown = "".join(block["text"]["text"] for block in cards.paragraphs(request, a_desk("x"), words_for("en")))

    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        shown = shown.replace(entity, character)
    assert shown == details or shown.endswith("…")


@languages
def test_a_request_without_details_has_a_card_without_an_empty_paragraph(language: str) -> None:
    request = a_request()
    request.details = request.closing_word = ""
    request.answers, request.files = {}, []

    assert message_problems(cards.card(request, a_desk("x"), words_for(language), NOW)) == []
    assert message_problems(conversations.resolved(request, NOW, words_for(language), "UTC")[1]) == []


@languages
def test_a_low_rating_offers_another_look_only_while_its_resolution_stands(language: str) -> None:
    words = words_for(language)

    def offers(state: State, rating: Rating, resolutions: int) -> list[str]:
        request = a_request(state)
        request.resolutions = resolutions
        blocks = surveys.thanks(request, a_survey(rating), words)
        return [button["action_id"] for block in blocks if block["type"] == "actions" for button in block["elements"]]

    assert offers(State.RESOLVED, Rating.BAD, 1) == ["reopen", "comment"]
    assert offers(State.RESOLVED, Rating.MIXED, 1) == ["reopen", "comment"]
    assert offers(State.RESOLVED, Rating.GOOD, 1) == ["comment"]
    assert offers(State.RESOLVED, Rating.BAD, 2) == ["comment"]
    assert offers(State.CLAIMED, Rating.BAD, 1) == ["comment"]
    assert offers(State.CLOSED, Rating.BAD, 1) == ["follow_up", "comment"]


@languages
@pytest.mark.parametrize("state", State)
def test_what_agents_press_fits_a_phone(language: str, state: State) -> None:
    request, desk, words = a_request(state), a_desk("x"), words_for(language)

    def rows(blocks: list[Block]) -> list[list[Block]]:
        return [block["elements"] for block in blocks if block["type"] == "actions"]

    on_card, in_thread = rows(cards.card(request, desk, words, NOW)), rows(cards.button_line(request, desk, words))
    if state not in ACTIVE:
        assert on_card == in_thread == []
        return
    assert [len(row) for row in on_card] == [2]
    (row,) = in_thread
    assert len(row) <= 6
    assert row[-1]["type"] == "overflow"
    assert [button.get("style") for button in row[:-1]] == ["primary", *[None] * (len(row) - 2)]


@pytest.mark.parametrize(
    ("state", "labels"),
    [
        (State.OPEN, ["Claim", "Resolve", "Wait", "Reply", "Assign"]),
        (State.CLAIMED, ["Resolve", "Wait", "Reply", "Hand over", "Bring in"]),
        (State.WAITING, ["Go on", "Resolve", "Reply", "Hand over", "Bring in"]),
    ],
)
def test_the_likeliest_comes_first(state: State, labels: list[str]) -> None:
    (row,) = (block for block in cards.button_line(a_request(state), a_desk("x"), words_for("en"))[1:])

    assert [button["text"]["text"] for button in row["elements"][:-1]] == labels


@languages
@pytest.mark.parametrize("state", [State.WAITING, State.CLOSED])
def test_a_head_says_what_is_expected_of_whom(language: str, state: State) -> None:
    said = str(conversations.head(a_request(state), "IT", words_for(language), "UTC")[0])

    assert "<@U0123456780>" in said if state is State.WAITING else "IT" in said
