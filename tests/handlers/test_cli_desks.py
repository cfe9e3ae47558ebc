"""`helpdesk desks …` as an operator types it: check, apply, export, diff."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select
from typer.testing import CliRunner, Result

from bot import deskbook
from bot.deskbook import Deskbook
from bot.deskfile import DesksError, desks_of
from bot.desks import Desks
from handlers.cli import app
from storage.engine import Storage
from storage.keys import new_key
from storage.tables import DesksFile
from tests.clock import Clock
from tests.databases import Databases

SHIPPED = Path(__file__).parents[2] / "desks.toml"
IT = '[[desks]]\nkey = "it"\nname = "IT"\nchannel = "#it-help"\n'
HR = '[[desks]]\nkey = "hr"\nname = "HR"\nchannel = "#hr-help"\n'
WRONG = IT.replace("channel", "chanel") + 'time_zone = "Berlin"\n'
UNUSABLE, DIFFERENT = 2, 1
NOW = Clock()()

Types = Callable[..., Result]


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    with databases.fresh() as found:
        yield found


@pytest.fixture
def helpdesk(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Types:
    """Types `helpdesk desks …` in a folder with a desks.toml of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("HELPDESK_DESKS", raising=False)
    write(tmp_path / "desks.toml", IT)
    return lambda *words: CliRunner().invoke(app, ["desks", *words])


@pytest.fixture
def storage(url: str) -> Iterator[Storage]:
    storage = Storage(url)
    yield storage
    storage.close()


def write(file: Path, text: str) -> None:
    file.write_bytes(text.encode())


def names(desks: Desks) -> list[str]:
    return [desk.key for desk in desks]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("words", [(), ("check",), ("check", str(SHIPPED))], ids=["desks", "check", "check FILE"])
def test_the_desks_are_listed_where_all_is_well(helpdesk: Types, words: tuple[str, ...], tmp_path: Path) -> None:
    write(tmp_path / "desks.toml", SHIPPED.read_text(encoding="utf-8"))

    ended = helpdesk(*words)

    assert ended.exit_code == 0
    assert "desks.toml: all is well." in ended.stdout
    lines = ended.stdout.splitlines()
    for desk, channel in (("IT", "#it-help"), ("HR", "#hr-help"), ("Design team", "#design-team")):
        line = next(line for line in lines if channel in line)
        for word in (desk, "the channel's members", "Europe/Berlin"):
            assert word in line


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_what_is_confidential_needs_a_key_before_it_is_in_force(
    helpdesk: Types, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "desks.toml", HR + "anonymous = true\n")
    needs = "what is confidential or anonymous there needs HELPDESK_KEYS; `helpdesk keys new` makes a key."
    told = f"desks.toml: HR: {needs}\n"

    checked, refused = helpdesk("check"), helpdesk("apply")

    assert (checked.exit_code, checked.stderr) == (0, told)
    assert (refused.exit_code, refused.stderr) == (UNUSABLE, told)
    for token in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(token, "xoxb-1")
    assert CliRunner().invoke(app, ["run"]).stderr == told
    monkeypatch.setenv("HELPDESK_KEYS", new_key())
    assert (helpdesk("check").stderr, helpdesk("apply").exit_code) == ("", 0)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("command", ["check", "apply"])
def test_every_problem_is_a_line_that_begins_with_the_file(helpdesk: Types, command: str, tmp_path: Path) -> None:
    write(tmp_path / "company.toml", WRONG)

    ended, missing = helpdesk(command, "company.toml"), helpdesk(command, "nowhere.toml")

    assert (ended.exit_code, missing.exit_code) == (UNUSABLE, UNUSABLE)
    assert ended.stderr.splitlines() == [
        'company.toml: desks[0].time_zone: "Berlin" is no time zone; write one such as "Europe/Berlin".',
        "company.toml: desks[0].channel: is missing.",
        'company.toml: desks[0].chanel: is no key we know. Did you mean "channel"?',
    ]
    assert missing.stderr == "nowhere.toml: The file can't be read: No such file or directory.\n"
    assert not ended.stdout


def test_a_file_is_compared_applied_and_given_back_while_another_process_works(
    helpdesk: Types, storage: Storage, tmp_path: Path
) -> None:
    at_work = Deskbook(storage, desks_of(IT))
    changed = f"# our desks, für alle\r\n{IT}{HR}# the end"
    assert (helpdesk("diff").exit_code, helpdesk("export").stdout_bytes) == (0, IT.encode())

    write(tmp_path / "new.toml", changed)
    different = helpdesk("diff", "new.toml")
    assert different.exit_code == DIFFERENT
    assert "+++ new.toml" in different.stdout
    assert "+# our desks, für alle␍" in different.stdout
    assert names(at_work.now_in_force()) == ["it"], "comparing changes nothing"

    assert helpdesk("apply", "new.toml").stdout == "new.toml is in force now: IT, HR.\n"
    assert names(at_work.now_in_force()) == ["it", "hr"]
    assert helpdesk("apply", "new.toml").stdout == "new.toml is in force already.\n"
    assert helpdesk("export").stdout_bytes == changed.encode()
    assert helpdesk("export", "back.toml").exit_code == 0
    assert (tmp_path / "back.toml").read_bytes() == changed.encode()
    assert helpdesk("diff", "back.toml").exit_code == 0

    back = helpdesk("apply")
    assert '-key = "hr"' in back.stdout
    assert back.stdout.endswith("desks.toml is in force now: IT.\n")
    assert names(at_work.now_in_force()) == ["it"]
    assert at_work.now_in_force().find("hr").name == "hr", "its requests can still be finished"
    with storage.reading() as session:
        assert [(row.version, row.by) for row in session.exec(select(DesksFile))] == [(1, None), (2, None)]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_what_cant_be_done_is_said_in_a_line(helpdesk: Types, monkeypatch: pytest.MonkeyPatch) -> None:
    unwritable = helpdesk("export", "no/such/folder.toml")
    monkeypatch.setenv("DATABASE_URL", "postgresql://helpdesk:hunter2@127.0.0.1:1/nowhere")
    unreachable = helpdesk("apply")

    assert (unwritable.exit_code, unreachable.exit_code) == (UNUSABLE, UNUSABLE)
    assert "no/such/folder.toml" in unwritable.stderr
    assert "the database does not answer" in unreachable.stderr
    assert "hunter2" not in unreachable.stderr


def test_who_applies_first_is_seen_by_the_other_and_what_was_undone_by_nobody(storage: Storage, url: str) -> None:
    other = Storage(url)
    mine, theirs = Deskbook(storage, desks_of(IT)), Deskbook(other, desks_of(IT))

    with storage.transaction() as session:
        assert deskbook.apply(session, NOW, HR, by="U0OLGA")
        assert names(mine.current(session)) == ["hr"]
        session.rollback()
    assert names(mine.now_in_force()) == names(theirs.now_in_force()) == ["it"]

    with other.transaction() as session:
        assert deskbook.apply(session, NOW + timedelta(minutes=1), IT + HR, by="U0OLGA")
        assert not deskbook.apply(session, NOW + timedelta(minutes=2), IT + HR, by=None)
    assert names(mine.now_in_force()) == names(theirs.now_in_force()) == ["it", "hr"]
    assert mine.now_in_force() is mine.now_in_force(), "a version is read once"
    other.close()


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_text_that_cant_be_read_changes_nothing(storage: Storage) -> None:
    book = Deskbook(storage, desks_of(IT))
    with pytest.raises(DesksError), storage.transaction() as session:
        deskbook.apply(session, NOW, WRONG, by=None)
    assert names(book.now_in_force()) == ["it"]

    with storage.transaction() as session:  # as a newer helpdesk than this one may have done
        session.add(DesksFile(version=1, text=WRONG, at=NOW))
    assert names(book.now_in_force()) == ["it"]
