"""Offers: where nobody has decided on a desk, a person is asked in their DM whether and for whom it is a request."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col, select

from bot import deciding, places, requests, sources
from bot.blocks import Block
from bot.errors import NotTheRequester, OfferOver
from bot.form_errors import ChooseDesk, UnknownDesk
from bot.mrkdwn import Mrkdwn
from bot.outbox import Post, Update, redact
from bot.places import ToPerson
from bot.sources import Matter, Subject
from bot.utterances import Utterance
from bot.views import offers
from bot.views.kit import Option, section
from bot.work import Work
from storage.kinds import Way
from storage.queries import changed
from storage.tables import Offer, Request, Source


def make(work: Work, person: str, requester: str, way: Way, messages: Sequence[Source], desk: str | None) -> Offer:
    """Ask a person whether these messages shall become a request; `desk` stands there as chosen."""
    offer = Offer(person=person, requester=requester, way=way, desk=desk, at=messages[-1].at)
    work.session.add(offer)
    work.session.flush()
    for message in messages:
        message.offer = offer.id
    text, blocks = _question(work, offer)
    post = Post(ToPerson(person), text, blocks, place=places.offer(_number(offer)))
    work.send(f"{places.offer(_number(offer))}:asked", places.offer(_number(offer)), post)
    return offer


def open_for(work: Work, heard: Utterance) -> Offer | None:
    """The offer that still grows with what the person writes to the bot: their last, not five minutes old."""
    statement = (
        select(Offer)
        .where(Offer.person == heard.author, Offer.way == Way.DM, col(Offer.settled_at).is_(None))
        .where(col(Offer.at).between(heard.at - sources.BURST, heard.at + sources.BURST))
        .order_by(col(Offer.id).desc())
        .with_for_update()
    )
    return work.session.exec(statement).first()


def grow(work: Work, offer: Offer, message: Source) -> None:
    """One more message belongs to what is asked."""
    message.offer = offer.id
    offer.at = max(offer.at, message.at)
    refresh(work, _number(offer), cause=message.ts)


def refresh(work: Work, number: int, cause: str) -> None:
    """Show an open offer as its messages read now; where none is left, there is nothing to offer."""
    work.session.flush()
    offer = work.session.get_one(Offer, number, with_for_update=True, populate_existing=True)
    if offer.settled_at:
        return
    if all(map(sources.is_gone, sources.of_offer(work, number))):
        decline(work, number, offer.person)
        return
    text, blocks = _question(work, offer)
    work.send(f"{places.offer(number)}:{cause}", places.offer(number), Update(places.offer(number), text, blocks))


def accept(work: Work, number: int, person: str, desk: str | None) -> Request:
    """Make the request. Raises ChooseDesk, UnknownDesk, NotACustomer, OfferOver, NotTheRequester."""
    check_own(work, number, person)
    if not desk:
        raise ChooseDesk
    if not work.desks.has(desk):
        raise UnknownDesk
    sources.lock_offered(work, number)  # in the order of all who ask with a message: it, then its offer
    offer = _settled(work, number, person)
    draft = _matter(work, number).draft(desk)
    request = requests.open_request(work, person, draft, requester=offer.requester, way=offer.way)
    settle(work, offer, request)
    return request


def subject(work: Work, number: int, person: str) -> Subject:
    """What a form about an offer begins with. Raises NotTheRequester, OfferOver."""
    offer = check_own(work, number, person)
    first = sources.of_offer(work, number)[0]
    requester = None if offer.requester == person else offer.requester
    return Subject(_matter(work, number), f"{first.channel}:{first.ts}", requester)


def check_own(work: Work, number: int, person: str) -> Offer:
    """The offer, if it is this person's and still stands. Raises NotTheRequester, OfferOver."""
    offer = work.session.get(Offer, number)
    if offer is None or offer.person != person:
        raise NotTheRequester
    if offer.settled_at:
        raise OfferOver
    return offer


def decline(work: Work, number: int, person: str) -> None:
    """Forget it. Raises NotTheRequester, OfferOver."""
    _settled(work, number, person)
    text = offers.declined(work.words_of(person))
    _replace(work, number, text)


def settle(work: Work, offer: Offer, request: Request) -> None:
    """An offer has become a request, whichever way; its messages are that request's now."""
    number = _number(offer)
    offer.settled_at = work.now
    for message in sources.of_offer(work, number):
        message.request = request.number
    words = work.words_of(offer.person)
    name = work.desk(request.desk).label(words.language)
    _replace(work, number, offers.accepted(request, name, words))


def settle_if_open(work: Work, number: int, request: Request) -> None:
    """What an offer asks about has become a request in another way."""
    offer = work.session.get_one(Offer, number, with_for_update=True, populate_existing=True)
    if offer.settled_at is None:
        settle(work, offer, request)


def is_of(work: Work, number: int, person: str) -> bool:
    """Whether an offer asks this person."""
    return work.session.get_one(Offer, number).person == person


def settle_in_confidence(work: Work, number: int) -> None:
    """What an offer asks about has become a case: no word of it stays, and the question says nothing of it."""
    offer = work.session.get_one(Offer, number, with_for_update=True, populate_existing=True)
    for message in sources.of_offer(work, number):
        sources.forget(message)
    offer.settled_at = offer.settled_at or work.now
    text = offers.elsewhere(work.words_of(offer.person))
    redact(work.session, places.offer(number), Post(ToPerson(offer.person), text, place=places.offer(number)))
    _replace(work, number, text)


def forget(work: Work, before: datetime) -> None:
    """Forget what was written before an instant and has never become a request; an offer of it is over."""
    standing = (col(Offer.settled_at).is_(None), col(Offer.at) < before)
    work.session.execute(update(Offer).where(*standing).values(settled_at=work.now))
    work.session.execute(delete(Source).where(col(Source.request).is_(None), col(Source.at) < before))


def _matter(work: Work, number: int) -> Matter:
    return sources.cut(sources.matter(work, sources.of_offer(work, number)))


def _settled(work: Work, number: int, person: str) -> Offer:
    """The offer, settled by this very act: of two presses, one is first."""
    check_own(work, number, person)
    mine = (col(Offer.id) == number, col(Offer.settled_at).is_(None))
    if not changed(work.session, update(Offer).where(*mine).values(settled_at=work.now)):
        raise OfferOver
    return work.session.get_one(Offer, number, populate_existing=True)


def _replace(work: Work, number: int, text: Mrkdwn) -> None:
    place = places.offer(number)
    work.send(f"{place}:settled", place, Update(place, text, [section(text)]))


def _question(work: Work, offer: Offer) -> tuple[str, list[Block]]:
    words = work.words_of(offer.person)
    messages = sources.of_offer(work, _number(offer))
    text = "\n".join(filter(None, (sources.plain(work, one.text) for one in messages)))
    matter = sources.matter(work, messages)
    first = messages[0]
    url = None if offer.way is Way.DM else work.permalink(first.channel, first.ts)
    desks = [Option(desk.label(words.language), desk.key) for desk in deciding.desks_for(work, offer.requester)]
    return offers.question_text(offer, words), offers.question(offer, text or matter.title, url, desks, words)


def _number(offer: Offer) -> int:
    assert offer.id is not None, "an unsaved offer has no number"
    return offer.id
