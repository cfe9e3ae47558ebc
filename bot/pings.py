"""Pings: what comes due for a request is planned with the change that asks for it, and goes when its reason goes."""

from sqlmodel import col

from bot import notices, reminders, schedule
from bot.plans import ENDING, LIGHTS, holds, wanted
from bot.work import Work
from storage.kinds import PingKind
from storage.queries import next_due, take_due
from storage.tables import Ping, Request

_REMINDING = frozenset(PingKind) - ENDING


def follow(work: Work, request: Request) -> None:
    """The request has changed: plan what it asks for now, and take back the reminders that have no reason any more."""
    reminders.keep(work, request, schedule.plan(work, request))


def plan_silent(work: Work, request: Request) -> None:
    """Somebody has taken a request on, or the desk has said a word: a silence would begin now."""
    request.silent_since = work.now
    follow(work, request)


def await_word(work: Work, request: Request) -> None:
    """The requester waits for a word: from now on, unless they do already and nobody was reminded of it yet."""
    if request.silent_since is None or not schedule.is_planned(work, request, PingKind.SILENT):
        plan_silent(work, request)


def cancel_silent(work: Work, request: Request) -> None:
    """Nobody waits for a word: what the desk owes is a first answer, which reminds of itself, or nothing."""
    request.silent_since = None
    follow(work, request)


def run_next(work: Work) -> bool:
    """Have people reminded of the next thing that is due, if it still has a reason; False when nothing is due."""
    found = next_due(work.session, Ping, work.now, col(Ping.kind).in_(_REMINDING))
    if found is None:
        return False
    ping, request = found
    is_so = holds(wanted(request, work.desk(request.desk)), ping.kind, ping.due_at)
    if take_due(work.session, ping, settled_at=work.now, sent=is_so):
        if is_so:
            _remind(work, request, ping)
        schedule.plan(work, request)  # where its desk has other plans by now, it comes later
    return True


def _remind(work: Work, request: Request, ping: Ping) -> None:
    if ping.kind in LIGHTS:
        notices.lit(work, request, ping)
    reminders.add(work, request, ping)
