"""What comes of a favour by itself: reminders when they may be said, and word of who has left the company."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, select

from bot import favour_moves, favour_news
from bot.favour_moves import Change, due, due_passed, due_unheard, ended, manners
from bot.manners import Manners
from bot.views.favours import Act
from bot.work import Work
from storage.favours import Favour, FavourDue, FavourState
from storage.queries import has_left

_FORGOTTEN_AFTER = timedelta(days=28)


def run_next(work: Work) -> bool:
    """Do the next thing that is due of a favour, or that a departure asks for; False where there is none."""
    return _end_next(work) or _speak_next(work)


def _speak_next(work: Work) -> bool:
    favour = _take(work, col(Favour.due_at).is_not(None), col(Favour.due_at) <= work.now)
    if favour is None:
        return False
    reader = manners(work, _reader(favour))
    if reader.free_at(work.now) > work.now:
        favour_moves.change(work, favour, **_held_back(work, favour, reader))
    else:
        _speak(work, favour)
    return True


def _held_back(work: Work, favour: Favour, reader: Manners) -> Change:
    """The same once its reader may be disturbed; a colleague who is away for longer holds up nothing for who asks."""
    free_at = reader.free_at(work.now)
    later = {"due_at": free_at}
    if favour.due is FavourDue.UNANSWERED:
        unheard = due_unheard(work, favour.asker)
        return unheard if reader.is_away or unheard["due_at"] <= free_at else later
    if favour.due is FavourDue.PROMISE_NEAR and favour.promised_for:
        passed = due_passed(work, favour.asker, favour.promised_for)
        return passed if passed["due_at"] <= free_at else later
    return later


def _take(work: Work, *conditions: ColumnElement[bool]) -> Favour | None:
    """A favour of which all this is true, ours until the commit; those that are in use are left for later."""
    statement = select(Favour).where(*conditions).order_by(col(Favour.due_at), col(Favour.id)).limit(1)
    found = work.session.exec(statement.with_for_update(skip_locked=True)).first()
    # Asked again now that it is ours: another process may have done with it in between.
    again = statement.where(Favour.id == found.id) if found else None
    return None if again is None else work.session.exec(again, execution_options={"populate_existing": True}).first()


def _reader(favour: Favour) -> str:
    """Whom what is due is said to."""
    is_for_colleague = favour.due in (FavourDue.UNANSWERED, FavourDue.PROMISE_NEAR)
    return (favour.colleague if is_for_colleague else None) or favour.asker


def _speak(work: Work, favour: Favour) -> None:
    match favour.due:
        case FavourDue.UNANSWERED:
            _say(work, favour, due_unheard(work, favour.asker), "unanswered")
        case FavourDue.PROMISE_NEAR:
            assert favour.promised_for, "what is reminded of was promised"
            _say(work, favour, due_passed(work, favour.asker, favour.promised_for), "promise_near", Act.DONE)
        case FavourDue.PROMISE_PASSED:
            _say(work, favour, _forgotten(work), "promise_passed", Act.AGAIN, Act.DONE)
        case FavourDue.FORGOTTEN:
            _end(work, favour, FavourState.WITHDRAWN)
            favour_news.tell(work, favour, favour.asker, "forgotten")
        case FavourDue.UNHEARD if favour.proposed_for or favour.suggested:
            _say(work, favour, _forgotten(work), "your_turn")
        case _:
            _say(work, favour, _forgotten(work), "unheard", Act.INSTEAD, Act.WITHDRAW)


def _forgotten(work: Work) -> Change:
    """If nobody says a word about it for so long, it is over: nobody's list is to fill with it."""
    return due(FavourDue.FORGOTTEN, work.now + _FORGOTTEN_AFTER)


def _say(work: Work, favour: Favour, then: Change, key: str, *acts: Act) -> None:
    reader = _reader(favour)
    favour_moves.change(work, favour, **then)
    favour_news.tell(work, favour, reader, key, *acts)


def _end_next(work: Work) -> bool:
    """Whose colleague has left is told so and can ask somebody else; what was asked by who has left is withdrawn."""
    goes_on = col(Favour.ended_at).is_(None)
    if favour := _take(work, goes_on, has_left(Favour.asker)):
        _end(work, favour, FavourState.WITHDRAWN)
    elif favour := _take(work, goes_on, _colleague_has_left()):
        _end(work, favour, FavourState.LEFT)
        favour_news.tell(work, favour, favour.asker, "left", Act.INSTEAD)
    return favour is not None


def _end(work: Work, favour: Favour, state: FavourState) -> None:
    """It is ours already: nobody is quicker."""
    favour_moves.change(work, favour, **ended(work, state))
    favour_news.refresh(work, favour)


def _colleague_has_left() -> ColumnElement[bool]:
    """Whoever has it, or, while nobody has, who is asked."""
    return or_(has_left(Favour.helper), and_(col(Favour.helper).is_(None), has_left(Favour.asked)))
