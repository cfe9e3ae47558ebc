"""A request moves to another desk: its card goes there, a marker stays, and everybody concerned is told."""

from collections.abc import Iterator

from sqlalchemy import delete, update
from sqlmodel import col

from bot import (
    advising,
    claiming,
    deciding,
    finding,
    guesses,
    linking,
    marks,
    moves,
    notices,
    places,
    promises,
    retelling,
    roots,
    timeline,
)
from bot.desks import Desk
from bot.drafts import check_length
from bot.errors import AlreadyMoved, NoOtherDesk, StillLanding
from bot.fields import Field, Kind
from bot.files import SharedFile
from bot.form_errors import InvalidForm, UnknownDesk
from bot.history import said_so_far
from bot.lifecycle import ACTIVE, Move
from bot.outbox import Post, Update
from bot.places import InThread, ToPerson
from bot.views import moving as views
from bot.views.answers import ask_button
from bot.views.facts import answered
from bot.views.kit import section
from bot.views.moving import WORD_LIMIT
from bot.work import Work
from storage.kinds import EventKind, State
from storage.queries import changed, followers
from storage.tables import Event, Follower, Request


def check_movable(work: Work, number: int, actor: str) -> tuple[Request, list[Desk]]:
    """The request and the desks that could take it; asked before the form is shown."""
    request = moves.active_for_desk(work, number, actor)
    desks = _choices(work, request)
    if not desks:
        raise NoOtherDesk
    return request, desks


def _choices(work: Work, request: Request) -> list[Desk]:
    return [desk for desk in deciding.desks_for(work, request.requester) if desk.key != request.desk]


def move_to(work: Work, number: int, actor: str, left: str, desk_key: str, word: str) -> Request:
    """Move a request from the desk `left`, where the actor serves, to another one, with a word to those who work there.

    Raises InvalidForm, AlreadyMoved, AlreadyResolved, AlreadyWithdrawn, StillLanding.
    """
    _check_still_at(work, work.lock(number) or moves.find(work, number), actor, left)
    before = moves.for_desk(work, number, actor)
    check_length("word", word, WORD_LIMIT)
    desk = next((one for one in _choices(work, before) if one.key == desk_key), None)
    if desk is None:
        raise InvalidForm({"desk": UnknownDesk()})
    taught, was_public = guesses.lesson(before), before.is_public
    request = _change(work, before, actor, desk)
    kept = timeline.promise(promises.standard(work, request))
    event = work.record(request, EventKind.MOVED, actor, **{"from": left, "to": desk.key}, **kept)
    if desk.is_confidential:
        _part_from_followers(work, request, event)
        retelling.forget(work, request, event, work.desk(left))
    linking.refresh_linked(work, request, event)
    advising.let_all_go(work, request, event)
    promises.renew(work, request)
    marks.keep_up(work, request, event)
    _hand_over(work, request, event, work.desk(left), word)
    _tell_requester(work, request, event, work.desk(left), goes_private=was_public and not request.is_public)
    claiming.give_by_turn(work, request)
    finding.index(work.session, request)
    guesses.relearn(work, taught, request)
    return request


def _check_still_at(work: Work, request: Request, actor: str, left: str) -> None:
    if request.desk != left:
        raise AlreadyMoved(desk=work.desk(request.desk).label(work.words_of(actor).language))


def _change(work: Work, before: Request, actor: str, desk: Desk) -> Request:
    """Free for the new desk to claim, promised anew; the old desk's type has no meaning there, its answers do."""
    left = before.desk
    is_still = (col(Request.id) == before.number, col(Request.desk) == left, col(Request.state).in_(ACTIVE))
    statement = (
        update(Request)
        .where(*is_still)
        .values(
            desk=desk.key,
            type=None,
            answers={},
            details="\n".join(filter(None, [before.details, *_answers(work, before, desk.language)])),
            called=[],
            state=State.OPEN,
            agent=None,
            silent_since=work.now if before.first_answered_at else None,
            is_public=before.is_public and not desk.is_confidential,
        )
    )
    is_mine = changed(work.session, statement.execution_options(synchronize_session=False))
    request = moves.find(work, before.number)
    if not is_mine:
        _check_still_at(work, request, actor, left)
        raise moves.obstacle(request, Move.ASSIGN, actor)
    return request


def _answers(work: Work, request: Request, language: str) -> Iterator[str]:
    """What the old desk's form was told, in plain text: "To what: SAP"; the files the request has anyway."""
    for asked, values in answered(request, work.desk(request.desk)):
        if asked.kind is not Kind.FILES:
            label = asked.label.reads(language).rstrip("?:")
            yield f"{label}: {', '.join(_told(work, asked, value, language) for value in values)}"


def _told(work: Work, asked: Field, value: str, language: str) -> str:
    if asked.kind is Kind.PERSON:
        return work.person(value).name
    return next((choice.label.reads(language) for choice in asked.choices if choice.key == value), value)


def _hand_over(work: Work, request: Request, event: Event, old: Desk, word: str) -> None:
    """A marker in the place of the old card, a new card at the new desk, and under it what was said so far."""
    number, lane, actor = request.number, places.desk_lane(request.number), event.actor or ""
    left = places.left(number, event.id)
    if not roots.leave(work, places.card(number), left, lane):
        raise StillLanding
    desk = work.desk(request.desk)
    words = work.words_at(old)
    text = views.marker(
        request, desk.label(words.language), confidential=desk.is_confidential, actor=actor, words=words
    )
    work.send(f"event:{event.id}:marker", lane, Update(left, text, [section(text)]))
    if roots.leave(work, places.button_line(number), f"{left}:buttons", lane):
        work.send(f"event:{event.id}:marker:buttons", lane, Update(f"{left}:buttons", text, [section(text)]))
    notices.root(work, request, places.card(number), key=f"event:{event.id}:card", lane=lane)
    notices.shared(work, request, event, [SharedFile(**file) for file in request.files])
    work.send(f"event:{event.id}:handover", lane, _greeting(work, request, event, old, word))


def _greeting(work: Work, request: Request, event: Event, old: Desk, word: str) -> Post:
    words, actor = work.words_at(work.desk(request.desk)), event.actor or ""
    name = old.label(words.language)
    blocks = views.handover(actor, name, word, said_so_far(work, request), words)
    return Post(InThread(places.card(request.number)), views.handover_text(actor, name, words), blocks)


def _tell_requester(work: Work, request: Request, event: Event, old: Desk, *, goes_private: bool) -> None:
    """Who has their request now; what everybody could read goes on where only they do, if the new desk is discreet."""
    if goes_private:
        _go_private(work, request, event)
    else:
        notices.refresh_head(work, request, event)
    words, zone = work.words_of(request.requester), work.person(request.requester).time_zone
    text = words(
        "moved.told",
        old=old.label(words.language),
        new=work.desk(request.desk).label(words.language),
        due=words.moment(request.first_answer_due, zone),
    )
    lane = places.conversation_lane(request.number)
    work.send(f"event:{event.id}:told", lane, Post(places.conversation(request), text))


def _go_private(work: Work, request: Request, event: Event) -> None:
    number, lane = request.number, places.conversation_lane(request.number)
    left = f"{places.left(number, event.id)}:head"
    if not roots.leave(work, places.head(number), left, lane):
        raise StillLanding
    text = work.words_of(request.requester)("moved.private_now", number=number)
    work.send(f"event:{event.id}:marker:head", lane, Update(left, text, [section(text)]))
    notices.root(work, request, places.head(number), key=f"event:{event.id}:head", lane=lane)


def _part_from_followers(work: Work, request: Request, event: Event) -> None:
    """Nobody else learns any more how it goes on: whoever waits for the same is told so."""
    for person in followers(work.session, request.number):
        words = work.words_of(person)
        text = words("moved.no_longer_followed", number=request.number)
        post = Post(ToPerson(person), text, [section(text), *ask_button(words)])
        work.send(f"event:{event.id}:parted:{person}", f"follower:{person}", post)
    work.session.execute(delete(Follower).where(col(Follower.request) == request.number))
