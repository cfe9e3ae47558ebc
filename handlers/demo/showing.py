"""The demo: the story on this terminal, or the company open in a browser."""

import logging
import signal
import sys
import tempfile
import threading
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from pickle import UnpicklingError
from types import FrameType

import structlog
from rich.console import Console

from handlers.demo import between, past
from handlers.demo.acting import Acting
from handlers.demo.stage import START, Stage, StoryBroken, is_kept, keep_in, raised, raised_in
from handlers.demo.story import play
from handlers.demo.telling import Teller
from handlers.logs import set_up_logs
from sandbox.errors import SandboxError

_INTERRUPTED = 130
_KEEP_EVERY = 10  # seconds
_ROLES = {
    "ana": "Sales",
    "ben": "Sales, design team",
    "bo": "IT agent",
    "cy": "IT agent",
    "hana": "HR agent",
    "lena": "Lead of IT",
    "nick": "Sales, in New York",
    "olga": "Operator",
}


def show(*, story: bool, empty: bool, keep: Path | None) -> None:
    """Play the story and end, exit code 1 if it breaks; or open the company until a signal, kept in a folder or not."""
    _prepare()
    console = Console(highlight=False)
    try:
        if story:
            tell(console)
        else:
            _open(console, empty=empty, keep=keep)
    except (StoryBroken, SandboxError) as broken:
        sys.exit(f"\nThe story broke: {broken}.")
    except (OSError, UnpicklingError, ValueError) as trouble:
        sys.exit(f"helpdesk can't open the demo: {trouble}." + (f" Is it open already, from {keep}?" if keep else ""))
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def tell(console: Console, *, sockets: bool = True) -> None:
    """Raise the stage and play, printing to the console. Raises StoryBroken, SandboxError."""
    console.print("Helpdesk for Slack, and a Slack for it to work in, both on this machine …")
    console.print("Beside each bar: what one person sees, in that person's language and time.")
    with raised(sockets=sockets) as stage:
        play(Acting(stage, Teller(console)))
    console.print("\nThe end. Everything above went over the wire, as with the real Slack; only the clock was moved.")


def _prepare() -> None:
    """Quiet logs, output in any encoding, and SIGTERM as good as Ctrl-C."""
    set_up_logs()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    signal.signal(signal.SIGTERM, _interrupt)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@dataclass(frozen=True)
class _ClockHand:
    """The page's hand on the clock."""

    stage: Stage

    def advance(self, span: timedelta) -> None:
        """Let time pass; the bot catches up afterwards."""
        self.stage.company.clock.advance(seconds=span.total_seconds())

    def next_morning(self) -> None:
        """Let time pass until IT opens next."""
        desk = self.stage.company.desks.get("it")
        clock = self.stage.company.clock
        clock.advance_to(desk.hours.next_working_day_at(clock(), desk.digest_at))


def _open(console: Console, *, empty: bool, keep: Path | None) -> None:
    """Open the company in a browser; new companies have a past, unless they are to be empty."""
    has_past = not (empty or (keep is not None and is_kept(keep)))
    with _folder(keep) as folder, raised_in(Path(folder), start=past.begins(START) if has_past else START) as stage:
        hand_over(stage)
        console.print("Helpdesk for Slack, and a Slack for it to work in, both on this machine.\n")
        if has_past:
            console.print("Living through four weeks of requests …")
            past.live_past(stage, START)
            between.ask_each_other(stage)
        _stay(console, stage, keep)
    console.print("\nClosed. " + (f"All is kept in {keep}." if keep else "Nothing is left behind."))


def _folder(keep: Path | None) -> AbstractContextManager[str]:
    return nullcontext(str(keep)) if keep else tempfile.TemporaryDirectory(prefix="helpdesk-demo-")


def hand_over(stage: Stage) -> None:
    """Give the page the clock and who is who, and bring the bot to where everybody talks."""
    company = stage.company
    company.people["olga"].invites(company.app.bot_user, company.channels["general"])
    hands = company.server.hands
    hands.clock = _ClockHand(stage)
    hands.after_jump = stage.catch_up
    hands.roles = _ROLES


def _stay(console: Console, stage: Stage, keep: Path | None) -> None:
    """Stay until Ctrl-C or SIGTERM, time running on; what is to be kept is written every few seconds and at the end."""
    try:
        console.print(_way_in(stage, keep), soft_wrap=True)
        for second in count(1):
            threading.Event().wait(1)
            stage.company.clock.advance(seconds=1)
            if keep and second % _KEEP_EVERY == 0:
                keep_in(keep, stage)
    except KeyboardInterrupt:
        if keep:
            keep_in(keep, stage)


def _way_in(stage: Stage, keep: Path | None) -> str:
    how_long = f"kept in {keep}" if keep else "until you close it"
    return (
        f"\n  Open {stage.company.server.url}/ in your browser, in two windows if you like: one a person."
        "\n\n  Be Ana and type /helpdesk; be Bo and claim it in #it-help; move the clock in the bar."
        "\n  Be Ben, whom Ana asks for a favour, or Hana, whom Nick asks in confidence, so that Lena must not see it."
        "\n  Or post in #ask-it, mention @Helpdesk, put 🎫 on a message in #general; Helpdesk's Home has it all."
        f"\n  The company is yours, {how_long}. Ctrl-C ends it; helpdesk demo --story plays a story here instead."
    )
