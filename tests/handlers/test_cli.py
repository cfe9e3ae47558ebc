"""The command line as an operator meets it: in a folder of its own, and here and there in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from handlers.cli import app
from handlers.manifest import build_manifest
from storage.engine import Storage
from storage.migrate import is_current
from tests.databases import Databases

COMMAND = Path(sys.executable).with_name("helpdesk")
CLEAN = {"PATH": os.environ["PATH"], "COLUMNS": "200", "PYTHONUTF8": "1"}
UNUSABLE = 2

Helpdesk = Callable[..., Result]


@pytest.fixture
def helpdesk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Helpdesk:
    """Types a command in an empty folder, with these settings in the environment and no others; starts no process."""
    monkeypatch.chdir(tmp_path)
    gone: dict[str, str | None] = dict.fromkeys(os.environ)

    def types(*words: str, **environment: str) -> Result:
        return CliRunner(env=gone | CLEAN | environment).invoke(app, words)

    return types


def run_process(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Type a command without any setting, as from a shell."""
    return subprocess.run(
        [COMMAND, *words], cwd=folder, env=CLEAN, capture_output=True, text=True, timeout=60, check=False
    )


def test_run_names_every_wrong_setting_in_one_report_and_exits_with_2(helpdesk: Helpdesk) -> None:
    ended = helpdesk("run", PORT="http", DATABASE_URL="mysql://host/name", SLACK_CLIENT_ID="1.2")
    assert ended.exit_code == UNUSABLE
    assert not ended.stdout
    for name in (
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET",
        "PORT",
        "DATABASE_URL",
        "SLACK_CLIENT_ID",
    ):
        assert ended.stderr.count(f"• {name}") == 1
    assert "Traceback" not in ended.stderr


def test_run_without_a_desks_file_says_which_file_it_looked_for(helpdesk: Helpdesk) -> None:
    ended = helpdesk("run", SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")
    assert ended.exit_code == UNUSABLE
    assert "desks.toml: The file can't be read: No such file or directory." in ended.stderr
    assert "Traceback" not in ended.stderr


def test_migrate_brings_an_empty_database_up_to_date_and_again_changes_nothing(
    helpdesk: Helpdesk, databases: Databases
) -> None:
    with databases.blank() as url:
        first, second = helpdesk("migrate", DATABASE_URL=url), helpdesk("migrate", DATABASE_URL=url)
        storage = Storage(url)
        current = is_current(storage)
        storage.close()
    assert (first.exit_code, second.exit_code) == (0, 0), first.stderr + second.stderr
    assert first.stdout == "The database is up to date.\n"
    assert current


def test_migrate_without_any_setting_makes_a_file_where_it_is_typed(tmp_path: Path) -> None:
    migrated = run_process(tmp_path, "migrate")
    assert (migrated.returncode, migrated.stderr) == (0, "")
    assert (tmp_path / "helpdesk.db").exists()


def test_migrate_tells_what_is_wrong_with_the_database_url_and_keeps_its_password(helpdesk: Helpdesk) -> None:
    ended = helpdesk("migrate", DATABASE_URL="mysql://user:hunter2@host/name")
    assert ended.exit_code == UNUSABLE
    assert "DATABASE_URL: names mysql" in ended.stderr
    assert "hunter2" not in ended.stderr


def test_manifest_prints_what_to_paste_into_slack_without_any_setting(helpdesk: Helpdesk, tmp_path: Path) -> None:
    url = "https://help.example.com"
    by_http, by_socket = run_process(tmp_path, "manifest", "--url", url), helpdesk("manifest")
    assert (by_http.returncode, by_socket.exit_code) == (0, 0)
    assert json.loads(by_http.stdout) == build_manifest(url)
    assert json.loads(by_socket.stdout) == build_manifest(None)


def test_without_a_command_it_shows_which_there_are(helpdesk: Helpdesk) -> None:
    shown = helpdesk()
    for command in ("run", "migrate", "manifest", "desks", "demo"):
        assert command in shown.stdout + shown.stderr
