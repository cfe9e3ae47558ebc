"""The agent's side of a case: in their DM a thread with each party, which begins with what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import caseplaces
from bot.confidence import cases, clearing, copies, telling
from bot.outbox import Post, Share, Update
from bot.places import InThread, ToPerson
from bot.relaying import whose
from bot.views import cases as views
from bot.words import Words
from bot.work import Work
from storage.confidence import Case, Party, Trace, TraceKind


@dataclass(frozen=True)
class Turn:
    """Who had a case, if anybody did, and the lanes of their threads."""

    agent: str | None
    lanes: Sequence[str]


def turn_of(work: Work, case: Case) -> Turn:
    """Whose turn it is now; to be asked before a case changes hands."""
    lanes = [caseplaces.agent(case.ref, party.n, case.turn) for party in cases.parties(work, case)]
    return Turn(case.agent, [*lanes, *copies.lanes_apart(work, case)])


def take_away(work: Work, case: Case, turn: Turn, trace: Trace) -> None:
    """Somebody's turn is over: their threads go, with all copies in them."""
    if turn.agent:
        clearing.clear(work, case, turn.agent, turn.lanes, trace)


def begin(work: Work, case: Case, trace: Trace) -> None:
    """Whose turn it is gets a thread for each party that is there, with all that was said so far."""
    for party in cases.parties(work, case):
        if party.joined_at and not party.left_at:
            begin_with(work, case, party, trace)


def begin_with(work: Work, case: Case, party: Party, trace: Trace) -> None:
    """The agent's thread for one party; who has the case is known."""
    drawing = drawn_root(work, case, party)
    root, agent = drawing.place, case.agent or ""
    work.send(root, root, Post(ToPerson(agent), drawing.text, drawing.blocks, place=root))
    if party.n == 0:
        _share_files(work, case, root)
        _pass_word(work, case, root, trace)
    copies.catch_up(work, case, party.n)


def _share_files(work: Work, case: Case, root: str) -> None:
    """Copies of the files that came with what was asked: what was sent to the bot, nobody else could open."""
    asker = cases.party(work, case, 0).person
    comment = whose(work.person(asker).name) if asker else ""
    for file in cases.matter(case).files:
        place = caseplaces.asked_file(case.ref, file.id, case.turn)
        work.send(place, root, Share(file, InThread(root), comment, place, even_open=True))


def _pass_word(work: Work, case: Case, root: str, trace: Trace) -> None:
    """Who has handed it over, and what they have to say."""
    if trace.kind is not TraceKind.HANDED_OVER:
        return
    text, blocks = views.handed_over(trace.actor or "", str((trace.data or {})["word"]), _words(work, case))
    place = caseplaces.told(case.ref, trace.id, "agent")
    work.send(place, root, Post(InThread(root), text, blocks, place=place))


def refresh(work: Work, case: Case, trace: Trace) -> None:
    """Bring the roots of the agent's threads up to date."""
    for party in cases.parties(work, case) if case.agent else ():
        if party.joined_at and not party.left_at:
            drawing = drawn_root(work, case, party)
            work.send(f"{drawing.place}:{trace.id}", drawing.place, drawing)


def tell_reopened(work: Work, case: Case, trace: Trace) -> None:
    """The agent reads in their thread that it goes on."""
    root, place = caseplaces.agent(case.ref, 0, case.turn), caseplaces.told(case.ref, trace.id, "agent")
    work.send(place, root, Post(InThread(root), _words(work, case)("case.told_agent_reopened"), place=place))


def drawn_root(work: Work, case: Case, party: Party) -> Update:
    """The first message of the thread for a party, as it is now."""
    agent, words = case.agent or "", _words(work, case)
    glance = telling.glance_of(work, case, agent)
    if party.n == 0:
        asked = views.Asked(party.person, cases.matter(case), work.desk(case.desk))
        blocks = views.root(glance, asked, words)
    else:
        blocks = views.root_for_other(glance, party.person or "", words)
    place = caseplaces.agent(case.ref, party.n, case.turn)
    return Update(place, views.root_text(glance, words), blocks)


def _words(work: Work, case: Case) -> Words:
    return work.words_of(case.agent or "")
