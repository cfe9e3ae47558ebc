"""A case's life: asked in confidence, claimed, handed on, resolved; nobody sees it but those who were named."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.descriptions import files_of
from tests.cases import confide, trail
from tests.databases import Databases
from tests.people import meet
from tests.world import World, crosswise, named_agents, opened

one_world = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@contextmanager
def hr_at_work(databases: Databases, *, sockets: bool = False) -> Iterator[World]:
    """The company, where Hana and Cy serve HR, and Lena leads it."""
    with databases.fresh() as url, opened(url, sockets=sockets, desks=named_agents("hr", "hana", "cy")) as world:
        yield world


@crosswise
def test_what_is_told_in_confidence_goes_from_hand_to_hand_and_nobody_else_hears_of_it(
    databases: Databases, mode: str
) -> None:
    with hr_at_work(databases, sockets=mode == "socket") as world:
        ana, hana, lena, cy, bo, olga = meet(world, "ana", "hana", "lena", "cy", "bo", "olga")
        for one in (ana, hana, lena, cy, bo, olga):
            one.opens_home()

        ref = ana.confides("Streit um den Zebrabericht", without=[cy], details="Seit Mai, jede Woche.", talk="by-phone")

        # Ana reads who sees it; they have a card that says nothing of it.
        head = ana.reads(ana.case(ref))
        assert f"*{ref} · Streit um den Zebrabericht*" in head
        assert head.splitlines()[2].endswith(": @hana, @lena")
        for one in (hana, lena):
            card = one.reads(one.case(ref))
            assert "Zebra" not in card
            assert "@ana" not in card
            assert one.case(ref).buttons[1] in ("Open", "Öffnen")
        assert ref in lena.home()
        assert "Zebra" not in lena.home()

        # Hana opens it, which Ana can read; then she claims it.
        read = hana.opens_case(ref)
        assert "Streit um den Zebrabericht" in read
        assert "Seit Mai, jede Woche." in read
        assert "@hana hat es geöffnet" in ana.opens_case(ref)
        assert hana.claims_case(ref) == ""
        assert not any(ref in one for one in lena.mail())
        root = hana.reads(hana.case(ref))
        assert "Streit um den Zebrabericht" in root
        assert "Seit Mai, jede Woche." in root
        assert hana.case(ref).buttons == ("Gelöst", "Übergeben", "Zurückgeben", "Öffnen", "Schritt vorschlagen")
        assert ana.case_thread(ref) == ["@hana kümmert sich jetzt darum."]

        # They talk; Hana hands it over to Lena, who reads what was said, and Hana has nothing left.
        ana.says_in_case(ref, "Es ging heute weiter")
        hana.says_in_case(ref, "Ich rede mit ihm")
        assert "Es ging heute weiter" in str(hana.case_thread(ref))
        assert hana.hands_case_over(ref, lena, "Am besten gleich anrufen") == ""
        assert not any(ref in one for one in hana.mail())
        thread = lena.case_thread(ref)
        assert "@hana has handed this over to you" in thread[0]
        assert "Am besten gleich anrufen" in thread[0]
        assert [one for one in thread if "weiter" in one or "rede" in one] == [
            "Es ging heute weiter",
            "Ich rede mit ihm",
        ]
        assert "Am besten gleich anrufen" not in str(ana.case_thread(ref))
        assert ana.case_thread(ref)[-1].startswith("@hana hat das an @lena übergeben.")

        # It is resolved, opened again, and taken back: then it is nobody's.
        assert lena.resolves_case(ref, "We have talked") == ""
        assert "We have talked" in ana.case_thread(ref)[-1]
        news = ana.person.thread(ana.case(ref))[-1]
        assert ana.presses("case_reopen", news) == ""
        assert "opened again" in lena.case_thread(ref)[-1]
        assert ana.presses("case_withdraw", ana.case(ref)) == ""
        assert lena.mail()[-1].startswith(f"🔒 *{ref}* was withdrawn.")
        assert "Zurückgezogen" in ana.reads(ana.case(ref))
        for one in (hana, lena, cy, bo, olga):
            assert ref not in one.opens_home()

        whole = ("asked", "read", "claimed", "answered", "handed_over", "resolved", "reopened", "withdrawn")
        assert tuple(line.split(" by ")[0] for line in trail(world, ref)) == whole
        for one in (cy, bo, olga):
            assert not one.knows_of(ref)
        for channel in world.company.channels.values():
            for one in (ana, bo, cy, hana, lena, olga):
                if one.id in channel.members:
                    assert not any(ref in m.plain or "Zebra" in m.plain for m in one.person.messages(channel))


@one_world
def test_each_finds_the_cases_that_are_theirs_and_nobody_anothers(databases: Databases) -> None:
    with hr_at_work(databases) as world:
        ana, hana, bo, lena = meet(world, "ana", "hana", "bo", "lena")
        ref = confide(ana, "Zebra quarrel", details="Stripes", without=[lena])

        help_of = bo.types("/helpdesk K7M3QX").replace("K7M3QX", ref)
        for stranger in (bo, lena):
            told = stranger.types(f"/helpdesk {ref}")
            assert told == help_of
        assert "Zebra quarrel" in ana.types(f"/helpdesk {ref.lower()}")
        shown = hana.types(f"/helpdesk {ref}")
        assert ref in shown
        assert "Zebra" not in shown
        assert "Zebra quarrel" in ana.types("/helpdesk meine")
        for person, text, is_found in (
            (ana, "zebra", True),
            (ana, ref, True),
            (ana, "stripes", False),
            (hana, ref, False),
            (hana, "zebra", False),
            (lena, "zebra", False),
        ):
            assert ("Zebra quarrel" in person.types(f"/helpdesk find {text}")) is is_found

        assert "Zebra quarrel" in ana.opens_home()
        waiting = hana.opens_home()
        assert f"🔒 *{ref} · Ein Konflikt*" in waiting
        assert "Zebra" not in waiting
        assert hana.presses_at_home("case_claim") == ""
        assert "Du kümmerst dich um" in hana.home()
        for stranger in (bo, lena):
            assert "In confidence" not in stranger.opens_home()


@one_world
def test_whoever_is_excluded_later_loses_it_at_once(databases: Databases) -> None:
    with hr_at_work(databases) as world:
        ana, hana, cy, lena = meet(world, "ana", "hana", "cy", "lena")
        (letter,) = files_of({"files": ana.tells("schau", files=[("letter.txt", b"Dear all")]).files})
        ref = confide(ana, "Zebra", files=[letter])
        assert lena.claims_case(ref) == ""
        copy = lena.person.thread(lena.case(ref))[0].files[0]
        assert copy["name"] == "letter.txt"
        assert lena.presses("case_hand_back", lena.case(ref)) == ""
        assert ana.case_thread(ref)[-1].startswith("@lena hat das an Personal zurückgegeben.")
        hana.claims_case(ref)
        ana.says_in_case(ref, "giraffe", files=[("proof.txt", b"proof")])

        ana.excludes(ref, hana)

        assert not any(ref in one for one in hana.mail())
        assert ref not in hana.opens_home()
        assert "@hana" not in ana.reads(ana.case(ref))
        assert cy.claims_case(ref) == ""
        assert "giraffe" in str(cy.case_thread(ref))
        other = confide(ana, "Zebra")
        assert any(other in one for one in lena.mail())
        ana.excludes(other, lena)
        assert not any(other in one for one in lena.mail()), "nor does a card stay that nobody has pressed yet"
        ana.excludes(ref, cy, lena)
        assert "Dann würde es niemand sehen" in str(ana.form.errors)
