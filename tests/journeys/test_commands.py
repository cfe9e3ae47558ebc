"""/helpdesk mine, 42 and find: what one has asked, at one's fingertips."""

import pytest

from tests.people import meet
from tests.world import World

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)
UNKNOWN = "I can't find that request."


@one_world
def test_who_asks_for_theirs_gets_a_list_in_which_what_waits_for_them_comes_first(world: World) -> None:
    ben, bo = meet(world, "ben", "bo")
    assert "You have no open requests." in ben.types("/helpdesk mine")

    ben.asks("printer prints stars")
    ben.asks("screen stays dark")
    bo.answers(1, "Which kind of stars?")

    told = ben.types("/helpdesk Meine")
    assert "*2* open requests of yours" in told
    assert told.index("#1 · printer prints stars") < told.index("Your turn") < told.index("#2 · screen stays dark")
    assert f"/archives/{ben.dm.id}/p{ben.head(1).ts.replace('.', '')}" in told
    assert "You have no open requests." in bo.types("/helpdesk mine")

    ben.types("/helpdesk mine is broken")
    assert ben.field("title") == "mine is broken"


@one_world
def test_a_number_says_where_the_request_stands_to_whom_it_concerns(world: World) -> None:
    ana, ben, bo, hana = meet(world, "ana", "ben", "bo", "hana")
    ana.asks("my salary is wrong", desk="hr")
    ana.asks("laptop won't start")
    bo.claims(2)

    assert "@bo kümmert sich darum" in ana.types("/helpdesk #2")
    told = bo.types("/helpdesk 2")
    assert "@bo is on it." in told
    assert f"/archives/{world.channel('it-help').id}/p{bo.card(2).ts.replace('.', '')}" in told
    assert "my salary is wrong" in hana.types("/helpdesk 1")
    assert "my salary is wrong" in ana.types("/helpdesk 1")
    assert [ben.types(f"/helpdesk {number}") for number in ("1", "2", "#77")] == [UNKNOWN] * 3
    assert bo.types("/helpdesk 1") == UNKNOWN
    assert ben.person.modal is None


@one_world
def test_find_finds_only_what_one_may_see_and_alone_it_is_helped(world: World) -> None:
    ana, ben, bo, hana = meet(world, "ana", "ben", "bo", "hana")
    ana.asks("my salary is wrong", desk="hr")
    ben.asks("salary slips can't be printed")

    assert "#1 · my salary is wrong" in ana.types("/helpdesk finde salary")
    assert "#2" not in ana.types("/helpdesk finde salary")
    assert "#2 · salary slips" in bo.types("/helpdesk find salary")
    assert "#1" not in bo.types("/helpdesk FIND salary")
    assert "#1 · my salary" in hana.types("/helpdesk find wrong salary")
    assert "I found nothing of yours for “<!channel> & wages”." in ben.types("/helpdesk find <!channel> & wages")

    (*_, answer) = ben.person.ephemerals(world.channel("general"))
    assert "<!channel>" not in str(answer.blocks[0])
    ben.presses("Ask for help", answer)
    assert ben.field("title") == "<!channel> & wages"
    ben.person.closes_modal()

    for word in ("mine", "42", "find", "help"):
        assert f"`/helpdesk {word}" in ben.types("/helpdesk find")
    for word in ("meine", "42", "finde", "hilfe"):
        assert f"`/helpdesk {word}" in ana.types("/helpdesk ?")
