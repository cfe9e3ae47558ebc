"""A command that begins with a colleague's name, or a team's: what they are asked, and by when."""

from sqlalchemy import func
from sqlmodel import col, or_, select

from bot import deadlines, favours
from bot.asked_people import Called
from bot.blocks import View
from bot.favours import Wish
from bot.form_errors import InvalidForm
from bot.mrkdwn import as_typed
from bot.periods import today
from bot.teams import Team
from bot.work import Work
from storage.favours import Favour
from storage.tables import Person


def ask(work: Work, asker: str, called: Called, team: Team | None) -> Favour | None:
    """Ask them at once; None for what only the form can make whole, which keeps all that was typed.

    Raises the Mistake where they can't be asked at all.
    """
    wish = _wish(work, asker, called, team)
    if not (wish.asked and wish.what):
        return None
    try:
        return favours.ask(work, asker, wish)
    except InvalidForm as invalid:
        if mistake := invalid.fields.get("asked"):
            raise mistake from invalid
        return None


def form(work: Work, asker: str, called: Called, team: Team | None) -> View:
    """The form with whom they called, and what they said."""
    return favours.form(work, asker, _wish(work, asker, called, team))


def typed(work: Work, text: str) -> str:
    """What was typed behind the command, with the names of those whom it mentions in place of Slack's links."""
    return " ".join(as_typed(text, lambda person: work.person(person).name).split())


def _wish(work: Work, asker: str, called: Called, team: Team | None) -> Wish:
    if not called.id:
        called = _by_name(work, called)
    known = work.person(asker)
    said = deadlines.read(typed(work, called.rest), today(known.time_zone, work.now), known.locale)
    wish = Wish(called.id, said.what, said.day)
    return favours.of_team(work, asker, wish, team) if team else wish


def _by_name(work: Work, called: Called) -> Called:
    """Whom a name that was typed by hand stands for, if it is one colleague's alone; more words of it say more."""
    for name, rest in called.names():
        is_called_so = or_(func.lower(col(Person.name)) == name.lower(), col(Person.name) == name)
        is_here = (col(Person.is_active), col(Person.is_bot).is_(False))
        found = work.session.exec(select(Person.id).where(is_called_so, *is_here).limit(2)).all()
        if found:
            return Called(found[0], rest) if len(found) == 1 else called
    return called
