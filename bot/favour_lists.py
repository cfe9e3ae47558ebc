"""The favours in somebody's App Home: what they have asked of colleagues, and what is asked of them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, union_all
from sqlmodel import col, select

from bot import places
from bot.blocks import Block
from bot.views import favours as views
from bot.views.favours import Entry
from bot.work import Work
from storage.favours import Favour, FavourCard

_FEW = 10
_GOES_ON = col(Favour.ended_at).is_(None)


def home(work: Work, person: str) -> list[Block]:
    """Both lists, the newest first; nothing for who has neither."""
    asked, of_them = _found(work, Favour.asker == person), _found(work, _is_asked(person))
    if not (asked or of_them):
        return []
    where_they_talk = {one.number: places.favour_card(one.number, one.card) for one in (*of_them, *asked)}
    places_of = where_they_talk | _cards(work, person, of_them)
    urls = work.urls_of(list(places_of.values()))
    entries = [Entry(one, urls.get(places_of[one.number]), is_own=one.asker == person) for one in (*of_them, *asked)]
    return list(views.home_section(entries, work.words_of(person)))


def _found(work: Work, whose: ColumnElement[bool] | bool) -> Sequence[Favour]:
    statement = select(Favour).where(_GOES_ON, whose)
    return work.session.exec(statement.order_by(col(Favour.id).desc()).limit(_FEW)).all()


def _is_asked(person: str) -> ColumnElement[bool]:
    """Who has it; while nobody has, the one who is asked, or anybody of the team.

    Each by an index of its own: one condition that joined them would have all favours read that ever were.
    """
    theirs, is_free = select(Favour.id).where(_GOES_ON), col(Favour.helper).is_(None)
    held, alone = theirs.where(Favour.helper == person), theirs.where(Favour.asked == person, is_free)
    to_team = theirs.join(FavourCard, col(FavourCard.favour) == Favour.id).where(FavourCard.person == person)
    of_team = to_team.where(is_free, col(Favour.asked).is_(None))
    return and_(col(Favour.asker) != person, col(Favour.id).in_(union_all(held, alone, of_team)))


def _cards(work: Work, person: str, favours: Sequence[Favour]) -> dict[int, str]:
    """Where this person reads what is asked of them: on their own card of a team's, else where the two talk."""
    numbers = [one.number for one in favours]
    theirs = select(FavourCard).where(FavourCard.person == person, col(FavourCard.favour).in_(numbers))
    found = work.session.exec(theirs.order_by(col(FavourCard.n)))
    return {card.favour: places.favour_card(card.favour, card.n) for card in found}
