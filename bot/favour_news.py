"""What the people of a favour read of it: its cards, the lines under them, and what one of the two is told alone."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import col, select

from bot import homes, places
from bot.blocks import Block
from bot.mrkdwn import Mrkdwn
from bot.outbox import Post, Update
from bot.places import Address, InChannel, InThread, ToGroup, ToPerson
from bot.views import favours as views
from bot.views.favours import Act
from bot.words import Words
from bot.work import Work
from storage.favours import Favour, FavourCard


def show(work: Work, favour: Favour, *readers: FavourCard) -> None:
    """Post further cards, each to whom it is for."""
    for card in readers:
        work.session.add(card)
        place, words = places.favour_card(favour.number, card.n), _words(work, favour, card)
        text, blocks = views.headline(favour, words), _drawn(favour, card, words)
        work.send(place, place, Post(_whither(favour, card), text, blocks, place=place))
    work.session.flush()


def _whither(favour: Favour, card: FavourCard) -> Address:
    if card.person is None:
        return InChannel(favour.team or "")
    return ToGroup((favour.asker, card.person)) if card.is_shared else ToPerson(card.person)


def _words(work: Work, favour: Favour, card: FavourCard) -> Words:
    """Each reads in their own language; what two read together, in that of who is asked."""
    return work.words_of(card.person or favour.asker)


def _drawn(favour: Favour, card: FavourCard, words: Words) -> list[Block]:
    if card.is_shared:
        return views.card(favour, words) if card.n == favour.card else views.past_card(favour, words)
    return (views.askers_card if card.person == favour.asker else views.team_card)(favour, words)


def cards(work: Work, favour: Favour) -> Sequence[FavourCard]:
    """All its cards, the first first."""
    found = select(FavourCard).where(FavourCard.favour == favour.number).order_by(col(FavourCard.n))
    return work.session.exec(found).all()


def refresh(work: Work, favour: Favour, *others: FavourCard) -> None:
    """Show it as it stands on the card where the two talk, or all of a team's; on these others; and in App Home.

    A card that was left behind tells nothing of what comes after.
    """
    shown = [card for card in cards(work, favour) if favour.colleague is None or card.n == favour.card]
    current = list({card.n: card for card in (*shown, *others)}.values())
    for card in current:
        place, words = places.favour_card(favour.number, card.n), _words(work, favour, card)
        drawing = Update(place, views.headline(favour, words), _drawn(favour, card, words))
        work.send(f"{place}:{favour.version}", place, drawing)
    refresh_homes(work, favour, [favour.asker, *(card.person for card in current if card.person)])


def arrived(work: Work, number: int, place: str) -> None:
    """A card has got its place: the homes of who reads there can lead to it."""
    readers = select(FavourCard.person).where(FavourCard.favour == number)
    mine = [one for one in work.session.exec(readers) if one]
    homes.refresh(work.session, work.now, [work.session.get_one(Favour, number).asker, *mine], cause=f"posted:{place}")


def refresh_homes(work: Work, favour: Favour, people: Iterable[str]) -> None:
    """Show it in App Home to these people, as far as they use theirs."""
    homes.refresh(work.session, work.now, people, cause=f"favour:{favour.number}:{favour.version}")


def say(work: Work, favour: Favour, key: str, word: str = "") -> None:
    """A line under the card where the two talk, which calls whom it concerns."""
    place, words = places.favour_card(favour.number, favour.card), work.words_of(favour.colleague or favour.asker)
    text = views.news(favour, key, words, word)
    work.send(f"{place}:{favour.version}:{key}", place, Post(InThread(place), text))


def tell(work: Work, favour: Favour, person: str, key: str, *acts: Act, word: str = "") -> None:
    """A letter to one of them alone, with what they can do about it."""
    _write(work, favour, person, key, views.news(favour, key, work.words_of(person), word), acts)


def tell_absence(work: Work, favour: Favour, until: datetime | None, *acts: Act) -> None:
    """Who asks learns that the colleague is away, and until when if anybody knows."""
    words, zone = work.words_of(favour.asker), work.person(favour.asker).time_zone
    _write(work, favour, favour.asker, "away", views.away(favour, until, words, zone), acts)


def _write(work: Work, favour: Favour, person: str, key: str, text: Mrkdwn, acts: Sequence[Act]) -> None:
    words, lane = work.words_of(person), f"favour:{favour.number}:to:{person}"
    url = work.url_of(places.favour_card(favour.number, favour.card))
    blocks = views.letter(favour, text, acts, url, words)
    work.send(f"{lane}:{favour.version}:{key}", lane, Post(ToPerson(person), text, blocks))


def ask_how_it_was(work: Work, favour: Favour) -> None:
    """The question to who asked, in their DM."""
    place, words = places.favour_thanks(favour.number), work.words_of(favour.asker)
    blocks = views.question(favour, words)
    work.send(place, place, Post(ToPerson(favour.asker), _first(blocks), blocks, place=place))


def rated(work: Work, favour: Favour) -> None:
    """The question says thanks; the helper reads the face, and the word when it comes."""
    place, words = places.favour_thanks(favour.number), work.words_of(favour.asker)
    blocks = views.question(favour, words)
    work.send(f"{place}:{favour.version}", place, Update(place, _first(blocks), blocks))
    tell(work, favour, favour.helper or "", "thanked" if favour.thanks else "rated", word=favour.thanks)


def _first(blocks: Sequence[Block]) -> str:
    """What a notification says: the first paragraph."""
    return str(blocks[0]["text"]["text"])
