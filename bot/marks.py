"""The bot's own emoji on the post that asked: they tell everybody who reads it how its request stands."""

from collections.abc import Mapping

from bot import places
from bot.outbox import React
from bot.settings import Settings
from bot.work import Work
from storage.kinds import Outcome, State
from storage.tables import Event, Request


def keep_up(work: Work, request: Request, event: Event) -> None:
    """Exchange the emoji on the post where they tell of another state than the request is in; `event` is the cause.

    The request is ours until the commit. What is no longer public is no longer told.
    """
    emoji = _emoji(work.settings)
    told = _told(request)
    shown = told if request.is_public and told in emoji else None
    if shown is request.mark:
        return
    for state, is_on in ((request.mark, False), (shown, True)):
        if state:
            post = places.post(request.number)
            message = React(post, emoji[state], is_on=is_on)
            work.send(f"event:{event.id}:mark:{state}", places.emoji_lane(post), message)
    request.mark = shown


def _told(request: Request) -> State | None:
    """The state that the emoji tells of: what was solved stays so when it can't be opened again any more."""
    if request.outcome is None:
        return request.state
    return State.RESOLVED if request.outcome is Outcome.SOLVED else None


def _emoji(settings: Settings) -> Mapping[State, str]:
    """Which states there are emoji for: what needs nobody any more, or not yet anybody, bears none."""
    return {
        State.CLAIMED: settings.helpdesk_claim_emoji[0],
        State.WAITING: settings.helpdesk_waiting_emoji[0],
        State.RESOLVED: settings.helpdesk_resolve_emoji[0],
    }
