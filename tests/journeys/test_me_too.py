"""Me too: who has the same trouble as somebody else follows their request, and learns no more than that."""

from dataclasses import replace

import pytest

from bot.desks import Desks
from tests.databases import Databases
from tests.people import Colleague, meet
from tests.world import World, opened

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
HIDDEN = "Jemand anderes hat *IT* schon etwas gefragt, das genauso aussieht"


@pytest.mark.parametrize(("databases", "mode"), [("postgres", "socket")], indirect=True)
def test_who_has_the_same_trouble_follows_and_is_told_when_it_is_solved(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    ben.asks("VPN is down in Hamburg", details="Since Mona changed my password.")

    ana.types("/helpdesk it vpn down Hamburg")
    assert HIDDEN in ana.form.plain
    assert "Hamburg" not in ana.form.plain
    ana.presses_in_form("Ich auch")
    assert "Du erfährst es in deinen Direktnachrichten" in ana.form.plain

    assert "👥 1 more person has the same trouble" in bo.reads(bo.card(1))
    assert world.requests() == 1
    assert ben.conversation(1) == []
    assert world.timeline(1) == ["opened by ben", "followed by ana"]

    bo.presses("resolve", bo.card(1))
    assert "and others who follow: what helped, and nothing private." in str(bo.form.view["blocks"])
    bo.sends(closing_word="A router was asleep.")
    (told,) = ana.mail()
    assert "@bo von *IT* hat gelöst, was auch du gemeldet hattest (#1)." in told
    assert "A router was asleep." in told
    assert "Hamburg" not in told
    assert "Mona" not in told


@one_world
def test_the_offer_comes_at_the_latest_when_the_form_is_sent_and_only_once(world: World) -> None:
    ana, ben = meet(world, "ana", "ben")
    ben.asks("VPN is down")

    ana.types("/helpdesk")
    ana.sends(desk="it", type="network", urgency="low", title="VPN down again", details="Since noon.")
    assert HIDDEN in ana.form.plain
    standing = [ana.field(name) for name in ("desk", "type", "title", "details", "urgency")]
    assert standing == ["it", "network", "VPN down again", "Since noon.", "low"]
    assert world.requests() == 1

    ana.sends()
    assert ana.person.modal is None
    assert world.requests() == 2


@one_world
def test_a_request_is_offered_to_who_may_follow_it_and_named_to_who_may_read_it(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    ben.asks("VPN is down")
    ben.asks("Parental leave from May", desk="hr")

    def offered(colleague: Colleague, typed: str) -> bool:
        colleague.types(f"/helpdesk {typed}")
        return any(action["action_id"] == "me_too" for action in _actions(colleague))

    assert not offered(ben, "it vpn is down")
    assert not offered(ana, "hr parental leave from May")
    assert not offered(ana, "design vpn is down")
    assert offered(bo, "it vpn is down")
    assert "|VPN is down>" in str(bo.form.view["blocks"][0])
    bo.presses_in_form("Me too")
    assert not offered(bo, "it vpn is down")
    assert world.timeline(1) == ["opened by ben", "followed by bo"]


def _actions(colleague: Colleague) -> list[dict[str, str]]:
    return [one for block in colleague.form.view["blocks"] if block["type"] == "actions" for one in block["elements"]]


@one_world
def test_who_follows_what_is_withdrawn_may_ask_for_themselves_and_what_is_solved_cant_be_followed(world: World) -> None:
    ana, ben, bo = meet(world, "ana", "ben", "bo")
    ben.asks("VPN is down")
    ana.types("/helpdesk it vpn is down")
    bo.types("/helpdesk it vpn is down")
    ana.presses_in_form("Ich auch")

    ben.withdraws(1)

    (told,) = ana.mail()
    assert "arbeitet *IT* nicht mehr. Brauchst du noch Hilfe?" in told
    ana.presses("Um Hilfe bitten", ana.person.messages(ana.dm)[-1])
    assert ana.field("title") == ""
    bo.presses_in_form("Me too")
    assert "This request has been withdrawn." in bo.form.plain
    assert world.timeline(1) == ["opened by ben", "followed by ana", "withdrawn by ben"]


def test_what_stands_in_a_channel_is_told_to_nobody_who_cannot_look_into_it(sqlite_databases: Databases) -> None:
    def also_in_the_boardroom(desks: Desks) -> Desks:
        rooms = ("ask-it", "boardroom")
        return desks.change(
            lambda desk: replace(desk, request_channels=rooms, takes_guests=True) if desk.key == "it" else desk
        )

    with sqlite_databases.fresh() as url, opened(url, sockets=False, desks=also_in_the_boardroom) as world:
        ana, ben = meet(world, "ana", "ben")
        workspace, bot = world.company.workspace, world.company.app.bot_user
        boardroom = workspace.add_channel("boardroom", [ana.person, bot], private=True)
        gil = Colleague(world, workspace.add_person("gil", guest=True))
        ben.person.invites(gil.person, world.channel("general"))
        world.program.helpdesk.directory.read_channels()
        ana.person.says(boardroom, "layoffs spreadsheet is locked")
        ana.posts("the projector is broken")
        world.settle()
        assert [world.request(number).is_public for number in (1, 2)] == [True, True]

        for colleague in (ben, gil):
            colleague.types("/helpdesk it layoffs spreadsheet locked")
            assert "locked" not in str(colleague.form.view["blocks"][0])
            colleague.presses_in_form("me_too")
            assert "layoffs" not in colleague.types("/helpdesk 1") + colleague.opens_home()
            assert "layoffs" not in colleague.types("/helpdesk find spreadsheet").partition("“spreadsheet”")[2]
        gil.types("/helpdesk it projector broken")
        assert "projector is" not in str(gil.form.view["blocks"][0])
        ben.types("/helpdesk it projector broken")
        assert "|the projector is broken>" in str(ben.form.view["blocks"][0])
