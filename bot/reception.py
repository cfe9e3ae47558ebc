"""Receives who asks by the form: fills in what is known, follows what they choose, and says what to expect.

Who chooses nothing gets a desk preselected: the one that they named, else a rule's, else the one that such requests
went to before, which is never a confidential one. What they choose themselves stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot import asking, deciding, finding, following_up, people, places, requests
from bot.access import check_customer
from bot.blocks import View
from bot.confidence import receiving
from bot.deciding import named_first
from bot.desks import Desk
from bot.drafts import TITLE_LIMIT, answer_name, type_name
from bot.entries import DESK, DETAILS, REQUESTER, TITLE, Entries
from bot.errors import Mistake, NoDeskForYou
from bot.expectations import expect
from bot.fields import RequestType
from bot.form_errors import AudienceChanged, InvalidForm, NotAPerson
from bot.mrkdwn import Mrkdwn
from bot.privacy import may_read
from bot.sources import Subject
from bot.views.expectations import Audience, audience_line, expectation_line
from bot.views.forms import Origin
from bot.views.requestform import Alike, Form, Memory, request_form, suggestion
from bot.words import Words
from bot.work import Work
from storage.tables import Request

_NAMED = 3


@dataclass(frozen=True)
class Start:
    """With what a form begins: words and whence they come; the desk that was chosen, and for whom it is asked."""

    typed: str = ""
    origin: Origin = field(default_factory=Origin)
    details: str = ""
    desk: str | None = None
    requester: str | None = None

    @classmethod
    def about(cls, subject: Subject, *, desk: str | None = None, response_url: str | None = None) -> "Start":
        """A form about a message, or about what an offer asks."""
        matter = subject.matter
        origin = Origin(response_url, subject.source, matter.files)
        return cls(matter.title, origin, matter.details, desk, subject.requester)


def begin(work: Work, person: str, start: Start) -> View:
    """The form for somebody who asks: a desk's own name in front of what they typed chooses that desk, and goes.

    What is too long for a title stands whole in the details. Raises NoDeskForYou.
    """
    desks = _serving(work, person)
    is_for_us = not (start.origin.source or start.origin.follows)  # a message to others is not addressed to us
    named, title = named_first(desks, start.typed) if is_for_us else (None, start.typed)
    chosen = next((one.key for one in desks if one.key == start.desk), named.key if named else None)
    overflow = title if len(title) > TITLE_LIMIT else ""
    known = {DESK: chosen, TITLE: title[:TITLE_LIMIT], DETAILS: start.details or overflow, REQUESTER: start.requester}
    entries = Entries({name: [value] for name, value in known.items() if value})
    guessed = {} if chosen else _guessed(work, person, entries)
    memory = Memory(start.origin, guessed=guessed[DESK][0] if guessed else None)
    return _show(work, person, entries.beside(guessed), memory)


def follow_up(work: Work, person: str, number: int) -> View:
    """The form of a request that follows one of theirs which is over. Raises NotTheRequester, NoDeskForYou."""
    before, matter = following_up.matter(work, number, person)
    return begin(work, person, Start(matter.title, Origin(follows=number), matter.details, before.desk))


def go_on(work: Work, person: str, entries: Entries, memory: Memory, *, urgency_chosen: bool) -> View:
    """The form after a change of it: with what the chosen desk and type ask, and all that was typed."""
    by_hand = memory.by_hand or urgency_chosen or entries.urgency != entries.suggested
    kept = entries if by_hand else entries.without_urgency()
    return _show(work, person, kept.beside(memory.carried), replace(memory, by_hand=by_hand))


def look_again(work: Work, person: str, entries: Entries, memory: Memory) -> View | None:
    """The form once more where it can't be sent as it is, or where somebody else has the same trouble; else None."""
    if not entries.first(DESK):
        return None
    desk = entries.desk(work.desks)
    if desk and (again := _told_otherwise(work, person, desk, entries, memory)):
        return again
    has_changed = desk is None or not _has_type(entries, desk) or _lacks_field(entries, desk)
    is_news = desk is not None and memory.alike is None and _alike(work, person, desk, entries) is not None
    return go_on(work, person, entries, memory, urgency_chosen=False) if has_changed or is_news else None


def _told_otherwise(work: Work, person: str, desk: Desk, entries: Entries, memory: Memory) -> View | None:
    """The form once more where who would see it is not what it has said: people came or went, or the type changed."""
    if receiving.pledge(work, person, desk, entries.type(desk)) == memory.pledge:
        return None
    warning = work.words_of(person)("form.audience_changed")
    return _show(work, person, entries.beside(memory.carried), memory, warning)


def _has_type(entries: Entries, desk: Desk) -> bool:
    """Whether the chosen type, if there is one, is still in the desks file."""
    return entries.type_key(desk.key) is None or entries.type(desk) is not None


def _lacks_field(entries: Entries, desk: Desk) -> bool:
    """Whether the form was sent without a field that must be filled in: before it could appear, or by an older file."""
    kind = entries.type(desk)
    asked = kind.shown(entries.answers(desk, kind)) if kind else ()
    names = (answer_name(desk.key, kind.key, one.key) for one in asked if kind and one.is_required)
    return any(name not in entries.values for name in names)


def take(work: Work, person: str, entries: Entries, memory: Memory) -> None:
    """Open the request, or the case, that the form makes.

    Raises InvalidForm, NotACustomer, NotSetUp, AlreadyAsked, AskedBySomebody.
    """
    desk = entries.desk(work.desks)
    kind = entries.type(desk)
    if desk and receiving.pledge(work, person, desk, kind) != memory.pledge:
        raise InvalidForm({TITLE: AudienceChanged()})
    if desk and kind and kind.is_confidential:
        _take_in_confidence(work, person, desk, entries, memory.origin)
    else:
        _take_plainly(work, person, entries, memory.origin)


def _take_in_confidence(work: Work, person: str, desk: Desk, entries: Entries, origin: Origin) -> None:
    """Open a case; it follows nothing, and no word of it stays with the message that it was about."""
    if origin.message:
        asking.forget(work, person, origin.message)
    receiving.take(work, person, desk, entries, origin.files, origin.response_url)


def _take_plainly(work: Work, person: str, entries: Entries, origin: Origin) -> None:
    draft = entries.draft(work.desks, origin.files)
    if entries.requester and work.desks.has(draft.desk):
        _check_requester(work, entries.requester, work.desk(draft.desk))
    request = asking.sent(
        work, person, draft, requester=entries.requester, message=origin.message, response_url=origin.response_url
    )
    if origin.follows:
        following_up.take_up(work, request, origin.follows)


def _check_requester(work: Work, requester: str, desk: Desk) -> None:
    customer = work.person(requester)
    if not people.works_here(customer):
        raise InvalidForm({REQUESTER: NotAPerson()})
    try:
        check_customer(customer, desk, desk.label(work.words_of(requester).language))
    except Mistake as mistake:
        raise InvalidForm({REQUESTER: mistake}) from mistake


def _serving(work: Work, person: str) -> list[Desk]:
    """The desks that this person may ask. Raises NoDeskForYou where there are none."""
    desks = deciding.desks_for(work, person)
    if not desks:
        raise NoDeskForYou
    return desks


def _guessed(work: Work, person: str, entries: Entries) -> dict[str, list[str]]:
    """The desk, and perhaps the type, that the words are for; a confidential one is chosen by people alone."""
    guess = deciding.guess(work, person, entries.text, channel=None) if entries.first(TITLE) else None
    if guess is None:
        return {}
    kind = work.desk(guess.desk).type(guess.type)
    is_plain = kind is not None and not kind.is_confidential
    return {DESK: [guess.desk], **({type_name(guess.desk): [kind.key]} if kind and is_plain else {})}


def _show(work: Work, person: str, entries: Entries, memory: Memory, warning: Mrkdwn | None = None) -> View:
    words = work.words_of(person)
    desk = entries.desk(work.desks)
    kind = entries.type(desk)
    alike = _alike(work, person, desk, entries) if desk else None
    pledge = receiving.pledge(work, person, desk, kind) if desk else ""
    form = Form(
        desks=_serving(work, person),
        desk=desk,
        type=kind,
        entries=entries,
        memory=replace(memory, pledge=pledge, was_confidential=memory.was_confidential or bool(pledge)),
        lines=list(_lines(work, person, desk, kind, entries, memory)) if desk else (),
        alike=_shown(work, person, alike) if alike else None,
        warning=warning or _warning(entries, desk, words),
    )
    return request_form(form, words)


def _warning(entries: Entries, desk: Desk | None, words: Words) -> Mrkdwn | None:
    """What left the desks file while the form was open."""
    if desk is None:
        return words("form.desk_gone") if entries.first(DESK) else None
    return None if _has_type(entries, desk) else words("form.type_gone")


def _lines(
    work: Work, person: str, desk: Desk, kind: RequestType | None, entries: Entries, memory: Memory
) -> Iterator[Mrkdwn]:
    """What is said under a desk: that it was guessed, who will see the request, how long it takes."""
    words, name = work.words_of(person), desk.label(work.words_of(person).language)
    if memory.guessed == desk.key:
        yield words("form.guessed", desk=name)
    if kind and kind.is_confidential:
        yield from receiving.lines(work, person, desk, entries, memory.origin.posted_in)
    else:
        yield from _plainly_seen(work, person, desk, kind, entries, was_confidential=memory.was_confidential)
    suggested = suggestion(entries, kind, by_hand=memory.by_hand)
    urgency = (entries.urgency if memory.by_hand else None) or suggested
    expectation = expect(work.session, work.now, desk, kind.key if kind else None, urgency)
    if kind and kind.is_confidential:
        expectation = replace(expectation, usual=None)  # what is usual is that of requests
    yield expectation_line(expectation, name, words, work.person(person).time_zone)


def _plainly_seen(
    work: Work, person: str, desk: Desk, kind: RequestType | None, entries: Entries, *, was_confidential: bool
) -> Iterator[Mrkdwn]:
    """Who will see a plain request, said plainly where it was to be confidential before."""
    words = work.words_of(person)
    if was_confidential:
        yield words("form.no_longer_confidential")
    if line := audience_line(_audience(work, person, desk, kind, entries), desk.label(words.language), words):
        yield line


def _audience(work: Work, person: str, desk: Desk, kind: RequestType | None, entries: Entries) -> Audience:
    """Who will see it: all of the desk, who serves the type, and whom a rule calls for what has been typed so far."""
    agents = people.found(work.session, kind.agents) if kind else frozenset[str]()
    called = people.found(work.session, requests.called(work, entries.requester or person, entries.draft(work.desks)))
    readers = (people.readers(work.session, desk) | agents | called) - {person}
    return Audience(
        n=len(readers),
        readers=_few(work, readers),
        goes_to=_few(work, agents) if agents != readers else (),
        is_confidential=desk.is_confidential,
    )


def _few(work: Work, some: frozenset[str]) -> Sequence[str]:
    """The names of these people, as long as they can be named in a line."""
    return people.names(work.session, some) if len(some) <= _NAMED else ()


def _alike(work: Work, person: str, desk: Desk, entries: Entries) -> Request | None:
    """A request about the same; none for what is confidential, which is nobody else's."""
    kind = entries.type(desk)
    return None if kind and kind.is_confidential else finding.alike(work, desk.key, entries.first(TITLE), person)


def _shown(work: Work, person: str, alike: Request) -> Alike:
    """A request as this person may know it: title and link only if they may read it."""
    number = alike.number
    if not may_read(work, alike, person):
        return Alike(number, alike.created_at)
    place = places.card(number) if work.roster_of(alike).serves(person) else places.post(number)
    return Alike(number, alike.created_at, alike.title, work.url_of(place))
