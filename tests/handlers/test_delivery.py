"""What is queued leaves: in order, once, and to the right place."""

from bot.outbox import Post, Respond, Speaker, Update, Whisper
from bot.places import InChannel, InThread, ToDesk, ToPerson
from sandbox.responses import new_response_url
from tests.handlers.office import PATIENCE, Office

DIVIDER = {"type": "divider"}


def test_a_card_goes_to_the_channel_that_its_desk_works_in(office: Office) -> None:
    office.queues("card", Post(ToDesk("it"), "Laptop is dead", [DIVIDER], place="request:1:card"))
    office.delivers()
    [card] = office.bo.messages(office.it)
    place = office.place("request:1:card")
    assert place
    assert (card.text, card.blocks[0]["type"], card.ts) == ("Laptop is dead", "divider", place.ts)
    assert office.is_sent("card")


def test_a_person_is_told_in_their_own_dm_which_is_opened_once(office: Office) -> None:
    office.queues("1", Post(ToPerson(office.ana.id), "Saved"))
    office.queues("2", Post(ToPerson(office.ana.id), "Bo is on it"))
    office.delivers()
    assert office.texts(office.ana.dm(office.app)) == ["Saved", "Bo is on it"]
    assert len(office.calls("conversations.open")) == 1


def test_a_reply_goes_into_the_thread_of_a_message_queued_before_it(office: Office) -> None:
    office.queues("card", Post(ToDesk("it"), "Card", place="request:1:card"), lane="desk")
    office.queues("reply", Post(InThread("request:1:card"), "Reply"), lane="desk")
    office.delivers()
    assert office.texts() == ["Card"]
    assert office.thread("Card") == ["Reply"]


def test_a_reply_in_another_lane_waits_for_its_root(office: Office) -> None:
    office.queues("reply", Post(InThread("request:1:card"), "Reply"), lane="a")
    office.queues("other", Post(ToDesk("it"), "Other"), lane="b")
    office.queues("card", Post(ToDesk("it"), "Card", place="request:1:card"), lane="b")
    office.delivers()
    office.later(seconds=2)
    assert office.thread("Card") == ["Reply"]


def test_a_reply_to_what_nobody_ever_posted_is_given_up_and_its_lane_goes_on(office: Office) -> None:
    office.queues("reply", Post(InThread("request:9:card"), "Reply"))
    office.queues("next", Post(ToDesk("it"), "Next"))
    office.delivers()
    assert office.row("reply").last_error == "request:9:card was never posted"
    assert office.texts() == ["Next"]
    assert office.lost == ["reply"]


def test_an_update_changes_the_message_at_its_place(office: Office) -> None:
    office.queues("card", Post(ToDesk("it"), "Open", place="request:1:card"))
    office.queues("claimed", Update("request:1:card", "Claimed"))
    office.delivers()
    assert office.texts() == ["Claimed"]


def test_of_many_updates_that_wait_only_the_newest_is_sent(office: Office) -> None:
    office.queues("card", Post(ToDesk("it"), "Open", place="request:1:card"))
    for number in range(5):
        office.queues(f"update {number}", Update("request:1:card", f"Version {number}"))
    office.delivers()
    assert office.texts() == ["Version 4"]
    assert len(office.calls("chat.update")) == 1


def test_a_whisper_is_seen_by_one_person_only(office: Office) -> None:
    office.queues("whisper", Whisper(office.it.id, office.bo.id, "Only you"))
    office.delivers()
    assert [message.text for message in office.bo.ephemerals(office.it)] == ["Only you"]


def test_a_message_appears_under_its_speakers_name(office: Office) -> None:
    office.queues("said", Post(ToDesk("it"), "It is red", speaker=Speaker("Ana", "https://acme.example/ana.png")))
    office.delivers()
    assert office.bo.messages(office.it)[0].username == "Ana"


def test_the_rows_of_a_lane_leave_in_the_order_in_which_they_were_queued(office: Office) -> None:
    for number in range(30):
        office.queues(f"{number}", Post(InChannel(office.it.id), f"{number}"), lane=f"lane {number % 3}")
    office.delivers()
    texts = [int(text) for text in office.texts()]
    assert sorted(texts) == list(range(30))
    for lane in range(3):
        in_lane = [number for number in texts if number % 3 == lane]
        assert in_lane == sorted(in_lane)


def test_a_message_that_slack_refuses_for_good_does_not_block_its_lane(office: Office) -> None:
    office.queues("poison", Post(ToDesk("it"), "Bad", [{"type": "no such block"}]))
    office.queues("next", Post(ToDesk("it"), "Next"))
    office.delivers()
    assert office.texts() == ["Next"]
    assert "invalid_blocks" in str(office.row("poison").last_error)
    assert office.row("poison").given_up_at == office.clock()


def test_a_row_that_cannot_be_read_is_given_up(office: Office) -> None:
    office.queues("broken", Post(ToDesk("it"), "Broken"))
    office.change(lambda session: setattr(session.merge(office.row("broken")), "payload", {"of": "another version"}))
    office.queues("next", Post(ToDesk("it"), "Next"))
    office.delivers()
    assert "unreadable" in str(office.row("broken").last_error)
    assert office.texts() == ["Next"]


def test_two_processes_on_one_database_send_nothing_twice(office: Office) -> None:
    first, second = office.worker(workers=4), office.worker(workers=4)
    for number in range(40):
        office.queues(f"{number}", Post(ToDesk("it"), f"{number}"), lane=f"{number}")
        (first if number % 2 else second).wake()
    assert first.wait_until_idle(PATIENCE)
    assert second.wait_until_idle(PATIENCE)
    assert sorted(office.texts(), key=int) == [str(number) for number in range(40)]


def test_what_a_crash_left_behind_leaves_without_being_woken(office: Office) -> None:
    office.queues("left", Post(ToDesk("it"), "Left behind"))
    worker = office.worker()
    assert worker.wait_until_idle(PATIENCE)
    assert office.texts() == ["Left behind"]


def _response_url(office: Office) -> str:
    with office.workspace.world.lock:
        return new_response_url(office.workspace.world, office.app, office.bo.id, office.it.id)


def test_an_answer_through_a_response_url_is_for_the_person_who_acted(office: Office) -> None:
    office.queues("answer", Respond(_response_url(office), "Saved", [DIVIDER]))
    office.delivers()
    assert [message.text for message in office.bo.ephemerals(office.it)] == ["Saved"]


def test_an_answer_that_slack_no_longer_takes_is_given_up_and_its_lane_goes_on(office: Office) -> None:
    url = _response_url(office)
    for number in range(6):
        office.queues(f"answer {number}", Respond(url, f"{number}"))
    office.queues("next", Post(ToDesk("it"), "Next"))
    office.delivers()
    assert len(office.bo.ephemerals(office.it)) == 5
    assert office.row("answer 5").last_error == "response_url: used_url"
    assert office.texts()[-1] == "Next"
