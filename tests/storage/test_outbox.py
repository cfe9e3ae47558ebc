"""The outbox in the database: one key, one message; only the newest of waiting updates."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.outbox import Answer, Export, Outgo, Post, Respond, Speaker, Update, Whisper, decode, encode, queue
from bot.places import InChannel, InThread, ToDesk, ToPerson
from storage.engine import Storage
from storage.kinds import Method
from storage.queries import begins
from storage.tables import SUPERSEDED, Outgoing
from tests.clock import Clock

BLOCKS = [{"type": "divider"}]
NOW = Clock()()


def _queue(storage: Storage, key: str, message: Outgo, lane: str = "one") -> None:
    with storage.transaction() as session:
        queue(session, NOW, key=key, lane=lane, message=message)


def _rows(storage: Storage) -> dict[str, Outgoing]:
    with storage.reading() as session:
        return {row.key: row for row in session.exec(select(Outgoing).order_by(Outgoing.key))}


def _waiting(storage: Storage) -> list[str]:
    return [key for key, row in _rows(storage).items() if row.given_up_at is None]


@pytest.mark.parametrize(
    "message",
    [
        Post(InChannel("C1"), "Hello", BLOCKS, place="p", broadcast=True),
        Post(ToPerson("U1"), "Hello", BLOCKS, speaker=Speaker("Ana", "https://acme.example/ana.png")),
        Post(ToDesk("it"), "Hello", BLOCKS, speaker=Speaker("Ana", None)),
        Post(InThread("request:1:card"), "Hello", BLOCKS),
        Update("request:1:card", "Hello", BLOCKS),
        Whisper("C1", "U1", "Hello", BLOCKS, thread_ts="1.2"),
        Respond("https://acme.example/r", "Hello", BLOCKS),
        Answer("https://acme.example/r", "U1", "it", "0:1:2:3:UTC", replaces=True),
        Export("U1", "it", "0:1:2:3:UTC", "xlsx"),
    ],
)
def test_a_message_comes_out_as_it_went_in(storage: Storage, message: Outgo) -> None:
    _queue(storage, "key", message)
    row = _rows(storage)["key"]
    assert decode(row.method, row.place, row.payload) == message


def test_words_of_another_version_are_not_guessed_at() -> None:
    with pytest.raises(TypeError):
        decode(Method.UPDATE, "p", {**encode(Update("p", "Hello")), "colour": "red"})


def test_the_same_key_is_queued_once(storage: Storage) -> None:
    _queue(storage, "key", Post(ToDesk("it"), "First"))
    _queue(storage, "key", Post(ToDesk("it"), "Second"))
    assert [row.payload["text"] for row in _rows(storage).values()] == ["First"]


def test_what_is_undone_is_not_queued(storage: Storage) -> None:
    def fail_after_queueing() -> None:
        with storage.transaction() as session:
            queue(session, NOW, key="key", lane="one", message=Post(ToDesk("it"), "Hello"))
            raise LookupError

    with pytest.raises(LookupError):
        fail_after_queueing()
    assert _rows(storage) == {}


def test_a_newer_update_takes_the_place_of_a_waiting_one(storage: Storage) -> None:
    _queue(storage, "1", Update("card", "Old"))
    _queue(storage, "2", Post(InThread("card"), "Said"))
    _queue(storage, "3", Update("card", "New"))
    assert _waiting(storage) == ["2", "3"]
    assert _rows(storage)["1"].last_error == SUPERSEDED


def test_an_update_that_was_superseded_does_not_come_back_under_its_key(storage: Storage) -> None:
    _queue(storage, "1", Update("card", "Old"))
    _queue(storage, "2", Update("card", "New"))
    _queue(storage, "1", Update("card", "Old"))
    assert _waiting(storage) == ["2"]


def test_updates_elsewhere_and_the_post_itself_stay(storage: Storage) -> None:
    _queue(storage, "1", Post(ToDesk("it"), "Card", place="card"))
    _queue(storage, "2", Update("other", "Other place"))
    _queue(storage, "3", Update("card", "Other lane"), lane="two")
    _queue(storage, "4", Update("card", "New"))
    assert _waiting(storage) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
def test_nobody_waits_for_an_older_update_that_somebody_else_has_in_hand(storage: Storage) -> None:
    _queue(storage, "1", Update("card", "Old"))
    with storage.transaction() as other:
        other.exec(select(Outgoing).with_for_update()).one()
        _queue(storage, "2", Update("card", "New"))
    assert _waiting(storage) == ["1", "2"]


def test_an_update_on_its_way_is_not_superseded(storage: Storage) -> None:
    _queue(storage, "1", Update("card", "Old"))
    with storage.transaction() as session:
        session.exec(select(Outgoing)).one().leased_until = NOW + timedelta(seconds=30)
    _queue(storage, "2", Update("card", "New"))
    assert _waiting(storage) == ["1", "2"]


def test_what_begins_so_is_found_by_the_bytes_wherever_the_database_is(storage: Storage) -> None:
    """Most locales of PostgreSQL put ";" before ":"; the tests' server has none of these."""
    for key in ("event:1:card", "event:10:card", "event:1", "event:1;"):
        _queue(storage, key, Post(ToDesk("it"), "Hello"))
    with storage.reading() as session:
        statement = select(Outgoing.key).where(begins(session, Outgoing.key, "event:1:"))
        assert session.exec(statement).all() == ["event:1:card"]
        assert ('COLLATE "C"' in str(statement.compile(session.connection()))) != storage.is_sqlite
