"""Pings: what comes due for a request is planned with the change that asks for it, and goes when its reason goes."""

from bot import notices, reminders, schedule, stoppages
from bot.plans import ENDING, LIGHTS
from bot.work import Work
from storage.due import Ping
from storage.kinds import PingKind
from storage.tables import Request

_REMINDING = frozenset(PingKind) - ENDING


def follow(work: Work, request: Request) -> None:
    """The request has changed: plan what it asks for now, and take back the reminders that have no reason any more."""
    reminders.keep(work, request, schedule.plan(work, request))
    stoppages.follow(work, request)


def change_hands(work: Work, request: Request) -> None:
    """Somebody else has the request now, or nobody: as `follow`, and what still stands says so."""
    reminders.keep(work, request, schedule.plan(work, request), is_reworded=True)
    stoppages.follow(work, request)


def await_word(work: Work, request: Request) -> None:
    """The requester waits for a word: from now on, unless they do already and nobody was reminded of it yet."""
    if request.silent_since is None or not schedule.is_planned(work, request, PingKind.SILENT):
        request.silent_since = work.now
        follow(work, request)


def run_next(work: Work) -> bool:
    """Have people reminded of the next thing that is due, if it still has a reason; False when nothing is due."""
    return schedule.run_next(work, _REMINDING, _remind)


def _remind(work: Work, request: Request, ping: Ping) -> None:
    if ping.kind in LIGHTS:
        notices.lit(work, request, ping)
    reminders.add(work, request, ping)
