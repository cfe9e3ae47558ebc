"""What needs a decision stands in the digest, and a lead decides it there: assigns, nudges, extends, opens."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.desks import Desks
from sandbox.forms import Spot
from sandbox.seen import SeenMessage
from storage.reports import Stay
from storage.tables import Preference
from tests.databases import Databases
from tests.people import Colleague, meet, unlinked
from tests.world import World, crosswise, opened

TUESDAY_NINE, WEDNESDAY_NINE = (datetime(2026, 3, day, 8, 0, tzinfo=UTC) for day in (3, 4))
IT = "it-help"


def digest(reader: Colleague, number: int, place: str = "") -> SeenMessage:
    """The newest message in a reader's mail, or in a channel, in which a request needs a decision."""
    channel = reader.world.channel(place) if place else reader.dm
    found = [one for one in reader.person.messages(channel) if f"decision:{number}:said" in str(one.blocks)]
    assert found, f"#{number} needs no decision"
    return found[-1]


def said(reader: Colleague, number: int, place: str = "") -> list[str]:
    """The lines about a request that needs a decision."""
    blocks = digest(reader, number, place).blocks
    (text,) = (one["text"]["text"] for one in blocks if one["block_id"] == f"decision:{number}:said")
    return unlinked(text).splitlines()


def buttons(reader: Colleague, number: int, place: str = "") -> list[str]:
    """The buttons under them."""
    blocks = digest(reader, number, place).blocks
    (row,) = (one["elements"] for one in blocks if one["block_id"] == f"decision:{number}:acts")
    return [button["text"]["text"] for button in row]


def decides(reader: Colleague, number: int, act: str, place: str = "") -> str:
    """Press one of them; what this person alone is told then."""
    spot = Spot(f"decision:{number}:acts", f"decide:{act}:{number}")
    return reader.presses(spot, digest(reader, number, place))


@crosswise
def test_a_lead_decides_in_the_digest_what_is_late_what_nobody_has_and_what_was_rated_badly(world: World) -> None:
    ana, bo, cy, lena = meet(world, "ana", "bo", "cy", "lena")
    ana.asks("<!here> laptop *won't* start", urgency="high")
    ana.asks("new keyboard", urgency="low")
    ana.asks("Wi-Fi", urgency="low")
    bo.claims(2)
    bo.answers(2, "We have none here, I'll ask.")
    bo.hands_back(2)
    bo.resolves(3)
    world.pass_time(minutes=30)
    ana.rates(3, "🙁")
    ana.comments(3, "Still <slow> & dark.")
    world.move_clock(WEDNESDAY_NINE)

    assert said(lena, 1)[1:] == ["🔴 first answer overdue since 2026-03-02 10:30 CET · nobody has it"]
    assert said(lena, 1)[0].startswith("#1 · &lt;!here&gt; laptop *won't* start · ")
    assert said(lena, 2)[1:] == ["⚪ waiting for somebody to take it since 2026-03-02 09:30 CET"]
    assert said(lena, 3)[1:] == [
        "🙁 rated 2026-03-02 10:00 CET, and nobody has said anything since · solved by Bo Brandt",
        ">Still &lt;slow&gt; &amp; dark.",
    ]
    assert buttons(lena, 1) == ["Assign", "Nudge", "Extend", "Open"]
    assert buttons(lena, 3) == ["Nudge", "Open"]
    assert decides(lena, 3, "open") == ""

    assert decides(lena, 1, "assign") == ""
    assert lena.field("agent") == ""
    lena.sends(agent=cy.id, done="Nothing yet.")
    assert world.request(1).agent == cy.id
    assert bo.desk_thread(1)[-1].startswith("@lena has given this to @cy.\n*Done so far*")
    assert said(lena, 1)[2] == "✓ Lena Lindt has given it to Cy Castell."
    assert buttons(lena, 1) == ["Nudge", "Extend", "Open"]

    assert decides(lena, 1, "nudge") == ""
    late = "🔴 First answer was due 2026-03-02 09:30 UTC"
    assert cy.desk_thread(1)[-1] == f"👋 @cy, @lena asks you to have a look at this, please. {late}"
    assert said(lena, 1)[3] == "✓ Lena Lindt has asked Cy Castell to have a look."

    decides(lena, 2, "extend")
    lena.sends(day="2026-03-06", word="It comes on Friday.")
    assert "@lena hat es für 2026-03-06 16:00 CET zugesagt." in ana.conversation(2)[-1]
    assert said(lena, 2)[2] == "✓ Lena Lindt has promised it for 2026-03-06 15:00 UTC."
    assert buttons(lena, 2) == ["Assign", "Nudge", "Open"]

    decides(lena, 3, "nudge_rated")
    asked = "👋 @bo, @lena asks you to have a look at this, please. @ana was not happy with how it ended: 🙁"
    assert bo.desk_thread(3)[-1] == asked
    assert world.timeline(3)[-1] == "nudged by lena"


def it_is_led_by_bo_too(desks: Desks) -> Desks:
    leads = ("lena@acme.example", "bo@acme.example")
    return desks.change(lambda desk: replace(desk, leads=leads) if desk.key == "it" else desk)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_two_leads_decide_once_and_who_may_not_or_comes_too_late_is_told_kindly(databases: Databases) -> None:
    with databases.fresh() as url, opened(url, sockets=False, desks=it_is_led_by_bo_too) as world:
        ana, bo, cy, lena = meet(world, "ana", "bo", "cy", "lena")
        with world.storage.transaction() as session:
            session.add(Preference(person=bo.id, digest_in_channel=True))
        for title in ("laptop won't start", "broken mouse", "Wi-Fi", "new monitor"):
            ana.asks(title, urgency="high")
        world.move_clock(TUESDAY_NINE)

        for act in ("assign", "nudge", "extend"):
            told = cy.presses(Spot("decision:1:acts", f"decide:{act}:1"), digest(cy, 1, IT))
            assert told.startswith("Diese Knöpfe sind für die Leitung des Teams.")
        assert cy.person.modal is None

        decides(bo, 1, "assign", IT)
        decides(lena, 1, "assign")
        bo.sends(agent=cy.id)
        lena.sends(agent=bo.id)
        assert "@cy already has this request." in lena.reads_form()
        lena.person.closes_modal(all_of_them=True)
        assert world.timeline(1)[-1] == "assigned by bo"
        assert said(bo, 1, IT)[2] == "✓ Bo Brandt has given it to Cy Castell."
        assert buttons(bo, 1, IT) == ["Nudge", "Extend", "Open"]
        assert buttons(lena, 1) == ["Assign", "Nudge", "Extend", "Open"], "what she was sent tells of its time"

        decides(bo, 2, "nudge", IT)
        assert "👋 @bo asks you all: who can have a look at this, please? 🔴" in cy.desk_thread(2)[-1]
        assert any("👋 @bo asks you all" in cy.reads(one) for one in cy.person.messages(world.channel(IT)))
        assert said(bo, 2, IT)[2] == "✓ Bo Brandt has asked everybody at the desk to have a look."
        assert decides(lena, 2, "nudge").startswith("@bo has asked for a look at this already, 2026-03-03 09:00 CET.")
        world.pass_time(hours=4)
        assert decides(lena, 2, "nudge") == ""
        assert world.timeline(2).count("nudged by lena") == 1

        cy.person.sets_status("palm_tree")
        world.settle()
        decides(lena, 1, "nudge")
        assert "👋 Cy Castell is off work, so @lena asks you all: who can have a look" in bo.desk_thread(1)[-1]

        bo.claims(3)
        assert decides(bo, 3, "nudge", IT).startswith("You already have this request.")
        bo.resolves(3)
        assert decides(lena, 3, "extend").startswith("This request has been resolved already.")
        assert lena.person.modal is None

        decides(lena, 4, "extend")
        lena.sends(day="2026-03-06")
        with world.storage.reading() as session:
            stay = session.get_one(Stay, (4, 0))
            assert stay.answered_at
            assert stay.answer_missed_at == datetime(2026, 3, 2, 9, 30, tzinfo=UTC), "a new day makes nothing good"
        bo.chooses("Another desk", 4)
        bo.sends(desk="hr")
        world.settle()
        for reader, place in ((bo, IT), (lena, "")):
            assert said(reader, 4, place) == ["*#4* is at another desk now."], "HR's matters are for few"
            assert "decision:4:acts" not in str(digest(reader, 4, place).blocks)
