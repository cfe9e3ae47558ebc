"""The directory: what the bot knows of people and channels, and how it comes by it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.directory import Directory
from bot.routing import Rule
from bot.slack import Slack
from handlers.clock import build_clock, read_channels_if_stale, read_directory
from sandbox.faults import drop_before, rate_limit
from storage.kinds import Urgency
from storage.tables import DeskChannel, Person
from tests.databases import Databases
from tests.people import meet
from tests.world import World, opened

one_world = pytest.mark.parametrize(("databases", "mode"), [("sqlite", "http")], indirect=True)


def known(world: World, name: str) -> Person:
    with world.storage.reading() as session:
        return session.get_one(Person, world.person(name).id)


@one_world
def test_a_reading_waits_as_long_as_slack_asks_for_and_goes_on(world: World) -> None:
    rests: list[float] = []
    settings = world.program.helpdesk.settings
    slack = Slack(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, sleep=rests.append)
    world.company.workspace.faults.add(method="users.list", fail=rate_limit(7), times=2)

    Directory(world.storage, slack, lambda: world.company.desks, "Department").read_all()

    assert rests == [7, 7]
    assert known(world, "ana").email == "ana@acme.example"


@one_world
def test_a_reading_that_failed_is_tried_again_within_a_minute_or_so(world: World) -> None:
    helpdesk = world.program.helpdesk
    world.company.workspace.faults.add(method="conversations.list", fail=drop_before)

    assert not read_directory(helpdesk)

    clock = build_clock(helpdesk)
    clock.start(paused=True)
    job = clock.get_job("directory")
    world.company.workspace.faults.add(method="conversations.list", fail=drop_before)
    before = job.next_run_time
    job.func(*job.args)
    assert clock.get_job("directory").next_run_time < before - timedelta(minutes=50)
    clock.shutdown()


@one_world
def test_a_bot_that_is_invited_knows_its_desks_channel_at_the_next_tick(world: World) -> None:
    with world.storage.transaction() as session:
        session.delete(session.get_one(DeskChannel, "it"))
    workspace, it = world.company.workspace, world.channel("it-help")
    workspace.remove(world.company.app.bot_user, it)

    world.person("bo").invites(world.company.app.bot_user, it)
    world.settle()
    read_channels_if_stale(world.program.helpdesk)

    with world.storage.reading() as session:
        assert session.get_one(DeskChannel, "it").channel == it.id


@one_world
def test_a_changed_profile_is_known_without_asking_slack_and_keeps_its_language(world: World) -> None:
    meet(world, "ana")
    world.company.workspace.wire.clear()

    world.company.workspace.change_profile(world.person("ana"), tz="Asia/Tokyo")
    world.settle()

    assert (known(world, "ana").time_zone, known(world, "ana").locale) == ("Asia/Tokyo", "de-DE")
    assert not world.company.workspace.wire.named("users.info")


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_department_is_read_when_its_person_asks_and_anew_after_a_change(databases: Databases) -> None:
    rules = (Rule(departments=("sales",), urgency=Urgency.HIGH),)
    with databases.fresh() as url, opened(url, sockets=False, desks=lambda desks: replace(desks, rules=rules)) as world:
        (ana,) = meet(world, "ana")
        workspace = world.company.workspace
        workspace.change_profile(ana.person, fields={"Department": "Sales"})
        world.settle()
        workspace.faults.add(method="users.profile.get", fail=drop_before)

        unknown, first, second = ana.asks("Offer"), ana.asks("Contract"), ana.asks("Invoice")

        urgencies = [world.request(number).urgency for number in (unknown, first, second)]
        assert urgencies == [Urgency.NORMAL, Urgency.HIGH, Urgency.HIGH]
        assert known(world, "ana").department == "Sales"
        assert len(workspace.wire.named("users.profile.get")) == 2

        workspace.change_profile(ana.person, fields={"Department": "Legal"})
        world.settle()

        assert world.request(ana.asks("Lease")).urgency == Urgency.NORMAL
        assert known(world, "ana").department == "Legal"


@one_world
def test_a_department_that_no_rule_asks_for_is_read_later_and_only_of_who_has_asked(world: World) -> None:
    ana, ben = meet(world, "ana", "ben")
    for one in (ana, ben):
        world.company.workspace.change_profile(one.person, fields={"Department": "Sales"})

    ana.asks("Offer")
    assert known(world, "ana").department is None
    assert not world.company.workspace.wire.named("users.profile.get")

    world.company.workspace.faults.add(method="users.profile.get", fail="user_not_found")
    for _ in range(3):
        world.program.helpdesk.directory.read_all()
    assert known(world, "ana").department == "Sales"
    assert known(world, "ben").department is None
    assert len(world.company.workspace.wire.named("users.profile.get")) == 2
