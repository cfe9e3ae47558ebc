"""A colleague who is no agent is brought into one request: they read it, and what they say reaches its desk."""

from collections.abc import Iterable

from sqlalchemy import update
from sqlmodel import col, select

from bot import moves, notices, places
from bot.drafts import check_length
from bot.files import SharedFile
from bot.form_errors import AlreadyKnows, InvalidForm, NotAPerson
from bot.history import said_so_far
from bot.lifecycle import ACTIVE
from bot.mrkdwn import mention, mentioned
from bot.outbox import Post, Share, Whisper
from bot.places import InThread, ToPerson
from bot.views import advising as views
from bot.views.advising import WORD_LIMIT
from bot.work import Work
from storage.kinds import EventKind, Standing
from storage.queries import changed, insert_once
from storage.tables import Adviser, Event, Message, Person, Request


def bring_in(work: Work, number: int, actor: str, person: str, word: str) -> None:
    """Let a colleague read a request and speak with its desk. Raises InvalidForm, AlreadyResolved and the like."""
    request = moves.active_for_desk(work, number, actor)
    check_length("word", word, WORD_LIMIT)
    _check_new(work, request, work.person(person))
    if insert_once(work.session, Adviser, request=number, person=person, at=work.now):
        event = work.record(request, EventKind.BROUGHT_IN, actor, person=person)
        _show(work, request, event, person, word)
    else:
        _again(work, request, actor, person, word)


def _check_new(work: Work, request: Request, person: Person) -> None:
    if person.is_bot or not person.is_active or person.standing is Standing.OUTSIDER:
        raise InvalidForm({"person": NotAPerson()})
    if person.id == request.requester or work.roster_of(request).serves(person.id):
        raise InvalidForm({"person": AlreadyKnows()})


def _again(work: Work, request: Request, actor: str, person: str, word: str) -> None:
    """Somebody who was let go comes back, to the thread that they know."""
    gone = (col(Adviser.request) == request.number, col(Adviser.person) == person, col(Adviser.until).is_not(None))
    back = update(Adviser).where(*gone).values(until=None, at=work.now)
    if not changed(work.session, back.execution_options(synchronize_session=False)):
        raise InvalidForm({"person": AlreadyKnows()})
    event = work.record(request, EventKind.BROUGHT_IN, actor, person=person)
    _tell_desk(work, request, event, person)
    text = views.again(request, actor, word, work.words_of(person))
    _tell(work, request, event, person, Post(InThread(places.adviser(request.number, person)), text))


def _show(work: Work, request: Request, event: Event, person: str, word: str) -> None:
    """The request as the colleague reads it: what was asked and said so far, at the head of a thread of their own."""
    words, desk, actor = work.words_of(person), work.desk(request.desk), event.actor or ""
    blocks = views.head(request, desk, actor, word, said_so_far(work, request), words)
    place = places.adviser(request.number, person)
    text = views.head_text(request, actor, words)
    _tell(work, request, event, person, Post(ToPerson(person), text, blocks, place=place))
    for file in (SharedFile(**one) for one in request.files):
        if not file.is_open:
            share = Share(file, InThread(place))
            work.send(f"event:{event.id}:adviser:{person}:file:{file.id}", _lane(request, person), share)
    _tell_desk(work, request, event, person)


def _tell_desk(work: Work, request: Request, event: Event, person: str) -> None:
    words = work.words_at(work.desk(request.desk))
    text, blocks = views.brought_in(request, event.actor or "", person, words)
    notices.say_to_desk(work, request, event, text, blocks, place=places.brought_in(request.number, person))


def let_go(work: Work, number: int, actor: str, person: str) -> None:
    """The colleague is done with the request, as an agent says; they read no more of it. Twice changes nothing."""
    request = moves.for_desk(work, number, actor)
    if _release(work, request, [person]):
        event = work.record(request, EventKind.LET_GO, actor, person=person)
        _part(work, request, event, [person])
        notices.tell_desk(work, request, event, "thread.let_go", actor=mention(actor), person=mention(person))


def leave(work: Work, request: Request, person: str) -> None:
    """The colleague has left the company: they read no more of the request, which is ours until the commit."""
    if _release(work, request, [person]):
        event = work.record(request, EventKind.LET_GO, None, person=person)
        notices.tell_desk(work, request, event, "thread.adviser_left", person=mention(person))


def let_all_go(work: Work, request: Request, event: Event) -> None:
    """The event ends the request, or takes it elsewhere: whoever was brought in is thanked, and reads no more of it."""
    people = advisers(work, request)
    if people and _release(work, request, people):
        _part(work, request, event, people)


def bring_back(work: Work, request: Request, event: Event) -> None:
    """The event is undone: whom it has let go reads on."""
    went = (col(Adviser.request) == request.number, col(Adviser.until) == event.at)
    work.session.execute(update(Adviser).where(*went).values(until=None))


def _release(work: Work, request: Request, people: Iterable[str]) -> bool:
    present = (
        col(Adviser.request) == request.number,
        col(Adviser.person).in_(list(people)),
        col(Adviser.until).is_(None),
    )
    gone = update(Adviser).where(*present).values(until=work.now)
    return changed(work.session, gone.execution_options(synchronize_session=False)) > 0


def _part(work: Work, request: Request, event: Event, people: Iterable[str]) -> None:
    for person in people:
        text = work.words_of(person)("adviser.let_go", number=request.number)
        _tell(work, request, event, person, Post(InThread(places.adviser(request.number, person)), text))


def advisers(work: Work, request: Request) -> list[str]:
    """Who was brought into a request and is needed still, always in the same order."""
    present = (Adviser.request == request.number, col(Adviser.until).is_(None))
    return list(work.session.exec(select(Adviser.person).where(*present).order_by(Adviser.person)))


def readers(work: Work, request: Request, message: Message) -> list[str]:
    """Who of them reads what somebody has said: all that the two sides say to each other, of notes what names them."""
    called = mentioned(message.text)
    people = [person for person in advisers(work, request) if person != message.author]
    return [person for person in people if not message.is_note or person in called]


def suggest(work: Work, request: Request, message: Message, thread_ts: str | None) -> None:
    """Whoever mentions a colleague in the desk thread who can't read it there is asked whether to bring them in."""
    for person in mentioned(message.text):
        if _is_new(work, request, work.person(person)):
            text, blocks = views.offer(request, person, work.words_of(message.author))
            key = f"bring_in:{message.id}:{person}"
            work.send(key, key, Whisper(message.channel, message.author, text, blocks, thread_ts=thread_ts))


def _is_new(work: Work, request: Request, person: Person) -> bool:
    """Whether a person could be brought in and was not yet."""
    try:
        _check_new(work, request, person)
    except InvalidForm:
        return False
    return person.id not in advisers(work, request) and request.state in ACTIVE


def _tell(work: Work, request: Request, event: Event, person: str, post: Post) -> None:
    work.send(f"event:{event.id}:adviser:{person}", _lane(request, person), post)


def _lane(request: Request, person: str) -> str:
    return places.adviser(request.number, person)
