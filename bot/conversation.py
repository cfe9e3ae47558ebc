"""What is said in a request: relayed between the requester's thread and the desk's; notes stay with the desk."""

from dataclasses import asdict
from datetime import datetime
from functools import partial

from bot import (
    advising,
    answering,
    canned,
    ending,
    following_up,
    leases,
    notices,
    pings,
    places,
    relaying,
    threads,
    waiting,
)
from bot.answering import Fate
from bot.mrkdwn import Mrkdwn
from bot.places import adviser_of, is_post, request_of, thread_of
from bot.privacy import advises
from bot.smalltalk import is_answer, is_small_talk
from bot.utterances import Utterance
from bot.work import Work
from storage.kinds import EventKind, Outcome, Side, State
from storage.queries import insert_once
from storage.tables import Message, Posted, Request


def hear(work: Work, said: Utterance) -> bool:
    """Take in what somebody wrote: pass it to the other side of its request, keep a note, or let it be.

    False where it belongs to no request.
    Raises NotYet where the words may answer a card or head that Slack has posted and we have still to note.
    """
    root = threads.root_of(work, said.channel, said.thread_ts, said.author)
    if root is None or (number := request_of(root)) is None:
        return False
    request = work.lock(number)
    assert request is not None, "requests are never deleted"
    side = side_of(work, request, root, said)
    if side and (said.text.strip() or said.files):
        say = _from_adviser if adviser_of(root) else partial(_say, side=side)
        say(work, request, said=said)
    return True


def side_of(work: Work, request: Request, root: str, said: Utterance) -> Side | None:
    """Whose side the words are on; None for words that nobody is to hear there, and their author is told why."""
    if request.erased_at:
        _whisper(work, said, "erased.over", number=request.number)
        return None
    if adviser_of(root):
        return _side_of_adviser(work, request, said)
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


def _side_of_adviser(work: Work, request: Request, said: Utterance) -> Side | None:
    if advises(work, request, said.author):
        return Side.DESK
    _whisper(work, said, "adviser.over", number=request.number)
    return None


def _say(work: Work, request: Request, side: Side, said: Utterance) -> None:
    """Pass the words on, and do what they set going; in a public conversation an agent may answer, others may add."""
    if side is Side.DESK:
        _under_card(work, request, said)
    elif said.author == request.requester:
        _from_requester(work, request, said)
    elif request.is_public and work.roster_of(request).serves(said.author):
        _from_agent_in_public(work, request, said)
    elif request.is_public and (message := _remember(work, request, Side.REQUESTER, said)):
        event = work.record(request, EventKind.REPLIED, said.author, ts=said.ts)
        relaying.to_desk(work, request, event, message)


def _from_requester(work: Work, request: Request, said: Utterance) -> None:
    message = _remember(work, request, Side.REQUESTER, said)
    if message is None:
        return
    request.last_said_by = Side.REQUESTER
    event = work.record(request, EventKind.REPLIED, said.author, ts=said.ts)
    if request.state is State.CLAIMED:
        pings.await_word(work, request)
    relaying.to_desk(work, request, event, message)
    _set_going(work, request, said)


def _set_going(work: Work, request: Request, said: Utterance) -> None:
    """It is the desk's turn again, or the time for a new request; thanks set nothing going."""
    is_more_than_thanks = bool(said.files) or not is_small_talk(said.text)
    is_an_answer = is_more_than_thanks or is_answer(said.text)
    if request.state is State.WAITING and is_an_answer:
        waiting.answered(work, request)
    elif request.state is State.RESOLVED and request.outcome is Outcome.UNANSWERED:
        if is_an_answer:  # also where Slack brings it late: it is what was missing
            ending.reopen(work, request.number, said.author)
    elif request.state is State.RESOLVED and is_more_than_thanks:
        if _knows_the_end(work, request, said):
            ending.reopen(work, request.number, said.author)
    elif is_more_than_thanks:
        following_up.offer(work, request, said)


def _knows_the_end(work: Work, request: Request, said: Utterance) -> bool:
    """Whether words were written after the news of the end; those that Slack brings late say nothing about it."""
    place = places.resolved(request.number, request.resolutions)
    if leases.is_under_way(work.session, place):
        return False
    news = work.session.get(Posted, place)
    return news is None or float(said.ts) > float(news.ts)


def _from_adviser(work: Work, request: Request, said: Utterance) -> None:
    """A colleague who was brought in speaks in their thread: to the desk, never to the requester."""
    message = _remember(work, request, Side.DESK, said, note=True)
    if message:
        event = work.record(request, EventKind.NOTED, said.author, ts=said.ts)
        relaying.to_desk_alone(work, request, event, message)


def _from_agent_in_public(work: Work, request: Request, said: Utterance) -> None:
    """The requester reads it where it stands; the desk thread gets it too."""
    message = _remember(work, request, Side.DESK, said)
    if message:
        answering.answer(work, request, message, in_public=True)


def _under_card(work: Work, request: Request, said: Utterance) -> None:
    """An agent speaks in the desk thread: to the requester, or to the desk alone."""
    if canned.is_call(work.desk(request.desk), said.text):
        _call(work, request, said)
        return
    fate = answering.fate(work, request, said.author, said.text)
    message = _remember(work, request, Side.DESK, said, note=fate is not Fate.SENT)
    if message is None:
        return
    match fate:
        case Fate.SENT:
            answering.answer(work, request, message)
        case Fate.NOTED:
            event = work.record(request, EventKind.NOTED, said.author, ts=said.ts)
            relaying.to_advisers(work, request, event, message)
        case Fate.HELD:
            answering.hold(work, request, message, said.thread_ts)
    advising.suggest(work, request, message, said.thread_ts)


def _call(work: Work, request: Request, said: Utterance) -> None:
    """An agent calls a reply that stands ready; the call itself is no answer."""
    message = _remember(work, request, Side.DESK, said, note=True)
    if message:
        canned.answer(work, request, message, said.thread_ts)


def _remember(work: Work, request: Request, side: Side, said: Utterance, *, note: bool = False) -> Message | None:
    """Keep the words; None if they were heard before, or were deleted before we heard them."""
    is_new = remember(work, request.number, side, said, note=note)
    return relaying.find(work, said.channel, said.ts) if is_new else None


def remember(
    work: Work, number: int, side: Side, said: Utterance, *, note: bool = False, gone_at: datetime | None = None
) -> bool:
    """Keep words, or that they are gone again; False if we know of them already."""
    return insert_once(
        work.session,
        Message,
        request=number,
        channel=said.channel,
        ts=said.ts,
        author=said.author,
        side=side,
        is_note=note,
        is_held=False,
        text=said.text,
        files=[asdict(file) for file in said.files],
        taken_back_at=gone_at,
        at=work.now,
    )


def _whisper(work: Work, said: Utterance, key: str, **values: object) -> None:
    text: Mrkdwn = work.words_of(said.author)(key, **values)
    notices.whispered(work, said.author, said.channel, said.thread_ts, said.ts, text)
