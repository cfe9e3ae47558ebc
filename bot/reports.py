"""Reports: a lead asks for the numbers of a desk and a period, in Slack or on the command line, whenever they like."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot import asked_periods, customers, figures, people, periods
from bot.access import may_ask
from bot.asked_periods import Asked
from bot.desks import Desk
from bot.errors import Mistake, NotALead, NoWholeMonth, UnreadablePeriod
from bot.numbers import Report
from bot.outbox import Answer, Post, Respond
from bot.places import ToPerson
from bot.serving import desk_led, led
from bot.views import reports
from bot.views.packing import Message
from bot.views.reports import Shown
from bot.work import Work

_LONGEST_NAME = 6  # words
_MARKS = ".,:;!?"
_WHO = re.compile(r"(?:who(?: helps whom)?|wer(?: hilft wem)?)\b[?,: ]*(.*)", re.IGNORECASE)
_WHO_HELPS_WHOM = ""  # in place of a desk: of all of them


def ask(work: Work, person: str, typed: str, url: str, key: str) -> bool:
    """Answer what somebody has typed behind the word for a report; False where it is none, but asks for help.

    Who leads no desk learns only that: what they type is help wanted, unless it names no more than a desk that they
    could ask, or a period. Raises NotALead, and to leads UnreadablePeriod and the like.
    """
    theirs, who = led(work, person), _WHO.fullmatch(typed)
    desk, rest = (None, who[1] or "last month") if who else named([*theirs, *_known(work, person)], typed)
    zone = work.person(person).time_zone
    if desk not in (None, *theirs) or not theirs:
        if rest and not _is_period(work, rest, zone):
            return False
        raise NotALead
    asked = period(rest, typed, zone, work.now)
    if who and not periods.is_month(asked.period):
        raise NoWholeMonth  # the days between two periods would tell of single requests
    about = _WHO_HELPS_WHOM if who else (desk or theirs[0]).key
    work.send(key, key, Answer(url, person, about, str(asked)))
    return True


def send(work: Work, person: str, desk: str, asked: Asked, url: str, key: str, *, replaces: bool = False) -> None:
    """Have a report answer somebody, or stand in place of the one that stood there. Raises NotALead."""
    check_lead(work, person, desk)
    work.send(key, key, Answer(url, person, desk, str(asked), replaces))


def post(work: Work, person: str, key: str, press: str) -> None:
    """Have the report of a desk, by its key, of this week so far stand in its lead's DM. Raises NotALead."""
    desk = check_lead(work, person, key)
    asked = asked_periods.read("", work.person(person).time_zone, work.now)
    for n, one in enumerate(_messages(work, person, desk, asked)):
        message = Post(ToPerson(person), one.text, one.blocks, plainer=one.plainer)
        work.send(f"{press}:{n}", f"lead:{person}", message)


def check_lead(work: Work, person: str, desk: str) -> Desk:
    """The desk, if this person leads it. Raises NotALead, whether or not there is such a desk."""
    found = desk_led(work, person, desk)
    if found is None:
        raise NotALead
    return found


def named(desks: Iterable[Desk], typed: str) -> tuple[Desk | None, str]:
    """The desk that a text begins or ends with, by any of its names, and the rest of the text."""
    parts, known = typed.split(), list(desks)
    for n in range(min(len(parts), _LONGEST_NAME), 0, -1):
        for name, rest in ((parts[:n], parts[n:]), (parts[-n:], parts[:-n])):
            called = " ".join(name).strip(_MARKS).casefold()
            if desk := next((one for one in known if called in one.words), None):
                return desk, " ".join(rest)
    return None, typed


def period(rest: str, typed: str, zone: str, now: datetime) -> Asked:
    """The period that is the rest of what was typed; where that is none, it is all that can't be made out."""
    try:
        return asked_periods.read(rest, zone, now)
    except UnreadablePeriod:
        raise UnreadablePeriod(typed=typed) from None


def _known(work: Work, person: str) -> list[Desk]:
    """The desks that everybody like this person may know of."""
    known = work.person(person)
    return [desk for desk in work.desks if may_ask(known, desk)]


def _is_period(work: Work, text: str, zone: str) -> bool:
    try:
        asked_periods.read(text, zone, work.now)
    except UnreadablePeriod:
        return False
    except Mistake:
        return True
    return True


def answers(work: Work, message: Answer) -> Sequence[Respond]:
    """The report that an outgoing row asks for, as things stand; nothing where its reader leads the desk no more."""
    told = (Respond(message.url, one.text, one.blocks, plainer=one.plainer) for one in _told(work, message))
    return [replace(one, replaces=message.replaces and n == 0) for n, one in enumerate(told)]


def _told(work: Work, message: Answer) -> Sequence[Message]:
    asked = Asked.of(message.asked)
    if message.desk == _WHO_HELPS_WHOM:
        return customers.messages(work, message.person, asked.period) if led(work, message.person) else []
    desk = desk_led(work, message.person, message.desk)
    return _messages(work, message.person, desk, asked) if desk else []


def _messages(work: Work, person: str, desk: Desk, asked: Asked) -> Sequence[Message]:
    words, session, period = work.words_of(person), work.session, asked.period
    found = of(session, desk, asked)
    shown = Shown(
        desk.key,
        [(one.key, one.label(words.language)) for one in led(work, person)],
        asked,
        found,
        days=figures.days(session, desk.key, period),
        answer_times=figures.answer_times(session, desk.key, period.since, period.until),
        names=people.solvers(session, desk, found),
    )
    return reports.messages(shown, words)


def of(session: Session, desk: Desk, asked: Asked) -> Report:
    """The numbers of a desk's period, and of what it is compared with."""
    return figures.report(session, desk.key, asked.period, asked.before_until)
