"""The command line as an operator meets it: a process of its own, in a folder of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from handlers.manifest import build_manifest
from storage.engine import Storage
from storage.migrate import is_current
from tests.databases import Databases

COMMAND = Path(sys.executable).with_name("helpdesk")
UNUSABLE = 2

Helpdesk = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def helpdesk(tmp_path: Path) -> Helpdesk:
    """Types a command in an empty folder, with these settings in the environment and no others."""

    def types(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        clean = {"PATH": os.environ["PATH"], "COLUMNS": "200", "PYTHONUTF8": "1"}
        return subprocess.run(
            [COMMAND, *words],
            cwd=tmp_path,
            env=clean | environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return types


def test_run_names_every_wrong_setting_in_one_report_and_exits_with_2(helpdesk: Helpdesk) -> None:
    ended = helpdesk("run", PORT="http", DATABASE_URL="mysql://host/name", SLACK_CLIENT_ID="1.2")
    assert ended.returncode == UNUSABLE
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
    assert ended.returncode == UNUSABLE
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
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert first.stdout == "The database is up to date.\n"
    assert current


def test_migrate_without_any_setting_makes_a_file_where_it_is_typed(helpdesk: Helpdesk, tmp_path: Path) -> None:
    assert helpdesk("migrate").returncode == 0
    assert (tmp_path / "helpdesk.db").exists()


def test_migrate_tells_what_is_wrong_with_the_database_url_and_keeps_its_password(helpdesk: Helpdesk) -> None:
    ended = helpdesk("migrate", DATABASE_URL="mysql://user:hunter2@host/name")
    assert ended.returncode == UNUSABLE
    assert "DATABASE_URL: names mysql" in ended.stderr
    assert "hunter2" not in ended.stderr


@pytest.mark.parametrize("url", [None, "https://help.example.com"], ids=["socket", "http"])
def test_manifest_prints_what_to_paste_into_slack_without_any_setting(helpdesk: Helpdesk, url: str | None) -> None:
    ended = helpdesk("manifest", *(["--url", url] if url else []))
    assert ended.returncode == 0
    assert json.loads(ended.stdout) == build_manifest(url)


def test_without_a_command_it_shows_which_there_are(helpdesk: Helpdesk) -> None:
    shown = helpdesk()
    for command in ("run", "migrate", "manifest", "desks", "demo"):
        assert command in shown.stdout + shown.stderr
