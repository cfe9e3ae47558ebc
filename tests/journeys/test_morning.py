"""Each lead's digest: on working days and for the week, with the right figures, once per period whatever happens."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

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
    """A desk's daily digests in the lead's mail."""
    return [text for text in lead.mail() if text.startswith((f"{desk} today", f"*{desk}*: nothing"))]


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
    assert digest.splitlines()[:5] == [
        "IT today",
        "*1 request is overdue; the day before there was none.*",
        "*4* new (+4)   *2* resolved (+2)",
        "*2* open (+2)   *1* overdue (+1)",
        "In brackets: the change from the day before. Times are working time.",
    ]
    assert "*First answers:* *66 %* in time, 2 of 3 · median *1 min*" in digest
    assert "*Satisfaction:* 2 answers, too few for a number (from 5 on)" in digest
    assert "@bo" not in digest, "a rating counts for the desk"
    assert (
        "2026-03-02 09:00 CET to 2026-03-03 09:00 CET. "
        "You get this because you lead the desk. Not wanted? *My settings* in my Home tab."
    ) in digest.splitlines()
    to_decide = unlinked(digest).split("*Needs a decision*")[1]
    assert to_decide.index("#2 · two") < to_decide.index("#4 · four") < to_decide.index(">Still <!here> & dark.")
    assert digest.count("Still <!here>") == 1, "what is to be decided is told of once"
    card = bo.card(2)
    assert f"/archives/{card.channel}/p{card.ts.replace('.', '')}|#2 · two" in digest
    (hr,) = digests(lena, "HR")
    assert hr.splitlines()[2:4] == ["*1* new (+1)   *0* resolved (±0)", "*1* open (+1)   *1* overdue (+1)"]
    assert digests(lena, "Design team")[0].startswith("*Design team*: nothing new and nothing waiting.")

    world.move_clock(datetime(2026, 3, 4, 8, 0, tzinfo=UTC))
    assert digests(lena)[1].splitlines()[1:4] == [
        "*2 requests are overdue, 1 more than the day before.*",
        "*0* new (−4)   *0* resolved (−2)",
        "*2* open (±0)   *2* overdue (+1)",
    ]
    assert "Satisfaction" not in digests(lena)[1]


@one_world
def test_for_the_week_there_are_charts_and_where_slack_knows_none_their_numbers(world: World) -> None:
    ana, bo, lena = meet(world, "ana", "bo", "lena")
    for title in ("VPN down", "vpn again", "The VPN, please"):
        bo.resolves(ana.asks(title))
    in_words = "New/resolved: Mon 3/3 · Tue 0/0 · Wed 0/0 · Thu 0/0 · Fri 0/0 · Sat 0/0 · Sun 0/0"
    refused = world.company.workspace.faults
    refused.add(method="chat.postMessage", fail="invalid_blocks", when=lambda call: _is_for_the_week_at("IT", call))

    world.move_clock(MONDAY_NINE)

    (of_it,) = [text for text in lena.mail() if text.startswith("IT last week")]
    assert of_it.splitlines()[1] == "*Quiet: 3 new, answered in time.*"
    assert in_words in of_it
    assert "New and resolved" not in of_it, "the title of the chart"
    assert "*A theme:* *VPN*, 3 of 3 new requests; 0 the week before" in of_it
    assert "*Went well:* All 6 targets were kept." in of_it
    assert "Mar 2\u2009–\u20098, 2026." in of_it
    ana.asks("laptop")
    world.move_clock(datetime(2026, 3, 16, 8, 0, tzinfo=UTC))
    newest = [message for message in lena.person.messages(lena.dm) if message.plain.startswith("IT last week")][-1]
    assert "New and resolved" in newest.plain, "charts are drawn where Slack knows them"


def _is_for_the_week_at(desk: str, call: Mapping[str, Any]) -> bool:
    """Whether a call posts the charts of a desk's week."""
    return "data_visualization" in str(call.get("blocks")) and str(call.get("text")).startswith(desk)


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
    assert "*1* new (+1)" in digests(lena)[-1]
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
            assert "2026-03-05 09:00 CET to 2026-03-06 09:00 CET." in digests(lena)[-1]
            left_out = "2 digests before this one were left out: from 2026-03-03 09:00 CET on nobody could send them."
            assert left_out in digests(lena)[-1]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_lead_reads_the_digest_in_their_own_language_and_zone(databases: Databases) -> None:
    with databases.fresh() as url, opened(url, sockets=False) as world:
        ana, lena = meet(world, "ana", "lena")
        world.company.workspace.change_profile(lena.person, locale="de-DE", tz="Europe/Lisbon")
        world.settle()
        ana.asks("laptop won't start")

        world.move_clock(TUESDAY_NINE)

        (digest,) = [text for text in lena.mail() if text.startswith("IT heute")]
        assert "*1* neu (+1)   *0* gelöst (±0)\n*1* offen (+1)   *1* überfällig (+1)" in digest
        assert "2026-03-02 08:00 WET bis 2026-03-03 08:00 WET." in digest


@one_world
def test_people_are_found_by_their_slack_ids_as_well_as_by_e_mail(world: World) -> None:
    cy, bo = world.person("cy"), world.person("bo")

    with world.storage.reading() as session:
        assert found(session, [cy.id, bo.email.upper(), "U0NOBODY", "nobody@acme.example"]) == {cy.id, bo.id}
