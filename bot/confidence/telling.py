"""Which messages a case causes, and to whom: each to one person, in their DM, sealed until it leaves."""

from collections.abc import Iterator

from sqlmodel import col, select

from bot import caseplaces
from bot.blocks import Block
from bot.confidence import cases, clearing, seats
from bot.mrkdwn import Mrkdwn, mention
from bot.outbox import Post, Update
from bot.places import InThread, ToPerson
from bot.views import cases as views
from bot.views.cases import Glance
from bot.work import Work
from storage.confidence import Case, Party, Trace, TraceKind
from storage.kinds import State

_Drawing = tuple[Mrkdwn, list[Block]]
_NEWS = frozenset(
    {
        TraceKind.CLAIMED,
        TraceKind.HANDED_OVER,
        TraceKind.HANDED_BACK,
        TraceKind.TAKEN_OVER,
        TraceKind.AGENT_LEFT,
        TraceKind.REOPENED,
        TraceKind.WITHDRAWN,
    }
)
"""What the parties are told in one line; whoever has done it knows."""


def opened(work: Work, case: Case, trace: Trace) -> None:
    """A card without a word of it for each reader, and the head of the conversation for who asked."""
    cards(work, case, trace)
    head(work, case, cases.party(work, case, 0), trace)


def cards(work: Work, case: Case, trace: Trace) -> None:
    """Each reader's card, in their DM: that there is something to claim, and nothing of it."""
    for person, n in cases.readers(work, case).items():
        words, place = work.words_of(person), caseplaces.card(case.ref, n)
        glance = glance_of(work, case, person)
        message = Post(ToPerson(person), views.card_text(glance, words), views.card(glance, words), place=place)
        work.send(f"{place}:{trace.id}", place, message)


def take_cards_away(work: Work, case: Case, trace: Trace) -> None:
    """Nobody needs to claim it any more: the cards go, and who had one finds it in App Home."""
    for person, n in cases.readers(work, case).items():
        clearing.clear(work, case, person, [caseplaces.card(case.ref, n)], trace)


def head(work: Work, case: Case, party: Party, trace: Trace) -> None:
    """The root of a party's conversation; nothing for whom nobody knows."""
    if party.person is None:
        return
    place = caseplaces.party(case.ref, party.n)
    drawing = drawn_head(work, case, party, party.person)
    work.send(f"{place}:{trace.id}", place, Post(ToPerson(party.person), drawing.text, drawing.blocks, place=place))


def refresh_heads(work: Work, case: Case, trace: Trace) -> None:
    """Bring the heads of the conversations up to date."""
    for party in cases.parties(work, case):
        if party.person and seats.is_told(work, party):
            place = caseplaces.party(case.ref, party.n)
            work.send(f"{place}:{trace.id}:update", place, drawn_head(work, case, party, party.person))


def drawn_head(work: Work, case: Case, party: Party, person: str) -> Update:
    """The head of a party's conversation, as it is now."""
    words, glance = work.words_of(person), glance_of(work, case, person)
    if party.n:
        return seats.head(work, case, party, glance)
    seeing = [] if case.state is State.WITHDRAWN else list(cases.readers(work, case))
    blocks = views.head(glance, cases.matter(case), seeing, words)
    return Update(caseplaces.party(case.ref, party.n), views.head_text(glance, words), blocks)


def news(work: Work, case: Case, trace: Trace) -> None:
    """Tell the parties of a line of the trail, in their conversations."""
    for party, person in _listening(work, case):
        if trace.kind is TraceKind.RESOLVED:
            _say(work, case, party, trace, _resolved(work, case, party, person))
        elif trace.kind in _NEWS and person != trace.actor:
            _say(work, case, party, trace, _line(work, case, trace, person))


def _listening(work: Work, case: Case) -> Iterator[tuple[Party, str]]:
    """The parties who are there and have a name."""
    for party in cases.parties(work, case):
        if party.person and party.joined_at and not party.left_at:
            yield party, party.person


def _say(work: Work, case: Case, party: Party, trace: Trace, drawing: _Drawing) -> None:
    root, (text, blocks) = caseplaces.party(case.ref, party.n), drawing
    place = caseplaces.told(case.ref, trace.id, f"party:{party.n}")
    work.send(place, root, Post(InThread(root), text, blocks, place=place))


def _line(work: Work, case: Case, trace: Trace, person: str) -> _Drawing:
    words, actor = work.words_of(person), mention(trace.actor or (trace.data or {}).get("agent", ""))
    desk = work.desk(case.desk).label(words.language)
    return words(f"case.told.{trace.kind}", actor=actor, agent=mention(case.agent or ""), desk=desk), []


def _resolved(work: Work, case: Case, party: Party, person: str) -> _Drawing:
    """Who asked reads the closing word and can open it again; the other one only that it is over."""
    words, glance = work.words_of(person), glance_of(work, case, person)
    if party.n or case.remind_at is None:
        return views.resolved_before(words)
    return views.resolved(glance, case.closing_word or "", case.remind_at, words)


def no_longer_resolved(work: Work, case: Case, trace: Trace) -> None:
    """It was opened again, or can't be any more: the news of its end offers nothing."""
    person, ends = cases.party(work, case, 0).person, (Trace.case == case.ref, Trace.kind == TraceKind.RESOLVED)
    end = work.session.exec(select(Trace.id).where(*ends).order_by(col(Trace.id).desc())).first()
    if person is None or end is None:
        return
    place, root = caseplaces.told(case.ref, end, "party:0"), caseplaces.party(case.ref, 0)
    text, blocks = views.resolved_before(work.words_of(person))
    work.send(f"{place}:{trace.id}", root, Update(place, text, blocks))


def withdrawn(work: Work, case: Case, agent: str | None, trace: Trace) -> None:
    """Who had it learns why it is gone."""
    if agent:
        place, key = caseplaces.told(case.ref, trace.id, "agent"), "case.gone" if trace.actor else "case.asker_left"
        work.send(place, place, Post(ToPerson(agent), work.words_of(agent)(key, ref=case.ref), place=place))


def glance_of(work: Work, case: Case, person: str) -> Glance:
    """What a card or a line of a list says of a case to somebody who may know of it: none of its words."""
    desk, kind, language = work.desk(case.desk), cases.kind(work, case), work.words_of(person).language
    return Glance(
        ref=case.ref,
        desk=desk.label(language),
        type=kind.label.reads(language) if kind else "",
        state=State(case.state),
        agent=case.agent,
        created_at=case.created_at,
        answer_due=case.answer_due,
        zone=work.person(person).time_zone,
    )
