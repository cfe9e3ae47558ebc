"""What comes of a favour by itself where a colleague has gone away meanwhile: who asked hears of it all the same."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot import favour_answers, favour_clock, favours
from bot.favours import Wish
from bot.outbox import Post, read
from bot.places import ToPerson
from storage.favours import Favour, FavourState
from storage.tables import Absence, Person
from tests.cases import Room, room
from tests.databases import Databases

ANA, BEN = "U-ANA", "U-BEN"


def told(hr: Room, person: str) -> list[str]:
    """What somebody was told in their DM."""
    posts = (message for message in map(read, hr.queued()) if isinstance(message, Post))
    return [post.text for post in posts if post.to == ToPerson(person)]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("is_known", [True, False])
def test_who_goes_away_after_they_were_asked_holds_up_nothing_for_who_asked(
    databases: Databases, is_known: bool
) -> None:
    with room(databases) as hr:
        hr.does(favours.ask, ANA, Wish(BEN, "a banner"))
        promised = hr.does(favours.ask, ANA, Wish(BEN, "a poster")).number
        hr.does(favour_answers.accept, promised, BEN, "2026-03-04")
        back = hr.clock() + timedelta(days=30) if is_known else None
        with hr.work() as work:
            work.session.add(Absence(person=BEN, status_emoji=":palm_tree:", status_until=back))
        for _ in range(20):
            hr.pass_time(hours=6)
            while hr.does(favour_clock.run_next):
                pass

        unanswered, passed = (
            [one for one in told(hr, ANA) if one.startswith("⏰") and what in one] for what in ("banner", "poster")
        )
        assert [len(unanswered), len(passed)] == [1, 1], told(hr, ANA)
        assert not [one for one in told(hr, BEN) if one.startswith("⏰")]

        with hr.work() as work:
            work.session.get_one(Person, BEN).is_active = False
        while hr.does(favour_clock.run_next):
            pass
        assert len([one for one in told(hr, ANA) if "doesn't work here any more" in one]) == 2, "one was unanswered"


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_what_nobody_says_a_word_about_for_weeks_is_over(databases: Databases) -> None:
    with room(databases) as hr:
        hr.does(favours.ask, ANA, Wish(BEN, "a banner"))
        accepted = hr.does(favours.ask, ANA, Wish(BEN, "a poster")).number
        hr.does(favour_answers.accept, accepted, BEN, "2026-03-04")
        for _ in range(45):
            hr.pass_time(days=1)
            while hr.does(favour_clock.run_next):
                pass

        with hr.work() as work:
            assert [one.state for one in work.session.exec(select(Favour))] == [FavourState.WITHDRAWN] * 2
        assert len([one for one in told(hr, ANA) if "four weeks" in one]) == 2
