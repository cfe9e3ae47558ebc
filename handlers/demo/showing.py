"""The demo on a terminal: play the story, then leave the company running."""

import logging
import signal
import sys
import threading
from datetime import timedelta
from types import FrameType

import structlog
from rich.console import Console

from handlers.demo.acting import Acting
from handlers.demo.stage import Stage, StoryBroken, raised
from handlers.demo.story import play
from handlers.demo.telling import Teller
from handlers.logs import set_up_logs
from sandbox.errors import SandboxError

_INTERRUPTED = 130


def show(*, stays: bool) -> None:
    """Play the story in this terminal and, if it `stays`, go on until a signal; exits 1 if the story breaks."""
    _prepare()
    try:
        tell(Console(highlight=False), stays=stays)
    except (StoryBroken, SandboxError) as broken:
        sys.exit(f"\nThe story broke: {broken}.")
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def tell(console: Console, *, sockets: bool = True, stays: bool = False) -> None:
    """Raise the stage and play, printing to the console. Raises StoryBroken, SandboxError."""
    console.print("Helpdesk for Slack, and a Slack for it to work in, both on this machine …")
    console.print("Beside each bar: what one person sees, in that person's language and time.")
    with raised(sockets=sockets) as stage:
        play(Acting(stage, Teller(console)))
        console.print(
            "\nThe end. Everything above went over the wire, as with the real Slack; only the clock was moved."
        )
        if stays:
            _stay(console, stage)


def _prepare() -> None:
    """Quiet logs, output in any encoding, and SIGTERM as good as Ctrl-C."""
    set_up_logs()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    signal.signal(signal.SIGTERM, _interrupt)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _stay(console: Console, stage: Stage) -> None:
    """Stay until Ctrl-C or SIGTERM, time running on from where the story left it."""
    try:
        console.print(_way_in(stage), soft_wrap=True)
        while not threading.Event().wait(1):
            stage.company.clock.advance(timedelta(seconds=1))
    except KeyboardInterrupt:
        console.print("\nClosed. Nothing is left behind.")


def _way_in(stage: Stage) -> str:
    token, url = stage.company.app.bot_token, stage.company.server.api_url
    return (
        f"\nThe company stays open. Its Slack's Web API answers at {url}, for example:"
        f"\n  curl -H 'Authorization: Bearer {token}' {url}users.list"
        "\nCtrl-C ends it."
    )
