"""Point 7: each lead's digest on working days, with the right figures, once per period whatever happens."""

from datetime import UTC, datetime

import pytest

from bot.people import found
from tests.databases import Databases
from tests.people import Colleague, meet, unlinked
from tests.world import World, at_work, crosswise, opened

TUESDAY_NINE = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)  # 09:00 in Berlin
FRIDAY_NINE = datetime(2026, 3, 6, 8, 0, tzinfo=UTC)
MONDAY_NINE = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
postgres_world = pytest.mark.parametrize(("databases", "mode"), [("postgres", "http")], indirect=True)


def digests(lead: Colleague, desk: str = "IT") -> list[str]:
    """A desk's digests in the lead's mail."""
    return [text for text in lead.mail() if text.startswith((f"{desk} this morning", f"*{desk}*: nothing"))]


@crosswise
def test_the_lead_reads_in_the_morning_how_the_desk_stands(world: World) -> None:
    ana, ben, bo, lena = meet(world, "ana", "ben", "bo", "lena")
    for title in ("one", "two", "three <&> *x*"):
        ana.asks(title, urgency="blocked" if title == "two" else "low")
    ben.asks("four", urgency="low")
    ana.asks("not IT's", desk="hr")
    bo.resolves(1)
    bo.resolves(4)
    world.pass_time(minutes=30)
    ana.rates(1, "😀")
    ben.rates(4, "🙁")
    ben.comments(4, "Still <!here> & dark.")

    world.move_clock(datetime(2026, 3, 3, 7, 59, tzinfo=UTC))
    assert digests(lena) == []
    world.move_clock(TUESDAY_NINE)

    (digest,) = digests(lena)
    counts = digest.splitlines()[1:5]
    assert counts == ["*4* new requests", "*2* resolved", "*2* open", "*1* overdue"]
    oldest = digest[digest.index("*Waiting longest*") :].splitlines()
    for number, line in ((2, oldest[1]), (3, oldest[2])):
        card = bo.card(number)
        assert f"/archives/{card.channel}/p{card.ts.replace('.', '')}|#{number} · " in line
    assert "*Satisfaction*   😀 1   😐 0   🙁 1" in digest
    assert "@bo" not in digest, "a rating counts for the desk"
    badly = digest[digest.index("*Not so good*") :].splitlines()[1:3]
    assert unlinked(badly[0]) == "• 🙁 #4 · four"
    assert badly[1] == ">Still <!here> & dark."
    assert digest.splitlines()[-1] == (
        "2026-03-02 09:30 CET to 2026-03-03 09:00 CET. "
        "You get this because you lead the desk. Not wanted? *My settings* in my Home tab."
    )
    (hr,) = digests(lena, "HR")
    assert hr.splitlines()[1:5] == ["*1* new request", "*0* resolved", "*1* open", "*1* overdue"]
    assert digests(lena, "Design team")[0].startswith("*Design team*: nothing new and nothing waiting.")

    world.move_clock(datetime(2026, 3, 4, 8, 0, tzinfo=UTC))
    newest = digests(lena)[1].splitlines()
    assert newest[1:5] == ["*0* new requests", "*0* resolved", "*2* open", "*2* overdue"]
    assert not any("Satisfaction" in line for line in newest)


@one_world
def test_on_monday_the_lead_reads_of_everything_since_friday(world: World) -> None:
    ana, lena = meet(world, "ana", "lena")
    world.move_clock(FRIDAY_NINE)
    before = len(digests(lena))

    world.move_clock(datetime(2026, 3, 7, 8, 0, tzinfo=UTC))
    ana.asks("on a Saturday")
    world.move_clock(datetime(2026, 3, 8, 20, 0, tzinfo=UTC))
    assert len(digests(lena)) == before

    world.move_clock(MONDAY_NINE)
    assert len(digests(lena)) == before + 1
    assert "*1* new request" in digests(lena)[-1]
    assert "2026-03-06 09:00 CET to 2026-03-09 09:00 CET." in digests(lena)[-1]


@one_world
def test_two_programs_that_tick_at_once_send_one_digest_and_one_reminder(world: World) -> None:
    _two_programs(world)


@postgres_world
def test_two_programs_on_postgres_send_one_digest_and_one_reminder_too(world: World) -> None:
    _two_programs(world)


def _two_programs(world: World) -> None:
    ana, lena = meet(world, "ana", "lena")
    ana.asks("laptop won't start", urgency="high")
    with at_work(world.company, world.database_url) as other:
        world.company.clock.advance_to(TUESDAY_NINE)
        for program in (world.program, other.program, world.program, other.program):
            program.helpdesk.tick()
        world.settle()
        other.settle()

        assert len(digests(lena)) == 1
        assert len([letter for letter in lena.mail() if letter.startswith("🔴")]) == 1
        assert world.timeline(1).count("pinged by the clock") == 3  # the answer is near and missed, the resolution near


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_restart_at_nine_says_nothing_twice_and_after_three_days_down_there_is_one_digest(
    databases: Databases,
) -> None:
    with databases.fresh() as url, opened(url, sockets=False) as first:
        company = first.company
        ana, lena = meet(first, "ana", "lena")
        ana.asks("laptop won't start")
        first.move_clock(TUESDAY_NINE)
        assert len(digests(lena)) == 1
        first.program.stop()

        with at_work(company, url) as second:
            second.pass_time(minutes=1)
            assert len(digests(lena)) == 1
            second.program.stop()
        company.clock.advance_to(datetime(2026, 3, 6, 15, 0, tzinfo=UTC))
        with at_work(company, url) as third:
            third.pass_time(minutes=1)
            third.pass_time(minutes=1)
            assert len(digests(lena)) == 2
            assert "2026-03-03 09:00 CET to 2026-03-06 09:00 CET." in digests(lena)[-1]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_lead_reads_the_digest_in_their_own_language_and_zone(databases: Databases) -> None:
    with databases.fresh() as url, opened(url, sockets=False) as world:
        ana, lena = meet(world, "ana", "lena")
        world.company.workspace.change_profile(lena.person, locale="de-DE", tz="Europe/Lisbon")
        world.settle()
        ana.asks("laptop won't start")

        world.move_clock(TUESDAY_NINE)

        (digest,) = [text for text in lena.mail() if text.startswith("IT heute Morgen")]
        assert "*1* neue Anfrage\n*0* gelöst\n*1* offen\n*1* überfällig" in digest
        assert "2026-03-02 08:30 WET bis 2026-03-03 08:00 WET." in digest


@one_world
def test_people_are_found_by_their_slack_ids_as_well_as_by_e_mail(world: World) -> None:
    cy, bo = world.person("cy"), world.person("bo")

    with world.storage.reading() as session:
        assert found(session, [cy.id, bo.email.upper(), "U0NOBODY", "nobody@acme.example"]) == {cy.id, bo.id}
