"""What is said on one side of a case stands on the other too: in the threads of its parties, and of who has it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from bot import caseplaces, leases, notices
from bot.confidence import cases
from bot.files import SharedFile
from bot.mrkdwn import quiet
from bot.outbox import Delete, Post, Share, Speaker, Update
from bot.places import InThread
from bot.relaying import whose
from bot.views.kit import UPDATE_LIMIT, paragraphs
from bot.work import Work
from storage.confidence import Case, Said
from storage.kinds import Side
from storage.queries import changed
from storage.tables import SUPERSEDED, Outgoing, Posted


def find(work: Work, channel: str, ts: str) -> Said | None:
    """What we remember of a message that somebody wrote in a case; None where it is in none."""
    return work.session.exec(select(Said).where(Said.channel == channel, Said.ts == ts)).first()


def said_with(work: Work, case: Case, party: int) -> Sequence[Said]:
    """All that a party and their agents have said to each other, in order; not what was taken back, and no notes."""
    theirs = (
        Said.case == case.ref,
        Said.party == party,
        col(Said.is_note).is_(False),
        col(Said.taken_back_at).is_(None),
    )
    return work.session.exec(select(Said).where(*theirs).order_by(col(Said.at), col(Said.id))).all()


def owed(work: Work, case: Case) -> list[int]:
    """The parties who wait for a word: they have had the last one, or have asked and heard none yet."""
    here = (party.n for party in cases.parties(work, case) if not party.left_at)
    said = {n: said_with(work, case, n) for n in here}
    return [n for n, all_said in said.items() if (all_said[-1].side is Side.REQUESTER if all_said else n == 0)]


def catch_up(work: Work, case: Case, party: int) -> None:
    """Put what was said with a party into the thread of who has the case now; each of it once."""
    for said in said_with(work, case, party):
        _to_agent(work, case, said)


def pass_on(work: Work, case: Case, said: Said) -> None:
    """Have it read on the other side; what nobody is there to read yet waits until somebody is."""
    if said.side is Side.DESK:
        _to_party(work, case, said)
    elif case.agent:
        _to_agent(work, case, said, is_apart=said.author is None)


def _to_agent(work: Work, case: Case, said: Said, *, is_apart: bool = False) -> None:
    """In a lane of its own where it `is_apart`: without a name it leaves later, and must hold up nothing there.

    So does what still waits for its hour when somebody takes the case: to leave now would tell when it was written.
    """
    is_waiting = said.author is None and said.at > work.now
    root = caseplaces.agent(case.ref, said.party, case.turn)
    lane = caseplaces.said(case.ref, _id(said), turn=case.turn) if is_apart or is_waiting else root
    _copy(replace(work, now=said.at) if is_waiting else work, case, said, root, case.turn, lane)


def lanes_apart(work: Work, case: Case) -> list[str]:
    """The lanes of what was written without a name, as far as whoever has the case is to read it."""
    nameless = (Said.case == case.ref, Said.side == Side.REQUESTER, col(Said.author).is_(None))
    said = work.session.exec(select(Said).where(*nameless))
    return [caseplaces.said(case.ref, _id(one), turn=case.turn) for one in said]


def _to_party(work: Work, case: Case, said: Said) -> None:
    if cases.party(work, case, said.party).person:
        root = caseplaces.party(case.ref, said.party)
        _copy(work, case, said, root, None, root)


def _copy(work: Work, case: Case, said: Said, root: str, turn: int | None, lane: str) -> None:
    """Its words, if there are any, and copies of its files, all in the thread under a root; what is there stays."""
    place, speaker = caseplaces.said(case.ref, _id(said), turn=turn), speaker_of(work, said)
    if (said.text or "").strip() and not is_there(work, place):
        post = Post(InThread(root), quiet(said.text or ""), place=place, speaker=speaker)
        work.send(f"{place}:{said.as_of or ''}:first", lane, post)
    for file in files(said):
        copy = caseplaces.file(case.ref, _id(said), file.id, turn=turn)
        work.send(copy, lane, Share(file, InThread(root), whose(speaker.name), copy, even_open=True))


def speaker_of(work: Work, said: Said) -> Speaker:
    """The name and picture under which words appear: of whoever asked without a name, no picture."""
    if said.author:
        return notices.speaker(work, said.author)
    case = cases.find(work, said.case)
    return Speaker(work.words_of(case.agent or "").plain("case.somebody"), None)


def reword(work: Work, case: Case, said: Said) -> None:
    """Its author put it otherwise, by the change in `as_of`: so do its copies; what had no words is said now."""
    text = quiet(said.text or "")
    for place, lane in _there(work, case, said):
        blocks = paragraphs(text) if len(text) > UPDATE_LIMIT else []
        message = Update(place, text, blocks, speaker_of(work, said)) if text.strip() else Delete(place)
        work.send(f"{place}:{said.as_of}", lane, message)
    if not said.is_note:
        pass_on(work, case, said)


def take_back(work: Work, case: Case, said: Said) -> None:
    """Take its copies away, with those of its files; what has not left does not leave any more."""
    places = dict(_there(work, case, said)) | {p: lane for file in files(said) for p, lane in _copies(case, said, file)}
    for place, lane in places.items():
        _wipe(work, place)
        if is_there(work, place):
            work.send(f"{place}:gone", lane, Delete(place))


def drop_files(work: Work, case: Case, said: Said, left: Sequence[SharedFile]) -> None:
    """Take the copies of those of its files away that are not among the ones that are left."""
    kept = {file.id for file in left}
    for file in files(said):
        for place, lane in _copies(case, said, file) if file.id not in kept else ():
            _wipe(work, place)
            if is_there(work, place):
                work.send(f"{place}:gone", lane, Delete(place))


def files(said: Said) -> list[SharedFile]:
    """The files that came with what was said."""
    return [SharedFile(**file) for file in said.files or ()]


def _there(work: Work, case: Case, said: Said) -> Iterator[tuple[str, str]]:
    """Where copies of its words are, or are on their way, and in whose lane each is changed."""
    return ((place, lane) for place, lane in _copies(case, said) if is_there(work, place))


def _copies(case: Case, said: Said, file: SharedFile | None = None) -> Iterator[tuple[str, str]]:
    """Where copies of its words, or of one of its files, may be: with the party, and with who has the case."""
    here = {None: caseplaces.party(case.ref, said.party), case.turn: caseplaces.agent(case.ref, said.party, case.turn)}
    for turn, lane in here.items():
        words = caseplaces.said(case.ref, _id(said), turn=turn)
        yield caseplaces.file(case.ref, _id(said), file.id, turn=turn) if file else words, lane


def is_there(work: Work, place: str) -> bool:
    """Whether a message or file of ours is at a place, or on its way there."""
    # In this order: what stops being under way between the two questions is posted by the second.
    return leases.is_under_way(work.session, place) or work.session.get(Posted, place) is not None


def _wipe(work: Work, place: str) -> None:
    """Forget what was to be said at a place, and what was: only who has it in hand just now still knows."""
    free = col(Outgoing.leased_until).is_(None)
    is_unsent = (col(Outgoing.sent_at).is_(None), col(Outgoing.given_up_at).is_(None))
    is_here = (col(Outgoing.place) == place, col(Outgoing.sealed).is_not(None))
    waiting = update(Outgoing).where(*is_here, free, *is_unsent)
    _carry_out(work, waiting.values(given_up_at=work.now, last_error=SUPERSEDED))
    settled = col(Outgoing.sent_at).is_not(None) | col(Outgoing.given_up_at).is_not(None)
    _carry_out(work, update(Outgoing).where(*is_here, settled).values(sealed=None))


def _carry_out(work: Work, statement: Any) -> None:
    changed(work.session, statement.execution_options(synchronize_session=False))


def _id(said: Said) -> int:
    assert said.id is not None, "what is passed on was saved"
    return said.id
