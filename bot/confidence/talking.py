"""What is said in a case: relayed between the DMs of a party and of who has it; before that it waits to be read."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from bot import caseplaces, threads
from bot.confidence import cases, copies, due, moves
from bot.noting import is_note
from bot.outbox import Whisper
from bot.smalltalk import is_small_talk
from bot.utterances import Utterance
from bot.work import Work
from storage.confidence import Case, Party, Said, TraceKind
from storage.kinds import Side, State
from storage.queries import insert_once

OVER = frozenset({State.CLOSED, State.WITHDRAWN})
"""Nothing is said in a case any more."""


@dataclass(frozen=True)
class _Thread:
    """Whose conversation a thread of a case is, and which turn's it is; None: the party's own."""

    case: str
    party: int
    turn: int | None

    @property
    def side(self) -> Side:
        return Side.REQUESTER if self.turn is None else Side.DESK


def hear(work: Work, said: Utterance) -> bool:
    """Take in what somebody wrote in a thread of a case, or tell them that nobody hears it; False elsewhere.

    That no root is landing there was asked before (bot.threads.root_of).
    """
    thread = _thread(work, said)
    if thread is None:
        return _was_of_a_case(work, said)
    case = cases.locked(work, thread.case)
    if why := _unheard(work, case, thread, said.author):
        _whisper(work, case.ref, said, why)
    elif said.text.strip() or said.files:
        add(work, case, thread.party, thread.side, said)
    return True


def add(work: Work, case: Case, party: int, side: Side, said: Utterance) -> bool:
    """Keep words, have them read, and do what they set going; False if they were heard before.

    The case is ours until the commit. Who asked without a name says nothing of their own as author.
    """
    is_private = side is Side.DESK and is_note(said.text)
    if not remember(work, case, party, side, said, note=is_private):
        return False
    message = copies.find(work, said.channel, said.ts)
    assert message is not None, "it was just remembered"
    if not is_private:
        copies.pass_on(work, case, message)
        (_answered if side is Side.DESK else _spoken)(work, case, message)
    return True


def remember(
    work: Work,
    case: Case,
    party: int,
    side: Side,
    said: Utterance,
    *,
    note: bool = False,
    gone_at: datetime | None = None,
) -> bool:
    """Keep words, or that they are gone again; False if we know of them already."""
    return insert_once(
        work.session,
        Said,
        case=case.ref,
        party=party,
        side=side,
        author=said.author or None,
        text=said.text,
        files=[asdict(file) for file in said.files],
        is_note=note,
        channel=said.channel,
        ts=said.ts,
        at=work.now,
        taken_back_at=gone_at,
    )


def _answered(work: Work, case: Case, message: Said) -> None:
    """The agent has spoken; the first time, that was what was promised."""
    case.last_said_by = Side.DESK
    if case.state is State.CLAIMED and not copies.owed(work, case):
        case.remind_at = None
    if case.answered_at is None:
        case.answered_at = work.now
        cases.record(work, case, TraceKind.ANSWERED, message.author)


def _spoken(work: Work, case: Case, message: Said) -> None:
    """A party has spoken; what is more than thanks opens again what was resolved before it was written."""
    case.last_said_by = Side.REQUESTER
    if case.state is State.CLAIMED and case.remind_at is None:
        case.remind_at = due.silent(work, case)["remind_at"]
    is_more_than_thanks = bool(message.files) or not is_small_talk(message.text or "")
    if case.state is State.RESOLVED and is_more_than_thanks and _knows_the_end(case, message):
        moves.open_again(work, case, message.author)


def _knows_the_end(case: Case, message: Said) -> bool:
    """Whether words were written after the end; those that Slack brings late say nothing about it."""
    is_late = message.author is not None and float(message.ts) < (case.resolved_at or message.at).timestamp()
    return not is_late


def edit(work: Work, said: Utterance, stamp: str, *, is_young: bool) -> bool:
    """A message reads differently now, by the change of that ts; False where it belongs to no case.

    What is young may be heard for the first time: Slack tells of words and of their change in any order.
    """
    if copies.find(work, said.channel, said.ts) is None and not (is_young and hear(work, said)):
        return threads.case_at(work, said.channel, said.thread_ts) is not None
    if copies.find(work, said.channel, said.ts):
        case, message = _locked(work, said)
        thread = _thread(work, said)
        if thread and _is_news(message, said, stamp):
            _change(work, case, thread, message, said)
    return True


def _is_news(message: Said, said: Utterance, stamp: str) -> bool:
    """Whether this is the newest we hear of the message, and says something else."""
    if message.taken_back_at or stamp <= (message.as_of or ""):
        return False
    message.as_of = stamp
    return message.text != said.text or copies.files(message) != list(said.files)


def _change(work: Work, case: Case, thread: _Thread, message: Said, said: Utterance) -> None:
    if why := _unheard(work, case, thread, said.author):
        _whisper(work, case.ref, said, why)
        return
    copies.drop_files(work, case, message, said.files)
    was_marked = is_note(message.text or "")
    message.text, message.files = said.text, [asdict(file) for file in said.files]
    if message.side is Side.DESK and is_note(said.text):
        copies.take_back(work, case, message)
        message.is_note = True
    elif not message.is_note:
        copies.reword(work, case, message)
    elif was_marked:
        _whisper(work, case.ref, said, "case.still_a_note")


def delete(work: Work, gone: Utterance) -> None:
    """A message is gone: so are its copies, and what we remember of its words."""
    if copies.find(work, gone.channel, gone.ts) is None and not _was_heard_meanwhile(work, gone):
        return
    case, message = _locked(work, gone)
    if message.taken_back_at is None:
        copies.take_back(work, case, message)
        message.taken_back_at, message.text, message.files = work.now, None, None


def _was_heard_meanwhile(work: Work, gone: Utterance) -> bool:
    """Whether the words came at the same moment; should they come later, they were heard, and taken back, before."""
    thread = _thread(work, gone)
    if thread is None:
        return False
    nothing, case = replace(gone, text="", files=()), cases.locked(work, thread.case)
    return not remember(work, case, thread.party, thread.side, nothing, gone_at=work.now)


def _locked(work: Work, said: Utterance) -> tuple[Case, Said]:
    """The case in which something was said, ours alone until the commit, and the words as they stand then."""
    message = copies.find(work, said.channel, said.ts)
    assert message is not None, "what was heard is not forgotten"
    case = cases.locked(work, message.case)
    work.session.refresh(message)
    return case, message


def _thread(work: Work, said: Utterance) -> _Thread | None:
    """The thread of a case in which something was written, if it is one."""
    root = threads.root_at(work, said.channel, said.thread_ts)
    found = caseplaces.thread_of(root) if root else None
    return _Thread(*found) if found else None


def _was_of_a_case(work: Work, said: Utterance) -> bool:
    """Whether the thread was one of a case, whose root is gone: nobody hears what is written there, and it says so."""
    ref = threads.case_at(work, said.channel, said.thread_ts)
    if ref:
        _whisper(work, ref, said, "case.nobody_hears")
    return ref is not None


def _unheard(work: Work, case: Case, thread: _Thread, author: str) -> str | None:
    """Which words tell somebody why nobody hears them there; None for who is heard."""
    party = cases.party(work, case, thread.party)
    if thread.turn is None:
        return _unheard_party(case, party, author)
    if (case.agent, case.turn) != (author, thread.turn):
        return "case.not_yours_now"
    if case.state in OVER:
        return "case.over"
    return "case.nobody_there" if party.left_at else None


def _unheard_party(case: Case, party: Party, author: str) -> str | None:
    if party.person != author or party.left_at:
        return "case.nobody_hears"
    if case.state in OVER:
        return "case.over"
    return None if party.joined_at else "case.not_joined"


def _whisper(work: Work, ref: str, said: Utterance, key: str) -> None:
    lane = caseplaces.whisper(ref, said.ts)
    text = work.words_of(said.author)(key, ref=ref)
    work.send(f"{lane}:{key}", lane, Whisper(said.channel, said.author, text, thread_ts=said.thread_ts))
