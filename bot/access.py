"""Who may do what to a request."""

from dataclasses import dataclass

from bot.desks import Desk
from bot.errors import NotACustomer, NotAnAgent, NotTheRequester
from storage.kinds import Standing
from storage.tables import Person, Request


@dataclass(frozen=True)
class Roster:
    """The people of one desk, by Slack id."""

    agents: frozenset[str]
    leads: frozenset[str]

    def serves(self, person: str) -> bool:
        """Whether this person acts for the desk: its agents do, and its leads."""
        return person in self.agents or person in self.leads


def check_serves(roster: Roster, person: str, desk_name: str) -> None:
    """Raise NotAnAgent unless this person acts for the desk."""
    if not roster.serves(person):
        raise NotAnAgent(desk=desk_name)


def check_requester(request: Request, person: str) -> None:
    """Raise NotTheRequester unless this person asked."""
    if person != request.requester:
        raise NotTheRequester


def may_ask(person: Person, desk: Desk) -> bool:
    """Whether a desk serves this person: guests and people of other companies only where it says so."""
    return desk.takes_guests or person.standing is Standing.MEMBER


def check_customer(person: Person, desk: Desk, desk_name: str) -> None:
    """Raise NotACustomer unless the desk serves this person."""
    if not may_ask(person, desk):
        raise NotACustomer(desk=desk_name)
