"""A favour: what a colleague asks of a colleague, or of a team. Here it is asked and withdrawn; it is no request."""

from dataclasses import dataclass, replace
from datetime import date

from bot import absences, favour_moves, favour_news, favour_times, teams
from bot.blocks import View
from bot.drafts import DETAILS_LIMIT
from bot.errors import Mistake
from bot.favour_errors import FavourChanged, NoFavourForYou
from bot.favour_moves import due_unanswered, due_unheard
from bot.form_errors import InvalidForm, Missing, NotAPerson, NotYourself, PromiseOutOfReach, TooLong
from bot.mrkdwn import visible
from bot.teams import Team
from bot.views import favour_forms
from bot.views.favour_forms import WHAT_LIMIT
from bot.views.favours import Act
from bot.work import Work
from storage.favours import Favour, FavourCard, FavourState
from storage.kinds import Standing

_CHANNELS = ("C", "G")  # G: a private one that is older than 2021
_TEAMS = (*_CHANNELS, "S")


@dataclass(frozen=True)
class Wish:
    """What somebody would like of whom: of a person (U…), a user group (S…) or a channel (C…); empty: not said yet.

    Of a team, `team_name` is what people call it ("@design", "#design"), and `members` are those of it who are asked.
    """

    asked: str
    what: str
    wanted_by: date | None = None
    details: str = ""
    team_name: str = ""
    members: tuple[str, ...] = ()

    @property
    def is_of_team(self) -> bool:
        """Whether several are asked at once, of whom one is enough."""
        return self.asked.startswith(_TEAMS)


@dataclass(frozen=True)
class Memory:
    """What the form keeps: the team that is asked, by its id, and the favour that this one is asked instead of."""

    team: str = ""
    instead_of: int | None = None

    @classmethod
    def read(cls, text: str) -> "Memory":
        """The memory that `str` has written."""
        number, _, team = text.partition(":")
        return cls(team, int(number) if number else None)

    def __str__(self) -> str:
        return f"{self.instead_of or ''}:{self.team}"


def of_team(work: Work, asker: str, wish: Wish, team: Team) -> Wish:
    """The same wish, asked of a team. Raises TeamNotFound, NobodyInTeam, TeamTooLarge."""
    members = teams.members(work.session, team, asker)
    return replace(wish, asked=team.id, team_name=team.name, members=tuple(members))


def form(work: Work, asker: str, wish: Wish, instead_of: int | None = None) -> View:
    """The form with what was said so far; what is too long for its line goes on in the details."""
    is_long = len(wish.what) > WHAT_LIMIT
    return favour_forms.ask(
        work.words_of(asker),
        asked="" if wish.is_of_team else wish.asked,
        team=wish.team_name,
        what=wish.what,
        wanted_by=wish.wanted_by,
        details=wish.what if is_long and not wish.details else wish.details,
        metadata=str(Memory(wish.asked if wish.is_of_team else "", instead_of)),
    )


def again(work: Work, number: int, actor: str) -> View:
    """The form in which who asked asks somebody else. Raises FavourOver where it has been accepted or withdrawn."""
    states = (FavourState.ASKED, FavourState.DECLINED, FavourState.LEFT)
    favour = favour_moves.for_asker(work, number, actor, *states)
    today = favour_moves.manners(work, actor).day(work.now)
    wanted_by = favour.wanted_by if favour.wanted_by and favour.wanted_by >= today else None
    return form(work, actor, Wish("", favour.what, wanted_by, favour.details), instead_of=number)


def ask(work: Work, asker: str, wish: Wish, instead_of: int | None = None) -> Favour:
    """Ask it; a favour that it is asked instead of is withdrawn, if it still goes on.

    Raises NoFavourForYou, and InvalidForm by the names of the form's fields: asked, what, wanted_by, details.
    """
    _check_asker(work, asker, wish)
    if mistakes := _mistakes(work, asker, wish):
        raise InvalidForm(mistakes)
    if instead_of:
        _end_before(work, instead_of, asker)
    return _begin(work, asker, wish)


def _check_asker(work: Work, asker: str, wish: Wish) -> None:
    standing = work.person(asker).standing
    if standing is Standing.OUTSIDER or (standing is Standing.GUEST and wish.is_of_team):
        raise NoFavourForYou


def _mistakes(work: Work, asker: str, wish: Wish) -> dict[str, Mistake]:
    today = favour_moves.manners(work, asker).day(work.now)
    found: dict[str, Mistake | None] = {
        "asked": None if wish.is_of_team else unfit(work, asker, wish.asked),
        "what": _text_mistake(wish.what),
        "wanted_by": None if _is_fine(wish.wanted_by, today) else PromiseOutOfReach(),
        "details": _too_long(wish.details, DETAILS_LIMIT),
    }
    return {field: mistake for field, mistake in found.items() if mistake}


def unfit(work: Work, asker: str, asked: str) -> Mistake | None:
    """Why somebody can't be asked: it is the one who asks, nobody, a bot, or one who has left; None if they can."""
    if not asked:
        return Missing()
    if asked == asker:
        return NotYourself()
    person = work.person(asked)
    is_fine = person.is_active and not person.is_bot and person.standing is not Standing.OUTSIDER
    return None if is_fine else NotAPerson()


def _text_mistake(what: str) -> Mistake | None:
    if not visible(what):
        return Missing()
    return _too_long(what, WHAT_LIMIT)


def _too_long(text: str, limit: int) -> Mistake | None:
    return TooLong(limit=limit, length=len(text)) if len(text) > limit else None


def _is_fine(wanted_by: date | None, today: date) -> bool:
    return wanted_by is None or favour_times.is_in_reach(wanted_by, today)


def _begin(work: Work, asker: str, wish: Wish) -> Favour:
    favour = Favour(
        asker=asker,
        asked=None if wish.is_of_team else wish.asked,
        team=wish.asked if wish.is_of_team else None,
        team_name=wish.team_name,
        what=visible(" ".join(wish.what.split())),
        details=visible(wish.details),
        wanted_by=wish.wanted_by,
        created_at=work.now,
        **(due_unheard(work, asker) if wish.is_of_team else due_unanswered(work, wish.asked)),
    )
    work.session.add(favour)
    work.session.flush()
    favour_news.show(work, favour, *_first_cards(favour, wish))
    favour_news.refresh_homes(work, favour, [asker, *(wish.members if wish.is_of_team else [wish.asked])])
    if favour.asked:
        tell_absence(work, favour, favour.asked)
    return favour


def _first_cards(favour: Favour, wish: Wish) -> list[FavourCard]:
    """Of one colleague, the one in which they talk; of a team, who asks has one, too, to look at."""
    number = favour.number
    if not wish.is_of_team:
        return [FavourCard(favour=number, n=0, person=wish.asked, is_shared=True)]
    readers = [None] if wish.asked.startswith(_CHANNELS) else list(wish.members)
    return [FavourCard(favour=number, n=n, person=reader) for n, reader in enumerate([favour.asker, *readers])]


def tell_absence(work: Work, favour: Favour, asked: str) -> None:
    """Who asks somebody who is away is told so at once, and until when if that is known."""
    away = absences.off_until(work.session, [asked], work.now)
    if asked in away:
        favour_news.tell_absence(work, favour, away[asked], Act.INSTEAD, Act.WITHDRAW)


def withdraw(work: Work, number: int, actor: str) -> Favour:
    """Whoever asked does not need it any more. Raises NotTheirFavour, FavourOver, NotAmongFavours."""
    favour = favour_moves.for_asker(work, number, actor)
    _withdraw(work, favour, actor)
    return favour


def _withdraw(work: Work, favour: Favour, actor: str) -> None:
    favour_moves.make(work, favour, actor, **favour_moves.ended(work, FavourState.WITHDRAWN))
    favour_news.refresh(work, favour)
    if favour.colleague:
        favour_news.say(work, favour, "withdrawn")


def _end_before(work: Work, number: int, asker: str) -> None:
    """What somebody else is asked now is asked of nobody else. Raises FavourChanged where it was accepted meanwhile."""
    favour = favour_moves.find(work, number)
    if favour.state is FavourState.ACCEPTED:
        raise FavourChanged
    if favour.asker == asker and favour.is_active:
        _withdraw(work, favour, asker)
