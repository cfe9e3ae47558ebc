"""What is said on one side of a request stands on the other too: words, files and emoji, and what becomes of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from sqlmodel import col, select

from bot import advising, finding, leases, notices, places
from bot.files import SharedFile
from bot.mrkdwn import Mrkdwn, bold, quiet
from bot.outbox import Delete, Post, React, Share, Update
from bot.places import InThread
from bot.views.kit import UPDATE_LIMIT, paragraphs
from bot.work import Work
from storage.kinds import EventKind
from storage.tables import Adviser, Event, Message, Posted, Reaction, Request


@dataclass(frozen=True)
class Reacted:
    """A person's emoji on a message; `stamp` is the ts of the event that tells of it."""

    channel: str
    ts: str
    emoji: str
    person: str
    stamp: str


def find(work: Work, channel: str, ts: str) -> Message | None:
    """What we remember of a message that somebody wrote in a request; None where it is in none."""
    return work.session.exec(select(Message).where(Message.channel == channel, Message.ts == ts)).first()


def said_at(work: Work, channel: str, ts: str) -> Message | None:
    """What somebody said that stands at this spot: in their own message, or in ours for the words of a form."""
    return find(work, channel, ts) or _at(work, channel, ts, places.shown_message)


def _at(work: Work, channel: str, ts: str, read: Callable[[str], int | None]) -> Message | None:
    """The message whose id is read from the name of a place at this spot."""
    statement = select(Posted.place).where(Posted.channel == channel, Posted.ts == ts)
    found = [number for number in map(read, work.session.exec(statement)) if number]
    return work.session.get(Message, found[0]) if found else None


def to_desk(work: Work, request: Request, event: Event, message: Message) -> None:
    """What was said in the conversation, under the card."""
    finding.index_words(work.session, request, message.text)
    to_desk_alone(work, request, event, message)


def to_desk_alone(work: Work, request: Request, event: Event, message: Message) -> None:
    """Words for the desk, under the card."""
    if message.text.strip():
        notices.relayed_to_desk(work, request, event, quiet(message.text), _said(message))
    _share(work, event, message, InThread(places.card(request.number)), places.desk_lane(request.number))
    to_advisers(work, request, event, message)


def to_requester(work: Work, request: Request, event: Event, message: Message) -> None:
    """What the desk has said, in the conversation."""
    finding.index_words(work.session, request, message.text)
    if message.text.strip():
        notices.relayed_to_requester(work, request, event, quiet(message.text), _said(message))
    _share(work, event, message, places.conversation(request), places.conversation_lane(request.number))
    to_advisers(work, request, event, message)


def to_advisers(work: Work, request: Request, event: Event, message: Message) -> None:
    """The same for each colleague who was brought in and may read it."""
    for person in advising.readers(work, request, message):
        thread = places.adviser(request.number, person)
        if message.text.strip():
            place, speaker = places.said_to(request.number, _id(message), person), notices.speaker(work, message.author)
            copy = Post(InThread(thread), quiet(message.text), place=place, speaker=speaker)
            work.send(f"event:{event.id}:copy:{place}", thread, copy)
        _share(work, event, message, InThread(thread), thread, person)


def _share(work: Work, event: Event, message: Message, to: InThread, lane: str, adviser: str | None = None) -> None:
    """Put copies of its files into a thread; what everybody could open only a DM needs, where nobody else can look."""
    comment = whose(work.person(message.author).name)
    for file in files(message):
        place = places.said_file(message.request, _id(message), file.id, adviser)
        is_dm = adviser is not None or to == InThread(places.head(message.request))
        work.send(f"event:{event.id}:copy:{place}", lane, Share(file, to, comment, place, even_open=is_dm))


def whose(name: str) -> Mrkdwn:
    """The line over a file, which Slack shows under our own name whoever has shared it."""
    return Mrkdwn(f"📎 {bold(name)}")


def correct(work: Work, request: Request, event: Event, message: Message) -> None:
    """Its author put it otherwise: so do its copies.

    The copy that the desk had before a move is no longer its to read: the new desk reads the words as they are now.
    Nor does a note reach what a requester still has of it, where it was sent before and Slack has not deleted that.
    """
    move = _moved_since(work, message)
    current = places.said_after(request.number, _id(message), move) if move else _said(message)
    stays = message.is_note and is_at_desk(work, request, message.channel)
    readers = advising.readers(work, request, message)
    for place, lane in _copies(work, request, message):
        if places.said_to_whom(place) in readers or (place == current and not stays):
            work.send(f"event:{event.id}:copy:{place}", lane, _rewording(work, message, place))
    if message.text.strip() and not message.is_note and not _is_there(work, current):
        _say_late(work, request, event, message, current)


def _say_late(work: Work, request: Request, event: Event, message: Message, place: str) -> None:
    """There is no copy yet to be changed: it was a file without a word, or stands where the request came from."""
    relay = notices.relayed_to_requester if is_at_desk(work, request, message.channel) else notices.relayed_to_desk
    relay(work, request, event, quiet(message.text), place)


def _rewording(work: Work, message: Message, place: str) -> Update | Delete:
    """The new words; none where the message is nothing but its files now. Long ones have no room beside blocks."""
    text = quiet(message.text)
    if not text.strip():
        return Delete(place)
    blocks = paragraphs(text) if len(text) > UPDATE_LIMIT else []
    return Update(place, text, blocks, notices.speaker(work, message.author))


def take_back(work: Work, request: Request, event: Event, message: Message) -> None:
    """Take all its copies away, with its files'."""
    for place, lane in _copies(work, request, message):
        work.send(f"event:{event.id}:delete:{place}", lane, Delete(place))
    drop(work, request, event, message, files(message))


def drop(work: Work, request: Request, event: Event, message: Message, files: Iterable[SharedFile]) -> None:
    """Take the copies of some of its files away."""
    lanes: dict[str | None, str] = {None: _lane(work, request, message)}
    lanes |= {person: places.adviser(request.number, person) for person in _ever_brought_in(work, request)}
    for file, (adviser, lane) in product(files, lanes.items()):
        place = places.said_file(request.number, _id(message), file.id, adviser)
        if _is_there(work, place):
            work.send(f"event:{event.id}:delete:{place}", lane, Delete(place))


def _ever_brought_in(work: Work, request: Request) -> Sequence[str]:
    return work.session.exec(select(Adviser.person).where(Adviser.request == request.number)).all()


def reacted(work: Work, reacted: Reacted, is_on: bool) -> None:
    """Somebody's emoji on a message, put there or taken away, is ours on the other that says the same."""
    said = said_at(work, reacted.channel, reacted.ts)
    subject = said or _at(work, reacted.channel, reacted.ts, places.said_message)
    request = work.lock(subject.request) if subject else None
    if subject is None or request is None:
        return
    work.session.refresh(subject)
    if is_on and not _travels(work, request, subject, reacted):
        return
    was_on = _is_on(work, reacted)
    if _keep(work, reacted, is_on=is_on) and _is_on(work, reacted) is not was_on:
        _show(work, subject, reacted, is_on=not was_on)


def _travels(work: Work, request: Request, message: Message, reacted: Reacted) -> bool:
    """Whether the other side may see it: nothing of notes, of what was said to another desk, or by strangers there."""
    if message.is_note or message.taken_back_at or _moved_since(work, message):
        return False
    return not is_at_desk(work, request, reacted.channel) or work.roster_of(request).serves(reacted.person)


def _is_on(work: Work, reacted: Reacted) -> bool:
    here = (Reaction.channel == reacted.channel, Reaction.ts == reacted.ts, Reaction.emoji == reacted.emoji)
    statement = select(Reaction.person).where(*here, col(Reaction.is_on)).limit(1)
    return work.session.exec(statement).first() is not None


def _keep(work: Work, reacted: Reacted, *, is_on: bool) -> bool:
    """Remember an emoji as the newest event tells of it; False for an older one, or the same again."""
    key = (reacted.channel, reacted.ts, reacted.emoji, reacted.person)
    known = work.session.get(Reaction, key)
    if known is None:
        columns = dict(zip(("channel", "ts", "emoji", "person"), key, strict=True))
        work.session.add(Reaction(**columns, is_on=is_on, as_of=reacted.stamp))
        return True
    if known.as_of >= reacted.stamp:
        return False
    known.is_on, known.as_of = is_on, reacted.stamp
    return True


def _show(work: Work, message: Message, reacted: Reacted, *, is_on: bool) -> None:
    is_original = said_at(work, reacted.channel, reacted.ts) is message
    place = _said(message) if is_original else places.original(message)
    if not is_original or _is_there(work, place):
        lane = places.emoji_lane(_said(message))
        key = f"{lane}:{place}:{reacted.emoji}:{reacted.person}:{reacted.stamp}"
        work.send(key, lane, React(place, reacted.emoji, is_on))


def _copies(work: Work, request: Request, message: Message) -> Iterator[tuple[str, str]]:
    """Where copies of a message are, or are on their way, and in whose lane each is changed."""
    said, lane = _said(message), _lane(work, request, message)
    if _is_there(work, said):
        yield said, lane
    for move in _moves(work, request.number):
        place = places.said_after(request.number, _id(message), move)
        if _is_there(work, place):
            yield place, places.desk_lane(request.number)
    for person in _ever_brought_in(work, request):
        place = places.said_to(request.number, _id(message), person)
        if _is_there(work, place):
            yield place, places.adviser(request.number, person)


def _lane(work: Work, request: Request, message: Message) -> str:
    """The lane that the copy was said in; what is in a channel that the request has left must hold up nothing here."""
    if _moved_since(work, message):
        return _said(message)
    at_desk = is_at_desk(work, request, message.channel)
    return places.conversation_lane(request.number) if at_desk else places.desk_lane(request.number)


def is_at_desk(work: Work, request: Request, channel: str) -> bool:
    """Whether words in this channel are the desk's own, rather than the conversation that may go on in it too."""
    if channel == _channel(work, places.post(request.number)):
        return False
    return channel == _channel(work, places.card(request.number))


def _channel(work: Work, place: str) -> str | None:
    posted = work.session.get(Posted, place)
    return posted.channel if posted else None


def _moved_since(work: Work, message: Message) -> int | None:
    """The last move to another desk since something was said; None where it is with the desk that heard it."""
    moves = _moves(work, message.request)
    if not moves:
        return None
    heard = (EventKind.REPLIED, EventKind.ANSWERED, EventKind.NOTED)
    statement = select(Event).where(Event.request == message.request, col(Event.kind).in_(heard))
    when = next((one.id for one in work.session.exec(statement) if one.data.get("ts") == message.ts), None)
    return moves[-1] if when and moves[-1] > when else None


def _moves(work: Work, number: int) -> list[int]:
    """The events in which the request went to another desk, in order."""
    statement = select(Event.id).where(Event.request == number, Event.kind == EventKind.MOVED).order_by(col(Event.id))
    return [move for move in work.session.exec(statement) if move is not None]


def _is_there(work: Work, place: str) -> bool:
    # In this order: what stops being under way between the two questions is posted by the second.
    return leases.is_under_way(work.session, place) or work.session.get(Posted, place) is not None


def files(message: Message) -> list[SharedFile]:
    """The files that came with what was said."""
    return [SharedFile(**file) for file in message.files]


def _said(message: Message) -> str:
    return places.said(message.request, _id(message))


def _id(message: Message) -> int:
    assert message.id is not None, "what is relayed was saved"
    return message.id
