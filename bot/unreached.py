"""Unreached: a person whom Slack lets nobody write to; their desk reads what they were to be reminded of."""

from sqlmodel import col, select

from bot import nudges, places, reminders
from bot.mrkdwn import Mrkdwn, mention
from bot.notices import say_to_desk
from bot.plans import TO_REQUESTER
from bot.verdicts import ACCOUNT_GONE
from bot.views import pings
from bot.words import Words
from bot.work import Work
from storage.due import Addressee, Nudge, Reminder
from storage.kinds import EventKind
from storage.tables import Request

_CLOSED_TO_US = "cannot_dm_bot"


def fall_back(work: Work, place: str | None, error: str) -> bool:
    """Slack refuses a message for good: what stood in it is said in the desk thread of each request instead.

    Where nobody could be warned, the desk was, and the request is closed as if its requester had been. False for a
    message of another sort.
    """
    nudge = places.nudge_of(place or "")
    if nudge:
        _fall_back(work, nudge, error)
    return nudge is not None


def arrived(work: Work, nudge: int) -> None:
    """Slack takes a message to somebody who has left the company, too, and nobody reads it: as if it were refused."""
    addressee = work.session.get_one(Nudge, nudge).addressee
    if nudges.desk_of(addressee) is None and not work.person(addressee).is_active:
        _fall_back(work, nudge, ACCOUNT_GONE[0])


def _fall_back(work: Work, nudge: int, error: str) -> None:
    standing = select(Reminder.request).where(Reminder.nudge == nudge, col(Reminder.settled_at).is_(None))
    ours = {number: work.lock(number) for number in sorted(set(work.session.exec(standing)))}
    lost = work.session.get_one(Nudge, nudge)
    _free_hour(work, lost)
    rows, _ = reminders.standing(work, Reminder.nudge == nudge)
    lost.gone_at = work.now
    for row in rows:
        if request := ours.get(row.request):
            _say_at_desk(work, request, row, error)
        else:  # it joined the message just now, and its request is another's: it is said anew, and lost there
            row.nudge, row.due_at = None, work.now


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
    say_to_desk(work, request, event, _text(work, request, reminder, error, words))


def _text(work: Work, request: Request, reminder: Reminder, error: str, words: Words) -> Mrkdwn:
    """What they were to hear; in words of its own where that was meant for who has asked."""
    person = "" if nudges.desk_of(reminder.addressee) else mention(reminder.addressee)
    speech = nudges.speech(work, reminder, request)
    if reminder.kind in TO_REQUESTER:
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
