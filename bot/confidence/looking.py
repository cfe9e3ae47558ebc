"""Who looks at a case: its readers, of whom the trail tells the parties, and the parties themselves."""

from collections.abc import Iterable

from sqlmodel import col, or_, select

from bot.blocks import View
from bot.confidence import cases, copies, seats, telling
from bot.errors import AlreadyWithdrawn, UnknownRequest
from bot.mrkdwn import Mrkdwn, mention
from bot.views import caseopened
from bot.views import cases as views
from bot.views.caseopened import Passed, Spoken, Talk
from bot.words import Words
from bot.work import Work
from storage.confidence import Case, Party, Said, Trace, TraceKind
from storage.kinds import State

_TOLD = frozenset(TraceKind) - {TraceKind.PROPOSED, TraceKind.AGREED, TraceKind.DECLINED}
"""The lines of a trail that are shown; what was proposed, those read whom it concerns."""
_ASKERS = frozenset({TraceKind.EXCLUDED})
"""Those that nobody reads but who asked."""


def open_case(work: Work, ref: str, actor: str) -> View:
    """A case in front of somebody: that a reader has opened it is written down first.

    Raises AlreadyWithdrawn, and UnknownRequest for who may not know of it.
    """
    case = cases.locked(work, ref)
    if actor in cases.readers(work, case):
        return _for_reader(work, case, actor)
    party = cases.party_of(work, case, actor)
    if party is None:
        raise UnknownRequest
    return _for_party(work, case, party, actor)


def _for_reader(work: Work, case: Case, actor: str) -> View:
    if case.state is State.WITHDRAWN:
        raise AlreadyWithdrawn
    asked = _asked(work, case)
    cases.record(work, case, TraceKind.READ, actor)
    words, glance = work.words_of(actor), telling.glance_of(work, case, actor)
    parties = [one for one in cases.parties(work, case) if one.joined_at]
    is_one = len(parties) == 1
    talks = [Talk(_said(work, case, one, actor), None if is_one else views.who(one.person, words)) for one in parties]
    lines = (one for one in cases.trail(work, case) if one.kind not in _ASKERS and (one.actor or one.at <= work.now))
    return caseopened.for_reader(glance, asked, talks, _passed(lines, words), words)


def _for_party(work: Work, case: Case, party: Party, actor: str) -> View:
    words, glance = work.words_of(actor), telling.glance_of(work, case, actor)
    lines = [one for one in seats.trail(cases.trail(work, case), party) if party.n == 0 or one.kind not in _ASKERS]
    talk, trail = Talk(_said(work, case, party)), _passed(lines, words)
    if party.n:
        return caseopened.for_other(glance, talk, trail, words)
    return caseopened.for_asker(glance, _asked(work, case), case.closing_word or "", talk, trail, words)


def _asked(work: Work, case: Case) -> views.Asked:
    return views.Asked(cases.party(work, case, 0).person, cases.matter(case), work.desk(case.desk))


def _said(work: Work, case: Case, party: Party, reader: str | None = None) -> list[Spoken]:
    """What was said with a party, in its order; of notes, those that the reader has made.

    What somebody without a name has written nobody reads before its hour: that would tell when they were there.
    """
    is_read = or_(col(Said.is_note).is_(False), col(Said.author) == reader)
    has_arrived = or_(col(Said.author).is_not(None), col(Said.at) <= work.now)
    with_them = (Said.case == case.ref, Said.party == party.n, col(Said.taken_back_at).is_(None), is_read, has_arrived)
    said = work.session.exec(select(Said).where(*with_them).order_by(col(Said.at), col(Said.id)))
    return [_spoken(work, one) for one in said]


def _spoken(work: Work, said: Said) -> Spoken:
    name = work.person(said.author).name if said.author else None
    return Spoken(name, said.at, said.text or "", [file.name for file in copies.files(said)])


def _passed(trail: Iterable[Trace], words: Words) -> list[Passed]:
    return [Passed(_line(one, words), one.at) for one in trail if one.kind in _TOLD]


def _line(trace: Trace, words: Words) -> Mrkdwn:
    """What happened, and by whom; who asked without a name is somebody."""
    data = trace.data or {}
    agent, excluded = data.get("to") or data.get("agent"), data.get("people") or []
    return words(
        f"case_trail.{trace.kind}",
        actor=views.who(trace.actor, words),
        agent=mention(agent) if agent else words("case.somebody"),
        people=Mrkdwn(", ".join(mention(one) for one in excluded)),
    )
