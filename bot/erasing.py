"""Erasing: a request ends as withdrawn, and its words are taken back, from the database and from Slack.

What other people wrote themselves, Slack lets nobody else delete: they are asked to.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, update
from sqlmodel import col, select

from bot import (
    following,
    guesses,
    links,
    marks,
    moves,
    notices,
    nudges,
    places,
    promises,
    retelling,
    surveys,
)
from bot.lifecycle import ACTIVE, Move
from bot.mrkdwn import Mrkdwn, link
from bot.outbox import Delete, Post, Sweep, Update
from bot.places import ToPerson
from bot.views.kit import section
from bot.work import Work
from storage.due import Reminder, Survey
from storage.kinds import EventKind, Method, State
from storage.queries import begins, followers
from storage.reports import Kudos
from storage.tables import (
    SUPERSEDED,
    Adviser,
    Event,
    Follower,
    Link,
    Message,
    Outgoing,
    Posted,
    Request,
    Source,
    Term,
    WordCount,
)

NO_TITLE = "—"
_TOLD = frozenset({"closing_word", "why", "done", "next"})
"""What events keep of people's words."""
_MOST_LINKS = 20
_AT_ONCE = 50  # PostgreSQL looks through the outbox once for all of these
_SOMEBODY_ELSES = (":post", ":subject")


def erase(work: Work, request: Request, actor: str) -> Event:
    """Have nothing left of a request that is ours until the commit but its number, and that it was withdrawn.

    Whoever the `actor` is, it reads as if its requester had withdrawn it.
    """
    taught, written, said = guesses.lesson(request), _written_by_people(work, request), _quoted(work, request)
    kudos, was_active, linked = _kudos(work, request), request.state in ACTIVE, links.linked(work, request)
    _forget(work, request)
    event = _withdraw(work, request, was_active=was_active)
    surveys.withdraw(work, request, event)
    promises.renew(work, request)
    marks.keep_up(work, request, event)
    _tell_followers(work, request, event, was_active=was_active)
    for other in linked:
        notices.refresh_card(work, other, event, f"card:{other.number}")
    _redraw_nudges(work, request)
    retelling.erase(work, request, event, said)
    _take_back(work, request, event, kudos)
    _close_head(work, request, event)
    _ask_authors(work, request, event, written)
    if was_active and request.agent not in (None, actor, *written):
        _tell_agent(work, request, event)
    guesses.unlearn(work, taught)  # last: it locks counts that every request of the desk changes
    work.session.execute(delete(WordCount).where(col(WordCount.desk) == request.desk, col(WordCount.n) <= 0))
    return event


def _withdraw(work: Work, request: Request, *, was_active: bool) -> Event:
    if was_active:
        moves.make(work, request.number, Move.WITHDRAW, request.requester, state=State.WITHDRAWN)
        return work.record(request, EventKind.WITHDRAWN, request.requester)
    request.state = State.WITHDRAWN
    return work.record(request, EventKind.ERASED, request.requester)


# -- in the database ---------------------------------------------------------------------------------------------------


def _forget(work: Work, request: Request) -> None:
    """No word of it stays in a row."""
    request.title, request.details, request.closing_word = NO_TITLE, "", ""
    request.answers, request.files, request.called = {}, [], []
    request.is_public, request.is_among_few, request.erased_at = False, False, work.now
    work.session.flush()
    _forget_what_left(work, request)
    _change(work, Message, Message.request == request.number, text="", files=[], taken_back_at=work.now)
    _change(work, Source, Source.request == request.number, text="", files=[])
    _change(work, Survey, Survey.request == request.number, comment="")
    for event in work.session.exec(select(Event).where(Event.request == request.number)):
        if told := _TOLD & event.data.keys():
            event.data = {**event.data, **dict.fromkeys(told, "")}
    work.session.execute(delete(Term).where(col(Term.request) == request.number))
    pairs = or_(col(Link.request) == request.number, col(Link.other) == request.number)
    work.session.execute(delete(Link).where(pairs))


def _change(work: Work, table: type[Any], which: Any, **values: object) -> None:
    work.session.execute(update(table).where(which).values(**values))


def _forget_what_left(work: Work, request: Request) -> None:
    """Messages that told of it, sent or not: those that could leave never will; what makes a thread may be on its way.

    That one is forgotten once its thread was swept (leases.forget_before).
    """
    for which in _told_of_it(work, request):
        is_waiting = (which, col(Outgoing.sent_at).is_(None), col(Outgoing.given_up_at).is_(None))
        free = (*is_waiting, col(Outgoing.leased_until).is_(None))
        _change(work, Outgoing, and_(*free), given_up_at=work.now, last_error=SUPERSEDED)
        on_its_way = select(Outgoing.id).where(*is_waiting, Outgoing.method == Method.POST)
        _change(work, Outgoing, and_(which, col(Outgoing.id).not_in(on_its_way)), payload={})


def _told_of_it(work: Work, request: Request) -> Iterator[ColumnElement[bool]]:
    """The outgoing rows in its lanes, and those whose key tells that something of it has caused them."""
    yield begins(work.session, Outgoing.lane, f"request:{request.number}:")
    causes = [f"{prefix}:{number}:" for prefix, found in _causes(work, request).items() for number in found]
    for first in range(0, len(causes), _AT_ONCE):
        yield or_(*(begins(work.session, Outgoing.key, cause) for cause in causes[first : first + _AT_ONCE]))
    offers = select(Source.offer).where(Source.request == request.number, col(Source.offer).is_not(None))
    for offer in work.session.exec(offers):
        yield col(Outgoing.place) == places.offer(offer or 0)


def _causes(work: Work, request: Request) -> Mapping[str, list[Any]]:
    def ids(table: type[Any], column: Any) -> list[Any]:
        return list(work.session.exec(select(column).where(table.request == request.number).distinct()))

    found = {"event": ids(Event, Event.id), "survey": ids(Survey, Survey.id), "nudge": ids(Reminder, Reminder.nudge)}
    said = ids(Message, Message.id)
    return {**found, "bring_in": said, "held": said, "kudos": found["survey"]}


# -- in Slack ----------------------------------------------------------------------------------------------------------


def _take_back(work: Work, request: Request, event: Event, kudos: list[Kudos]) -> None:
    """Delete what of ours stands for it: its threads as a whole, and each message that is known by its place."""
    lane = places.desk_lane(request.number)
    for place in _roots(work, request):
        work.send(f"event:{event.id}:sweep:{place}", _lane_of(request, place), Sweep(place))
    for place in _told_elsewhere(work, request):
        work.send(f"event:{event.id}:delete:{place}", f"{lane}:rest", Delete(place))
    for one in kudos:
        work.send(f"event:{event.id}:kudos:{one.survey}", f"kudos:{one.agent}", Delete(places.kudos(one.survey)))
    work.session.execute(delete(Kudos).where(col(Kudos.survey).in_([one.survey for one in kudos])))
    _change(work, Adviser, and_(col(Adviser.request) == request.number, col(Adviser.until).is_(None)), until=work.now)


def _close_head(work: Work, request: Request, event: Event) -> None:
    """The head in the requester's own messages promises nothing any more, and nothing can be pressed there."""
    head = work.session.get(Posted, places.head(request.number))
    if head and head.channel.startswith("D"):
        text = work.words_of(request.requester)("erased.over", number=request.number)
        lane = places.conversation_lane(request.number)
        work.send(f"event:{event.id}:closed", lane, Update(head.place, text, [section(text)]))


def _roots(work: Work, request: Request) -> list[str]:
    """What its threads stand under: cards, also those left behind, what others read of it, posts in the open."""
    known = [one for one in _posted(work, request) if not one.channel.startswith("D")]
    roots = [one.place for one in known if places.is_left(one.place) or places.is_post(one.place)]
    advised = select(Adviser.person).where(Adviser.request == request.number)
    readers = [places.adviser(request.number, person) for person in work.session.exec(advised)]
    return [places.card(request.number), *roots, *readers]


def _lane_of(request: Request, place: str) -> str:
    """A sweep comes after all that is on its way to the thread."""
    if places.adviser_of(place):
        return place
    is_open = places.is_post(place)
    return places.conversation_lane(request.number) if is_open else places.desk_lane(request.number)


def _told_elsewhere(work: Work, request: Request) -> list[str]:
    """Messages of ours in no such thread: the ends that followers were told of, and copies that a sweep can't see."""
    conversation = places.conversation(request).place
    kept = {conversation, *_roots(work, request)}
    found = [one for one in _posted(work, request) if one.place not in kept and not one.place.endswith(_SOMEBODY_ELSES)]
    return [one.place for one in found if places.told_to_whom(one.place) or places.is_file(one.ts)]


def _posted(work: Work, request: Request) -> list[Posted]:
    statement = select(Posted).where(begins(work.session, Posted.place, f"request:{request.number}:"))
    return list(work.session.exec(statement.order_by(col(Posted.place))))


def _quoted(work: Work, request: Request) -> list[str]:
    """What digests may have quoted of it."""
    comments = select(Survey.comment).where(Survey.request == request.number, Survey.comment != "")
    return [request.title, *work.session.exec(comments)]


def _redraw_nudges(work: Work, request: Request) -> None:
    """Messages of reminders that have named it name it no more."""
    told = select(Reminder.nudge).where(Reminder.request == request.number, col(Reminder.nudge).is_not(None))
    for nudge in nudges.lock(work, {one for one in work.session.exec(told) if one}):
        if nudge.gone_at is None:
            nudges.redraw(work, nudge)


def _kudos(work: Work, request: Request) -> list[Kudos]:
    statement = select(Kudos).join(Survey, col(Survey.id) == Kudos.survey).where(Survey.request == request.number)
    return list(work.session.exec(statement))


def _tell_followers(work: Work, request: Request, event: Event, *, was_active: bool) -> None:
    """Who waits for its end reads that it was withdrawn, as of any other; nobody follows it any more."""
    if was_active and followers(work.session, request.number):
        following.tell(work, request, event)
    work.session.execute(delete(Follower).where(col(Follower.request) == request.number))


# -- what others wrote -------------------------------------------------------------------------------------------------


def _written_by_people(work: Work, request: Request) -> Mapping[str, list[Mrkdwn]]:
    """Links to what people wrote of it in channels themselves, by who did."""
    said = select(Message.author, Message.channel, Message.ts).where(
        Message.request == request.number, col(Message.taken_back_at).is_(None)
    )
    asked = select(Source.author, Source.channel, Source.ts).where(Source.request == request.number, Source.text != "")
    found: dict[str, list[Mrkdwn]] = defaultdict(list)
    for author, channel, ts in dict.fromkeys([*work.session.exec(asked), *work.session.exec(said)]):
        if not channel.startswith("D") and not ts.startswith("form:"):
            found[author].append(link(work.permalink(channel, ts), f"{len(found[author]) + 1}"))
    return found


def _ask_authors(work: Work, request: Request, event: Event, written: Mapping[str, list[Mrkdwn]]) -> None:
    """Each reads once what only they can delete."""
    for person, urls in written.items():
        words, theirs = work.words_of(person), Mrkdwn(" · ".join(urls[:_MOST_LINKS]))
        key = "erased.yours" if person == request.requester else "erased.others"
        text = words(key, number=request.number, links=theirs)
        work.send(f"event:{event.id}:written:{person}", f"erased:{person}", Post(ToPerson(person), text))


def _tell_agent(work: Work, request: Request, event: Event) -> None:
    """Who had it learns why it is gone."""
    agent = request.agent or ""
    text = work.words_of(agent)("erased.gone", number=request.number)
    work.send(f"event:{event.id}:gone", f"erased:{agent}", Post(ToPerson(agent), text))


def is_erased(work: Work, number: int | None) -> bool:
    """Whether a request was erased: what is still heard of it is not kept."""
    request = work.session.get(Request, number) if number else None
    return request is not None and request.erased_at is not None
