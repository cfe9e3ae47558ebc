"""What colleagues ask of each other, without a desk: its whole life in both languages, alone and in a team."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest

from bot import favours
from bot.favours import Wish
from sandbox.seen import SeenMessage
from tests.people import Colleague, meet
from tests.world import World, crosswise

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
on_postgres = pytest.mark.parametrize(("databases", "mode"), [("postgres", "http")], indirect=True)

BANNER = "banner for the *spring* <post>"


def asks(asker: Colleague, asked: Colleague, what: str = BANNER, **more: str) -> None:
    """Ask by the form from App Home."""
    asker.opens_home()
    label = "Jemanden fragen" if "Jemanden fragen" in str(asker.person.home) else "Ask a colleague"
    asker.presses_at_home(label)
    asker.sends(asked=asked.id, what=what, **more)
    assert asker.person.modal is None, asker.person.modal.errors


def letter(reader: Colleague) -> SeenMessage:
    """The newest message in somebody's DM with the bot."""
    return [one for one in reader.person.messages(reader.dm) if not one.ephemeral][-1]


def asks_team(world: World, asker: Colleague, *members: Colleague, channel: str = "") -> None:
    """Ask a user group of these, or a channel."""
    team = world.channel(channel).id if channel else "S0DESIGN"
    wish = Wish(team, BANNER, date(2026, 3, 6), team_name="@design", members=tuple(one.id for one in members))
    with world.program.helpdesk.work() as work:
        favours.ask(work, asker.id, wish)
    world.settle()


@crosswise
def test_a_colleague_asks_a_colleague_who_accepts_is_reminded_and_thanked(world: World) -> None:
    ben, ana, lena = meet(world, "ben", "ana", "lena")
    ana.opens_home()
    asks(ben, ana, wanted_by="2026-03-06", details="As last year & bigger.")

    said = (
        "@ben fragt @ana: *banner for the ∗spring∗ <post>*\n>As last year & bigger.\nGewünscht bis Fr., 6. März 2026."
    )
    assert said in ana.reads(ana.favour(ben))
    assert "Was andere von mir möchten\n<http" in ana.home()
    assert "I asked colleagues\n<http" in ben.home()
    assert ben.presses("Annehmen", ben.favour(ana)) == "You ask for this yourself; the answer is your colleague's."
    assert ana.presses("Zurückziehen", ana.favour(ben)) == "Das entscheidet @ben."

    ana.presses("Annehmen", ana.favour(ben))
    assert ana.form.view["blocks"][1]["element"]["initial_date"] == "2026-03-06"
    ana.sends(day="2026-03-01")
    assert ana.form.errors == {"day": "Bitte wähle einen Tag ab heute, höchstens ein Jahr voraus."}
    ana.sends(day="2026-03-06")
    assert "✅ @ana macht es bis Fr., 6. März 2026." in ana.reads(ana.favour(ben))
    assert ana.favour_thread(ben) == ["@ben, @ana macht es bis Fr., 6. März 2026."]

    world.pass_time(days=2, hours=20)
    assert not ana.mail(), "it is six in the morning"
    world.pass_time(hours=4)
    assert "⏰ Du hast @ben das bis Fr., 6. März 2026 zugesagt: *banner for" in ana.mail()[-1]
    world.pass_time(days=4)
    assert "⏰ @ana has promised this for Fri, Mar 6, 2026: *banner for" in ben.mail()[-1]
    ben.presses("Ask again", letter(ben))
    assert ana.favour_thread(ben)[-1].startswith("@ana, @ben fragt, wie es steht.")
    ana.opens_home()
    ana.presses_at_home("Erledigt")
    assert ana.favour_thread(ben)[-1] == "@ben, @ana sagt, dass es erledigt ist."
    assert ben.presses("It's done", ben.person.messages(ben.dm)[0]) == "That has been settled already."
    assert "möchten" not in ana.home() + ben.opens_home()

    assert "🎉 @ana has done this for you" in ben.reads(letter(ben))
    ben.presses("😀 Good", letter(ben))
    ben.presses("Add a word", letter(ben))
    ben.sends(word="Wonderful, <thanks>!")
    assert letter(ben).buttons == ()
    assert "😀 von @ben für deine Hilfe: *banner" in ana.mail()[-2]
    assert "🙏 @ben sagt dir etwas zu *banner for the ∗spring∗ <post>*:\n>Wonderful, <thanks>!" in ana.mail()[-1]
    assert world.requests() == 0
    assert not any("banner" in said for said in [lena.opens_home(), *lena.mail()]), "she leads both, and learns nothing"


@one_world
def test_another_date_and_another_colleague_are_suggested_and_who_asks_decides(world: World) -> None:
    ana, ben, lena = meet(world, "ana", "ben", "lena")
    asks(ana, ben)
    assert "No date was named." in ben.reads(ben.favour(ana))

    ben.presses("Suggest another date", ben.favour(ana))
    ben.sends(day="2026-03-10")
    assert "📅 @ben suggests Tue, Mar 10, 2026. @ana, is that all right?" in ana.reads(ana.favour(ben))
    assert ben.presses("Agree", ben.favour(ana)) == "That is for @ana to decide."
    world.pass_time(days=1)
    assert "⏰ @ben wartet auf deine Antwort" in ana.mail()[-1]
    ana.presses("Not that day", ana.favour(ben))
    assert ana.favour_thread(ben)[-1] == "@ben, that day doesn't suit @ana."
    ben.presses("Suggest another date", ben.favour(ana))
    ben.sends(day="2026-03-09")
    ana.presses_at_home("Einverstanden")
    assert "✅ @ben does it by Mon, Mar 9, 2026." in ben.reads(ben.favour(ana))

    for wrong in (ana, ben):
        ben.presses("Suggest someone", ben.favour(ana))
        ben.sends(asked=wrong.id)
        assert ben.form.errors == {"asked": "Please choose somebody else: this person is in it already."}
    ben.sends(asked=lena.id)
    ana.presses("No, you please", ana.favour(ben))
    assert ben.favour_thread(ana)[-1] == "@ben, @ana would rather have you do it."
    ben.presses("Suggest someone", ben.favour(ana))
    ben.sends(asked=lena.id)
    ana.presses("Ask them", ana.favour(ben))
    assert ben.reads(ben.favour(ana)) == "@ana asks somebody else now: *banner for the ∗spring∗ <post>*"
    assert "lena" not in ben.reads(ben.favour(ana))

    lena.presses("Decline", lena.favour(ana))
    lena.sends(word="On <holiday>, sorry.")
    assert "@lena can't do this.\n>On <holiday>, sorry." in ana.reads(ana.favour(lena))
    ana.presses("Ask somebody else", ana.favour(lena))
    assert ana.field("what") == BANNER
    ana.sends(asked=ben.id)
    assert "@ana asks @ben" in ben.reads(ben.favour(ana))
    ben.presses("Decline", ben.favour(ana))
    ben.sends()
    assert ana.favour_thread(ben)[-1] == "@ana, @ben can't do this."
    assert "@ben can't do this." in ana.reads(ana.favour(ben))
    ana.presses("Ask somebody else", ana.favour(ben))
    ana.sends(asked=lena.id)
    ana.presses("Withdraw", ana.favour(lena))
    assert "@ana doesn't need this any more." in lena.reads(lena.favour(ana))
    assert not lena.favour(ana).buttons


@one_world
def test_what_cannot_be_asked_is_said_at_its_field_and_who_is_away_or_silent_is_no_riddle(world: World) -> None:
    ana, ben, lena, hana = meet(world, "ana", "ben", "lena", "hana")
    bot = world.company.app.bot_user_id
    world.company.workspace.deactivate(hana.person)
    world.settle()
    ana.opens_home()
    ana.presses_at_home("Jemanden fragen")
    for wrong, said in ((ana.id, "schon dabei"), (bot, "hier arbeitet"), (hana.id, "hier arbeitet")):
        ana.sends(asked=wrong, what=BANNER, wanted_by="2026-03-01")
        assert said in ana.form.errors["asked"], ana.form.errors
        assert "ab heute" in ana.form.errors["wanted_by"]
    ben.person.sets_status("palm_tree", until=world.company.clock() + timedelta(days=1))
    world.settle()
    ana.sends(asked=ben.id, wanted_by="2026-03-02")
    assert (
        "🌴 @ben ist bis heute" in ana.mail()[-1] or "🌴 @ben ist bis 2026-03-03 09:30 CET nicht da." in ana.mail()[-1]
    )
    assert "Wanted by Mon, Mar 2, 2026" in ben.reads(ben.favour(ana))

    world.pass_time(days=1, hours=1)
    assert "⏰ @ana waits for your answer: *banner" in ben.mail()[-1]
    world.pass_time(days=1, hours=1)
    assert "⏰ Noch hat niemand geantwortet: *banner for the ∗spring∗ <post>*. Gefragt hast du @ben." in ana.mail()[-1]
    ana.presses("Jemand anderen fragen", letter(ana))
    assert ana.field("wanted_by") == "", "that day is over"
    ana.sends(asked=lena.id)
    assert "@ana doesn't need this any more." in ben.reads(ben.favour(ana))

    lena.presses("Accept", lena.favour(ana))
    lena.sends(day="2026-03-20")
    world.company.workspace.deactivate(lena.person)
    world.settle()
    world.pass_time(minutes=1)
    assert "@lena arbeitet nicht mehr hier, also macht das niemand für dich" in ana.mail()[-1]
    assert letter(ana).buttons == ("Jemand anderen fragen",)

    asks(ana, ben, "one more")
    world.company.workspace.deactivate(ana.person)
    world.settle()
    world.pass_time(minutes=1)
    assert "@ana doesn't need this any more." in ben.reads(ben.favour(ana))


@on_postgres
def test_of_a_team_the_first_to_accept_has_it_and_the_others_are_told_who(world: World) -> None:
    ben, ana, cy, lena = meet(world, "ben", "ana", "cy", "lena")
    asks_team(world, ben, ana, cy)
    assert "@ben fragt @design: *banner for" in ana.mail()[-1]
    assert letter(ben).buttons == ("Ask somebody else", "Withdraw")

    barrier = Barrier(2)

    def accept(one: Colleague) -> bool:
        one.person.presses("Annehmen", on=letter(one))
        one.person.fills({"day": "2026-03-06"})
        barrier.wait(timeout=10)
        return one.person.submits() is None

    with ThreadPoolExecutor(2) as threads:
        is_ana, is_cy = threads.map(accept, (ana, cy))
    world.settle()
    assert is_ana is not is_cy
    winner, other = (ana, cy) if is_ana else (cy, ana)
    name = winner.person.name
    taken = f"@{winner.person.real_name} war schneller und kümmert sich darum. Danke trotzdem!"
    assert other.form.errors == {"day": taken}
    assert f"✅ @{name} kümmert sich darum." in other.mail()[-1]
    assert letter(other).buttons == ()
    assert f"✅ @{name} has it." in ben.mail()[-1]
    assert f"✅ @{name} macht es bis Fr., 6. März 2026." in ben.reads(ben.favour(winner))
    winner.presses("Erledigt", winner.favour(ben))
    assert f"✅ @{name} kümmert sich darum." in other.mail()[-1], "how it goes on is between the two"
    assert not lena.mail()


@one_world
def test_a_channel_is_asked_where_all_of_it_reads_and_who_asks_hears_when_nobody_answers(world: World) -> None:
    ben, bo, lena = meet(world, "ben", "bo", "lena")
    asks_team(world, ben, channel="ask-it")
    card = bo.person.messages(world.channel("ask-it"))[-1]
    assert card.buttons == ("Accept",)
    world.pass_time(days=1, hours=1)
    assert "⏰ Nobody has answered yet: *banner for the ∗spring∗ <post>*. You have asked @design." in ben.mail()[-1]
    assert bo.presses("Accept", card) == ""
    bo.sends(day="2026-03-06")
    assert lena.presses("Accept", card) == "@bo was faster and has it. Thank you all the same!"
    assert "✅ @bo has it." in bo.reads(bo.person.messages(world.channel("ask-it"))[-1])
    bo.presses("Suggest someone", bo.favour(ben))
    bo.sends(asked=lena.id)
    ben.presses("Ask them", ben.favour(bo))
    assert lena.favour(ben).buttons[0] == "Accept"
    ben.presses("Withdraw", ben.favour(lena))
    assert ben.presses("Withdraw", letter(ben)) == "That has been settled already."
