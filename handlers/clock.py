"""The clock: APScheduler ticks, the database knows what is due."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot.helpdesk import Helpdesk
from bot.trouble import SlackTrouble

log = structlog.get_logger(__name__)
DIRECTORY = "directory"
_TRY_AGAIN = timedelta(minutes=1)
_DUTIES = timedelta(minutes=5)  # how long somebody may still be called whose turn has ended


def build_clock(helpdesk: Helpdesk) -> BackgroundScheduler:
    """A scheduler that is not started yet: what is due each tick, the directory and tidying each hour."""
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    clock = BackgroundScheduler(timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True})
    for job in helpdesk.ticks():
        every(clock, helpdesk.settings.helpdesk_tick_seconds, job)
    every(clock, timedelta(hours=1), partial(_read_directory, clock, helpdesk), name=DIRECTORY)
    every(clock, helpdesk.settings.helpdesk_tick_seconds, partial(read_channels_if_stale, helpdesk))
    every(clock, _DUTIES, helpdesk.directory.read_duties)
    every(clock, timedelta(hours=1), helpdesk.tidy)
    return clock


def every(clock: BackgroundScheduler, span: timedelta, job: Callable[[], None], *, name: str | None = None) -> None:
    """Run a job again and again, one at a time, the first time after the span."""
    clock.add_job(_surviving, "interval", args=(job,), seconds=span.total_seconds(), max_instances=1, id=name)


def read_directory_soon(clock: BackgroundScheduler, after: timedelta = timedelta(0)) -> None:
    """Read the directory as soon as the clock runs and this time has passed, beside everything else."""
    clock.modify_job(DIRECTORY, next_run_time=datetime.now(UTC) + after)


def read_directory(helpdesk: Helpdesk) -> bool:
    """Read people and channels anew and plan what follows from them; False if Slack is away."""
    try:
        helpdesk.directory.read_all()
    except SlackTrouble as trouble:
        log.warning("directory_unread", error=str(trouble))
        return False
    finally:
        helpdesk.plan()
    return True


def read_channels_if_stale(helpdesk: Helpdesk) -> None:
    """Read the desks' channels anew if something was heard that changes them. Raises SlackTrouble."""
    if helpdesk.directory.stale.is_set():
        helpdesk.directory.read_channels()


def _read_directory(clock: BackgroundScheduler, helpdesk: Helpdesk) -> None:
    if not read_directory(helpdesk):
        read_directory_soon(clock, _TRY_AGAIN)


def _surviving(job: Callable[[], None]) -> None:
    """One failed tick must not be the last: what it left undone is still due at the next."""
    try:
        job()
    except Exception:
        log.exception("tick_failed")
