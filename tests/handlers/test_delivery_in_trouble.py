"""What is queued leaves even when Slack, the network or our own process fails."""

import random
from datetime import timedelta

import pytest
from sqlmodel import delete

from bot import leases
from bot.leases import Taken
from bot.outbox import Post, Respond, Update, Whisper
from bot.pace import Pace
from bot.places import InThread, ToDesk, ToPerson
from sandbox.faults import Fault, drop_after, drop_before, rate_limit
from storage.tables import DeskChannel, Outgoing
from tests.handlers.office import PATIENCE, Office

LEASE = timedelta(seconds=30)


def _killed_worker_takes(office: Office) -> Taken:
    """A process leases the next row, and is killed."""
    with office.storage.transaction() as session:
        taken = leases.take(session, office.clock(), office.clock() + LEASE)
    assert taken
    return taken


@pytest.mark.parametrize("fault", [500, "internal_error", drop_before, drop_after])
def test_a_post_with_an_unknown_outcome_is_there_once(office: Office, fault: Fault | str | int) -> None:
    office.workspace.faults.add(method="chat.postMessage", fail=fault)
    office.queues("card", Post(ToDesk("it"), "Card", place="request:1:card"))
    office.delivers()
    assert not office.is_sent("card")
    office.later(seconds=1)
    assert office.texts() == ["Card"]
    assert office.is_sent("card")
    assert office.place("request:1:card")


def test_a_reply_with_an_unknown_outcome_is_looked_for_in_its_thread(office: Office) -> None:
    office.queues("card", Post(ToDesk("it"), "Card", place="request:1:card"))
    office.delivers()
    office.workspace.faults.add(method="chat.postMessage", fail=drop_after)
    office.queues("reply", Post(InThread("request:1:card"), "Reply"))
    office.delivers()
    office.later(seconds=1)
    assert office.thread("Card") == ["Reply"]
    assert len(office.calls("chat.postMessage")) == 2


def test_an_update_with_an_unknown_outcome_is_repeated(office: Office) -> None:
    office.queues("card", Post(ToDesk("it"), "Open", place="request:1:card"))
    office.queues("update", Update("request:1:card", "Claimed"))
    office.workspace.faults.add(method="chat.update", fail=drop_before)
    office.delivers()
    office.later(seconds=1)
    assert office.texts() == ["Claimed"]


def test_while_slack_is_down_the_waits_grow_to_a_minute_and_nothing_is_lost(office: Office) -> None:
    office.workspace.faults.add(method="chat.postMessage", fail=503, times=8)
    office.queues("card", Post(ToDesk("it"), "Card"))
    waits = []
    for _ in range(8):
        office.delivers()
        waits.append((office.row("card").due_at - office.clock()).total_seconds())
        office.clock.advance(minutes=1)
    office.delivers()
    assert waits[:6] == sorted(waits[:6])
    assert 0.75 <= waits[0] <= 1
    assert 45 <= waits[-1] <= 60
    assert office.texts() == ["Card"]


@pytest.mark.parametrize("kind", ["whisper", "respond"])
def test_passing_words_with_an_unknown_outcome_are_not_said_twice(office: Office, kind: str) -> None:
    office.workspace.faults.add(method="*", fail=drop_before)
    respond = Respond("http://127.0.0.1:9/nobody-listens", "Hi")
    office.queues(kind, Whisper(office.it.id, office.bo.id, "Hi") if kind == "whisper" else respond)
    office.delivers()
    assert office.row(kind).given_up_at
    office.later(seconds=60)
    assert office.bo.ephemerals(office.it) == []


@pytest.mark.parametrize("seed", range(1, 3))
def test_whatever_goes_wrong_everything_arrives_once_and_in_order(office: Office, seed: int) -> None:
    office.queues("card", Post(ToDesk("it"), "Card", place="request:1:card"))
    office.delivers()
    for number in range(24):
        to = InThread("request:1:card") if number % 3 == 0 else ToDesk("it")
        office.queues(f"{number}", Post(to, f"{number}"), lane=f"lane {number % 3}")
    kinds: list[Fault | str | int] = [drop_before, drop_after, 500, "internal_error", rate_limit(3)]
    for trouble in random.Random(seed).choices(kinds, k=20):
        office.workspace.faults.add(method="*", fail=trouble)
    while not all(office.is_sent(f"{number}") for number in range(24)):
        office.later(minutes=1)
    assert office.thread("Card") == [f"{number}" for number in range(0, 24, 3)]
    texts = office.texts()[1:]
    for lane in (1, 2):
        assert [text for text in texts if int(text) % 3 == lane] == [f"{number}" for number in range(lane, 24, 3)]
    assert len(texts) == 16


def test_passing_words_of_a_killed_process_are_not_said_twice(office: Office) -> None:
    office.queues("whisper", Whisper(office.it.id, office.bo.id, "Hi"))
    _killed_worker_takes(office)
    office.later(seconds=30)
    assert "may have been said already" in str(office.row("whisper").last_error)
    assert office.bo.ephemerals(office.it) == []


def test_a_killed_process_that_had_not_posted_is_made_good_when_its_lease_runs_out(office: Office) -> None:
    office.queues("card", Post(ToDesk("it"), "Card"))
    _killed_worker_takes(office)
    office.delivers()
    assert office.texts() == []
    office.later(seconds=30)
    assert office.texts() == ["Card"]


def test_a_killed_process_that_had_posted_does_not_make_it_twice(office: Office) -> None:
    office.queues("card", Post(ToDesk("it"), "Card", place="request:1:card"))
    _killed_worker_takes(office)
    sent = office.slack.post(office.it.id, "Card", key="card")
    office.later(seconds=30)
    assert office.texts() == ["Card"]
    place = office.place("request:1:card")
    assert place
    assert place.ts == sent.ts


def test_a_worker_that_comes_back_after_its_lease_cannot_undo_what_another_did(office: Office) -> None:
    office.queues("card", Post(ToDesk("it"), "Card"))
    slow = _killed_worker_takes(office)
    office.later(seconds=30)
    with office.storage.transaction() as session:
        assert not leases.give_up(session, slow, office.clock(), "too late")
        assert not leases.put_back(session, slow, office.clock())
    assert office.is_sent("card")


def test_a_reply_whose_thread_is_gone_does_not_stay_in_the_open_channel(office: Office) -> None:
    office.queues("card", Post(ToDesk("it"), "Card", place="request:1:card"))
    office.delivers()
    office.slack.delete(office.it.id, office.bo.messages(office.it)[0].ts)
    office.queues("reply", Post(InThread("request:1:card"), "Confidential"))
    office.queues("next", Post(ToDesk("it"), "Next"))
    office.delivers()
    assert office.texts() == ["Next"]
    assert office.row("reply").last_error == "thread_gone"


def test_a_stray_reply_is_deleted_even_if_the_first_deletion_fails(office: Office) -> None:
    office.queues("card", Post(ToDesk("it"), "Card", place="request:1:card"))
    office.delivers()
    office.slack.delete(office.it.id, office.bo.messages(office.it)[0].ts)
    office.workspace.faults.add(method="chat.delete", fail=drop_before)
    office.queues("reply", Post(InThread("request:1:card"), "Confidential"))
    office.delivers()
    assert office.texts() == ["Confidential"]
    office.later(seconds=1)
    assert office.texts() == []
    assert office.row("reply").last_error == "thread_gone"
    assert len(office.calls("chat.postMessage")) == 2


def test_a_card_for_an_archived_channel_is_held_and_leaves_when_it_is_open_again(office: Office) -> None:
    office.workspace.archive(office.it)
    office.queues("card", Post(ToDesk("it"), "Card"))
    office.queues("dm", Post(ToPerson(office.ana.id), "Saved"), lane="two")
    office.delivers()
    assert office.held == [("card", "chat.postMessage: is_archived")]
    assert office.texts(office.ana.dm(office.app)) == ["Saved"]
    office.workspace.unarchive(office.it)
    office.workspace.world.channels[office.it.id].members[office.app.bot_user_id] = None
    office.later(minutes=5)
    assert office.texts()[-1] == "Card"


def test_a_desk_without_a_channel_holds_its_cards_until_it_has_one(office: Office) -> None:
    office.change(lambda session: session.execute(delete(DeskChannel)))
    office.queues("card", Post(ToDesk("it"), "Card"))
    office.delivers()
    assert office.held == [("card", "no channel is known for the desk it")]
    office.change(lambda session: session.add(DeskChannel(desk="it", channel=office.it.id)))
    office.later(minutes=5)
    assert office.texts() == ["Card"]


@pytest.mark.parametrize("error", ["invalid_auth", "missing_scope"])
def test_trouble_with_the_token_holds_everything_and_loses_nothing(office: Office, error: str) -> None:
    office.workspace.faults.add(method="chat.postMessage", fail=error)
    office.queues("card", Post(ToDesk("it"), "Card"))
    office.queues("next", Post(ToDesk("it"), "Next"))
    office.delivers()
    assert [key for key, _ in office.held] == ["card"]
    office.later(minutes=5)
    assert office.texts() == ["Card", "Next"]


def test_who_has_left_the_company_gets_nothing_and_holds_nothing_up(office: Office) -> None:
    office.workspace.deactivate(office.ana)
    office.queues("dm", Post(ToPerson(office.ana.id), "Saved"))
    office.queues("next", Post(ToDesk("it"), "Next"))
    office.delivers()
    assert office.row("dm").given_up_at
    assert office.held == []
    assert office.texts() == ["Next"]


def test_too_many_calls_are_tried_again_when_slack_said(office: Office) -> None:
    office.workspace.faults.add(method="chat.postMessage", fail=rate_limit(7))
    office.queues("card", Post(ToDesk("it"), "Card"))
    office.delivers()
    assert office.row("card").due_at == office.clock() + timedelta(seconds=7)
    assert office.row("card").attempts == 0
    office.later(seconds=7)
    assert office.texts() == ["Card"]
    assert not office.calls("conversations.history")


def test_a_busy_channel_is_posted_to_at_slacks_pace_and_others_do_not_wait(office: Office) -> None:
    start = office.clock()
    pace = Pace(lambda: (office.clock() - start).total_seconds())
    hr = office.workspace.add_channel("hr", members=[office.ana, office.app.bot_user])
    office.change(lambda session: session.add(DeskChannel(desk="hr", channel=hr.id)))
    for number in range(6):
        office.queues(f"{number}", Post(ToDesk("it"), f"{number}"), lane=f"{number}")
    office.queues("hr", Post(ToDesk("hr"), "Hello"), lane="hr")
    worker = office.worker(pace)
    assert worker.wait_until_idle(PATIENCE)
    assert office.texts(hr) == ["Hello"]
    counts = [len(office.texts())]
    for _ in range(3):
        office.clock.advance(seconds=1)
        assert worker.wait_until_idle(PATIENCE)
        counts.append(len(office.texts()))
    assert counts == [3, 4, 5, 6]


def test_the_operators_are_told_in_the_transaction_that_holds_the_message(office: Office) -> None:
    office.workspace.archive(office.it)
    office.queues("card", Post(ToDesk("it"), "Card"))
    office.delivers()
    row: Outgoing = office.row("card")
    assert row.leased_until is None
    assert row.last_error == office.held[0][1]
    assert row.due_at == office.clock() + timedelta(minutes=5)
