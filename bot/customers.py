"""Who helps whom: what the desks have done for each department, so told that of nobody too much is known.

A department is what the requester's profile names, or else the first desk that they serve. Of a desk, one stands alone
with `ENOUGH` requests in the period; the others are told together, and never of one alone, which could be reckoned from
what else is known. Of a confidential desk nobody is told but who answers for it.
"""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, case, func, or_
from sqlmodel import col, select

from bot import favour_counts, figures
from bot.desks import Desk
from bot.numbers import ENOUGH, Help, Period
from bot.people import called
from bot.serving import led
from bot.views import customers
from bot.views.customers import Helped
from bot.views.packing import Message
from bot.work import Work
from storage.tables import DeskChannel, Membership, Person

_OTHERS = ""
_MOST_ALONE = 20  # of one desk


def messages(work: Work, lead: str, period: Period) -> list[Message]:
    """The table as one lead may read it, their own desks first, and how often colleagues asked each other."""
    words = work.words_of(lead)
    theirs = led(work, lead)
    of_others = (desk for desk in work.desks if desk not in theirs and not desk.is_confidential)
    department = _department(work, words.language)
    rows = [
        Helped(desk.label(words.language), None if who == _OTHERS else who, done)
        for desk in (*theirs, *of_others)
        for who, done in _helped(work, desk, period, department)
    ]
    return customers.messages(rows, period, words, favour_counts.asked_in(work, period))


def _department(work: Work, language: str) -> ColumnElement[str]:
    """Whose department a Person's is: the expression that says so to the database."""
    named = func.trim(func.coalesce(col(Person.department), _OTHERS))
    served = ((_serves(desk), desk.label(language)) for desk in work.desks)
    return case((named != _OTHERS, named), *served, else_=_OTHERS)


def _serves(desk: Desk) -> ColumnElement[bool]:
    """The condition of the Persons who serve a desk or one of its types, or answer for it."""
    of_types = (agent for kind in desk.types for agent in kind.agents)
    named = called((*desk.agents, *desk.leads, *of_types))
    if desk.agents:
        return named
    members = select(Membership.person).join(DeskChannel, col(DeskChannel.channel) == Membership.channel)
    return or_(named, col(Person.id).in_(members.where(DeskChannel.desk == desk.key)))


def _helped(work: Work, desk: Desk, period: Period, department: ColumnElement[str]) -> Iterator[tuple[str, Help]]:
    """What a desk has done for each department that may stand alone, most requests first, and for the others."""
    span = (work.session, desk.key, period.since, period.until)
    asked = {who: done.requests for who, done in figures.customers(*span, department).items()}
    shown = alone(asked)
    done = figures.customers(*span, case((department.in_(shown), department), else_=_OTHERS))
    yield from ((who, done[who]) for who in (*shown, *({_OTHERS} & done.keys())))


def alone(asked: Mapping[str, int]) -> list[str]:
    """The departments that may stand alone by how many requests each had, most first.

    What is left is told together, so it must not be one small department, nor so few requests as one may not have.
    """
    large = (who for who, n in asked.items() if n >= ENOUGH and who != _OTHERS)
    shown = sorted(large, key=lambda who: (-asked[who], who))[:_MOST_ALONE]
    while shown and _tells_of_one([n for who, n in asked.items() if who not in shown]):
        shown.pop()
    return shown


def _tells_of_one(left: Sequence[int]) -> bool:
    return any(n < ENOUGH for n in left) and (len(left) == 1 or sum(left) < ENOUGH)
