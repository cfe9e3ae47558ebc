"""`helpdesk run` as operators start it: a process of its own, in both modes."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from bot import deskbook
from bot.deskfile import text_of
from handlers.demo.clock import MovableClock
from handlers.demo.company import DESKS, Company, found
from handlers.server import SLACK_PATH
from sandbox.workspace import Workspace
from storage.engine import Storage
from storage.migrate import migrate

HELPDESK = Path(sys.executable).with_name("helpdesk")
PATIENCE = 30.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def environment(company: Company, folder: Path, port: int, *, sockets: bool) -> dict[str, str]:
    tokens = {"SLACK_APP_TOKEN": company.app.app_token} if sockets else {}
    return tokens | {
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": company.app.bot_token,
        "SLACK_SIGNING_SECRET": company.app.signing_secret,
        "SLACK_API_URL": company.server.api_url,
        "DATABASE_URL": f"sqlite:///{folder / 'helpdesk.db'}",
        "HELPDESK_DESKS": str(DESKS),
        "HELPDESK_KEYS": company.key,
        "PORT": str(port),
    }


@contextmanager
def running(settings: dict[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([HELPDESK, "run"], env=settings, cwd=folder, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until_ready(port: int) -> None:
    """Ask as a load balancer does, until it is or patience ends."""
    pause = threading.Event()
    for _ in range(int(PATIENCE * 10)):
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
                assert json.load(answer)["ready"]
                return
        except URLError:
            pause.wait(0.1)
    raise AssertionError("helpdesk run did not become ready")


def wait_for_card(workspace: Workspace, company: Company) -> str:
    """The first message in IT's channel, as soon as it is there."""
    changed = threading.Event()
    end = workspace.subscribe(lambda _: changed.set())
    desk, bo = company.channels["it-help"], company.people["bo"]
    while not (cards := [message for message in bo.messages(desk) if message.buttons]):
        changed.clear()
        assert changed.wait(PATIENCE), "no card was posted"
    end()
    return cards[0].plain


def apply_other_desks(url: str) -> None:
    """Put desks in force that differ from the file's, if only by a comment."""
    storage = Storage(url)
    migrate(storage)
    with storage.transaction() as session:
        deskbook.apply(session, datetime.now(UTC), text_of(DESKS) + "# and no more\n", by=None)
    storage.close()


@pytest.mark.parametrize("mode", ["http", "socket"])
def test_helpdesk_run_serves_a_workspace_at_slacks_own_pace_and_ends_when_told(mode: str, tmp_path: Path) -> None:
    port, sockets = free_port(), mode == "socket"
    apply_other_desks(f"sqlite:///{tmp_path / 'helpdesk.db'}")
    with found(MovableClock(datetime.now(UTC)), sockets=sockets) as company:
        if not sockets:
            company.app.request_url = f"http://127.0.0.1:{port}{SLACK_PATH}"
        with running(environment(company, tmp_path, port, sockets=sockets), tmp_path) as process:
            wait_until_ready(port)
            ana = company.people["ana"]
            ana.types("/helpdesk laptop won't start", company.channels["general"])
            ana.submits()
            assert "#1 · laptop won't start" in wait_for_card(company.workspace, company)
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) in (0, -signal.SIGTERM)
            assert process.stderr is not None
            assert b"other desks than the file's are in force; see `helpdesk desks diff`" in process.stderr.read()


def test_a_token_that_slack_refuses_is_said_in_one_line(tmp_path: Path) -> None:
    with found(MovableClock(datetime.now(UTC)), sockets=True) as company:
        wrong = environment(company, tmp_path, free_port(), sockets=True) | {"SLACK_BOT_TOKEN": "xoxb-of-somebody-else"}
        with running(wrong, tmp_path) as process:
            assert process.wait(PATIENCE) == 1
            assert process.stderr is not None
            (said,) = process.stderr.read().decode().splitlines()
    assert said.startswith("helpdesk can't start: ")
    assert "invalid_auth. Is SLACK_BOT_TOKEN the one of your app?" in said
