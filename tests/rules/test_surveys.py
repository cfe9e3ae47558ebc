"""Which resolutions are asked about, and what points mean."""

from bot.surveys import is_drawn, rating_of
from storage.kinds import Rating


def test_points_stand_for_faces() -> None:
    assert [rating_of(points) for points in (1, 2, 3, 4, 5)] == [
        Rating.BAD,
        Rating.BAD,
        Rating.MIXED,
        Rating.GOOD,
        Rating.GOOD,
    ]


def test_a_desk_asks_about_its_share_of_resolutions_and_always_about_the_same() -> None:
    def drawn(share: float) -> set[int]:
        return {number for number in range(2_000) if is_drawn(number, 1, share)}

    assert (len(drawn(0.0)), len(drawn(1.0))) == (0, 2_000)
    hundreds = [len([number for number in drawn(0.25) if number // 100 == n]) for n in range(20)]
    assert all(15 <= n <= 35 for n in hundreds), "the same share in a quiet month and in a busy one"
    assert drawn(0.25) < drawn(0.5)
    assert drawn(0.25) != {number for number in range(2_000) if is_drawn(number, 2, 0.25)}
