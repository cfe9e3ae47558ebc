"""Undoing: for half a minute, who resolved a request, gave it to somebody or answered can take that back."""

from sqlmodel import col, select

from bot import (
    advising,
    finding,
    following,
    moves,
    news,
    notices,
    pings,
    places,
    promises,
    relaying,
    showing,
    surveys,
    waiting,
)
from bot.errors import ChangedSince, TooLateToUndo, UnknownRequest
from bot.lifecycle import Move
from bot.moves import MOVES
from bot.outbox import Post, Respond, Whisper
from bot.places import Spot, ToPerson
from bot.timeline import ANSWERS, UNDO_SPAN, is_answer
from bot.views import undoing as views
from bot.work import Work
from storage.kinds import EventKind, Side, State
from storage.tables import Event, Message, Posted, Request

_TAKEN_BACK = frozenset({EventKind.RESOLVED, EventKind.ASSIGNED, EventKind.ANSWERED})


def offer(work: Work, request: Request, event: Event, spot: Spot | None = None, url: str | None = None) -> None:
    """Let who has just resolved, assigned or answered (the event) take it back, where they did it.

    What is at a response URL gives way to the offer. Without that and without a spot it is in the desk thread; from
    App Home it is in their DM. An answer's event names its "message".
    """
    actor = event.actor or ""
    words = work.words_of(actor)
    text, blocks = views.offer(request, event, words)
    at = spot or _desk_thread(work, request)
    key = f"event:{event.id}:undo"
    if url:
        work.send(key, f"respond:{url}", Respond(url, text, blocks, replaces=True))
    elif at and at.channel and not at.channel.startswith("D"):
        work.send(key, key, Whisper(at.channel, actor, text, blocks, thread_ts=at.thread_ts or None))
    else:
        work.send(key, key, Post(ToPerson(actor), text, blocks))


def _desk_thread(work: Work, request: Request) -> Spot | None:
    card = work.session.get(Posted, places.card(request.number))
    return Spot(card.channel, card.ts) if card else None


def undo(work: Work, event_id: int, actor: str, url: str | None = None) -> Request:
    """Take back what an event tells of, as if it had never been; the offer at the response URL says so.

    Raises TooLateToUndo, ChangedSince.
    """
    event = work.session.get(Event, event_id)
    if event is None:
        raise UnknownRequest
    request = moves.for_desk(work, event.request, actor)
    _check(work, request, event, actor)
    if event.kind is EventKind.ANSWERED:
        take_back_answer(work, request, event, actor)
    else:
        _take_back_move(work, request, event)
    if url:
        text = work.words_of(actor)("undo.done", number=request.number)
        work.send(f"event:{event.id}:undo:done", f"event:{event.id}:undo", Respond(url, text, replaces=True))
    return request


def _check(work: Work, request: Request, event: Event, actor: str) -> None:
    """Raise why this can't be taken back, if it can't: a move must be the last one, an answer must still stand."""
    statement = select(Event).where(Event.request == request.number, col(Event.kind).in_(MOVES | {EventKind.UNDONE}))
    told = work.session.exec(statement.order_by(col(Event.id))).all()
    undone = {one.data["event"] for one in told if one.kind is EventKind.UNDONE}
    last = next((one.id for one in reversed(told) if one.kind in MOVES and one.id not in undone), None)
    stands = event.id not in undone if event.kind is EventKind.ANSWERED else event.id == last
    if not stands or event.actor != actor or event.kind not in _TAKEN_BACK:
        raise moves.named(ChangedSince(), request)
    if work.now - event.at > UNDO_SPAN:
        raise moves.named(TooLateToUndo(), request)


def _take_back_move(work: Work, request: Request, event: Event) -> None:
    before = event.data["before"]
    back = {"state": State(before["state"]), "agent": before["agent"], "resolved_at": None, "closing_word": ""}
    first = None if request.first_resolved_at == event.at else request.first_resolved_at
    moves.make(work, request.number, Move.UNDO, event.actor or "", outcome=None, first_resolved_at=first, **back)
    undone = _undone(work, request, event, event.actor or "")
    if event.kind is EventKind.RESOLVED:
        surveys.withdraw(work, request, undone)
        following.take_back(work, request, event)
        advising.bring_back(work, request, event)
        waiting.warn_again(work, request)
        news.unresolved(work, request, undone)
    else:
        news.unassigned(work, request, undone, event)


def take_back_answer(work: Work, request: Request, event: Event, actor: str) -> Event:
    """The requester no longer sees an answer (the event that tells of it); the desk keeps the words, as a note."""
    message = work.session.get_one(Message, event.data["message"])
    message.is_note = True
    request.last_said_by = _last_said_by(work, request)
    undone = _undone(work, request, event, actor)
    relaying.take_back(work, request, undone, message)
    showing.mark(work, request, undone, message)
    news.unanswered(work, request, undone)
    _wait_no_longer(work, request, event, undone)
    return undone


def answer_of(work: Work, message: Message) -> Event | None:
    """The event that tells of a message as an answer, the last where it was sent again; None where it is none."""
    told = (Event.request == message.request, Event.kind == EventKind.ANSWERED)
    events = work.session.exec(select(Event).where(*told).order_by(col(Event.id).desc()))
    return next((event for event in events if event.data.get("message") == message.id), None)


def forget_answer(work: Work, request: Request, event: Event, actor: str) -> None:
    """Who gave an answer (the event that tells of it) has deleted it: it kept no promise."""
    request.last_said_by = _last_said_by(work, request)
    undone = _undone(work, request, event, actor)
    notices.refresh(work, request, undone)
    _wait_no_longer(work, request, event, undone)


def _wait_no_longer(work: Work, request: Request, answer: Event, undone: Event) -> None:
    """The request goes on if all that it waits for is the question that was just taken back."""
    since = (Event.request == request.number, col(Event.id) > answer.id, col(Event.kind).in_(MOVES))
    moved = work.session.exec(select(Event).where(*since)).all()
    if request.state is State.WAITING and [(one.kind, one.at) for one in moved] == [(EventKind.WAITED, answer.at)]:
        waiting.unasked(work, request, undone.actor or "")
        news.unasked(work, request, undone, moved[0])


def _last_said_by(work: Work, request: Request) -> Side | None:
    """Whose words the two sides have heard last."""
    heard = (Message.request == request.number, col(Message.is_note).is_(False), col(Message.taken_back_at).is_(None))
    last = work.session.exec(select(Message).where(*heard).order_by(col(Message.id).desc()).limit(1)).first()
    return last.side if last else None


def _undone(work: Work, request: Request, event: Event, actor: str) -> Event:
    undone = work.record(request, EventKind.UNDONE, actor, event=event.id)
    promises.reckon(work, request)
    request.answered_within = _answered_within(work, request, event)
    request.silent_since = work.now if _awaits_word(request) else None
    follow = pings.change_hands if event.kind is EventKind.ASSIGNED else pings.follow
    follow(work, request)
    finding.index(work.session, request)
    return undone


def _answered_within(work: Work, request: Request, event: Event) -> int | None:
    """How long the first answer took that still counts: the one before the event, or the next one after it."""
    kinds = col(Event.kind).in_(ANSWERS | {EventKind.UNDONE})
    told = work.session.exec(select(Event).where(Event.request == request.number, kinds).order_by(col(Event.id))).all()
    undone = {one.data["event"] for one in told if one.kind is EventKind.UNDONE}
    first = next((one for one in told if is_answer(one.kind, one.data) and one.id not in undone), None)
    if first is None:
        return None
    is_earlier = (first.id or 0) < (event.id or 0)
    return request.answered_within if is_earlier else work.seconds_worked(request, until=first.at)


def _awaits_word(request: Request) -> bool:
    """Whether a silence begins now: where nobody has it, only after an answer, for the first one reminds of itself."""
    return request.state is State.CLAIMED or (request.state is State.OPEN and request.first_answered_at is not None)
