"""Who helps whom: no small department stands alone or can be reckoned, and the table fits into Slack's messages."""

import json
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import periods
from bot.customers import alone
from bot.numbers import ENOUGH, Asking, Help, Satisfaction
from bot.views import customers
from bot.views.customers import Helped
from bot.views.packing import MOST_CHARACTERS
from bot.words import LANGUAGES, words_for
from sandbox.blocks import message_problems
from storage.kinds import Rating

OCTOBER = periods.month("Europe/Berlin", date(2026, 10, 5))
NO_DEPARTMENT = ""


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({}, []),
        ({"Sales": 12, "Legal": 7}, ["Sales", "Legal"]),
        ({"Legal": 9, "Sales": 12, "Facility": 9}, ["Sales", "Facility", "Legal"]),
        ({"Sales": 12, "Legal": 4, "HR": 1}, ["Sales"]),
        ({"Sales": 12, "Legal": 2, "HR": 2}, []),
        ({"Sales": 12, "Marketing": 8, "Legal": 4}, ["Sales"]),
        ({"Sales": 12, "Legal": 4}, []),
        ({"Sales": 12, "Legal": 0}, []),
        ({"Sales": 12, NO_DEPARTMENT: 30}, ["Sales"]),
        ({"Sales": 12, NO_DEPARTMENT: 3}, []),
        ({"Sales": 12, NO_DEPARTMENT: 30, "Legal": 1}, ["Sales"]),
    ],
)
def test_a_department_stands_alone_if_no_small_one_can_be_reckoned_from_it(
    asked: Mapping[str, int], shown: list[str]
) -> None:
    assert alone(asked) == shown


@settings(max_examples=40)
@given(st.lists(st.integers(0, 12), max_size=8))
def test_what_is_told_together_is_never_one_small_department(counts: list[int]) -> None:
    asked = {str(n) if n else NO_DEPARTMENT: count for n, count in enumerate(counts)}
    shown = alone(asked)
    left = {who: n for who, n in asked.items() if who not in shown}

    assert all(asked[who] >= ENOUGH for who in shown)
    assert not shown or all(n >= ENOUGH for n in left.values()) or (len(left) > 1 and sum(left.values()) >= ENOUGH)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("n", [0, 1, 28, 29, 90])
def test_the_table_is_within_the_limits_however_long_it_is(language: str, n: int) -> None:
    done = Help(10_000, timedelta(hours=9, minutes=59), Satisfaction({Rating.GOOD: 100}), raters=50)
    rows = [Helped("<!channel> *IT* & so on" * 9, "§" * 3000 if row else None, done) for row in range(n)]

    told = customers.messages(rows, OCTOBER, words_for(language), Asking(12, 7 if n else None))

    assert len(told) == max(1, -(-n // 28))
    for message in told:
        assert message_problems(message.blocks) == []
        assert len(json.dumps(message.blocks, ensure_ascii=False)) < MOST_CHARACTERS
        assert not message.plainer or message_problems(message.plainer) == []
        assert len(message.text) < 40_000
        assert "<!channel>" not in message.text
    shown = [("*12*" in str(message.blocks), "*7*" in str(message.blocks)) for message in told]
    assert shown == [*[(False, False)] * (len(told) - 1), (True, n > 0)], (
        "the last says what colleagues asked each other"
    )


def test_of_few_requests_no_more_is_told_than_that_and_of_few_answers_no_share() -> None:
    faces = Satisfaction({Rating.GOOD: 4, Rating.BAD: 2})
    rows = [
        Helped("IT", "Sales", Help(12, timedelta(minutes=90), faces, raters=3)),
        Helped("IT", "Legal", Help(5, timedelta(minutes=2), faces, raters=2)),
        Helped("IT", None, Help(4, timedelta(minutes=5), Satisfaction({Rating.BAD: 4}), raters=4)),
    ]

    (told,) = customers.messages(rows, OCTOBER, words_for("en"))

    table = next(block for block in told.blocks if block["type"] == "table")
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [
        ["Desk", "Department", "Requests", "First answer", "Satisfied"],
        ["IT", "Sales", "12", "1 h 30 min", "66 %"],
        ["IT", "Legal", "5", "2 min", "–"],
        ["IT", "Others", "< 5", "–", "–"],
    ]
    assert "• *IT* for *Sales* · requests 12 · first answer 1 h 30 min · satisfied 66 %" in told.text
    assert "Oct 1\u2009–\u200931, 2026" in told.blocks[-1]["elements"][0]["text"]
