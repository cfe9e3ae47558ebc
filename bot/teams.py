"""Teams that can be asked as one: user groups and channels, and who of them can be asked."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from bot.favour_errors import NobodyInTeam, TeamNotFound, TeamTooLarge
from storage.kinds import Standing
from storage.tables import Person

MOST = 50


@dataclass(frozen=True)
class Team:
    """A user group or a channel as Slack last told of it; its name comes with its mark: "@design", "#design".

    Into one that is open any colleague may look, into another only who is in it.
    """

    id: str
    name: str
    members: frozenset[str]
    is_open: bool = True

    @property
    def is_channel(self) -> bool:
        """Whether it has a place of its own, where all of it can be asked at once."""
        return self.name.startswith("#")


def members(session: Session, team: Team, asker: str) -> list[str]:
    """The people of a team whom somebody can ask, themselves left out.

    Raises TeamNotFound (who may not look into it learns nothing of it), NobodyInTeam, TeamTooLarge.
    """
    _check_open(session, team, asker)
    is_here = (col(Person.id).in_(team.members), col(Person.is_active), col(Person.is_bot).is_(False))
    found = session.exec(select(Person.id).where(*is_here, Person.id != asker).order_by(col(Person.id))).all()
    if not found:
        raise NobodyInTeam(team=team.name)
    if len(found) > MOST:
        raise TeamTooLarge(team=team.name, most=MOST)
    return list(found)


def _check_open(session: Session, team: Team, asker: str) -> None:
    known = session.get(Person, asker)
    is_colleague = known is None or known.standing is Standing.MEMBER
    if asker not in team.members and not (team.is_open and is_colleague):
        raise TeamNotFound
