"""The demo: its story goes as told, whatever carries it."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path

import pytest
from rich.console import Console

from handlers.demo import between, showing
from handlers.demo.acting import Acting
from handlers.demo.stage import StoryBroken, raised
from handlers.demo.telling import Teller

HELPDESK = Path(sys.executable).with_name("helpdesk")
PATIENCE = 60
EVERYBODY_READS = (
    "Anfrage #1 ist bei IT",  # Ana, where she typed
    "First answer by today at 10:30 AM",  # the desk, on the card
    "kümmert sich jetzt darum",  # Ana, of who has it
    "Hallo Ana, bitte starte deinen Rechner einmal neu",  # Ana, of what the agent called by its word
    "wartet auf deine Antwort",  # Ana
    "Nobody has claimed @ben's request",  # the desk, reminded
    "🔴 #2 · Projector in room 2 stays dark (IT)",  # the lead
    "Only agents of IT can do this",  # Ben, who tried to claim
    "has heard nothing for 4 hours of working time",  # the agent, reminded
    "has given this to",  # whoever goes on with it, with what was done and what comes next
    "Wie war die Hilfe bei",  # Ana, half an hour later
    "Shall we look at it again?",  # Ben, after his low rating
    "has reopened this request",  # the desk
    "IT today",  # the lead's digest
    "2 new requests",
    "is waiting for your answer. Just write it here.",  # Ben, reminded
    "Ich habe @ben gefragt: Foto von der neuen Lampe",  # Ana, who asks a colleague
)
WHO_WAS_SLOWER_READS = ("already has this request", "hat diese Anfrage schon")  # Bo, or Cy, whose Slack speaks German


def told_by_http() -> str:
    page = io.StringIO()
    showing.tell(Console(file=page, width=300), sockets=False)
    return page.getvalue()


def told_by_command() -> str:
    wide = {"PATH": os.environ["PATH"], "COLUMNS": "300", "PYTHONUTF8": "1"}
    done = subprocess.run([HELPDESK, "demo", "--story"], env=wide, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "The end." in done.stdout
    assert "\x1b" not in done.stdout  # no terminal, no colours
    return done.stdout


@pytest.mark.parametrize("told", [told_by_http, told_by_command])
def test_the_story_tells_what_each_person_reads_and_nothing_else(told: Callable[[], str]) -> None:
    story = told()
    assert [line for line in EVERYBODY_READS if line not in story] == []
    assert any(line in story for line in WHO_WAS_SLOWER_READS)
    assert story.count("third one of this model") == 1, "what was held as a note stands where it was written"
    assert not [mark for mark in ("<!date", "<@", "&amp;", "{time}") if mark in story]


def test_the_company_opens_on_a_favour_and_a_confidence_and_what_does_not_come_breaks_the_story() -> None:
    with raised(sockets=False) as stage:
        on = Acting(stage, Teller(Console(file=io.StringIO())))
        between.ask_each_other(stage)
        ben, hana, lena = on.person("ben"), on.person("hana"), on.person("lena")
        assert "Foto von der neuen Lampe" in on.sees(ben, on.together(ben, on.person("ana"))).plain
        assert "vertraulich" in on.sees(hana, on.dm(hana)).plain
        with pytest.raises(StoryBroken, match="Lena Lindt sees nothing new"):
            on.sees(lena, on.dm(lena))


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_helpdesk_demo_stays_until_a_signal_and_leaves_nothing_behind(stop: signal.Signals, tmp_path: Path) -> None:
    with staying(tmp_path) as demo:
        assert demo.stdout is not None
        seen = list(takewhile(lambda line: "Ctrl-C ends it" not in line, demo.stdout))
        assert any("http://127.0.0.1:" in line for line in seen)
        assert list(tmp_path.iterdir()) != []
        demo.send_signal(stop)
        assert demo.wait(PATIENCE) == 0
        assert list(tmp_path.iterdir()) == []


@contextmanager
def staying(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A demo whose temporary files go to `folder`."""
    with subprocess.Popen(
        [HELPDESK, "demo", "--empty"], stdout=subprocess.PIPE, text=True, env={"TMPDIR": str(folder), "PYTHONUTF8": "1"}
    ) as demo:
        try:
            yield demo
        finally:
            demo.kill()
