"""A mediation over the wire: two conversations that never touch, and joint steps that both agree to."""

from collections.abc import Iterator
from itertools import count

import pytest

from sandbox.records import Kind
from sandbox.seen import SeenMessage
from tests.cases import in_dm
from tests.databases import Databases
from tests.people import Colleague, meet
from tests.world import named_agents, opened

_numbers = count(1)


def rare() -> str:
    """A word that stands nowhere else."""
    return f"okapi{next(_numbers)}zebu"


def read_by(person: Colleague, ref: str) -> str:
    """All that somebody reads: their DM with its threads, App Home, and the case where they can open it."""
    roots = person.person.messages(person.dm)
    seen = [str(one.blocks) + one.plain for root in roots for one in (root, *person.person.thread(root))]
    return "\n".join([*seen, str(person.person.home), person.opens_case(ref)])


def pressed_in_thread(person: Colleague, button: str, root: SeenMessage) -> str:
    """Press a button of the newest message under a root that has it; what the person alone is told then."""
    with_it = [one for one in person.person.thread(root) if button in str(one.blocks)]
    return person.presses(button, with_it[-1])


def proposes(person: Colleague, root: SeenMessage, **fields: str) -> None:
    assert person.presses("step_propose", root) == ""
    person.sends(**fields)
    assert person.person.modal is None, person.person.modal.errors


def says_under(person: Colleague, root: SeenMessage, text: str) -> str:
    person.person.says(person.dm, text, thread=root)
    person.world.settle()
    return text


def groups(person: Colleague) -> Iterator[list[str]]:
    """What stands in each group DM of this person."""
    for channel in list(person.world.company.workspace.world.channels.values()):
        if channel.kind is Kind.MPIM and person.id in channel.members:
            yield [person.reads(one) for one in person.person.messages(channel)]


def points_to_what_they_say_there(person: Colleague, text: str) -> str:
    """Have the bot pointed to something said in this person's group DM; what they alone are told then."""
    every = person.world.company.workspace.world.channels.values()
    (group,) = [one for one in every if one.kind is Kind.MPIM and person.id in one.members]
    return person.uses_shortcut("ask_about", on=person.person.says(group, text))


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)  # tests/storage/test_steps.py has both
def test_two_talk_with_a_mediator_each_alone_and_together_once_both_agree(databases: Databases) -> None:
    hr = named_agents("hr", "hana", "cy")
    with databases.fresh() as url, opened(url, sockets=False, desks=hr) as world:
        ana, ben, hana, bo = meet(world, "ana", "ben", "hana", "bo")
        for one in (ana, ben, hana, bo):
            one.opens_home()
        title = rare()
        ref = ana.confides(title, type_="mediation", other=ben.id)
        assert hana.claims_case(ref) == ""
        hers = hana.case(ref)
        assert not ben.knows_of(ref)

        # Ben is invited once Ana agrees; of her words he reads none.
        proposes(hana, hers)
        assert "@hana möchte jetzt @ben einladen." in ana.case_thread(ref)[-1]
        assert not ben.knows_of(ref)
        assert pressed_in_thread(ana, "step_agree", ana.case(ref)) == ""
        assert "✓ @ben ist jetzt eingeladen." in ana.case_thread(ref)[-1]
        invitation = ben.reads(ben.case(ref))
        assert "@ana would like to settle something with you, with the help of @hana." in invitation
        assert title not in invitation
        assert ben.presses("mediation_join", ben.case(ref)) == ""
        assert "You take part, as @ana does; @hana mediates." in ben.reads(ben.case(ref))
        assert ana.case_thread(ref)[-1] == "@ben macht mit."
        his = in_dm(hana, ref)[-1]
        assert his.ts != hers.ts
        assert ref in ben.home()

        # Two conversations: nothing of the one is ever read in the other.
        from_ana, to_ana = says_under(ana, ana.case(ref), rare()), says_under(hana, hers, rare())
        from_ben, to_ben = says_under(ben, ben.case(ref), rare()), says_under(hana, his, rare())
        assert ana.case_thread(ref)[-1] == to_ana
        assert ben.case_thread(ref)[-1] == to_ben
        assert not [word for word in (title, from_ana, to_ana) if word in read_by(ben, ref)]
        assert not [word for word in (from_ben, to_ben) if word in read_by(ana, ref)]
        assert [hana.reads(one) for one in hana.person.thread(his)] == [from_ben, to_ben]

        # A meeting happens when both agree, each asked in their own language.
        assert hana.presses("step_propose", hers) == ""
        assert hana.offered("kind") == ["Zu dritt sprechen", "Sich auf einen Text einigen"]
        hana.sends(kind="meet", meeting="Dienstag um zehn")
        assert "@hana schlägt ein Gespräch zu dritt vor: du, @ben und wer vermittelt." in ana.case_thread(ref)[-1]
        assert "@hana proposes that the three of you talk: you, @ana and whoever mediates." in ben.case_thread(ref)[-1]
        assert pressed_in_thread(ana, "step_agree", ana.case(ref)) == ""
        assert "Du bist einverstanden" in ana.case_thread(ref)[-1]
        assert "You agree" not in str(ben.case_thread(ref))
        assert list(groups(ben)) == []
        assert pressed_in_thread(ben, "step_agree", ben.case(ref)) == ""
        ((together,),) = groups(ben)
        assert "Dienstag um zehn" in together
        assert "@ana, @ben: you have both agreed to talk here with @hana" in together
        assert "@ana, @ben: Ihr möchtet beide hier mit @hana sprechen" in together
        assert list(groups(ana)) == list(groups(hana)) == [[together]]
        assert list(groups(bo)) == []
        assert "This is confidential" in points_to_what_they_say_there(ben, rare())

        # What one would rather not does not happen; why, and through whom, the other one doesn't read.
        proposes(hana, hers, kind="agreement", agreement="Wir *reden* zuerst miteinander.")
        assert pressed_in_thread(ana, "step_agree", ana.case(ref)) == ""
        assert pressed_in_thread(ben, "step_decline", ben.case(ref)) == ""
        assert ana.case_thread(ref)[-1] == "„Sich auf einen Text einigen“ geschieht vorerst nicht."
        assert "„Sich auf einen Text einigen“ geschieht vorerst nicht." in str(hana.reads(hana.person.thread(hers)[-1]))

        # He can leave at any time; then nobody is heard in his thread, and Ana hears no more than that.
        assert ben.presses("mediation_leave", ben.case(ref)) == ""
        assert "You don't take part. What you write here nobody reads." in ben.reads(ben.case(ref))
        assert ana.case_thread(ref)[-1] == "Es wird keinen gemeinsamen Schritt geben."
        before = ben.case_thread(ref)
        says_under(hana, his, rare())
        assert "nimmt die andere Seite nicht mehr teil" in hana.reads(hana.person.ephemerals(hana.dm)[-1])
        assert ben.case_thread(ref) == before
        assert ref not in ben.home()
        assert not bo.knows_of(ref)
