"""Unreached: a person whom Slack lets nobody write to; their desk reads what they were to be reminded of."""

from sqlmodel import col, select

from bot import nudges, places, reminders
from bot.courier import ACCOUNT_GONE
from bot.mrkdwn import Mrkdwn, mention
from bot.notices import post
from bot.outbox import Post
from bot.places import InThread
from bot.views import pings
from bot.words import Words
from bot.work import Work
from storage.kinds import EventKind, PingKind
from storage.tables import Addressee, Nudge, Reminder, Request

_CLOSED_TO_US = "cannot_dm_bot"
_AWAITED = (PingKind.AWAITED, PingKind.AWAITED_LAST)


def fall_back(work: Work, place: str | None, error: str) -> bool:
    """Slack refuses a message for good: what stood in it is said in the desk thread of each request instead.

    Where nobody could be warned, the desk was, and the request is closed as if its requester had been. False for a
    message of another sort.
    """
    nudge = places.nudge_of(place or "")
    if nudge:
        _fall_back(work, nudge, error)
    return nudge is not None


def _fall_back(work: Work, nudge: int, error: str) -> None:
    standing = select(Reminder.request).where(Reminder.nudge == nudge, col(Reminder.settled_at).is_(None))
    requests = [work.lock(number) for number in sorted(set(work.session.exec(standing)))]
    lost = work.session.get_one(Nudge, nudge)
    _free_hour(work, lost)
    rows, _ = reminders.standing(work, Reminder.nudge == nudge)
    lost.gone_at = work.now
    for request in requests:
        for row in rows:
            if request and row.request == request.number:
                _say_at_desk(work, request, row, error)


def _free_hour(work: Work, lost: Nudge) -> None:
    """A message that did not arrive is none: it fills no hour of theirs."""
    addressee = work.session.get(Addressee, lost.addressee, with_for_update={"key_share": True}, populate_existing=True)
    if addressee and addressee.nudge == lost.id:
        addressee.nudge = addressee.sent_at = None
        addressee.count = max(0, addressee.count - 1)


def _say_at_desk(work: Work, request: Request, reminder: Reminder, error: str) -> None:
    reminder.settled_at = work.now
    event = work.record(request, EventKind.UNREACHED, None, ping=reminder.kind, to=reminder.addressee, error=error)
    words = work.words_at(work.desk(request.desk))
    message = Post(InThread(places.card(request.number)), _text(work, request, reminder, error, words))
    post(work, event, "unreached", places.desk_lane(request.number), message)


def _text(work: Work, request: Request, reminder: Reminder, error: str, words: Words) -> Mrkdwn:
    """What they were to hear; in words of its own where that was meant for who has asked."""
    person = "" if nudges.desk_of(reminder.addressee) else mention(reminder.addressee)
    speech = nudges.speech(work, reminder, request)
    if reminder.kind in _AWAITED:
        key = "thread.unreached_requester" if request.warned_at is None else "thread.unreached_warning"
        return words(key, person=person, why=_why(error, words), closes=pings.closes(speech, words, "UTC"))
    said = pings.text(speech, words, "UTC")
    if not person:
        return said
    return words("thread.unreached", person=person, why=_why(error, words), said=said)


def _why(error: str, words: Words) -> Mrkdwn:
    if error.endswith(ACCOUNT_GONE):
        return words("unreached.left")
    if error.endswith(_CLOSED_TO_US):
        return words("unreached.closed_to_us")
    return words("unreached.refused", error=error)
