"""The keys change while others work; a key that is lost takes what it sealed along, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Text, type_coerce
from sqlmodel import col, select
from typer.testing import CliRunner, Result

from bot import outbox
from bot.outbox import Post
from bot.places import ToPerson
from bot.settings import KeySettings, read_settings
from handlers.cli import app
from storage import rotation
from storage.confidence import Case
from storage.engine import Storage
from storage.keys import new_key
from storage.rotation import Standing, look, rotate
from tests.clock import Clock
from tests.databases import Databases

OLD, NEW, LOST = new_key(), new_key(), new_key()
NOW = Clock()()
INCOMPLETE, UNUSABLE = 1, 2

Open = Callable[..., Storage]


def save(storage: Storage, ref: str, title: str) -> None:
    with storage.transaction() as session:
        session.add(Case(ref=ref, desk="hr", matter={"title": title}, created_at=NOW, answer_due=NOW))
        outbox.queue(session, NOW, key=f"case:{ref}", lane=f"case:{ref}", message=Post(ToPerson("U1"), title))


def titles(storage: Storage) -> list[str | None]:
    with storage.reading() as session:
        matters = session.exec(select(Case.matter).order_by(col(Case.ref))).all()
    return [str(matter["title"]) if matter else None for matter in matters]


def sealed(storage: Storage) -> dict[str, str]:
    with storage.reading() as session:
        return dict(session.exec(select(Case.ref, type_coerce(col(Case.matter), Text))).all())


@pytest.fixture
def url(databases: Databases) -> object:
    with databases.fresh() as found:
        yield found


@pytest.fixture
def opened(url: str) -> object:
    """Opens the database of this test with these keys."""
    storages: list[Storage] = []

    def open_with(*keys: str) -> Storage:
        storages.append(Storage(url, keys=keys))
        return storages[-1]

    yield open_with
    for storage in storages:
        storage.close()


def test_all_is_sealed_anew_in_steps_while_cases_are_written_and_opens_without_the_old_key(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "_STEP", 2)
    before, both = opened(OLD), opened(NEW, OLD)
    for n in range(5):
        save(before, f"REF{n}", f"zebra {n}")
    save(both, "REF5", "written since")
    assert look(both) == Standing(newest=2, older=10)

    assert rotate(both) == Standing(newest=2, older=10)

    assert look(both) == Standing(newest=12)
    after = opened(NEW)
    assert titles(after) == [*(f"zebra {n}" for n in range(5)), "written since"]
    assert titles(before) == [None] * 6
    assert rotate(both) == Standing(newest=12), "begun again, nothing is left to do"


def test_what_changes_between_reading_and_sealing_is_not_overwritten(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, both = opened(OLD), opened(NEW, OLD)
    save(before, "REF0", "zebra")
    read = rotation._some

    def read_and_be_overtaken(session: object, column: object, after: object) -> object:
        rows = read(session, column, after)  # type: ignore[arg-type]
        if rows and column is Case.__table__.c.matter:  # type: ignore[attr-defined]
            monkeypatch.setattr(rotation, "_some", read)
            case = session.get_one(Case, "REF0")  # type: ignore[attr-defined]
            case.matter = {"title": "said anew"}
            session.flush()  # type: ignore[attr-defined]
        return rows

    monkeypatch.setattr(rotation, "_some", read_and_be_overtaken)

    rotate(both)

    assert titles(opened(NEW)) == ["said anew"]


def test_what_a_lost_key_has_sealed_is_counted_and_left_as_it_is(opened: Open) -> None:
    save(opened(LOST), "REF0", "gone")
    save(opened(OLD), "REF1", "zebra")
    both = opened(NEW, OLD)
    as_it_was = sealed(both)["REF0"]

    assert rotate(both) == Standing(older=2, unreadable=2)

    assert titles(both) == [None, "zebra"]
    assert sealed(both)["REF0"] == as_it_was
    assert titles(opened(LOST)) == ["gone", None], "with the key back in its place it opens again"


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_an_operator_makes_checks_and_changes_keys_and_never_sees_one(
    url: str, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def types(words: str, *keys: str) -> Result:
        environment = {"DATABASE_URL": url, "HELPDESK_KEYS": ",".join(keys)}
        ended = CliRunner().invoke(app, ["keys", *words.split()], env=environment)
        assert not any(key in ended.output for key in keys)
        return ended

    made = types("new").stdout.strip()
    assert read_settings(KeySettings, _env_file=None, helpdesk_keys=made).keys == (made,)
    assert made not in repr(read_settings(KeySettings, _env_file=None, helpdesk_keys=made))
    assert types("check").exit_code == UNUSABLE
    assert "`helpdesk keys new` makes one" in types("rotate").stderr

    save(opened(OLD), "REF0", "zebra")
    told = types("check", made, OLD)
    assert told.stdout.startswith("2 sealed values can be opened.\n2 of them need an older key")
    assert types("rotate", made, OLD).stdout == "2 values were sealed anew; 0 were already.\n"
    assert "The newest key opens all of them" in types("check", made, OLD).stdout
    assert types("check", made).stdout == "2 sealed values can be opened.\n"

    lost = types("check", OLD)
    assert (lost.exit_code, lost.stderr) == (
        INCOMPLETE,
        "2 can't be opened with any of these keys: one is missing.\n",
    )
