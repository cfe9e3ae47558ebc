"""/helpdesk @ana …: who is asked, for what and by when, as people write it; and all that is still a request."""

import pytest
from sqlmodel import col, select

from sandbox.faults import rate_limit
from storage.favours import Favour, FavourState
from tests.people import meet
from tests.world import World

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


def favours(world: World) -> list[Favour]:
    """All that was asked of colleagues, oldest first."""
    with world.storage.reading() as session:
        return list(session.exec(select(Favour).order_by(col(Favour.id))))


@one_world
def test_a_colleague_is_asked_at_once_and_who_asks_reads_by_when_and_can_take_it_back(world: World) -> None:
    ana, ben = meet(world, "ana", "ben")

    told = ben.types("/helpdesk @ana banner for the spring post, by Friday")
    assert told.startswith("I have asked @ana: *banner for the spring post* – wanted by Fri, Mar 6, 2026.")
    told = ana.types("/helpdesk @ben: Folien für <Montag> & Co bis nächsten Dienstag, bitte")
    assert told.startswith("Ich habe @ben gefragt: *Folien für <Montag> & Co* – gewünscht bis Di., 10. März 2026.")
    told = ben.types("/helpdesk @ana where is the <!channel> key kept?")
    assert told.startswith("I have asked @ana: *where is the <!channel> key kept?*. You hear")
    assert "<!channel>" not in str([one.blocks for one in ben.person.ephemerals(world.channel("general"))])

    (answer, *_) = ben.person.ephemerals(world.channel("general"))
    ben.presses("Withdraw", answer)
    assert [(one.what, one.state) for one in favours(world)] == [
        ("banner for the spring post", FavourState.WITHDRAWN),
        ("Folien für <Montag> & Co", FavourState.ASKED),
        ("where is the <!channel> key kept?", FavourState.ASKED),
    ]
    assert world.requests() == 0


@one_world
def test_what_a_command_leaves_open_is_for_the_form_which_keeps_what_was_typed(world: World) -> None:
    ana, ben = meet(world, "ana", "ben")
    story = "look through the story of " + "the banner and " * 20 + "tell me"

    ben.types("/helpdesk @ana")
    assert (ben.field("asked"), ben.field("what")) == (ana.id, "")
    ben.person.closes_modal()
    ben.types("/helpdesk @ana by 2026-03-06")
    assert (ben.field("what"), ben.field("wanted_by")) == ("", "2026-03-06")
    ben.sends(what="a banner")
    ben.types(f"/helpdesk @ana {story}, by tomorrow")
    assert (ben.field("details"), ben.field("wanted_by")) == (story, "2026-03-03")
    ben.person.closes_modal()
    ben.types("/helpdesk @nobody a banner")
    assert (ben.field("asked"), ben.field("what")) == ("", "@nobody a banner")
    ben.person.closes_modal()
    assert [one.what for one in favours(world)] == ["a banner"]

    assert "choose somebody else" in ben.types("/helpdesk @ben a banner")
    world.company.workspace.deactivate(world.person("nick"))
    world.settle()
    assert "somebody who works here" in ben.types("/helpdesk @nick a banner")
    assert [one.what for one in favours(world)] == ["a banner"]


@one_world
def test_a_name_typed_by_hand_is_understood_where_it_is_one_colleagues_alone(world: World) -> None:
    (ben,) = meet(world, "ben")
    (command,) = world.company.app.commands.values()
    command["should_escape"] = False  # the manifest of an older install

    assert "I have asked @ana: *banner*" in ben.types("/helpdesk @ana alvarez banner")
    world.person("nick").account.real_name = "Ana Alvarez"
    world.company.workspace.change_profile(world.person("nick"), tz="UTC")
    world.settle()
    ben.types("/helpdesk @Ana Alvarez banner")
    assert (ben.field("asked"), ben.field("what")) == ("", "@Ana Alvarez banner")


@one_world
def test_whoever_is_named_later_or_is_a_desk_or_the_bot_is_no_colleague_who_is_asked(world: World) -> None:
    (ben,) = meet(world, "ben")
    asked = {
        "it give @ana access to https://wiki.acme.example/a?b=1&c=2": (
            "it",
            "give @Ana Alvarez access to https://wiki.acme.example/a?b=1&c=2",
        ),
        "please write to #general and ana@acme.example": (
            "",
            "please write to #general and ana@acme.example",
        ),
        "#it-help the printer smokes": ("it", "the printer smokes"),
        "#ask-it mine": ("it", "mine"),
        "@helpdesk it is raining in": ("it", "is raining in"),
        "@here is a leak": ("", "@here is a leak"),
    }
    for typed, (desk, title) in asked.items():
        assert ben.types(f"/helpdesk {typed}") == ""
        assert (ben.field("desk"), ben.field("title")) == (desk, title)
        ben.person.closes_modal()
    assert "You have no open requests" in ben.types("/helpdesk @helpdesk mine")
    assert "I found nothing of yours for “@Ana Alvarez”" in ben.types("/helpdesk find @ana")
    assert favours(world) == []


@one_world
def test_a_group_or_a_channel_is_asked_as_one_unless_it_is_closed_or_empty(world: World) -> None:
    ana, ben, cy, nick = meet(world, "ana", "ben", "cy", "nick")
    workspace, bot = world.company.workspace, world.company.app.bot_user
    workspace.add_usergroup("designers", [ana.person, ben.person, cy.person])
    workspace.add_usergroup("just-ben", [ben.person])
    workspace.add_channel("brand", [ana.person])
    workspace.add_channel("den", [ana.person, bot], private=True)

    assert "I have asked @designers: *a banner* – wanted by Fri" in ben.types("/helpdesk @designers a banner by Friday")
    assert all("a banner" in "\n".join(one.mail()) for one in (ana, cy))
    assert "nobody else in @just-ben" in ben.types("/helpdesk @just-ben a banner")
    assert "I have asked #brand: *a logo*" in ben.types("/helpdesk #brand a logo")
    assert "a logo" in ana.reads(world.last_in("ana", workspace.channel("brand")))
    ben.types("/helpdesk #brand")
    assert "#brand" in ben.reads_form()
    ben.sends(what="a sign")

    closed = "it is closed to you or to me"
    assert closed in ben.types("/helpdesk #den a secret")
    assert "In #den ist sonst niemand" in ana.types("/helpdesk #den ein Geheimnis")
    workspace.change_profile(nick.person, guest=True)
    world.settle()
    assert all(closed in nick.types(f"/helpdesk {place} a banner") for place in ("@designers", "#brand"))
    assert [one.what for one in favours(world)] == ["a banner", "a logo", "a sign"]


@one_world
def test_a_team_that_slack_does_not_tell_of_is_asked_later_and_told_of_again_only_after_some_minutes(
    world: World,
) -> None:
    ana, ben = meet(world, "ana", "ben")
    workspace = world.company.workspace
    workspace.add_usergroup("designers", [ana.person])
    workspace.faults.add(method="usergroups.list", fail=rate_limit(30))

    assert "try again in a minute" in ben.types("/helpdesk @designers a banner")
    workspace.wire.clear()
    for what in ("a banner", "a logo"):
        assert "I have asked @designers" in ben.types(f"/helpdesk @designers {what}")
    assert len(workspace.wire.named("usergroups.list")) == 1
    workspace.faults.add(method="usergroups.list", fail="missing_scope")
    world.pass_time(minutes=6)
    assert "closed to you or to me" in ben.types("/helpdesk @designers a sign")
