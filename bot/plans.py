"""What comes due as a request waits: one plan for each wait, as its desk has set it.

A plan asks for nothing but the request as it stands, so that what is planned can't differ from what is true.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.desks import Desk
from bot.lifecycle import OWED
from bot.targets import Promised, Target, owed
from storage.kinds import PingKind, State
from storage.tables import Request

_NEAR = {Promised.FIRST_ANSWER: PingKind.FIRST_ANSWER_NEAR, Promised.RESOLUTION: PingKind.RESOLUTION_NEAR}
_MISSED = {Promised.FIRST_ANSWER: PingKind.FIRST_ANSWER_MISSED, Promised.RESOLUTION: PingKind.RESOLUTION_MISSED}
ENDING = frozenset({PingKind.LAPSE, PingKind.CLOSE})
"""These remind nobody: they end a request."""
LIGHTS = frozenset({*_NEAR.values(), *_MISSED.values()})
"""With these the light on the card changes."""
TO_REQUESTER = frozenset({PingKind.AWAITED, PingKind.AWAITED_LAST})
"""These remind who asked; all others, those who help."""


class Audience(StrEnum):
    """Who is to be reminded: those who can do something about it."""

    DESK = "desk"
    AGENT = "agent"
    PROMISER = "promiser"
    LEADS = "leads"
    REQUESTER = "requester"


@dataclass(frozen=True)
class Due:
    """That something comes due at an instant (UTC)."""

    kind: PingKind
    at: datetime


def wanted(request: Request, desk: Desk) -> list[Due]:
    """All that its desk's plans ask for, what is past included: that it is here is the reason to remind of it."""
    plans = (_targets, _silence, _promise, _wait, _end)
    return [due for plan in plans for due in plan(request, desk)]


def _targets(request: Request, desk: Desk) -> Iterator[Due]:
    for target in owed(request):
        near_at, missed_at = _reminding(request, desk, target)
        if near_at:
            yield Due(_NEAR[target.promised], near_at)
        yield Due(_MISSED[target.promised], missed_at)


def _reminding(request: Request, desk: Desk, target: Target) -> tuple[datetime | None, datetime]:
    """When to tell who owes it, and when their leads; what nobody has claimed may have a plan of its own."""
    plan, is_unclaimed = desk.plan.unclaimed, request.state is State.OPEN
    if plan and is_unclaimed and request.asked_at and target.promised is Promised.FIRST_ANSWER:
        to_desk, to_leads = (desk.hours.add(request.asked_at, span) for span in plan)
        return to_desk, to_leads
    return target.near_at, target.due_at


def _silence(request: Request, desk: Desk) -> Iterator[Due]:
    if request.state in OWED and request.silent_since:
        yield Due(PingKind.SILENT, desk.hours.add(request.silent_since, desk.silent_after))


def _promise(request: Request, desk: Desk) -> Iterator[Due]:
    """On the morning of the last working day before the day that was promised; promised later, on that of the day."""
    if request.state in OWED and request.promised_for:
        mornings = (desk.hours.morning_before(request.promised_for), desk.hours.morning_of(request.promised_for))
        said_at = request.promised_at or request.created_at
        if at := next((one for one in mornings if one and one > said_at), None):
            yield Due(PingKind.PROMISE_NEAR, at)


def _wait(request: Request, desk: Desk) -> Iterator[Due]:
    """Reminders to the requester, the last of which says that it will be closed, unless the desk never does."""
    if request.state is not State.WAITING:
        return
    since = request.reminders_from or request.waiting_since
    *first, last = desk.plan.awaited
    if request.remind_again_at:
        yield Due(_last_kind(desk), request.remind_again_at)
    elif since:
        yield from (Due(PingKind.AWAITED, desk.hours.add(since, span)) for span in first)
        yield Due(_last_kind(desk), desk.hours.add(since, last))
    if request.warned_at and desk.plan.grace:
        yield Due(PingKind.LAPSE, desk.hours.add(request.warned_at, desk.plan.grace))


def _last_kind(desk: Desk) -> PingKind:
    return PingKind.AWAITED_LAST if desk.plan.grace else PingKind.AWAITED


def _end(request: Request, desk: Desk) -> Iterator[Due]:
    if until := reopens_until(request, desk):
        yield Due(PingKind.CLOSE, until)


def reopens_until(request: Request, desk: Desk) -> datetime | None:
    """Until when its requester may open a request again; None where they can't, or need not."""
    if request.state is not State.RESOLVED or request.resolved_at is None:
        return None
    return desk.hours.add(request.resolved_at, desk.plan.reopen_within)


def audience(request: Request, kind: PingKind) -> Audience:
    """Who is to be reminded, as the request stands."""
    match kind:
        case _ if kind in TO_REQUESTER:
            return Audience.REQUESTER
        case PingKind.FIRST_ANSWER_MISSED | PingKind.RESOLUTION_MISSED:
            return Audience.LEADS
        case PingKind.PROMISE_NEAR if request.promised_by and not request.agent:
            return Audience.PROMISER
        case _:
            return Audience.AGENT if request.agent else Audience.DESK


def holds(due: list[Due], kind: PingKind, reason_at: datetime) -> bool:
    """Whether what somebody was, or is to be, reminded of is still so: its reason has not gone, nor moved on."""
    return any(one.kind is kind and one.at <= reason_at for one in due)
