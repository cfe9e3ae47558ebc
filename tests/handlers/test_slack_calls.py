"""What else the bot asks Slack: who belongs to the company, one message, a department, a copy of a file."""

from collections.abc import Iterator

import pytest

from bot.descriptions import SlackMessage, files_of
from bot.files import SharedFile
from bot.transfers import Distrusted, Transfers
from bot.trouble import Refused
from bot.uploads import COPY_LIMIT
from sandbox.people import Person
from sandbox.records import Channel
from sandbox.seen import SeenMessage
from storage.engine import Storage
from storage.kinds import Standing
from tests.handlers.office import SCOPES, Office

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def office(storage: Storage) -> Iterator[Office]:
    """With all the scopes that files and profiles need."""
    with Office(storage, [*SCOPES, "files:read", "files:write", "users.profile:read"]) as office:
        yield office


def file_of(message: SeenMessage) -> SharedFile:
    (file,) = files_of({"files": message.files})
    return file


def read_by(person: Person, channel: Channel, thread: SeenMessage) -> list[tuple[str, bytes]]:
    """The files that somebody finds under a message, with their bytes."""
    found = [file for message in person.thread(thread) for file in message.files]
    return [(file["name"], person.world.files[file["id"]].content) for file in found if channel.id in _places(file)]


def _places(file: dict[str, list[str]]) -> list[str]:
    return [*file["channels"], *file["groups"], *file["ims"]]


def test_members_guests_and_outsiders_are_told_apart(office: Office) -> None:
    gil = office.workspace.add_person("gil", guest=True)
    sol = office.workspace.add_person("sol", single_channel=True)
    eve, zoe = (office.workspace.add_person(name, stranger=True) for name in ("eve", "zoe"))
    office.workspace.add_channel("partners", [zoe, office.app.bot_user])
    standings = {person.id: person.standing for person in office.slack.people()}
    wanted = {office.ana: Standing.MEMBER, gil: Standing.GUEST, sol: Standing.GUEST}
    wanted |= dict.fromkeys((eve, zoe), Standing.OUTSIDER)
    assert {person.id: standings[person.id] for person in wanted} == {p.id: s for p, s in wanted.items()}
    assert len(office.calls("auth.test")) == 1


def test_a_message_is_found_at_the_top_and_in_a_thread_with_its_files(office: Office) -> None:
    root = office.bo.says(office.it, "my *screen*", files=[("a.png", b"x")])
    office.bo.says(office.it, "one", thread=root)
    reply = office.bo.says(office.it, "two", thread=root)
    found = office.slack.message(office.it.id, root.ts)
    files = (file_of(root),)
    assert found == SlackMessage(office.it.id, root.ts, root.ts, office.bo.id, "my *screen*", files, is_bot=False)
    second = office.slack.message(office.it.id, reply.ts)
    assert second == SlackMessage(office.it.id, reply.ts, root.ts, office.bo.id, "two", (), is_bot=False)
    own = office.slack.post(office.it.id, "card", key="card")
    posted = office.slack.message(office.it.id, own.ts)
    assert posted is not None
    assert posted.is_bot


def test_a_message_that_is_gone_or_out_of_sight_is_none(office: Office) -> None:
    root = office.bo.says(office.it, "help")
    office.bo.says(office.it, "more", thread=root)
    office.bo.deletes(root)
    elsewhere = office.workspace.add_channel("general", [office.ana])
    said = office.ana.says(elsewhere, "hi")
    hidden = office.ana.says(office.ana.group_dm(office.bo), "psst")
    places = [(office.it.id, root.ts), (office.it.id, "1.0"), (elsewhere.id, said.ts), (hidden.channel, hidden.ts)]
    assert [office.slack.message(channel, ts) for channel, ts in places] == [None] * 4


def test_a_department_is_read_from_the_profile_and_the_fields_are_asked_for_once(office: Office) -> None:
    kim = office.workspace.add_person("kim", fields={"Department": "Sales", "Floor": "3"})
    asked = [(kim, "department"), (kim, "Floor"), (office.ana, "Department"), (kim, "Team")]
    assert [office.slack.department(person.id, label) for person, label in asked] == ["Sales", "3", "", ""]
    assert len(office.calls("team.profile.get")) == 1


def test_a_file_from_a_dm_is_copied_to_where_the_desk_can_open_it(office: Office) -> None:
    card = office.bo.says(office.it, "card")
    said = office.ana.says(office.ana.dm(office.app), "see", files=[("schön 1.png", b"png")])
    assert office.slack.files.share(file_of(said), office.it.id, card.ts, "From Ana")
    assert read_by(office.bo, office.it, card) == [("schön 1.png", b"png")]
    (copy,) = office.bo.thread(card)
    assert copy.text == "From Ana"
    assert copy.files[0]["user"] == office.app.bot_user_id


def test_what_is_public_or_too_large_is_not_copied(office: Office) -> None:
    card = office.bo.says(office.it, "card")
    public = office.bo.says(office.it, "here", files=[("a.txt", b"x")])
    large = office.ana.says(office.ana.dm(office.app), "log", files=[("big.log", b"x" * (COPY_LIMIT + 1))])
    assert [office.slack.files.share(file_of(one), office.it.id, card.ts) for one in (public, large)] == [None, None]
    assert office.bo.thread(card) == []


def test_a_copy_for_a_thread_that_is_gone_lands_nowhere(office: Office) -> None:
    said = office.ana.says(office.ana.dm(office.app), "see", files=[("a.txt", b"x")])
    with pytest.raises(Refused, match="thread_not_found"):
        office.slack.files.share(file_of(said), office.it.id, "1700000000.000100")
    assert office.bo.messages(office.it) == []


def test_a_file_that_the_bot_may_not_read_is_refused(office: Office) -> None:
    hidden = office.ana.says(office.ana.group_dm(office.bo), "psst", files=[("a.txt", b"x")])
    with pytest.raises(Refused, match="file_not_found"):
        office.slack.files.share(file_of(hidden), office.it.id)


def test_bytes_travel_to_and_from_slacks_own_hosts_alone_and_no_redirect_is_followed(office: Office) -> None:
    real = Transfers("https://slack.com/api/", None, 1)
    for url in ("https://files.slack.com.evil.example/x", "https://files.slack.com@evil.example/x", "file:///etc"):
        with pytest.raises(Distrusted):
            real.fetch(url, "xoxb-1", 10)
    here = Transfers(office.server.api_url, None, 1)
    private = office.ana.says(office.ana.dm(office.app), "see", files=[("a.txt", b"x")]).files[0]["url_private"]
    assert here.fetch(private, office.app.bot_token, 10) == b"x"
    with pytest.raises(OSError, match="302"):
        here.fetch(private, "xoxb-wrong", 10)
