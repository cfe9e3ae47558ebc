"""Point 5: the end of a request, the way back, and the question how it was."""

import pytest

from tests.people import meet
from tests.world import World, crosswise

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


@crosswise
def test_a_request_ends_well_is_reopened_ends_again_and_each_end_is_rated_on_its_own(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start")
    bo.claims(1)
    assert bo.resolves(1, "New battery & <three> screws.") == ""

    news = ana.last_word(1)
    assert ana.reads(news).startswith("✅ @bo hat *#1 laptop won't start* gelöst.\n>New battery & <three> screws.")
    assert news.buttons == ("Wieder öffnen",)
    assert "✅ Resolved by @bo" in bo.reads(bo.card(1))
    assert bo.card(1).buttons == ()
    assert bo.desk_thread(1)[-1] == "✅ @bo has resolved this request:\n>New battery & <three> screws."
    assert "✅ @bo hat es gelöst." in ana.reads(ana.head(1))

    world.pass_time(minutes=29)
    assert not ana.has_survey(1)
    world.pass_time(minutes=1)
    question = ana.survey(1)
    assert ana.reads(question).startswith("Wie war die Hilfe bei *#1 laptop won't start*?\nDiese Frage siehst nur du")
    assert question.buttons == ("😀 Gut", "😐 Geht so", "🙁 Nicht gut")

    ana.rates(1, "🙁")
    assert ana.reads(ana.survey(1)) == "🙁 Danke für die offenen Worte. Sollen wir noch einmal nachsehen?"
    assert ana.survey(1).buttons == ("Wieder öffnen", "Kommentar schreiben")
    assert bo.desk_thread(1)[-1] == "🙁 @ana has rated the help."
    ana.comments(1, "Es piept <!channel> noch immer.")
    assert ">Es piept <!channel> noch immer." in ana.reads(ana.survey(1))
    assert ana.survey(1).buttons == ("Wieder öffnen",)
    assert bo.desk_thread(1)[-1] == "@ana adds to the rating:\n>Es piept <!channel> noch immer."
    assert "<!channel>" not in bo.person.thread(bo.card(1))[-1].text

    assert ana.presses("Wieder öffnen", ana.survey(1)) == ""
    assert "🔵 @bo is on it." in bo.reads(bo.card(1))
    assert bo.desk_thread(1)[-1] == "🔁 @ana has reopened this request. @bo, it is yours again."
    assert ana.last_word(1).text == f"Deine Anfrage ist wieder offen, und <@{bo.id}> weiß Bescheid."
    assert ana.person.sees(news).buttons == ()
    assert ana.presses("Wieder öffnen", news).startswith("Diese Anfrage ist nicht gelöst, also noch offen.\n")
    assert ana.survey(1).buttons == ()

    world.pass_time(days=1)  # nobody is asked twice a day
    cy.resolves(1)
    assert bo.desk_thread(1)[-1] == "✅ @cy has resolved this request."
    assert ">" not in ana.reads(ana.last_word(1))
    world.pass_time(minutes=31)
    assert ana.survey(1).ts != question.ts
    ana.rates(1, "😀")
    assert ana.reads(ana.survey(1)) == "😀 Danke. Das hilft uns, besser zu helfen."
    assert ana.survey(1).buttons == ("Kommentar schreiben",)
    assert ana.presses("😐 Geht so", question) == "Diese Frage ist geschlossen."
    assert [line for line in world.timeline(1) if line != "pinged by the clock"] == [
        "opened by ana",
        "claimed by bo",
        "resolved by bo",
        "surveyed by the clock",
        "rated by ana",
        "commented by ana",
        "reopened by ana",
        "resolved by cy",
        "surveyed by the clock",
        "rated by ana",
    ]


@one_world
def test_who_resolves_what_is_resolved_already_is_told_so(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start")
    card = bo.card(1)
    cy.presses("resolve", card)
    bo.resolves(1)

    cy.sends(closing_word="Erledigt, mit viel Mühe.")
    assert "Diese Anfrage ist schon gelöst.\n" in cy.reads_form()
    assert cy.reads_form().endswith("✅ Gelöst von @bo"), "above what was typed stands how it ended"
    cy.person.closes_modal()
    assert cy.field("closing_word") == "Erledigt, mit viel Mühe."
    cy.person.closes_modal()
    assert cy.presses("resolve", card).startswith("Diese Anfrage ist schon gelöst.\n")
    assert cy.person.modal is None
    assert world.timeline(1) == ["opened by ana", "resolved by bo"]


@one_world
def test_an_agent_who_left_the_desk_does_not_get_a_reopened_request_back(world: World) -> None:
    ana, bo, cy = meet(world, "ana", "bo", "cy")
    ana.asks("laptop won't start")
    bo.claims(1)
    cy.resolves(1)
    news = ana.last_word(1)
    assert ana.reads(news).startswith("✅ @cy hat"), "who solved it is named, not who had it"
    assert "✅ Resolved by @cy" in bo.reads(bo.card(1))
    assert "✅ @cy hat es gelöst." in ana.reads(ana.head(1))
    bo.person.leaves(world.channel("it-help"))
    world.settle()

    ana.reopens(1)

    assert ana.reads(ana.person.sees(news)).startswith("✅ @cy hat")
    assert "⚪ Nobody has it yet." in cy.reads(cy.card(1))
    assert cy.desk_thread(1)[-1] == "🔁 @ana has reopened this request."
    assert ana.conversation(1)[-1] == "Deine Anfrage ist wieder offen. IT weiß Bescheid."
