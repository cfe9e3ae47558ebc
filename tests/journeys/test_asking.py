"""Point 1 and 2: from the command to a saved request that everybody concerned knows of."""

import pytest

from sandbox.faults import rate_limit
from tests.people import meet
from tests.world import World

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


def test_who_asks_by_command_is_told_what_happens_next_and_the_desk_gets_a_card(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")

    ana.types("/helpdesk laptop won't start")
    assert ana.form.title == "Um Hilfe bitten"
    assert ana.field("title") == "laptop won't start"
    ana.sends(desk="it", urgency="blocked", details="It beeps <twice> & stops.")

    card = bo.card(1)
    text = bo.reads(card)
    assert "*#1 · laptop won't start*" in text
    assert "⚪ Nobody has it yet. 🟢 First answer by 2026-03-02 09:00 UTC" in text
    assert "It beeps <twice> & stops." in text
    assert "@ana · 🚨 I can't work · 2026-03-02 08:30 UTC" in text
    assert card.buttons == ("Claim", "Resolve")
    assert bo.line(1).buttons == ("Claim", "Resolve", "Wait", "Reply", "Assign")
    assert "What you write here reaches @ana." in bo.reads(bo.line(1))

    head = ana.reads(ana.head(1))
    assert "*IT* hat deine Anfrage. Du hörst von jemandem bis 2026-03-02 10:00 CET." in head
    assert ana.head(1).buttons == ("Zurückziehen", "Vertraulich machen")
    (typed,) = ana.person.ephemerals(world.channel("general"))
    assert "Anfrage *#1* ist bei *IT*." in ana.reads(typed)

    ben.asks("New contract", desk="hr")
    assert "*HR* has your request. You hear from somebody by 2026-03-02 13:30 GMT." in ben.reads(ben.head(2))
    assert "*#2 · New contract*" in bo.reads(bo.card(2))
    assert world.timeline(1) == ["opened by ana"]
    assert world.timeline(2) == ["opened by ben"]


@one_world
def test_the_bare_command_opens_an_empty_form_that_offers_every_desk(world: World) -> None:
    ana, ben = meet(world, "ana", "ben")

    assert ana.types("/helpdesk") == ""
    assert (ana.field("title"), ana.field("desk"), ana.field("urgency")) == ("", "", "normal")
    assert "Wer kann helfen?" in ana.form.plain
    offered = [option["text"]["text"] for option in ana.form.view["blocks"][0]["element"]["options"]]
    assert offered == ["IT", "Personal", "Design-Team"]

    ben.types("/helpdesk   ")
    assert "Who can help?" in ben.form.plain


@one_world
@pytest.mark.parametrize(
    ("name", "word", "answer"), [("ben", "help", "`/helpdesk` opens the form"), ("ana", "Hilfe", "öffnet das Formular")]
)
def test_help_says_what_the_command_understands(world: World, name: str, word: str, answer: str) -> None:
    (person,) = meet(world, name)

    told = person.types(f"/helpdesk {word}")

    assert answer in told
    assert f"“{word}”" not in told
    assert f"„{word}“" not in told
    assert person.person.modal is None


@one_world
def test_a_single_unknown_word_gets_help_and_a_button_that_carries_it_into_the_form(world: World) -> None:
    (ben,) = meet(world, "ben")

    told = ben.types("/helpdesk printre")
    assert "I don't know the word “printre”" in told
    assert ben.person.modal is None

    (answer,) = ben.person.ephemerals(world.channel("general"))
    ben.presses("Ask for help", answer)
    assert ben.field("title") == "printre"
    ben.sends(desk="it")
    assert "#1 · printre" in ben.reads(ben.head(1))


@one_world
def test_a_single_word_that_is_markup_is_shown_as_it_was_typed(world: World) -> None:
    (ben,) = meet(world, "ben")

    ben.types("/helpdesk <!channel>&*x*")

    (answer,) = ben.person.ephemerals(world.channel("general"))
    assert "“&lt;!channel&gt;&amp;*x*”" in answer.blocks[0]["text"]["text"]


@one_world
def test_a_long_text_after_the_command_is_not_lost(world: World) -> None:
    (ana,) = meet(world, "ana")
    story = "my laptop " + "beeps and " * 40 + "stops"

    ana.types(f"/helpdesk {story}")

    assert story.startswith(ana.field("title").rstrip("…"))
    assert len(ana.field("title")) <= 150
    assert ana.field("details") == story


@one_world
def test_a_link_after_the_command_is_no_unknown_word(world: World) -> None:
    (ben,) = meet(world, "ben")
    address = "https://wiki.acme.example/" + "a" * 300

    ben.types(f"/helpdesk {address}")

    assert ben.field("details") == address


@one_world
def test_a_request_in_hostile_words_calls_nobody_and_reads_as_it_was_typed(world: World) -> None:
    ana, bo = meet(world, "ana", "bo")
    hostile = "<!channel> <@U0> & *bold* _it_ `code`"

    ana.asks(hostile, details=hostile)

    for message in (bo.card(1), ana.head(1)):
        raw = str(message.blocks) + message.text
        assert "<!channel>" not in raw
        assert "<@U0>" not in raw
    assert hostile in bo.reads(bo.card(1))


@one_world
def test_a_form_for_which_slack_has_no_time_is_answered_with_please_again(world: World) -> None:
    ana, ben = meet(world, "ana", "ben")
    faults = world.company.workspace.faults

    faults.add(method="views.open", fail=rate_limit(1))
    assert "Bitte versuche es noch einmal" in ana.types("/helpdesk my mouse is dead")
    faults.add(method="views.open", fail="expired_trigger_id")
    assert "Please try again." in ben.types("/helpdesk my mouse is dead")
    assert ben.person.modal is None

    ben.types("/helpdesk my mouse is dead")
    assert ben.field("title") == "my mouse is dead"


@one_world
def test_who_looks_at_the_form_and_closes_it_has_asked_nothing(world: World) -> None:
    (ana,) = meet(world, "ana")

    ana.types("/helpdesk my laptop is dead")
    ana.person.closes_modal()
    world.settle()

    assert world.requests() == 0


@one_world
def test_a_first_word_that_a_desk_goes_by_chooses_that_desk(world: World) -> None:
    (ben,) = meet(world, "ben")

    ben.types("/helpdesk payroll is wrong this month")
    assert (ben.field("desk"), ben.field("title")) == ("hr", "payroll is wrong this month")
    ben.person.closes_modal()

    ben.types("/helpdesk Payroll")
    assert (ben.field("desk"), ben.field("title")) == ("hr", "Payroll")
