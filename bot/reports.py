"""Reports: a lead asks for the numbers of a desk and a period, in Slack or on the command line, whenever they like."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot import asked_periods, figures, people
from bot.access import may_ask
from bot.asked_periods import Asked
from bot.desks import Desk
from bot.errors import Mistake, NotALead, UnreadablePeriod
from bot.numbers import Report
from bot.outbox import Answer, Post, Respond
from bot.places import ToPerson
from bot.serving import led
from bot.views import reports
from bot.views.reports import Shown
from bot.work import Work

_LONGEST_NAME = 6  # words
_MARKS = ".,:;!?"


def ask(work: Work, person: str, typed: str, url: str, key: str) -> bool:
    """Answer what somebody has typed behind the word for a report; False where it is none, but asks for help.

    Who leads no desk learns only that: what they type is help wanted, unless it names no more than a desk that they
    could ask, or a period. Raises NotALead, and to leads UnreadablePeriod and the like.
    """
    theirs = led(work, person)
    desk, rest = named([*theirs, *_known(work, person)], typed)
    zone = work.person(person).time_zone
    if desk not in (None, *theirs) or not theirs:
        if rest and not _is_period(work, rest, zone):
            return False
        raise NotALead
    asked = period(rest, typed, zone, work.now)
    send(work, person, (desk or theirs[0]).key, asked, url, key)
    return True


def send(work: Work, person: str, desk: str, asked: Asked, url: str, key: str, *, replaces: bool = False) -> None:
    """Have a report answer somebody, or stand in place of the one that stood there. Raises NotALead."""
    check_lead(work, person, desk)
    work.send(key, key, Answer(url, person, desk, str(asked), replaces))


def post(work: Work, person: str, key: str, press: str) -> None:
    """Have the report of a desk, by its key, of this week so far stand in its lead's DM. Raises NotALead."""
    desk, words = check_lead(work, person, key), work.words_of(person)
    asked = asked_periods.read("", work.person(person).time_zone, work.now)
    desks = [(one.key, one.label(words.language)) for one in led(work, person)]
    for n, one in enumerate(reports.messages(_shown(work, desk, asked, desks), words)):
        message = Post(ToPerson(person), one.text, one.blocks, plainer=one.plainer)
        work.send(f"{press}:{n}", f"lead:{person}", message)


def check_lead(work: Work, person: str, desk: str) -> Desk:
    """The desk, if this person leads it. Raises NotALead, whether or not there is such a desk."""
    found = next((one for one in led(work, person) if one.key == desk), None)
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
    theirs, asked, words = led(work, message.person), Asked.of(message.asked), work.words_of(message.person)
    desk = next((one for one in theirs if one.key == message.desk), None)
    if desk is None:
        return []
    shown = _shown(work, desk, asked, [(one.key, one.label(words.language)) for one in theirs])
    first, *others = (
        Respond(message.url, one.text, one.blocks, plainer=one.plainer) for one in reports.messages(shown, words)
    )
    return [replace(first, replaces=message.replaces), *others]


def _shown(work: Work, desk: Desk, asked: Asked, desks: Sequence[tuple[str, str]]) -> Shown:
    found, session, period = of(work.session, desk, asked), work.session, asked.period
    names = agents_of(session, desk, found)
    return Shown(
        desk.key,
        desks,
        asked,
        found,
        days=figures.days(session, desk.key, period),
        answer_times=figures.answer_times(session, desk.key, period.since, period.until),
        names=None if names is None else list(names),
    )


def of(session: Session, desk: Desk, asked: Asked) -> Report:
    """The numbers of a desk's period, and of what it is compared with."""
    now, before = (figures.numbers(session, desk.key, one.since, one.until) for one in (asked.period, asked.compared))
    return Report(desk.key, asked.period, now, before)


def agents_of(session: Session, desk: Desk, report: Report) -> dict[str, str] | None:
    """Who has resolved anything, in the order of their names; None where the desk tells its leads no names."""
    if not desk.reports.names:
        return None
    names = {agent: people.person(session, agent).name for agent in report.now.load.by_agent}
    return dict(sorted(names.items(), key=lambda one: (one[1].casefold(), one[0])))
