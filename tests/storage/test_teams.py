"""Who of a team can be asked: people who are here, not too many, and by whom they may be."""

import pytest
from sqlmodel import Session

from bot.errors import Mistake
from bot.favour_errors import NobodyInTeam, TeamNotFound, TeamTooLarge
from bot.teams import MOST, Team, members
from storage.engine import Storage
from storage.kinds import Standing
from storage.tables import Person

CROWD = frozenset(f"U{n:02}" for n in range(MOST + 2))


def company(session: Session) -> None:
    session.add_all(Person(id=one, name=one) for one in sorted(CROWD))
    session.add(Person(id="BOT", name="bot", is_bot=True))
    session.add(Person(id="GONE", name="gone", is_active=False))
    session.add(Person(id="GUEST", name="guest", standing=Standing.GUEST))
    session.flush()


def test_people_who_are_here_are_asked_and_not_who_asks(storage: Storage) -> None:
    with storage.transaction() as session:
        company(session)
        team = Team("S1", "@team", frozenset({"U01", "U02", "GUEST", "BOT", "GONE", "UNKNOWN"}))
        assert members(session, team, "U01") == ["GUEST", "U02"]
        assert members(session, team, "GUEST") == ["U01", "U02"], "who is in it may ask it, whoever they are"
        assert len(members(session, Team("S2", "@all", CROWD - {"U00"}), "U01")) == MOST


@pytest.mark.parametrize(
    ("team", "asker", "mistake"),
    [
        (Team("S1", "@team", frozenset({"U01", "BOT", "GONE"})), "U01", NobodyInTeam),
        (Team("S1", "@team", CROWD), "U01", TeamTooLarge),
        (Team("C1", "#open", CROWD), "GUEST", TeamNotFound),
        (Team("C1", "#den", frozenset({"U02"}), is_open=False), "U01", TeamNotFound),
    ],
)
def test_who_is_not_to_be_asked(storage: Storage, team: Team, asker: str, mistake: type[Mistake]) -> None:
    with storage.transaction() as session:
        company(session)
        with pytest.raises(mistake):
            members(session, team, asker)
