"""What a ping says: to a desk, to an agent, to a lead, to the requester."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.desks import Desk
from bot.mrkdwn import Mrkdwn, bold, day, link, mention
from bot.views.cards import headline
from bot.words import Words
from storage.kinds import PingKind
from storage.tables import Request

_KEYS: Mapping[PingKind, tuple[str, str]] = {
    PingKind.FIRST_ANSWER_NEAR: ("unanswered", "unclaimed"),
    PingKind.RESOLUTION_NEAR: ("unsolved", "unsolved_unclaimed"),
    PingKind.SILENT: ("silent", "idle"),
    PingKind.PROMISE_NEAR: ("promise", "promise_unclaimed"),
    PingKind.FIRST_ANSWER_MISSED: ("missed_claimed", "missed_unclaimed"),
    PingKind.RESOLUTION_MISSED: ("unsolved_late", "unsolved_late_unclaimed"),
    PingKind.AWAITED: ("awaited", "awaited"),
    PingKind.AWAITED_LAST: ("awaited_last", "awaited_last"),
}
"""What is said where somebody has the request, and where nobody has."""
_OF_ITSELF = frozenset({PingKind.FIRST_ANSWER_MISSED, PingKind.RESOLUTION_MISSED})
"""These name the request wherever they are said."""
_ABSENT = frozenset({PingKind.FIRST_ANSWER_NEAR, PingKind.RESOLUTION_NEAR, PingKind.SILENT, PingKind.PROMISE_NEAR})
"""These a desk hears in the place of its agent who is off work."""


@dataclass(frozen=True)
class Speech:
    """What is to be said of a request and to whom; `agent` is the name of who has it, for where nobody is called."""

    request: Request
    kind: PingKind
    desk: Desk
    agent: str
    is_to_desk: bool

    @property
    def is_of_absent(self) -> bool:
        """Whether a desk hears it because who has the request is off work."""
        return self.is_to_desk and self.request.agent is not None and self.kind in _ABSENT


def text(speech: Speech, words: Words, zone: str) -> Mrkdwn:
    """What is said in the request's own thread, which names whom it is for."""
    key = _key(speech)
    return _said(f"absent.{key}" if speech.is_of_absent else key, speech, None, words, zone)


def listed(speech: Speech, url: str | None, words: Words, zone: str) -> Mrkdwn:
    """What is said elsewhere: of which request first."""
    key = _key(speech)
    said = _said(key if speech.kind in _OF_ITSELF else f"listed.{key}", speech, url, words, zone)
    return Mrkdwn(f"{said} {words('ping.off_work', agent=speech.agent)}") if speech.is_of_absent else said


def _key(speech: Speech) -> str:
    """Of closing it speaks where that is to come: not at a desk that never does, nor once it was put off."""
    if speech.kind is PingKind.AWAITED_LAST and speech.request.warned_at is None:
        return "awaited"
    taken, free = _KEYS[speech.kind]
    return taken if speech.request.agent else free


def _said(key: str, speech: Speech, url: str | None, words: Words, zone: str) -> Mrkdwn:
    request, desk = speech.request, speech.desk
    return words(
        f"ping.{key}",
        agent=speech.agent if speech.is_of_absent else mention(request.agent or ""),
        requester=mention(request.requester),
        request=link(url, headline(request)) if url else bold(headline(request)),
        desk=desk.label(words.language),
        span=words.duration(desk.silent_after),
        answer_due=words.moment(request.first_answer_due, zone),
        due=words.moment(request.resolution_due, zone),
        promised=day(request.promised_for, zone) if request.promised_for else "",
        closes=closes(speech, words, zone),
    )


def closes(speech: Speech, words: Words, zone: str) -> Mrkdwn | str:
    """When the request is closed without an answer."""
    warned_at, grace = speech.request.warned_at, speech.desk.plan.grace
    return words.moment(speech.desk.hours.add(warned_at, grace), zone) if warned_at and grace else ""
