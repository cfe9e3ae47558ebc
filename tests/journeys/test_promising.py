"""A promised date: told, shown, reminded of, handed over with the request, changed and taken back."""

import pytest

from bot.views.promising import TAKEN_BACK
from tests.people import meet
from tests.world import World, crosswise

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)

FRIDAY = "2026-03-06 16:00 CET"  # when IT closes on Fridays
MONDAY = "2026-03-09 17:30 CET"


@crosswise
def test_a_promised_date_is_told_shown_reminded_of_and_passed_on_with_the_request(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("new laptop", urgency="low")
    bo.claims(1)

    bo.chooses("Promise a date", 1)
    bo.sends(day="2026-03-01", word="Ordered <it> & asked *Lena*.")
    assert bo.form.errors == {"day": "Please choose a day from today on, within a year."}
    bo.sends(day="2026-03-06")

    assert ana.conversation(1)[-1] == f"📅 @bo hat es für {FRIDAY} zugesagt.\n>Ordered <it> & asked *Lena*."
    assert f"@bo kümmert sich darum.\n📅 Zugesagt ist es für {FRIDAY}." in ana.reads(ana.head(1))
    assert "📅 Promised for 2026-03-06 15:00 UTC." in bo.reads(bo.card(1))
    said = "📅 @bo has promised this for 2026-03-06 15:00 UTC.\n>Ordered <it> & asked *Lena*."
    assert bo.desk_thread(1)[-1] == said
    assert "🟢 To be solved by" in bo.reads(bo.card(1)), "a date is an answer"
    assert f"Zugesagt ist es für {FRIDAY}." in ana.types("/helpdesk 1")

    world.pass_time(days=2, hours=23, minutes=40)
    reminder = bo.desk_thread(1)[-1]
    assert "⏰ @bo, this is promised to @ana for 2026-03-06 15:00 UTC." in reminder
    bo.assigns(1, cy)
    assert bo.desk_thread(1)[-1].endswith("📅 It is promised for 2026-03-06 15:00 UTC: that is yours to keep now.")
    assert not any("⏰ @bo, this is promised" in line and "~" not in line for line in bo.desk_thread(1))

    cy.chooses("Promise a date", 1)
    assert cy.form.view["blocks"][1]["element"]["initial_date"] == "2026-03-06"
    cy.sends(day="2026-03-09")
    assert ana.conversation(1)[-1] == f"📅 @cy hat es jetzt für {MONDAY} zugesagt, nicht mehr für {FRIDAY}."

    cy.chooses("Promise a date", 1)
    cy.sends(**{TAKEN_BACK: [TAKEN_BACK], "word": "Nobody has any."})
    taken_back = f"📅 Für {MONDAY} ist es nicht mehr zugesagt. Es geht trotzdem weiter.\n>Nobody has any."
    assert ana.conversation(1)[-1] == taken_back
    assert "📅" not in ana.reads(ana.head(1)) + bo.reads(bo.card(1))
    assert bo.desk_thread(1)[-1] == "📅 @cy has taken the promised date back.\n>Nobody has any."
    assert world.timeline(1).count("promised by cy") == 2


@one_world
def test_a_promise_waits_with_its_request_outlives_who_gave_it_back_and_ends_with_it(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("new laptop", urgency="low")
    bo.claims(1)
    bo.chooses("Promise a date", 1)
    bo.sends(day="2026-03-07")  # a Saturday, on which nobody works: why not
    bo.chooses("Promise a date", 1)
    bo.sends(day="2026-03-07")
    assert world.timeline(1).count("promised by bo") == 1, "the same again changes nothing"

    bo.presses("Wait", bo.line(1))
    assert "📅 Zugesagt ist es für 2026-03-07 23:59 CET." in ana.reads(ana.head(1))
    bo.presses("Go on", bo.line(1))
    bo.chooses("Promise a date", 1)
    bo.hands_back(1)
    assert "📅 Promised for" in bo.reads(bo.card(1))
    world.pass_time(days=3, hours=23, minutes=40)
    assert any("nobody has it, and it is promised for" in said for said in bo.mail())
    assert not any("it is promised for" in said for said in cy.mail())

    cy.resolves(1)
    bo.sends(day="2026-03-10")
    assert "resolved" in bo.reads_form()
    bo.person.closes_modal()
    assert "📅" not in ana.reads(ana.head(1)) + bo.reads(bo.card(1))
    ana.reopens(1)
    assert "📅" not in ana.reads(ana.head(1)) + bo.reads(bo.card(1))
    assert world.request(1).promised_by is None
