"""A promised date: an agent says for which day a request will be done; the requester is told, and who has it reminded.

It answers who asked. It holds while the request goes on, whoever has it, until it is changed or taken back; what is
reopened begins without.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bot import moves, notices, promises
from bot.desks import Desk
from bot.drafts import is_date
from bot.errors import Mistake
from bot.form_errors import InvalidForm, Missing, PromiseOutOfReach, TooLong
from bot.hours import LAST_MINUTE, first_instant
from bot.views import promising as views
from bot.work import Work
from storage.kinds import EventKind
from storage.tables import Request

UNPROMISED: Mapping[str, None] = {"promised_for": None, "promised_by": None, "promised_at": None}
"""What a request remembers where no day is promised, or none any more."""
_LONGEST = timedelta(days=366)


def day_of(work: Work, request: Request) -> date | None:
    """The day that was promised, where the request's desk is."""
    promised = request.promised_for
    return promised and promised.astimezone(work.desk(request.desk).hours.zone).date()


def promise(work: Work, number: int, actor: str, day: str, word: str) -> Request:
    """Promise a request for a day at its desk ("2026-03-06"), with a word to the requester; or for another day.

    The same day, and no word, changes nothing. Raises InvalidForm, AlreadyResolved and the like.
    """
    request = moves.active_for_desk(work, number, actor)
    until = _checked(work, request, day, word)
    if until != request.promised_for or word:
        before = request.promised_for
        request.promised_for, request.promised_by, request.promised_at = until, actor, work.now
        _say(work, request, actor, before, word)
    return request


def take_back(work: Work, number: int, actor: str, word: str) -> Request:
    """Promise no day any more, with a word to the requester why. Raises InvalidForm, AlreadyResolved and the like."""
    request = moves.active_for_desk(work, number, actor)
    if mistakes := _too_long(word):
        raise InvalidForm(mistakes)
    if before := request.promised_for:
        request.promised_for = request.promised_by = request.promised_at = None
        _say(work, request, actor, before, word)
    return request


def _say(work: Work, request: Request, actor: str, before: datetime | None, word: str) -> None:
    """Both sides read what is promised now, and for when it was before; the card and the head show it."""
    until = request.promised_for
    event = work.record(request, EventKind.PROMISED, actor, until=until and until.isoformat())
    promises.answered(work, request)
    to_desk = views.told_desk(actor, until, word, work.words_at(work.desk(request.desk)))
    notices.say_to_desk(work, request, event, to_desk)
    words, zone = work.words_of(request.requester), work.person(request.requester).time_zone
    notices.say_to_requester(work, request, event, views.told(actor, until, before, word, words, zone))
    notices.refresh(work, request, event)


def _checked(work: Work, request: Request, day: str, word: str) -> datetime:
    """When a day that was typed ends at the desk. Raises InvalidForm with all that is wrong."""
    mistakes = _too_long(word)
    until = _end(work.desk(request.desk), date.fromisoformat(day), work.now) if is_date(day) else None
    if until is None:
        mistakes["day"] = PromiseOutOfReach() if day else Missing()
    if until is None or mistakes:
        raise InvalidForm(mistakes)
    return until


def _too_long(word: str) -> dict[str, Mistake]:
    return {"word": TooLong(limit=views.WORD_LIMIT, length=len(word))} if len(word) > views.WORD_LIMIT else {}


def _end(desk: Desk, day: date, now: datetime) -> datetime | None:
    """When work ends on a desk's day, or the day itself where it has closed by now; None for one out of reach."""
    today = now.astimezone(desk.hours.zone).date()
    if not today <= day <= today + _LONGEST:
        return None
    closes = desk.hours.end_of(day)
    return closes if closes > now else first_instant(desk.hours.zone, day, LAST_MINUTE)
