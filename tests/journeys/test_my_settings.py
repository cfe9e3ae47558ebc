"""My settings: what everybody may choose for themselves, and what we then leave them in peace with."""

from datetime import UTC, datetime

import pytest

from sandbox.seen import SeenMessage
from tests.people import Colleague, meet
from tests.world import World, crosswise

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


def chooses(colleague: Colleague, **fields: object) -> dict[str, str]:
    """Change My settings, from App Home; what the form says of its fields then, if it stays open."""
    colleague.presses_at_home("my_settings")
    colleague.sends(**fields)
    return dict(colleague.form.errors) if colleague.person.modal else {}


def reminders(colleague: Colleague, number: int) -> list[SeenMessage]:
    """What reminds an agent in the desk thread."""
    return [one for one in colleague.person.thread(colleague.card(number)) if colleague.reads(one).startswith("⏰")]


@crosswise
def test_everybody_chooses_their_language_and_their_quiet_hours(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    assert "⏰ Erinnerungen von 08:00 bis 19:00 · nicht am Wochenende" in ana.opens_home()

    assert chooses(ana, language="en", quiet_until="07:30", times=["weekends"]) == {}
    assert "⏰ Reminders from 07:30 to 19:00 · on weekends, too · English" in ana.home()
    ana.asks("laptop won't start")
    bo.claims(1)
    assert ana.conversation(1)[-1] == "@bo is on it now."

    assert chooses(ana, quiet_until=None, fewer=["yes"]) == {
        "quiet_until": "Please choose both times, or clear both for the usual quiet hours."
    }
    ana.sends(quiet_until="19:00")
    assert ana.form.errors["quiet_until"].startswith("It begins and ends at the same time.")
    ana.sends(times=["any_hour"], pings_in="dm")
    assert "⏰ Reminders at any hour · not on weekends · by direct message · fewer of them · English" in ana.home()

    assert chooses(ana, language="as_usual", times=[], pings_in="as_usual", fewer=[]) == {}
    assert "⏰ Erinnerungen von 08:00 bis 19:00 · nicht am Wochenende\n" in f"{ana.home()}\n"


@one_world
def test_a_lead_who_wants_no_digest_gets_none_until_they_want_it_again(world: World) -> None:
    lena, bo = meet(world, "lena", "bo")
    for colleague in (lena, bo):
        colleague.opens_home()
        colleague.presses_at_home("my_settings")
    assert "digest" not in bo.asked()
    lena.sends(digest="none")
    assert "📊 No digests" in lena.home()
    assert "igest" not in bo.home()

    world.move_clock(datetime(2026, 3, 3, 8, 0, tzinfo=UTC))
    assert lena.mail() == []
    chooses(lena, digest="daily")
    world.move_clock(datetime(2026, 3, 4, 8, 0, tzinfo=UTC))
    assert len([text for text in lena.mail() if text.startswith("*IT*: nothing new")]) == 1


@one_world
def test_a_reminder_waits_for_the_end_of_somebodys_own_quiet_hours_and_comes_where_they_like_it(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    ana.asks("laptop won't start", urgency="high")  # a first answer is promised within an hour
    bo.claims(1)
    bo.opens_home()
    chooses(bo, quiet_from="08:30", quiet_until="10:20", pings_in="dm")

    world.pass_time(minutes=49)
    assert (bo.mail(), reminders(bo, 1)) == ([], [])
    world.pass_time(minutes=1)
    assert (len(bo.mail()), reminders(bo, 1)) == (1, [])
