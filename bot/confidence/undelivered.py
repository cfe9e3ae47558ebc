"""What Slack does with a case's messages: where they are, and what to do where they can't be."""

from bot import caseplaces, outbox
from bot.confidence import agentside, cases, telling
from bot.outbox import Post, Share
from bot.places import InThread, ToPerson
from bot.verdicts import ACCOUNT_GONE, THREAD_GONE
from bot.work import Work
from storage.confidence import Case, Said
from storage.kinds import Side
from storage.queries import remember_place
from storage.tables import Outgoing, Posted

_AGAIN = ":again"


def landed(work: Work, posted: Posted) -> None:
    """A message has got its place: it is kept that it was a case's, for what is written under it when it is gone."""
    if caseplaces.stands_alone(posted.place):
        remember_place(work.session, caseplaces.past(posted.place, posted.ts), posted.channel, posted.ts)


def lost(work: Work, row: Outgoing, error: str) -> None:
    """Slack refuses a message for good: it gets a new thread if its own is gone, or who wrote it is told."""
    ref = caseplaces.case_of(row.lane)
    if ref is None or row.sealed is None:
        return
    case = cases.locked(work, ref)
    is_saved = error.startswith(THREAD_GONE) and _begin_anew(work, case, row)
    if not is_saved and not error.endswith(ACCOUNT_GONE):
        _tell_author(work, case, row)


def _begin_anew(work: Work, case: Case, row: Outgoing) -> bool:
    """Post the root of a message's thread anew and the message under it; False if that was done for it before."""
    message = outbox.read(row)
    if row.key.endswith(_AGAIN) or not isinstance(message, Post | Share) or not isinstance(message.to, InThread):
        return False
    root = _root(work, case, message.to.place)
    if root is None:
        return False
    gone = work.session.get(Posted, message.to.place)
    if gone:
        work.session.delete(gone)
    key = f"{row.key}:root"
    work.send(key, f"{message.to.place}{_AGAIN}:{row.key}", root)
    work.send(f"{row.key}{_AGAIN}", row.lane, message)
    if message.place:
        outbox.put_behind(work.session, work.now, row.lane, message.place)
    return True


def _root(work: Work, case: Case, place: str) -> Post | None:
    """The root of a thread as it is now; None where it is nobody's any more."""
    _, n, turn = caseplaces.thread_of(place) or ("", 0, None)
    party = cases.party(work, case, n)
    person = party.person if turn is None else case.agent
    if person is None or party.left_at or turn not in (None, case.turn):
        return None
    head = telling.drawn_head(work, case, party, person) if turn is None else agentside.drawn_root(work, case, party)
    return Post(ToPerson(person), head.text, head.blocks, place=head.place)


def _tell_author(work: Work, case: Case, row: Outgoing) -> None:
    """In their own thread, if they still have it; nobody else, and no operator, hears of it."""
    number = caseplaces.said_in(row.place or "")
    said = work.session.get(Said, number) if number else None
    if said is None or said.author is None:
        return
    is_party = said.side is Side.REQUESTER
    root = caseplaces.party(case.ref, said.party) if is_party else caseplaces.agent(case.ref, said.party, case.turn)
    if is_party or case.agent == said.author:
        text = work.words_of(said.author)("case.undelivered")
        work.send(f"{row.key}:lost", root, Post(InThread(root), text))
