"""What is said in a request: relayed between the requester's thread and the desk's; notes stay with the desk."""

import re
from dataclasses import dataclass

from sqlmodel import select

from bot import leases, notices, pings, promises
from bot.errors import NotYet
from bot.lifecycle import ACTIVE
from bot.mrkdwn import Mrkdwn, quiet
from bot.outbox import Outgo, Post, decode
from bot.places import ToDesk, ToPerson, is_left, is_post, request_of, thread_of
from bot.work import Work
from storage.queries import insert_once
from storage.tables import DeskChannel, Event, EventKind, Message, Posted, Request, Side, State

# 🔒 reaches us as typed or as Slack's name for it; who makes the word bold, code or a quote means a note all the same.
_NOTE = re.compile(r"(?:[\s`*_~>]|&gt;)*(?:🔒|:lock:|(?:note|notiz)[`*_~]*:)", re.IGNORECASE)


@dataclass(frozen=True)
class Utterance:
    """What a person wrote in Slack: the text as Slack escaped it, and where. Files are counted, not carried."""

    channel: str
    ts: str
    thread_ts: str | None
    author: str
    text: str
    files: int = 0


def is_note(text: str) -> bool:
    """Whether an agent means these words for the desk alone."""
    return _NOTE.match(text) is not None


def hear(work: Work, said: Utterance) -> bool:
    """Take in what somebody wrote: pass it to the other side of its request, keep a note, or let it be.

    False where it belongs to no request.
    Raises NotYet where the words may answer a card or head that Slack has posted and we have still to note.
    """
    # In this order: a root that stops landing between the two questions has its place by the second.
    may_be_landing = _may_be_landing(work, said)
    root = root_at(work, said.channel, said.thread_ts)
    if root is None:
        if may_be_landing:
            raise NotYet
        return False
    request = work.lock(request_of(root) or 0)
    assert request is not None, "requests are never deleted"
    side = _side(work, request, root, said)
    if side and said.files:
        _whisper(work, said, "relay.no_files")
    if side and said.text.strip():
        _say(work, request, side, said)
    return True


def _side(work: Work, request: Request, root: str, said: Utterance) -> Side | None:
    """Whose side the words are on; None for words that nobody is to hear there, and their author is told why."""
    thread = thread_of(root)
    desk = work.desk(request.desk).label(work.words_of(said.author).language)
    if thread is None:
        _whisper(work, said, "relay.moved", number=request.number, desk=desk)
        return None
    if is_post(root) and not request.is_public:
        _whisper(work, said, "relay.private_now")
        return None
    if thread[1] is Side.DESK and not work.roster_of(request).serves(said.author):
        _whisper(work, said, "relay.not_an_agent", desk=desk)
        return None
    return thread[1]


def root_at(work: Work, channel: str, thread_ts: str | None) -> str | None:
    """The place at the root of a thread, by its ts, if it is one of a request's."""
    if thread_ts is None:
        return None
    statement = select(Posted.place).where(Posted.channel == channel, Posted.ts == thread_ts)
    return next((place for place in work.session.exec(statement) if thread_of(place) or is_left(place)), None)


def _may_be_landing(work: Work, said: Utterance) -> bool:
    """Whether the root of the thread may be a post of ours whose answer from Slack we wait for, or never got."""
    roots = (row for row in leases.landing(work.session) if thread_of(row.place or ""))
    return any(_stands_there(work, decode(row.method, row.place, row.payload), said) for row in roots)


def _stands_there(work: Work, root: Outgo, said: Utterance) -> bool:
    """Whether a root goes where the words were said: to the speaker's DM, or to the desk of that channel."""
    match root:
        case Post(to=ToPerson(person)):
            return person == said.author
        case Post(to=ToDesk(desk)):
            found = work.session.get(DeskChannel, desk)
            return found is not None and found.channel == said.channel
    return False


def _say(work: Work, request: Request, side: Side, said: Utterance) -> None:
    if side is Side.REQUESTER:
        _in_conversation(work, request, said)
    elif not is_note(said.text):
        _from_desk(work, request, said)
    elif _remember(work, request, Side.DESK, said, note=True):
        work.record(request, EventKind.NOTED, said.author, ts=said.ts)


def _in_conversation(work: Work, request: Request, said: Utterance) -> None:
    """The requester speaks; in a public conversation an agent may answer there, and others may add to it."""
    if said.author == request.requester:
        _from_requester(work, request, said)
    elif request.is_public and work.roster_of(request).serves(said.author):
        _from_agent_in_public(work, request, said)
    elif request.is_public and _remember(work, request, Side.REQUESTER, said):
        event = work.record(request, EventKind.REPLIED, said.author, ts=said.ts)
        notices.relayed_to_desk(work, request, event, quiet(said.text))


def _from_requester(work: Work, request: Request, said: Utterance) -> None:
    if not _remember(work, request, Side.REQUESTER, said):
        return
    request.last_said_by = Side.REQUESTER
    event = work.record(request, EventKind.REPLIED, said.author, ts=said.ts)
    if request.state is State.CLAIMED:
        pings.await_word(work, request)
    notices.relayed_to_desk(work, request, event, quiet(said.text))


def _from_desk(work: Work, request: Request, said: Utterance) -> None:
    if _remember(work, request, Side.DESK, said):
        notices.relayed_to_requester(work, request, _answered(work, request, said), quiet(said.text))


def _from_agent_in_public(work: Work, request: Request, said: Utterance) -> None:
    """The requester reads it where it stands; the desk thread gets it too."""
    if _remember(work, request, Side.DESK, said):
        notices.relayed_to_desk(work, request, _answered(work, request, said), quiet(said.text))


def _answered(work: Work, request: Request, said: Utterance) -> Event:
    """The desk has spoken: the promise of a first answer is kept, and silence begins anew."""
    event = work.record(request, EventKind.ANSWERED, said.author, ts=said.ts)
    promises.renew(work, request)
    if request.answered_within is None:
        request.answered_within = work.seconds_worked(request)
    request.last_said_by = Side.DESK
    if request.state in ACTIVE:
        pings.plan_silent(work, request)
    return event


def _remember(work: Work, request: Request, side: Side, said: Utterance, *, note: bool = False) -> bool:
    """Keep the words; False if they were heard before."""
    return insert_once(
        work.session,
        Message,
        request=request.number,
        channel=said.channel,
        ts=said.ts,
        author=said.author,
        side=side,
        is_note=note,
        is_held=False,
        text=said.text,
        files=[],
        at=work.now,
    )


def _whisper(work: Work, said: Utterance, key: str, **values: object) -> None:
    text: Mrkdwn = work.words_of(said.author)(key, **values)
    notices.whispered(work, said.author, said.channel, said.thread_ts, said.ts, text)
