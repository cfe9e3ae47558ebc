"""What the directory and the delivery ask Slack, and what they are told when it fails."""

from datetime import timedelta

import pytest

from bot.slack import Slack
from bot.trouble import RateLimited, Refused, Unreachable
from sandbox.faults import Fault, drop_before, rate_limit
from storage.engine import Storage
from tests.handlers.office import Office

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def test_people_come_with_what_the_bot_needs_to_know(office: Office) -> None:
    people = {person.id: person for person in office.slack.people()}
    ana = people[office.ana.id]
    assert (ana.email, ana.locale, ana.time_zone, ana.is_bot) == ("ana@acme.example", "de-DE", "Europe/Berlin", False)
    assert people[office.app.bot_user_id].is_bot
    assert people["USLACKBOT"].is_bot
    assert office.slack.person(office.ana.id) == ana


def test_who_has_left_is_not_active(office: Office) -> None:
    office.workspace.deactivate(office.bo)
    assert not office.slack.person(office.bo.id).is_active


def test_a_large_company_is_read_page_by_page(office: Office) -> None:
    for number in range(450):
        office.workspace.add_person(f"person{number}")
    assert len(list(office.slack.people())) >= 450
    assert len(office.calls("users.list")) == 3


def test_channels_and_their_members_are_found_and_joined(office: Office) -> None:
    general = office.workspace.add_channel("general", members=[office.ana])
    found = {channel.name: channel for channel in office.slack.channels()}
    assert (found["it-help"].is_member, found["general"].is_member) == (True, False)
    office.slack.join(general.id)
    assert set(office.slack.members(general.id)) == {office.ana.id, office.app.bot_user_id}


def test_the_bot_knows_who_it_is(office: Office) -> None:
    identity = office.slack.whoami()
    assert (identity.bot_user_id, identity.bot_id) == (office.app.bot_user_id, office.app.bot_id)
    assert identity.team == "Acme"
    assert "chat:write" in identity.scopes


def test_a_message_is_found_by_its_key_behind_hundreds_of_others(office: Office) -> None:
    sent = office.slack.post(office.it.id, "Wanted", key="wanted")
    for number in range(450):
        office.bo.says(office.it, f"{number}")
    since = office.clock() - timedelta(minutes=1)
    assert office.slack.find_posted(office.it.id, "wanted", None, since) == sent
    assert office.slack.find_posted(office.it.id, "unknown", None, since) is None


def test_where_the_bot_may_not_look_nothing_is_found_and_it_speaks_again(office: Office) -> None:
    office.workspace.faults.add(method="conversations.history", fail="missing_scope")
    assert office.slack.find_posted(office.it.id, "wanted", None, office.clock()) is None


def test_what_was_there_long_before_is_not_searched(office: Office) -> None:
    office.slack.post(office.it.id, "Wanted", key="wanted")
    office.clock.advance(hours=1)
    assert office.slack.find_posted(office.it.id, "wanted", None, office.clock()) is None


def test_a_refusal_says_slacks_word_and_what_is_needed(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        office.slack.post("C0UNKNOWN", "Hello", key="key")
    assert (refused.value.error, refused.value.channel) == ("channel_not_found", "C0UNKNOWN")


def test_a_block_that_slack_dislikes_is_named(office: Office) -> None:
    with pytest.raises(Refused, match=r"invalid_blocks .*json-pointer:/blocks/0"):
        office.slack.post(office.it.id, "Hello", [{"type": "section"}], key="key")


def test_retry_after_is_read(office: Office) -> None:
    office.workspace.faults.add(method="chat.delete", fail=rate_limit(9))
    with pytest.raises(RateLimited) as limited:
        office.slack.delete(office.it.id, "1.2")
    assert limited.value.retry_after == 9


@pytest.mark.parametrize("fault", [500, "internal_error", drop_before])
def test_no_clear_answer_is_told_from_a_refusal(office: Office, fault: Fault | str | int) -> None:
    office.workspace.faults.add(method="auth.test", fail=fault)
    with pytest.raises(Unreachable):
        office.slack.whoami()


def test_a_slack_that_is_not_there_is_unreachable(storage: Storage) -> None:
    with pytest.raises(Unreachable):
        Slack("xoxb-1", "http://127.0.0.1:9/api/").whoami()


def test_loopback_is_called_directly_whatever_the_proxy(monkeypatch: pytest.MonkeyPatch, office: Office) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://proxy.example:3128")
    slack = Slack(office.app.bot_token, office.server.api_url)
    assert slack.whoami().team == "Acme"
