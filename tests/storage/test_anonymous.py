"""What is kept of somebody who asks without their name: nothing that another's question would not have left."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, select

from bot.case_errors import EnoughLooks, EnoughQuestions, EnoughSaid, LeadsNowhere, NotSetUp
from bot.confidence import anonymous, leaving, links, looking, moves, opening, reminding
from bot.confidence.rations import Ration, Rations
from bot.errors import AlreadyClosed, AlreadyReceived, Mistake
from bot.form_errors import InvalidForm, NobodyToAsk
from bot.matters import Matter
from bot.views.anonymous import MORE, TEXT, Entered, read_memory
from storage.confidence import Case
from storage.kinds import Method, State
from storage.queries import outbox_figures
from storage.tables import SUPERSEDED, DeskChannel, Person
from tests.cases import Room, room
from tests.databases import Databases

Rows = dict[str, list[str]]
_UNTOLD = "gAAAAAAAAAA"  # how a sealed text begins that bears no instant of its own (https://github.com/fernet/spec)
_SEALED, _KEY, _REF = _UNTOLD + r"[\w=-]+", r"[0-9a-f]{64}", r"\b[2-9A-HJKMNP-Z]{6}\b"
_LOTS = re.compile(f"{_SEALED}|{_KEY}|{_REF}")


@contextmanager
def asked_without_names(databases: Databases) -> Iterator[Room]:
    """A room whose HR can be asked without a name, as a directory that was read has it."""
    with room(databases) as hr:
        with hr.storage.transaction() as session:
            session.add(DeskChannel(desk="hr", channel="C-HR"))
            session.get_one(Person, "U-BEN").locale = "de-DE"
            session.get_one(Person, "U-BEN").time_zone = "America/New_York"
        yield hr


def asks(hr: Room, person: str, rations: Rations | None = None, **entered: object) -> str:
    """Ask HR something; the secret."""
    question = Entered(links.new_secret(), "hr", "My boss shouts at people.")
    question = told(hr, person, replace(question, **entered))  # type: ignore[arg-type]
    hr.does(anonymous.ask, rations or Rations(), person, question)
    return question.secret


def told(hr: Room, person: str, entered: Entered) -> Entered:
    """The same, as the form has kept it: with the mark of those whom it has named."""
    view = hr.does(anonymous.form, person, entered)
    return replace(entered, pledge=read_memory(view["private_metadata"])["pledge"])


def reference(hr: Room) -> str:
    """The reference of the only case that there is."""
    with hr.storage.reading() as session:
        return session.exec(select(Case.ref)).one()


def dump(hr: Room) -> Rows:
    """Every row of every table, as it stands in the database."""
    with hr.storage.reading() as session:
        tables = [one.name for one in SQLModel.metadata.sorted_tables]
        return {one: [str(tuple(row)) for row in session.execute(text(f'SELECT * FROM "{one}"'))] for one in tables}


def left_by(hr: Room, person: str) -> str:
    """The rows that somebody's question and what they write later have left, without what was drawn by lot."""
    before = dump(hr)
    secret = asks(hr, person)
    hr.does(anonymous.write, person, secret, "7", "It happened again.")
    new = {table: [row for row in rows if row not in before[table]] for table, rows in dump(hr).items()}
    return _LOTS.sub("…", str({table: rows for table, rows in new.items() if rows}))


def test_whoever_asks_leaves_the_same_rows_with_no_instant_but_the_full_hour(databases: Databases) -> None:
    left = []
    for person, minutes in (("U-ANA", 1), ("U-BEN", 17), ("U-HANA", 29)):
        with asked_without_names(databases) as hr:
            hr.pass_time(minutes=minutes, seconds=minutes)
            left.append(left_by(hr, person))
    assert left[0] == left[1] == left[2]
    assert "'case'" in left[0]
    assert "'outgoing'" in left[0]
    assert "'received'" not in left[0]
    assert "gAAAA" not in left[0]
    for trace in ("U-ANA", "U-BEN", "boss", "again"):
        assert trace not in left[0]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_what_is_sent_twice_is_saved_once_and_a_lost_secret_leads_nowhere(databases: Databases) -> None:
    with asked_without_names(databases) as hr:
        rations = Rations(questions=Ration(1, timedelta(days=1)))
        secret = asks(hr, "U-ANA", rations)
        with hr.storage.reading() as session:
            assert outbox_figures(session, hr.clock()).unsent == 0  # until the full hour
        with pytest.raises(AlreadyReceived):
            asks(hr, "U-ANA", rations, secret=secret)
        with pytest.raises(AlreadyReceived), hr.work() as work:  # where both were on their way at once
            opening.open_case(work, None, work.desk("hr"), Matter("Twice"), link=links.key_of(secret))
        for _ in range(2):
            hr.does(anonymous.write, "U-ANA", secret, "42", "It happened <!channel> again.")
        view = str(hr.does(anonymous.answer, rations, "U-ANA", links.grouped(secret)))
        assert view.count("It happened &lt;!channel&gt; again.") == 1
        assert "My boss shouts at people." in view
        with pytest.raises(LeadsNowhere):
            hr.does(anonymous.answer, rations, "U-ANA", links.new_secret())
        with pytest.raises(LeadsNowhere):
            hr.does(anonymous.write, "U-ANA", links.new_secret(), "1", "Guessed.")


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_case_of_nobody_changes_hands_ends_and_is_left_like_any_other(databases: Databases) -> None:
    with asked_without_names(databases) as hr:
        secret = asks(hr, "U-ANA")
        ref = reference(hr)
        hr.does(moves.claim, ref, "U-HANA")
        hr.pass_time(minutes=20)
        hr.does(anonymous.write, "U-ANA", secret, "1", "It happened again.")
        assert "It happened again." not in str(hr.does(looking.open_case, ref, "U-LENA"))  # before the full hour
        hr.does(moves.hand_over, ref, "U-HANA", "U-LENA", "I know them.")
        assert str(hr.does(anonymous.answer, Rations(), "U-ANA", secret)).count("<@U-LENA> (") == 2  # opened and given
        copies = [row for row in hr.queued() if ":said:" in row.lane or (row.place and ":said:" in row.place)]
        assert [(row.place, row.last_error) for row in copies if row.method is Method.POST] == [
            (f"case:{ref}:said:1:1", SUPERSEDED),
            (f"case:{ref}:said:1:2", None),
        ]
        assert len({row.due_at for row in copies}) == 1  # whoever takes it meanwhile waits for the hour, too
        hr.pass_time(minutes=40)
        assert "It happened again." in str(hr.does(looking.open_case, ref, "U-LENA"))
        hr.does(moves.resolve, ref, "U-LENA", "He won't any more.")
        assert "He won't any more." in str(hr.does(anonymous.answer, Rations(), "U-ANA", secret))
        hr.does(anonymous.write, "U-ANA", secret, "2", "Thanks!")
        assert hr.case(ref).state is State.RESOLVED
        hr.does(anonymous.write, "U-ANA", secret, "3", "He does it again.")
        assert hr.case(ref).agent == "U-LENA"

        with hr.storage.transaction() as session:
            for reader in ("U-HANA", "U-LENA"):
                session.get_one(Person, reader).is_active = False
        while hr.does(leaving.run_next):
            pass
        hr.pass_time(days=30)
        for _ in range(9):
            hr.does(reminding.run_next)
        assert hr.case(ref).state is State.OPEN
        assert "nobody works here any more" in str(hr.does(anonymous.answer, Rations(), "U-ANA", secret))
        assert all(row.sealed is not None and "'person': ''" not in str(row.sealed) for row in hr.queued())

        with hr.work() as work:
            work.session.get_one(Case, ref).state = State.CLOSED
        with pytest.raises(AlreadyClosed):
            hr.does(anonymous.write, "U-ANA", secret, "4", "And now?")
        assert MORE not in str(hr.does(anonymous.answer, Rations(), "U-ANA", secret)["blocks"])


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_person_a_desk_and_a_secret_have_each_had_enough_some_time(databases: Databases) -> None:
    with asked_without_names(databases) as hr:
        rations = Rations()
        secret = [asks(hr, "U-ANA", rations) for _ in range(3)][-1]
        assert refused(hr, TEXT, "U-ANA", rations) is EnoughQuestions
        with hr.work() as work:  # others', as they are saved: by the form they would take seconds
            for _ in range(27):
                link = links.key_of(links.new_secret())
                opening.open_case(work, None, work.desk("hr"), Matter("Mine, too"), link=link)
        assert refused(hr, TEXT, "U-BEN", Rations()) is EnoughQuestions
        hr.pass_time(days=1, hours=1)
        asks(hr, "U-ANA", rations)

        for n in range(20):
            hr.does(anonymous.write, "U-ANA", secret, str(n), "And so on.")
        with pytest.raises(InvalidForm) as caught:
            hr.does(anonymous.write, "U-ANA", secret, "20", "And so on.")
        assert type(caught.value.fields[MORE]) is EnoughSaid
        hr.pass_time(days=1, hours=1)
        hr.does(anonymous.write, "U-ANA", secret, "21", "And so on.")

        for _ in range(30):
            hr.does(anonymous.answer, rations, "U-ANA", secret)
        with pytest.raises(EnoughLooks):
            hr.does(anonymous.answer, rations, "U-ANA", secret)


def refused(hr: Room, field: str, person: str, rations: Rations) -> type[Mistake]:
    """Why a question was refused at a field of the form; it was not saved."""
    saved = len(dump(hr)["case"])
    with pytest.raises(InvalidForm) as caught:
        asks(hr, person, rations)
    assert len(dump(hr)["case"]) == saved
    return type(caught.value.fields[field])


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_nobody_left_is_said_before_sending_and_again_then_and_so_is_what_is_not_set_up(databases: Databases) -> None:
    with asked_without_names(databases) as hr:
        everybody = Entered(links.new_secret(), "hr", "About all of HR", excluded=("U-HANA", "U-LENA"))
        assert "Then nobody would see it" in str(hr.does(anonymous.form, "U-ANA", everybody))
        with pytest.raises(InvalidForm) as caught:
            asks(hr, "U-ANA", excluded=everybody.excluded)
        assert isinstance(caught.value.fields["excluded"], NobodyToAsk)
        without_hana = str(hr.does(anonymous.form, "U-ANA", replace(everybody, excluded=("U-HANA",))))
        assert "Only Lena will see it" in without_hana

        shown = told(hr, "U-ANA", replace(everybody, excluded=()))
        assert hr.does(anonymous.look_again, "U-ANA", shown) is None
        grown = replace(hr, desks=hr.desks.change(lambda one: replace(one, agents=("U-HANA", "U-CY"))))
        assert "no longer what the form said" in str(grown.does(anonymous.look_again, "U-ANA", shown))
        with pytest.raises(InvalidForm):
            grown.does(anonymous.ask, Rations(), "U-ANA", shown)

        keyless = replace(hr, settings=hr.settings.model_copy(update={"helpdesk_keys": ()}))
        with pytest.raises(NotSetUp):
            keyless.does(anonymous.begin, Rations(), "U-ANA", "")
        assert keyless.does(anonymous.way_in, "U-ANA") == []
        assert hr.does(anonymous.way_in, "U-ANA")
