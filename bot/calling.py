"""The calls when somebody can't work: who is on duty first, then one after another, until somebody has taken it.

And what who can't work is told meanwhile. A tick that comes late calls one, not all whom it has missed.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from bot import absences, notices, people, places, stoppages
from bot.blocks import Block
from bot.desks import Desk
from bot.duty import Rota
from bot.mrkdwn import Mrkdwn, mention
from bot.outbox import Post
from bot.places import ToPerson
from bot.views import stoppages as views
from bot.work import Work
from storage.kinds import EventKind, Side
from storage.stoppages import Call, Stoppage
from storage.tables import Event, Membership, Message, Person, Request


def run_next(work: Work) -> bool:
    """Call the next one who is to be called, or say the next word that is due; False where nothing is due."""
    return _run(work, "call_at", call_next) or _run(work, "word_at", _speak)


def _run(work: Work, column: str, do: Callable[[Work, Request, Stoppage, Rota], None]) -> bool:
    request = _due(work, column)
    if request is None:
        return False
    stoppage, rota = stoppages.of(work, request), work.desk(request.desk).rota
    due_at = getattr(stoppage, column)
    if stoppage and rota and due_at and due_at <= work.now:  # as it stands now that it is ours
        do(work, request, stoppage, rota)
    elif rota is None:
        stoppages.follow(work, request)
    return True


def _due(work: Work, column: str) -> Request | None:
    """The request whose stoppage is due first, ours until the commit; those in use are left for later."""
    due_at = col(getattr(Stoppage, column))
    statement = select(Request).join(Stoppage, col(Stoppage.request) == Request.id).where(due_at <= work.now)
    ordered = statement.order_by(due_at, col(Stoppage.request)).limit(1)
    return work.session.exec(ordered.with_for_update(skip_locked=True, key_share=True, of=Request)).first()


def begin(work: Work, request: Request) -> None:
    """Call at once, without waiting for the clock, where the request has just stopped somebody's work."""
    stoppage, rota = stoppages.of(work, request), work.desk(request.desk).rota
    if stoppage and rota and stoppage.call_at and stoppage.call_at <= work.now:
        call_next(work, request, stoppage, rota)


# -- whom ------------------------------------------------------------------------------------------------------------


def call_next(work: Work, request: Request, stoppage: Stoppage, rota: Rota) -> None:
    """Call the next one; while the desk is closed or nobody is there, say so and look again."""
    desk = work.desk(request.desk)
    if not rota.always and not desk.hours.is_open(work.now):
        stoppage.call_at = desk.hours.opens_after(work.now)
        _tell_once(work, request, stoppage, stoppage.call_at)
        return
    stoppage.call_at = work.now + rota.call_every
    callable_now = _callable(work, request, desk, rota)
    if callable_now:
        _call(work, request, stoppage, _next(work, stoppage, callable_now))
    else:
        _tell_nobody_is_there(work, request, stoppage, desk)


def _next(work: Work, stoppage: Stoppage, order: Sequence[str]) -> str:
    """The first who was not called in this round; after the last, a new round begins."""
    called = (Call.request == stoppage.request, Call.round == stoppage.round)
    before = set(work.session.exec(select(Call.person).where(*called)))
    if left := [one for one in order if one not in before]:
        return left[0]
    stoppage.round += 1
    return order[0]


def _callable(work: Work, request: Request, desk: Desk, rota: Rota) -> list[str]:
    """Who is there: those on duty as their turns come, then the desk's other agents, then its leads.

    Nobody's night is spared here: who is on duty is. Who is off work is.
    """
    roster = work.roster_of(request)
    on_duty = _on_duty(work, desk, rota)
    order = dict.fromkeys((*on_duty, *_by_name(work, roster.agents), *_by_name(work, roster.leads)))
    there = [one for one in order if one != request.requester]
    off = absences.off_until(work.session, there, work.now)
    return [one for one in there if one not in off]


def _on_duty(work: Work, desk: Desk, rota: Rota) -> list[str]:
    if rota.group:
        is_here = (Membership.channel == people.group_key(rota.group), col(Person.is_active))
        members = select(Person.id).join(Membership, col(Membership.person) == Person.id).where(*is_here)
        return list(work.session.exec(members.order_by(Person.name, Person.id)))
    order = rota.order(desk.hours.day_of(work.now))
    return [one for name in order for one in people.found(work.session, [name])]


def _by_name(work: Work, ids: frozenset[str]) -> list[str]:
    return list(people.by_name(work.session, ids))


# -- the call --------------------------------------------------------------------------------------------------------


def _call(work: Work, request: Request, stoppage: Stoppage, person: str) -> None:
    """Call somebody, who may take it even if they are no agent of the desk; an older call to them goes away."""
    for before in stoppages.ringing(work, request):
        if before.person == person:
            stoppages.end(work, request, before)
    if not work.roster_of(request).serves(person):
        request.called = [*request.called, person]
    call = Call(request=request.number, round=stoppage.round, person=person, at=work.now)
    work.session.add(call)
    work.session.flush()
    words, place = work.words_of(person), places.call(request.number, call.id)
    text, blocks = views.call(request, work.desk(request.desk).label(words.language), words)
    work.send(place, places.call_lane(request.number, person), Post(ToPerson(person), text, blocks, place=place))
    event = work.record(request, EventKind.CALLED, None, person=person)
    notices.tell_desk(work, request, event, "thread.called", person=mention(person))
    work.refresh_homes([person], cause=place)


def decline(work: Work, number: int, person: str) -> None:
    """Who was called can't now: the next one is called at once. Of a call that is over nothing comes."""
    request = work.lock(number)
    mine = [one for one in stoppages.ringing(work, request) if one.person == person] if request else []
    if not request or not mine:
        return
    for call in mine:
        call.declined_at = work.now
        stoppages.end(work, request, call)
    stoppage = stoppages.of(work, request)
    if stoppage and stoppage.call_at:
        stoppage.call_at = work.now
        begin(work, request)


def home(work: Work, person: str) -> list[Block]:
    """The calls that wait for this person."""
    mine = (Call.person == person, col(Call.gone_at).is_(None))
    rows = select(Request).join(Call, col(Call.request) == Request.id).where(*mine).order_by(col(Call.id))
    requests = work.session.exec(rows).all()
    return views.home_section(requests, work.words_of(person)) if requests else []


# -- honest words ----------------------------------------------------------------------------------------------------


def _tell_nobody_is_there(work: Work, request: Request, stoppage: Stoppage, desk: Desk) -> None:
    """Who asked learns it, and who answers for the desk, or for the bot where nobody does; once."""
    leads = work.roster(desk).leads - {request.requester}
    told = sorted(leads or people.found(work.session, work.settings.helpdesk_operators))
    for person in told:
        words = work.words_of(person)
        text, blocks = views.nobody(request, desk.label(words.language), words)
        key = f"stoppage:{request.number}:{stoppage.begun_at.isoformat()}:nobody:{person}"
        work.send(key, key, Post(ToPerson(person), text, blocks))
    _tell_once(work, request, stoppage)


def _tell_once(work: Work, request: Request, stoppage: Stoppage, opens: datetime | None = None) -> None:
    """A word to who can't work of why nobody is called; not again while that is all there is to say."""
    words, zone = work.words_of(request.requester), work.person(request.requester).time_zone
    desk = work.desk(request.desk).label(words.language)
    if not stoppage.has_word:
        _say(work, request, stoppage, views.waiting(desk, opens, words, zone))


def _say(work: Work, request: Request, stoppage: Stoppage, text: Mrkdwn) -> None:
    """The newest word stands at the end, and only there; where everybody reads, in the DM of who asked."""
    stoppages.take_back_word(work, request, stoppage)
    stoppage.told, stoppage.has_word = stoppage.told + 1, True
    words, place = work.words_of(request.requester), places.stoppage_word(request.number)
    to = ToPerson(request.requester) if request.is_public else places.conversation(request)
    message = Post(to, text, views.word(request, text, words), place=place)
    work.send(f"{place}:{stoppage.told}", places.conversation_lane(request.number), message)


def _speak(work: Work, request: Request, stoppage: Stoppage, rota: Rota) -> None:
    """The honest word: who has it and when they last said something, or who was called and when the next one is."""
    stoppage.word_at = work.now + rota.word_every
    words, zone = work.words_of(request.requester), work.person(request.requester).time_zone
    if request.agent:
        last = _last_word(work, request)
        text = views.held(request.agent, _held_since(work, request), last, words, zone)
        if last is None or last <= work.now - rota.word_every:
            _remind(work, request)
    else:
        text = views.unclaimed(_called(work, stoppage), stoppage.call_at, words, zone)
    _say(work, request, stoppage, text)


def _held_since(work: Work, request: Request) -> datetime:
    taking = (EventKind.CLAIMED, EventKind.ASSIGNED)
    mine = (Event.request == request.number, col(Event.kind).in_(taking))
    return work.session.exec(select(func.max(Event.at)).where(*mine)).one() or request.created_at


def _last_word(work: Work, request: Request) -> datetime | None:
    """When the desk last said something that who asked could read."""
    said = (Message.request == request.number, Message.side == Side.DESK, col(Message.is_note).is_(False))
    return work.session.exec(select(func.max(Message.at)).where(*said, col(Message.taken_back_at).is_(None))).one()


def _remind(work: Work, request: Request) -> None:
    """Whoever has it hears that somebody sits there and waits."""
    event = work.record(request, EventKind.CALLED, None, person=request.agent)
    agent, requester = mention(request.agent or ""), mention(request.requester)
    notices.tell_desk(work, request, event, "thread.word_wanted", agent=agent, requester=requester)


def _called(work: Work, stoppage: Stoppage) -> list[tuple[str, datetime]]:
    """Who has been called in this round, and when."""
    this = (Call.request == stoppage.request, Call.round == stoppage.round)
    return list(work.session.exec(select(Call.person, Call.at).where(*this).order_by(col(Call.id))))
