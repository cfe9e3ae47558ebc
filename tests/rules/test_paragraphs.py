"""Words that are changed to more than one paragraph holds are shown in several."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mrkdwn import Mrkdwn
from bot.views.kit import MESSAGE_LIMIT, paragraphs
from sandbox.blocks import message_problems

LINE = "It beeps three times.\n"


def shown(text: str) -> list[str]:
    blocks = paragraphs(Mrkdwn(text))
    assert message_problems(blocks) == []
    return [block["text"]["text"] for block in blocks]


def test_a_long_text_is_broken_at_the_ends_of_its_lines() -> None:
    pieces = shown(LINE * 200)
    assert "\n".join(pieces).strip() == (LINE * 200).strip()
    assert all(piece.rstrip().endswith("times.") for piece in pieces)


@pytest.mark.parametrize("text", ["x" * 50_000, LINE * 5_000])
def test_what_no_message_can_hold_is_cut(text: str) -> None:
    pieces = shown(text)
    assert sum(map(len, pieces)) <= MESSAGE_LIMIT
    assert pieces[-1].endswith("…")


@given(st.lists(st.text("ab \n", max_size=4_000), min_size=1, max_size=3))
def test_nothing_else_is_lost(parts: list[str]) -> None:
    text = f"|{''.join(parts)}|"[:MESSAGE_LIMIT]
    assert "".join("".join(shown(text)).split()) == "".join(text.split())
