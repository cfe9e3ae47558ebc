"""What is shown of steps: whatever is agreed to stands there as it was typed, and Slack takes it."""

from datetime import UTC, datetime
from itertools import product

import pytest

from bot.views import steps as views
from bot.views.cases import Glance
from bot.views.kit import Option
from bot.views.steps import AGREEMENT_LIMIT, Mediation, Outcome, Proposal, Seat
from bot.words import LANGUAGES, Words
from sandbox.blocks import message_problems, view_problems
from storage.kinds import State

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
GLANCE = Glance("K7M3QX", "HR", "Mediation & <more>", State.CLAIMED, "UHANA", NOON, NOON, "Europe/Berlin")
KINDS = ("invite", "meet", "agreement", "add_reader")
in_every_language = pytest.mark.parametrize("language", LANGUAGES)


@in_every_language
@pytest.mark.parametrize("text", ["<!channel> *no mark* & `none`", "&" * AGREEMENT_LIMIT])
def test_slack_takes_every_drawing_of_a_step_and_the_words_stand_as_they_were_typed(language: str, text: str) -> None:
    words = Words(language)
    for kind, outcome in product(KINDS, (None, *Outcome)):
        proposal = Proposal(1, kind, "UHANA", "UBEN", "UBO", text, has_agreed=True, outcome=outcome)
        for blocks in (
            views.ask(proposal, words),
            views.proposed(proposal, ["UANA", "UBEN"], words),
            views.done(proposal, words),
        ):
            assert message_problems(blocks) == []
            assert text in [block["text"]["text"] for block in blocks if block["type"] == "section"]
    assert message_problems(views.meeting("UHANA", ["UANA", "UBEN"], text, [Words(one) for one in LANGUAGES])) == []


@in_every_language
def test_slack_takes_the_form_and_the_seat_of_the_other_one_which_offers_what_can_still_be_done(language: str) -> None:
    words = Words(language)
    for kind in KINDS:
        form = views.form(GLANCE, KINDS, kind, [Option("Bo", "UBO")], "UBEN", words)
        assert view_problems(form) == []
    buttons = {}
    for seat in Seat:
        blocks = views.head(Mediation(GLANCE, "UANA", seat, ["UHANA", "ULENA"]), words)
        assert message_problems(blocks) == []
        buttons[seat] = [
            one["action_id"] for block in blocks for one in block.get("elements", ()) if "action_id" in one
        ]
    assert buttons[Seat.INVITED] == ["mediation_join", "mediation_leave"]
    assert buttons[Seat.JOINED] == ["case_open", "mediation_leave"]
    assert buttons[Seat.LEFT] == buttons[Seat.OVER] == []
