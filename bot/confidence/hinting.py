"""Words beside the threads: whoever has a case that goes on, and writes to the bot at large, is led to its thread."""

from collections.abc import Sequence

from sqlmodel import col, or_, select

from bot import caseplaces
from bot.mrkdwn import Mrkdwn, bold, link
from bot.outbox import Post
from bot.places import ToPerson
from bot.utterances import Utterance
from bot.views.answers import ask_button
from bot.views.cases import ACTIVE
from bot.views.kit import section
from bot.work import Work
from storage.confidence import Case, Party

_FEW = 5


def hint(work: Work, said: Utterance) -> bool:
    """Tell who has to do with a case in which thread to write, instead of offering to make a request of it.

    False for who has to do with none, and for mere courtesy.
    """
    found = [] if said.says_nothing else _going_on(work, said.author)
    if found:
        words = work.words_of(said.author)
        text = words("case.beside", threads=Mrkdwn(" · ".join(_thread(work, *one) for one in found)))
        lane = caseplaces.whisper(found[0][0], said.ts)
        work.send(f"{lane}:beside", lane, Post(ToPerson(said.author), text, [section(text), *ask_button(words)]))
    return bool(found)


def _going_on(work: Work, person: str) -> Sequence[tuple[str, str]]:
    """The cases that somebody is in or has, each with the root of their thread."""
    theirs = select(Case, Party).join(Party, col(Party.case) == Case.ref).where(col(Case.state).in_(ACTIVE))
    is_party = (col(Party.person) == person) & col(Party.joined_at).is_not(None) & col(Party.left_at).is_(None)
    is_agents = (col(Case.agent) == person) & (col(Party.n) == 0)
    rows = work.session.exec(theirs.where(or_(is_party, is_agents)).order_by(col(Case.created_at).desc()).limit(_FEW))
    return [(case.ref, _root(case, party, person)) for case, party in rows]


def _root(case: Case, party: Party, person: str) -> str:
    if party.person == person:
        return caseplaces.party(case.ref, party.n)
    return caseplaces.agent(case.ref, party.n, case.turn)


def _thread(work: Work, ref: str, root: str) -> Mrkdwn:
    url = work.url_of(root)
    return link(url, ref) if url else bold(ref)
