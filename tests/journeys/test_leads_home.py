"""App Home for who leads desks: today, this week against the last, who is away, and what will be missed next."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot import absences, overviews
from bot.people import person
from sandbox.forms import Spot
from tests.people import Colleague, meet, unlinked
from tests.storage.explaining import said
from tests.world import World, crosswise

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


def outlook(home: str) -> list[str]:
    """The lines of a lead's part of their home, without whither its links lead."""
    lines = unlinked(home).splitlines()
    return lines[lines.index("How it stands") : lines.index("My desk")]


def of(desk: str, home: str) -> list[str]:
    """What a lead reads of one desk."""
    lines = outlook(home)
    first = lines.index(f"*{desk}*")
    return lines[first + 1 : first + 3]


def _block_of(lead: Colleague, text: str) -> str:
    """Which block of a home has a text."""
    blocks = (lead.person.home or {})["blocks"]
    return next(str(block["block_id"]) for block in blocks if text in str(block))


@crosswise
def test_a_lead_sees_today_and_the_week_against_the_last_who_is_away_and_what_is_due_next(world: World) -> None:
    ana, ben, bo, cy, lena = meet(world, "ana", "ben", "bo", "cy", "lena")
    for title in ("one", "two", "three"):
        ana.asks(title, urgency="low")
    bo.resolves(1)

    world.move_clock(datetime(2026, 3, 9, 8, 0, tzinfo=UTC))
    ana.asks("burning", urgency="blocked")
    world.move_clock(datetime(2026, 3, 10, 9, 0, tzinfo=UTC))
    ben.asks("printer", urgency="high")
    ben.asks("contract", desk="hr")
    bo.claims(5)
    bo.resolves(2)
    with world.program.helpdesk.work() as work:
        absences.leave(work.session, work.now, person(work.session, cy.id), date(2026, 3, 12))

    home = lena.opens_home()

    assert of("IT", home) == [
        "Today so far: *1* new · *1* resolved · *3* open · 🔴 *2* overdue",
        "This week so far: *2* new (↓ 1 fewer) · *1* resolved (= as many)",
    ]
    assert of("HR", home) == [
        "Today so far: *1* new · *0* resolved · *1* open · *0* overdue",
        "This week so far: *1* new (↑ 1 more) · *0* resolved (= as many)",
    ]
    assert "Off work: @cy (until 2026-03-12 00:00 CET)" in outlook(home)
    due = outlook(home)[outlook(home).index("*Due next*") + 1 :]
    assert due[:2] == [
        "🟢 #5 · printer · *IT* · first answer 2026-03-10 11:00 CET · @bo",
        "🟢 #6 · contract · *HR* · first answer 2026-03-10 15:00 CET · nobody has it",
    ]
    card = bo.card(5)
    assert f"/archives/{card.channel}/p{card.ts.replace('.', '')}|#5 · printer>" in home

    world.pass_time(minutes=1)
    lena.presses_at_home(Spot(_block_of(lena, "*IT*"), "report_open"))
    report = lena.mail()[-1].splitlines()
    assert report[0].startswith("*IT* · Mar 9")
    assert report[1:3] == ["*2* new (−1)   *1* resolved (±0)", "*3* open (+1)   *2* overdue (±0)"]

    bo.resolves(5)
    world.pass_time(seconds=21)
    assert of("IT", lena.home())[0].startswith("Today so far: *1* new · *2* resolved · *2* open")
    assert "#5 · printer" not in str(outlook(lena.home()))
    for other in (ana, bo):
        assert "Due next" not in other.opens_home()
        assert "desks stand" not in other.home()


@one_world
def test_a_leads_home_costs_a_few_questions_more_however_many_desks_they_lead(world: World) -> None:
    (ana, lena) = meet(world, "ana", "lena")
    ana.asks("laptop won't start")

    def questions(desks: int, leads: bool) -> int:
        with world.program.helpdesk.looking() as work:
            led = replace(work.desks, all=(*work.desks.all[:desks],)).change(
                lambda desk: desk if leads else replace(desk, leads=(), agents=(lena.person.email,))
            )
            with said(work.session.connection()) as asked:
                overviews.draw(replace(work, desks=led), lena.id)
        return len(asked)

    more = {desks: questions(desks, leads=True) - questions(desks, leads=False) for desks in (1, 2, 3)}
    assert more[1] <= 8
    assert more[3] - more[2] == more[2] - more[1] <= 2
