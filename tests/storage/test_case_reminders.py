"""What a case asks for by itself: its readers are reminded once each, who has it owes a word, and people leave."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot import caseplaces
from bot.case_errors import SeenAgain
from bot.confidence import cases, copies, leaving, moves, reminding, talking, undelivered
from bot.errors import AlreadyClaimed, NobodyElse, UnknownRequest
from bot.form_errors import InvalidForm
from bot.outbox import Delete, Post, read
from bot.places import InThread, ToPerson
from bot.utterances import Utterance
from storage.confidence import Said
from storage.kinds import Side, State
from storage.queries import remember_place
from storage.tables import Absence, Person
from tests.cases import Room, room
from tests.databases import Databases

one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def hr(databases: Databases) -> Iterator[Room]:
    """A room in whose HR hana and lena serve."""
    with room(databases) as opened:
        yield opened


def tick(hr: Room) -> None:
    """Do all that is due, as every process does."""
    while hr.does(leaving.run_next) or hr.does(reminding.run_next):
        pass


def reminders(hr: Room) -> dict[str, list[str]]:
    """What each person was reminded of, as it is queued."""
    found: dict[str, list[str]] = {}
    for row in hr.queued():
        message = read(row)
        if isinstance(message, Post) and isinstance(message.to, ToPerson) and ":reminder:" in (row.place or ""):
            found.setdefault(message.to.person, []).append(message.text)
    return found


def in_thread(hr: Room, root: str) -> list[str]:
    """What was said in a thread."""
    posts = (message for message in map(read, hr.queued()) if isinstance(message, Post))
    return [message.text for message in posts if message.to == InThread(root)]


def said(hr: Room, ref: str, text: str, side: Side = Side.REQUESTER, *, party: int = 0) -> None:
    """Somebody writes in the conversation with who asked, or with another party."""
    hr.pass_time(seconds=1)
    with hr.work() as work:
        author = "U-ANA" if side is Side.REQUESTER else cases.find(work, ref).agent or ""
        ts = f"{work.now.timestamp():.6f}"
        talking.add(work, cases.locked(work, ref), party, side, Utterance(f"D-{author}", ts, author, text))


def leaves(hr: Room, *people: str) -> None:
    """They work here no longer."""
    with hr.work() as work:
        for one in people:
            work.session.get_one(Person, one).is_active = False


def test_each_reader_is_reminded_once_of_half_the_time_and_of_all_of_it(hr: Room) -> None:
    ref = hr.confide()
    tick(hr)
    assert reminders(hr) == {}

    hr.pass_time(hours=3)
    for _ in range(2):
        tick(hr)
    half = reminders(hr)
    assert {len(lines) for lines in half.values()} == {1}
    assert set(half) == {"U-HANA", "U-LENA"}
    assert all(ref in line and "Zwist" not in line for lines in half.values() for line in lines)

    hr.pass_time(hours=2)
    for _ in range(2):
        tick(hr)
    assert {len(lines) for lines in reminders(hr).values()} == {2}
    assert hr.case(ref).remind_at is None

    hr.pass_time(days=60)
    tick(hr)
    assert {len(lines) for lines in reminders(hr).values()} == {2}


@one_database
def test_a_reader_who_may_not_be_disturbed_hears_of_it_when_they_may(hr: Room) -> None:
    with hr.work() as work:
        work.session.get_one(Person, "U-LENA").time_zone = "America/Halifax"
    hr.confide()
    hr.pass_time(hours=3)
    tick(hr)
    assert set(reminders(hr)) == {"U-HANA"}
    hr.pass_time(hours=1)
    tick(hr)
    assert {one: len(lines) for one, lines in reminders(hr).items()} == {"U-HANA": 1, "U-LENA": 1}
    assert not [one for one in map(read, hr.queued()) if isinstance(one, Delete)]


def test_who_has_it_and_says_nothing_is_reminded_where_they_owe_a_word(hr: Room) -> None:
    ref = hr.confide()
    hr.does(moves.claim, ref, "U-HANA")
    root = caseplaces.agent(ref, 0, hr.case(ref).turn)

    hr.pass_time(days=2)
    tick(hr)
    tick(hr)
    assert [line for line in in_thread(hr, root) if ref in line] == [f"⏳ *{ref}* is waiting for a word from you."]
    assert reminders(hr) == {}

    said(hr, ref, "We should talk.", Side.DESK)
    hr.pass_time(days=5)
    tick(hr)
    assert hr.trail(ref)[-1] == "answered by U-HANA"
    said(hr, ref, "Yes, when?")
    hr.pass_time(days=3)
    tick(hr)
    assert len([line for line in in_thread(hr, root) if ref in line]) == 2


@one_database
def test_what_is_resolved_is_closed_when_it_can_be_opened_no_more(hr: Room) -> None:
    ref = hr.confide()
    hr.does(moves.claim, ref, "U-HANA")
    hr.does(moves.resolve, ref, "U-HANA", "")
    hr.pass_time(days=2)
    tick(hr)
    assert hr.case(ref).state is State.RESOLVED
    said(hr, ref, "Danke!")
    assert hr.case(ref).state is State.RESOLVED
    said(hr, ref, "It has begun again.")
    assert hr.case(ref).state is State.CLAIMED

    hr.does(moves.resolve, ref, "U-HANA", "")
    hr.pass_time(days=10)
    tick(hr)
    assert hr.case(ref).state is State.CLOSED
    assert hr.case(ref).remind_at is None
    assert hr.trail(ref)[-2:] == ["resolved by U-HANA", "closed by None"]


def test_a_case_whose_agent_has_left_is_any_readers_again(hr: Room) -> None:
    ref = hr.confide()
    hr.does(moves.claim, ref, "U-HANA")
    leaves(hr, "U-HANA")
    tick(hr)
    tick(hr)

    assert hr.case(ref).state is State.OPEN
    assert hr.trail(ref).count("agent_left by None") == 1
    with hr.work() as work:
        assert list(cases.readers(work, cases.find(work, ref))) == ["U-LENA"]
    assert any("U-HANA" in line for line in in_thread(hr, caseplaces.party(ref, 0)))
    hr.does(moves.claim, ref, "U-LENA")


def test_a_reader_who_leaves_changes_nothing_and_the_last_one_has_who_asked_decide(hr: Room) -> None:
    ref = hr.confide(excluded=["U-CY"])
    before = len(hr.queued())
    leaves(hr, "U-LENA")
    tick(hr)
    assert len(hr.queued()) == before

    leaves(hr, "U-HANA")
    tick(hr)
    tick(hr)
    (told,) = [line for line in in_thread(hr, caseplaces.party(ref, 0)) if "nobody" in line]
    assert "You can withdraw it" in told
    with pytest.raises(NobodyElse):
        hr.does(leaving.admit, ref, "U-ANA", ["U-BO"])
    hr.does(moves.withdraw, ref, "U-ANA")


@one_database
def test_only_who_asked_lets_others_see_it_and_nobody_who_is_excluded(databases: Databases) -> None:
    with room(databases, "U-HANA", "U-LENA", "U-BO", "U-CY") as hr:
        ref = hr.confide(excluded=["U-CY"])
        with pytest.raises(SeenAgain):
            hr.does(leaving.admit, ref, "U-ANA", ["U-BO"])
        leaves(hr, "U-HANA", "U-LENA", "U-BO")
        tick(hr)
        with hr.work() as work:
            work.session.get_one(Person, "U-BO").is_active = True  # on the desk from today
        with pytest.raises(InvalidForm):
            hr.does(leaving.admit, ref, "U-ANA", ["U-BO", "U-CY"])
        for stranger in ("U-BEN", "U-CY", "U-BO"):
            with pytest.raises(UnknownRequest):
                hr.does(leaving.admit_form, ref, stranger)

        hr.does(leaving.admit, ref, "U-ANA", ["U-BO"])
        hr.does(moves.claim, ref, "U-BO")
        assert hr.trail(ref)[1:] == ["abandoned by None", "admitted by U-ANA", "claimed by U-BO"]


def test_who_asked_and_has_left_ends_it(hr: Room) -> None:
    ref = hr.confide()
    hr.does(moves.claim, ref, "U-HANA")
    leaves(hr, "U-ANA")
    tick(hr)
    tick(hr)
    assert hr.case(ref).state is State.WITHDRAWN
    assert hr.case(ref).agent is None


def test_the_other_one_of_a_mediation_who_has_left_is_missed_once(hr: Room) -> None:
    ref = hr.confide(type="mediation", other="U-BEN")
    hr.does(moves.claim, ref, "U-HANA")
    said(hr, ref, "Would you like to talk?", Side.DESK, party=1)
    assert hr.case(ref).remind_at, "who asked has heard nothing yet"
    said(hr, ref, "Why?", party=1)
    leaves(hr, "U-BEN")
    tick(hr)
    tick(hr)
    with hr.work() as work:
        assert cases.party(work, cases.find(work, ref), 1).left_at == hr.clock()
        assert copies.owed(work, cases.find(work, ref)) == [0], "who is gone waits for nothing"
    assert hr.case(ref).state is State.CLAIMED


@one_database
def test_words_that_slack_refuses_are_told_to_who_wrote_them_and_to_nobody_else(hr: Room) -> None:
    ref = hr.confide()
    hr.does(moves.claim, ref, "U-HANA")
    said(hr, ref, "He shouts.")
    said(hr, ref, "Where?", Side.DESK)
    head, root = caseplaces.party(ref, 0), caseplaces.agent(ref, 0, hr.case(ref).turn)
    copies = [row for row in hr.queued() if caseplaces.said_in(row.place or "")]
    before = len(hr.queued())
    for row in copies:
        for error in ("user_disabled", "msg_too_long"):
            hr.does(undelivered.lost, row, error)

    assert len(hr.queued()) == before + 2
    assert "could not be delivered" in in_thread(hr, head)[-1]
    assert "could not be delivered" in in_thread(hr, root)[-1]


@one_database
def test_what_no_key_opens_is_left_alone(hr: Room) -> None:
    hr.confide()
    with hr.work() as work:
        work.session.execute(text("UPDATE \"case\" SET matter = 'gAAAAA'"))
    leaves(hr, "U-HANA", "U-LENA", "U-ANA")
    before = len(hr.queued())
    hr.pass_time(hours=4)
    tick(hr)
    assert len(hr.queued()) == before


def test_of_many_processes_that_look_at_once_each_reader_hears_once(hr: Room) -> None:
    hr.confide()
    hr.pass_time(hours=3)
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(tick, hr) for _ in range(4)]:
            done.result()
    assert {len(lines) for lines in reminders(hr).values()} == {1}


@one_database
def test_what_slack_tells_in_any_order_ends_the_same(hr: Room) -> None:
    ref = hr.confide()
    hr.does(moves.claim, ref, "U-HANA")
    with hr.work() as work:
        remember_place(work.session, caseplaces.party(ref, 0), "D-ANA", "1.0")
    words = Utterance("D-ANA", "2.0", "U-ANA", "He shouts.", thread_ts="1.0")
    later = replace(words, text="He shouts at me.")
    gone = replace(words, ts="3.0")

    with hr.work() as work:
        assert talking.edit(work, later, "5.0", is_young=True)
        assert talking.hear(work, words)
        assert talking.edit(work, replace(words, text="He"), "4.0", is_young=True)
        talking.delete(work, gone)
        assert talking.hear(work, gone)
        assert talking.edit(work, gone, "6.0", is_young=True)
        assert not talking.hear(work, replace(words, ts="7.0", thread_ts="6.5"))
        talking.delete(work, replace(words, ts="8.0", thread_ts=None))
    with hr.work() as work:
        said = {one.ts: (one.text, one.taken_back_at is None) for one in work.session.exec(select(Said))}
    assert said == {"2.0": ("He shouts at me.", True), "3.0": ("", False)}
    copies = [read(row) for row in hr.queued() if caseplaces.said_in(row.place or "")]
    assert [copy.text for copy in copies if isinstance(copy, Post)] == ["He shouts at me."]


def test_where_its_agent_is_away_another_reader_takes_a_case_over(hr: Room) -> None:
    ref = hr.confide()
    hr.does(moves.claim, ref, "U-HANA")
    with pytest.raises(AlreadyClaimed):
        hr.does(moves.take_over, ref, "U-LENA")
    with hr.work() as work:
        work.session.add(Absence(person="U-HANA", status_emoji="palm_tree"))
    for _ in range(6):
        hr.pass_time(hours=6)
        tick(hr)
    told = reminders(hr)["U-LENA"]
    assert [line for line in told if "away" in line] == [told[-1]]

    with pytest.raises(UnknownRequest):
        hr.does(moves.take_over, ref, "U-BEN")
    hr.does(moves.take_over, ref, "U-LENA")
    assert hr.case(ref).agent == "U-LENA"
    assert hr.trail(ref)[-1] == "taken_over by U-LENA"
    with pytest.raises(AlreadyClaimed):
        hr.does(moves.take_over, ref, "U-HANA")
