"""A happy comment reaches whose work it was, and with their consent the whole desk; who helped is named too."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.kudos import drawn
from sandbox.forms import Spot
from sandbox.seen import SeenMessage
from storage.reports import Kudos
from storage.tables import Preference
from tests.people import Colleague, meet
from tests.world import World, crosswise

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
NEXT_MONDAY, MONDAY_AFTER = (datetime(2026, 3, day, 8, 0, tzinfo=UTC) for day in (9, 16))
COMMENT = "Bo was patient & quick, <!here> thank you"


def is_happy(ana: Colleague, world: World, comment: str = COMMENT, number: int = 1) -> None:
    world.pass_time(minutes=30)
    ana.rates(number, "😀")
    ana.comments(number, comment)


def praise(lead: Colleague) -> SeenMessage:
    """The newest message in the lead's mail with a comment to pass on."""
    return [one for one in lead.person.messages(lead.dm) if '"praise:' in str(one.blocks).replace("'", '"')][-1]


def passes_on(lead: Colleague, survey: int = 1) -> str:
    return lead.presses(Spot(f"praise:{survey}", f"praise:{survey}"), praise(lead))


def kudos(agent: Colleague) -> SeenMessage:
    """The newest comment that was passed on to an agent."""
    return [one for one in agent.person.messages(agent.dm) if "🎉" in one.plain][-1]


@crosswise
def test_a_comment_is_passed_on_and_with_consent_the_desk_reads_it_once_a_week(world: World) -> None:
    ana, bo, cy, lena = meet(world, "ana", "bo", "cy", "lena")
    ana.asks("VPN")
    bo.claims(1)
    cy.answers(1, "Try the other gateway.")
    bo.resolves(1)
    is_happy(ana, world)
    world.move_clock(NEXT_MONDAY)
    assert ">Bo was patient & quick, <!here> thank you" in praise(lena).plain.splitlines()

    assert passes_on(lena) == ""
    told = bo.reads(kudos(bo))
    assert "@ana was happy with your help, and @lena passes it on to you" in told
    assert "Bo was patient & quick, <!here> thank you" in told
    assert "With the help of @cy." in told
    assert "@ana war froh, wie #1 gelaufen ist. @bo hatte die Anfrage, und du hast geholfen" in cy.mail()[-1].replace(
        "*", ""
    )
    assert "✓ Lena Lindt has passed it on to Bo Brandt." in praise_text(lena)
    assert world.timeline(1)[-1] == "praised by lena"

    bo.presses("Share with the desk", kudos(bo))
    assert "next weekly thank-you post" in kudos(bo).plain
    world.move_clock(MONDAY_AFTER)
    (thanks,) = [one for one in bo.person.messages(world.channel("it-help")) if "Thank you 🎉" in one.plain]
    assert "@ana to @bo. With the help of @cy." in bo.reads(thanks)
    assert "has read it" in kudos(bo).plain


def praise_text(lead: Colleague) -> str:
    (message,) = [one for one in lead.person.messages(lead.dm) if "has passed it on" in one.plain]
    return message.plain


@one_world
def test_what_an_agent_keeps_stays_theirs_and_who_may_not_pass_on_or_comes_late_is_told(world: World) -> None:
    ana, ben, bo, cy, lena = meet(world, "ana", "ben", "bo", "cy", "lena")
    with world.program.helpdesk.work() as work:
        work.session.add(Preference(person=lena.id, digest_in_channel=True))
    for number, (asker, agent) in enumerate(((ana, bo), (ben, cy)), 1):
        asker.asks("VPN")
        agent.claims(number)
        agent.resolves(number)
        is_happy(asker, world, number=number)
    world.move_clock(NEXT_MONDAY)
    channel = world.channel("it-help")
    lena.person.joins(channel)
    (digest,) = [one for one in bo.person.messages(channel) if "Pass it on to Bo Brandt" in one.buttons]
    world.company.workspace.deactivate(cy.person)
    world.settle()

    first, second = (Spot(f"praise:{survey}", f"praise:{survey}") for survey in (1, 2))
    assert "for those who lead the desk" in bo.presses(first, digest)
    assert "is no longer at this desk" in lena.presses(second, digest)
    assert lena.presses(first, digest) == ""
    assert "@lena has passed this on already" in lena.presses(first, digest)
    assert len([one for one in bo.person.messages(bo.dm) if "🎉" in one.plain]) == 1
    with world.program.helpdesk.looking() as work:
        hidden = replace(work, desks=work.desks.change(lambda desk: replace(desk, is_confidential=True)))
        _, blocks = drawn(hidden, work.session.get_one(Kudos, 1))
        assert [block["type"] for block in blocks] == ["section"], "what a confidential desk does is shared with nobody"
    bo.presses("Keep it for myself", kudos(bo))
    assert "It stays with you." in kudos(bo).plain
    world.move_clock(MONDAY_AFTER)
    assert not [one for one in bo.person.messages(world.channel("it-help")) if "Thank you 🎉" in one.plain]
