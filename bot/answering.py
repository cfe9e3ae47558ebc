"""The desk answers: its words reach the requester and set going what the desk has settled on; or they are held."""

import re
from enum import Enum, auto

from sqlmodel import col, select

from bot import claiming, notices, noting, promises, relaying, showing, waiting
from bot.noting import Named
from bot.outbox import Whisper
from bot.replies import PlainReplies
from bot.views import replies as views
from bot.work import Work
from storage.kinds import EventKind, Side, State
from storage.tables import Event, Message, Request

# What may stand behind a question mark: marks around words, brackets, emoji.
_ASKS = re.compile(r"[?？](?::[\w+'-]+:|[^\w?？])*$")


class Fate(Enum):
    """What becomes of an agent's words under the card."""

    SENT = auto()
    NOTED = auto()
    HELD = auto()


def fate(work: Work, request: Request, author: str, text: str) -> Fate:
    """Whether words reach the requester, are a note, or look like one, so that their writer is asked first."""
    if noting.is_note(text) or work.desk(request.desk).plain_replies is PlainReplies.NOTED:
        return Fate.NOTED
    requester = Named(request.requester, work.person(request.requester).name)
    is_doubtful = author != request.requester and noting.reads_like_note(text, requester)
    return Fate.HELD if is_doubtful else Fate.SENT


def answer(work: Work, request: Request, message: Message, *, in_public: bool = False) -> Event:
    """Pass on what an agent has said: to the requester, or to the desk what stands in a public conversation already.

    Where the desk has settled on that, whoever answers first has the request, and what is asked back waits.
    """
    if _claims(work, request, message.author):
        claiming.claim(work, request.number, message.author)
    event = _answered(work, request, message)
    pass_on = relaying.to_desk if in_public else relaying.to_requester
    pass_on(work, request, event, message)
    if _waits(work, request, message.text):
        waiting.wait(work, request.number, message.author)
    return event


def _answered(work: Work, request: Request, message: Message) -> Event:
    """The desk has spoken; where it owed a first answer, the card shows what it owes next."""
    event = work.record(request, EventKind.ANSWERED, message.author, ts=message.ts, message=message.id)
    was_owed, request.last_said_by = request.first_answered_at is None, Side.DESK
    promises.answered(work, request)
    if was_owed:
        notices.refresh_card(work, request, event)
    return event


def _claims(work: Work, request: Request, agent: str) -> bool:
    """Whether these words make the request the agent's; who has just handed it back may still say goodbye."""
    if request.state is not State.OPEN or not work.desk(request.desk).first_reply_claims:
        return False
    hands = (EventKind.CLAIMED, EventKind.ASSIGNED, EventKind.HANDED_BACK)
    statement = select(Event).where(Event.request == request.number, col(Event.kind).in_(hands))
    last = work.session.exec(statement.order_by(col(Event.id).desc()).limit(1)).first()
    return last is None or (last.kind, last.actor) != (EventKind.HANDED_BACK, agent)


def _waits(work: Work, request: Request, text: str) -> bool:
    """Whether these words leave the next step to the requester."""
    asks_back = request.state is State.CLAIMED and _ASKS.search(text.strip()) is not None
    return asks_back and work.desk(request.desk).asking_back_waits


def hold(work: Work, request: Request, message: Message, thread_ts: str | None) -> None:
    """Keep what looks like a note, and ask its writer; a mark stays on it, for Slack forgets the question."""
    message.is_held = True
    work.record(request, EventKind.NOTED, message.author, ts=message.ts, held=message.id)
    text, blocks = views.held(request, message, work.words_of(message.author))
    key = f"held:{message.id}"
    work.send(key, key, Whisper(message.channel, message.author, text, blocks, thread_ts=thread_ts))
    showing.lock(work, message, f"{key}:mark", is_on=True)
