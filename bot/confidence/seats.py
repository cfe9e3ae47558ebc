"""The other one in a mediation: whether they know of it, what they read of it, and which lines of its trail."""

from collections.abc import Iterable, Sequence

from sqlmodel import col, select

from bot import caseplaces
from bot.confidence import cases
from bot.outbox import Update
from bot.views import steps as views
from bot.views.cases import Glance
from bot.views.steps import Mediation, Seat
from bot.work import Work
from storage.confidence import Case, Party, Step, StepKind, Trace, TraceKind
from storage.kinds import State

_OVER = frozenset({State.RESOLVED, State.CLOSED, State.WITHDRAWN})
_OF_WHO_ASKED = frozenset({TraceKind.ASKED, TraceKind.CONFIDED, TraceKind.ANSWERED, TraceKind.EXCLUDED})


def other(work: Work, case: Case) -> Party | None:
    """The other one, in a mediation."""
    return next((one for one in cases.parties(work, case) if one.n == 1), None)


def is_told(work: Work, party: Party) -> bool:
    """Whether somebody knows of the case: the other one does as soon as who asked has agreed that they are invited."""
    if party.n == 0 or party.joined_at:
        return True
    invited = (Step.case == party.case, Step.kind == StepKind.INVITE, col(Step.is_agreed).is_(True))
    return work.session.exec(select(Step.id).where(*invited).limit(1)).first() is not None


def is_taking_part(party: Party | None) -> bool:
    """Whether the other one is there, and has not left."""
    return party is not None and party.joined_at is not None and party.left_at is None


def head(work: Work, case: Case, party: Party, glance: Glance) -> Update:
    """The first message of the other one's conversation, as it is now."""
    asker, words = cases.party(work, case, 0).person or "", work.words_of(party.person or "")
    mediation = Mediation(glance, asker, _seat(case, party), list(cases.readers(work, case)))
    place = caseplaces.party(case.ref, party.n)
    return Update(place, views.head_text(mediation, words), views.head(mediation, words))


def _seat(case: Case, party: Party) -> Seat:
    if party.left_at:
        return Seat.LEFT
    if case.state in _OVER:
        return Seat.OVER
    return Seat.JOINED if party.joined_at else Seat.INVITED


def trail(lines: Iterable[Trace], party: Party) -> Sequence[Trace]:
    """The lines of a trail that a party may read.

    Who asked doesn't learn that the other one has left again, the other one nothing from before they took part.
    """
    if party.n == 0:
        return [line for line in lines if line.kind is not TraceKind.LEFT]
    since = party.joined_at
    return [one for one in lines if since and one.at >= since and one.kind not in _OF_WHO_ASKED]
