"""Whose turn it is, and what the desks file may say of it."""

from datetime import date, timedelta

import pytest

from bot.deskfile import DesksError, desks_of
from bot.duty import Rota

DESK = '[[desks]]\nkey = "it"\nname = "IT"\nchannel = "#it-help"\n[desks.on_duty]\n'


@pytest.mark.parametrize(
    ("days", "today", "order"),
    [
        (7, date(2026, 1, 5), "a b c"),
        (7, date(2026, 1, 11), "a b c"),
        (7, date(2026, 1, 12), "b c a"),
        (7, date(2026, 1, 4), "c a b"),  # before the first turn, as if they had always taken turns
        (1, date(2026, 1, 7), "c a b"),
        (1, date(2026, 1, 8), "a b c"),
    ],
)
def test_turns_change_at_midnight_and_whose_turn_is_next_is_called_next(days: int, today: date, order: str) -> None:
    rota = Rota(people=("a", "b", "c"), days=days, since=date(2026, 1, 5))
    assert " ".join(rota.order(today)) == order


def test_nobody_takes_turns_where_nobody_is_named() -> None:
    assert Rota().order(date(2026, 1, 5)) == ()


def test_the_desks_file_says_who_is_on_duty() -> None:
    text = f'{DESK}people = ["bo@acme.example", "U0123456"]\nturns = "daily"\nfrom = 2026-01-05\ncall_every = "2m"\n'
    (desk,) = desks_of(f'{text}word_every = "20m"\nwhen = "always"\n')
    assert desk.rota == Rota(
        people=("bo@acme.example", "U0123456"),
        days=1,
        since=date(2026, 1, 5),
        call_every=timedelta(minutes=2),
        word_every=timedelta(minutes=20),
        always=True,
    )
    (grouped,) = desks_of(f'{DESK}group = "@it-oncall"\n')
    assert grouped.rota == Rota(group="it-oncall")


def test_everything_that_is_wrong_with_it_is_said_at_once() -> None:
    with pytest.raises(DesksError) as raised:
        desks_of(
            f'{DESK}turns = "hourly"\nfrom = "monday"\ncall_every = "10s"\nword_every = "2d"\nwhen = "night"\nwho = 1\n'
        )
    said = raised.value.problems
    for key in ("turns", "from", "call_every", "word_every", "when", "who", "people"):
        assert any(problem.startswith(f"desks[0].on_duty.{key}: ") for problem in said), (key, said)


def test_people_and_a_group_are_not_both_on_duty() -> None:
    with pytest.raises(DesksError, match="not both"):
        desks_of(f'{DESK}people = ["bo@acme.example"]\ngroup = "@it-oncall"\n')
