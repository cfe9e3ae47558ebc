"""The ways in: what people post, write to the bot or point it to becomes a request, or an offer to make one; once."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import channels, deciding, moves, notices, offers, places, requests, revising, sources, threads
from bot.access import may_ask
from bot.case_errors import InConfidence
from bot.desks import Desk
from bot.drafts import Draft
from bot.errors import AlreadyAsked, AskedBySomebody, NoDeskForYou
from bot.lifecycle import ACTIVE
from bot.mrkdwn import Mrkdwn, mention, quiet
from bot.outbox import Post
from bot.places import InThread, ToPerson
from bot.privacy import may_read
from bot.smalltalk import is_announcement
from bot.sources import Matter, Subject
from bot.utterances import Utterance
from bot.work import Work
from storage.kinds import EventKind, State, Way
from storage.queries import remember_place
from storage.tables import Person, Request, Source


def is_asked_in(work: Work, channel: str) -> bool:
    """Whether a channel is there to post requests in."""
    return channels.desk_asked_in(work.session, work.desks, channel) is not None


def hear_post(work: Work, heard: Utterance) -> None:
    """What stands at the top of a request channel is a request of its desk, or joins the one just made."""
    desk = channels.desk_asked_in(work.session, work.desks, heard.channel)
    if desk is None or is_announcement(heard.text) or heard.says_nothing:
        return
    author = work.person(heard.author)
    if not may_ask(author, desk):
        _turn_away(work, heard.author, heard)
        return
    source = sources.take(work, heard)
    if not sources.has_asked(source) and not _joins(work, heard, source):
        _post(work, heard.author, source, desk)


def hear_dm(work: Work, heard: Utterance) -> None:
    """What is written to the bot is offered to become a request; what comes in a row, as one."""
    if heard.says_nothing:
        notices.hinted(work, heard.author, heard.ts)
        return
    if not deciding.desks_for(work, heard.author):
        _turn_away(work, heard.author, heard)
        return
    source = sources.take(work, heard)
    if sources.has_asked(source):
        return
    _one_at_a_time(work, heard.author)
    offer = offers.open_for(work, heard)
    if offer:
        offers.grow(work, offer, source)
    else:
        _offer(work, heard.author, heard.author, Way.DM, [source])


def hear_mention(work: Work, heard: Utterance, root: Utterance | None) -> None:
    """Who mentions the bot asks; in a thread, what stands at its `root` is what they ask about.

    Who serves a desk asks for the person who wrote that. Within a request's own threads a mention is conversation.
    """
    if heard.is_top_level and is_asked_in(work, heard.channel):
        hear_post(work, heard)
        return
    if threads.root_at(work, heard.channel, heard.thread_ts) or _is_confidential(work, heard):
        return
    subject = heard if root is None or root.says_nothing else root
    if subject.says_nothing:
        _whisper(work, heard.author, heard, work.words_of(heard.author)("asking.mention_how"))
        return
    requester = subject.author if deciding.served_by(work, heard.author) else heard.author
    messages = [sources.take(work, one) for one in dict.fromkeys((subject, heard))]
    named = deciding.addressed(work, sources.plain(work, heard.text))
    _take_up(work, _Pointing(heard.author, requester, Way.MENTION, heard, named), messages)


def hear_ticket(work: Work, person: str, heard: Utterance) -> None:
    """A person put 🎫 on a message: its author asks, whoever else does the same."""
    if threads.root_at(work, heard.channel, heard.thread_ts) and not heard.is_top_level:
        return
    if _is_confidential(work, heard):
        _whisper(work, person, heard, work.words_of(person)(InConfidence.key))
        return
    source = sources.take(work, heard)
    desk = channels.desk_asked_in(work.session, work.desks, heard.channel) if heard.is_top_level else None
    both_may = desk and all(may_ask(work.person(one), desk) for one in (person, heard.author))
    if desk and both_may and not sources.has_asked(source):
        if not _joins(work, heard, source):
            _post(work, person, source, desk)
    else:
        _take_up(work, _Pointing(person, heard.author, Way.TICKET, heard), [source])


def sent(
    work: Work,
    author: str,
    draft: Draft,
    *,
    requester: str | None = None,
    message: tuple[str, str] | None = None,
    response_url: str | None = None,
) -> Request:
    """A form was sent: one that stands for itself, or about a message (its channel and ts), offered or not.

    Raises what opening a request raises, AlreadyAsked and AskedBySomebody.
    """
    source = _unasked(work, author, requester or author, message) if message else None
    request = requests.open_request(work, author, draft, requester=requester, response_url=response_url)
    if source:
        _belongs(work, [source], request)
    return request


def forget(work: Work, author: str, message: tuple[str, str]) -> None:
    """A form about a message was sent in confidence: of what its author was asked in private about it, no word stays.

    A post in a channel is left as it was: nobody who points to it notices. Raises AlreadyAsked, AskedBySomebody.
    """
    source = sources.find(work, *message)
    if source is None:
        return
    if source.request:
        raise already(work, source.request, author)
    if source.offer and offers.is_of(work, source.offer, author):
        offers.settle_in_confidence(work, source.offer)
    elif Utterance(*message, author, "").is_direct:
        sources.forget(source)


def _unasked(work: Work, author: str, requester: str, message: tuple[str, str]) -> Source:
    source = sources.take(work, Utterance(*message, requester, ""))
    if source.request:
        raise already(work, source.request, author)
    return source


def about(work: Work, person: str, heard: Utterance) -> Subject:
    """What a form about a message begins with: who serves a desk asks for its author, others ask themselves.

    Raises AlreadyAsked or AskedBySomebody where it is a request already, InConfidence where nothing else may become
    of it.
    """
    if _is_confidential(work, heard):
        raise InConfidence
    source = work.session.get(Source, (heard.channel, heard.ts))
    if source and source.request:
        raise already(work, source.request, person)
    title, details = sources.title_and_details(sources.plain(work, heard.text))
    matter = sources.cut(Matter(title, details, heard.files))
    is_for_author = heard.author != person and deciding.served_by(work, person)
    return Subject(matter, f"{heard.channel}:{heard.ts}", heard.author if is_for_author else None)


def already(work: Work, number: int, person: str) -> AlreadyAsked | AskedBySomebody:
    """That a message is a request already: which, is for those to know who may see it."""
    request = moves.find(work, number)
    return AlreadyAsked(number=number) if may_read(work, request, person) else AskedBySomebody()


def _is_confidential(work: Work, heard: Utterance) -> bool:
    """Whether it stands in a thread or meeting of what is confidential, or is a message of ours about that."""
    is_of_case = threads.case_at(work, heard.channel, heard.ts, heard.thread_ts) is not None
    return is_of_case or threads.is_meeting(work, heard.channel)


def _joins(work: Work, heard: Utterance, source: Source) -> bool:
    """Make a further post part of the request that the same person has just posted, while nobody has answered that."""
    _one_at_a_time(work, heard.author)
    neighbour = sources.posted_in_a_row(work, heard)
    request = work.lock(neighbour.request) if neighbour and neighbour.request else None
    if request is None or not _still_grows(request, heard.author):
        return False
    messages = [*sources.of_request(work, request.number), source]
    if not sources.fits(sources.matter(work, messages)):
        return False
    source.request = request.number
    remember_place(work.session, places.joined_post(request.number, heard.ts), heard.channel, heard.ts)
    event = revising.rewrite(work, request, EventKind.JOINED, heard.author, ts=heard.ts)
    if event and request.state is State.CLAIMED:
        notices.relayed_to_desk(work, request, event, quiet(heard.text))
    _whisper(work, heard.author, heard, work.words_of(heard.author)("asking.joined", number=request.number))
    return True


def _still_grows(request: Request, author: str) -> bool:
    is_unanswered = request.state in ACTIVE and request.first_answered_at is None
    return request.is_public and request.requester == author and is_unanswered


def _post(work: Work, person: str, source: Source, desk: Desk) -> None:
    """A post alone: a request of the channel's desk or a rule's, never of a confidential desk that nobody chose."""
    matter = sources.cut(sources.matter(work, [source]))
    ruled = deciding.by_rule(work, source.author, matter.text, source.channel) or desk
    if ruled.is_confidential and ruled != desk:
        _offer(work, source.author, source.author, Way.POST, [source])
        text = work.words_of(source.author)("asking.in_private")
        notices.whispered(work, source.author, source.channel, None, source.ts, text)
        return
    way = Way.POST if person == source.author else Way.TICKET
    draft = matter.draft(ruled.key)
    request = requests.open_request(work, person, draft, requester=source.author, way=way, post=source)
    _belongs(work, [source], request)


@dataclass(frozen=True)
class _Pointing:
    """Somebody points to messages, for themselves or another: how, where, and whether to a desk by its name."""

    person: str
    requester: str
    way: Way
    where: Utterance
    named: Desk | None = None


def _take_up(work: Work, pointing: _Pointing, messages: Sequence[Source]) -> None:
    """Make a request of messages that somebody pointed to, if they have not asked yet and a desk is decided on."""
    person, requester, where = pointing.person, pointing.requester, pointing.where
    number = next((message.request for message in messages if message.request), None)
    if number:
        _say_already(work, person, number, where)
        return
    matter = sources.cut(sources.matter(work, messages))
    desk = pointing.named or deciding.by_place(work, person, requester, matter.text, where.channel)
    serving = [one for one in deciding.desks_for(work, requester) if may_ask(work.person(person), one)]
    if not matter.title or (not desk and any(message.offer for message in messages)):
        return
    if not serving or (desk and desk not in serving):
        _turn_away(work, person, where)
    elif desk:
        draft = matter.draft(desk.key)
        request = requests.open_request(work, person, draft, requester=requester, way=pointing.way)
        _belongs(work, messages, request)
        _announce(work, request, desk, where)
    else:
        _offer(work, person, requester, pointing.way, messages)
        _whisper(work, person, where, work.words_of(person)("asking.in_your_messages"))


def _offer(work: Work, person: str, requester: str, way: Way, messages: Sequence[Source]) -> None:
    matter, channel = sources.matter(work, messages), None if way is Way.DM else messages[0].channel
    desk = deciding.likely(work, requester, matter.text, channel)
    offers.make(work, person, requester, way, messages, desk.key if desk else None)


def _belongs(work: Work, messages: Sequence[Source], request: Request) -> None:
    """These messages are the request's now; where somebody was still asked about one, that is settled."""
    for message in messages:
        message.request = request.number
        if message.offer:
            offers.settle_if_open(work, message.offer, request)


def _announce(work: Work, request: Request, desk: Desk, where: Utterance) -> None:
    """Say in the open that somebody is on it; of what a confidential desk is asked, nobody hears."""
    if desk.is_confidential:
        return
    place = places.subject(request.number)
    remember_place(work.session, place, where.channel, where.thread_ts or where.ts)
    words = work.words_of(request.requester)
    text = words(
        "asking.announced", number=request.number, desk=desk.label(words.language), requester=mention(request.requester)
    )
    work.send(f"{place}:announced", place, Post(InThread(place), text))


def _say_already(work: Work, person: str, number: int, where: Utterance) -> None:
    found = already(work, number, person)
    if isinstance(found, AlreadyAsked):
        _whisper(work, person, where, work.words_of(person)(found.key, **found.values))


def _turn_away(work: Work, person: str, heard: Utterance) -> None:
    """A polite word to who asked, or asked for somebody, whom no desk serves."""
    text = work.words_of(person)(NoDeskForYou.key)
    if heard.is_direct:
        key = f"turned_away:{heard.channel}:{heard.ts}"
        work.send(key, key, Post(ToPerson(person), text))
    else:
        _whisper(work, person, heard, text)


def _whisper(work: Work, person: str, where: Utterance, text: Mrkdwn) -> None:
    thread = None if where.is_top_level else where.thread_ts
    notices.whispered(work, person, where.channel, thread, f"{where.ts}:{person}", text)


def _one_at_a_time(work: Work, person: str) -> None:
    """What one person writes at the same moment is taken in one after the other."""
    work.session.get(Person, person, with_for_update={"key_share": True})
