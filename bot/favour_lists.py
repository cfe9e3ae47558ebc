"""The favours in somebody's App Home: what they have asked of colleagues, and what is asked of them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, select

from bot import places
from bot.blocks import Block
from bot.views import favours as views
from bot.views.favours import Entry
from bot.work import Work
from storage.favours import Favour, FavourCard

_FEW = 10


def home(work: Work, person: str) -> list[Block]:
    """Both lists, the newest first; nothing for who has neither."""
    asked, of_them = _found(work, Favour.asker == person), _found(work, _is_asked(person))
    cards = _cards(work, person, of_them)
    places_of = {one.number: places.favour_card(one.number, one.card) for one in asked} | cards
    urls = work.urls_of(list(places_of.values()))
    entries = [Entry(one, urls.get(places_of[one.number]), is_own=one.asker == person) for one in (*of_them, *asked)]
    return list(views.home_section(entries, work.words_of(person)))


def _found(work: Work, whose: ColumnElement[bool] | bool) -> Sequence[Favour]:
    statement = select(Favour).where(col(Favour.ended_at).is_(None), whose)
    return work.session.exec(statement.order_by(col(Favour.id).desc()).limit(_FEW)).all()


def _is_asked(person: str) -> ColumnElement[bool]:
    """Who has it; while nobody has, the one who is asked, or anybody of the team."""
    of_team = select(FavourCard.favour).where(FavourCard.person == person)
    is_open = and_(col(Favour.helper).is_(None), col(Favour.asked).is_(None), col(Favour.id).in_(of_team))
    alone = and_(col(Favour.helper).is_(None), col(Favour.asked) == person)
    return and_(col(Favour.asker) != person, or_(col(Favour.helper) == person, alone, is_open))


def _cards(work: Work, person: str, favours: Sequence[Favour]) -> dict[int, str]:
    """Where this person reads what is asked of them: on their own card of a team's, else where the two talk."""
    numbers = [one.number for one in favours]
    theirs = select(FavourCard).where(FavourCard.person == person, col(FavourCard.favour).in_(numbers))
    found = work.session.exec(theirs.order_by(col(FavourCard.n)))
    return {card.favour: places.favour_card(card.favour, card.n) for card in found}
