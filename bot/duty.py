"""Who is on duty at a desk: whose turn it is today, and who is called after them when somebody can't work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

CALL_EVERY = timedelta(minutes=5)
WORD_EVERY = timedelta(minutes=30)
A_WEEK = 7
FIRST_MONDAY = date(2024, 1, 1)
"""From when turns are counted where the desks file names no day."""


@dataclass(frozen=True)
class Rota:
    """Who is called, by e-mails or Slack ids, in the order of their turns; or a user group, all of whom are on duty.

    A turn lasts so many days from `since` on, from midnight to midnight where the desk is. Somebody is called
    `call_every` until one accepts, and who can't work hears a word `word_every` (real time). Unless it is `always` so,
    nobody is called while the desk is closed.
    """

    people: tuple[str, ...] = ()
    group: str | None = None
    days: int = A_WEEK
    since: date = FIRST_MONDAY
    call_every: timedelta = CALL_EVERY
    word_every: timedelta = WORD_EVERY
    always: bool = False

    def order(self, today: date) -> Sequence[str]:
        """The people, who has their turn first and who comes next after them."""
        if not self.people:
            return ()
        first = (today - self.since).days // self.days % len(self.people)
        return (*self.people[first:], *self.people[:first])
