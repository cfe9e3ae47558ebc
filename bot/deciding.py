"""Which desk is asked by what was written to nobody in particular: decided, or only likely.

docs/decisions/what-decides-the-desk.md has the order, and why.
"""

from collections.abc import Sequence

from bot import channels, guesses
from bot.access import may_ask
from bot.desks import Desk
from bot.guesses import Guess
from bot.routing import Asked, route
from bot.work import Work

_LONGEST_NAME = 4  # words
_MARKS = ".,:;!?"


def desks_for(work: Work, person: str) -> list[Desk]:
    """The desks that serve a person."""
    known = work.person(person)
    return [desk for desk in work.desks if may_ask(known, desk)]


def served_by(work: Work, person: str) -> list[Desk]:
    """The desks that a person serves."""
    return [desk for desk in work.desks if work.roster(desk).serves(person)]


def by_rule(work: Work, requester: str, text: str, channel: str | None) -> Desk | None:
    """The desk that a rule sends this to, if it serves the person."""
    rules = channels.rules_by_id(work.session, work.desks)
    rule = route(rules, Asked(text, channel, work.person(requester).department))
    return _serving(work, requester, rule.desk if rule else None)


def named_first(desks: Sequence[Desk], text: str) -> tuple[Desk | None, str]:
    """The desk that a text begins with, and the text without it; an alias ("vpn") belongs to what is asked."""
    parts = text.split()
    for n in range(min(len(parts), _LONGEST_NAME), 0, -1):
        name = " ".join(parts[:n]).strip(_MARKS).casefold()
        desk = next((desk for desk in desks if name in desk.words), None)
        if desk:
            return desk, " ".join(parts[n:]) if name in desk.names_of_its_own else text
    return None, text


def addressed(work: Work, text: str) -> Desk | None:
    """The desk that is meant where its own name comes first: "hr: my contract"."""
    desk, rest = named_first(list(work.desks), text)
    return desk if rest != text else None


def by_place(work: Work, person: str, requester: str, text: str, channel: str) -> Desk | None:
    """The desk that a rule, the channel or the person's own desk decides on, in public: no rule leads to secrecy."""
    serving = served_by(work, person)
    own = serving[0] if len(serving) == 1 else None
    ruled = by_rule(work, requester, text, channel)
    if ruled and ruled.is_confidential:
        return own if own == ruled else None
    return ruled or channels.desk_asked_in(work.session, work.desks, channel) or own


def likely(work: Work, requester: str, text: str, channel: str | None) -> Desk | None:
    """The desk that stands there first when a person is asked: named, ruled or guessed."""
    named, _ = named_first(desks_for(work, requester), text)
    guessed = None if named else guess(work, requester, text, channel)
    return work.desk(guessed.desk) if guessed else named


def guess(work: Work, requester: str, text: str, channel: str | None) -> Guess | None:
    """The desk, and perhaps the type, that words are for which name none: a rule's, or the one of such requests."""
    ruled = by_rule(work, requester, text, channel)
    if ruled:
        return Guess(ruled.key, None, sure=1)
    found = guesses.guess(work.session, work.desks, text)
    return found if found and _serving(work, requester, found.desk) else None


def _serving(work: Work, person: str, key: str | None) -> Desk | None:
    return next((desk for desk in desks_for(work, person) if desk.key == key), None)
