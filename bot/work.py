"""One piece of work: the transaction, the instant and the company that every decision is handed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session, col, select

from bot import homes, outbox, people, preferences
from bot.access import Roster
from bot.desks import Desk, Desks
from bot.settings import Settings
from bot.words import Words, words_for
from storage.kinds import EventKind
from storage.queries import followers
from storage.tables import Event, Person, Posted, Request

_UNSEEN_IN_LISTS = frozenset(
    {
        EventKind.BROUGHT_IN,
        EventKind.CALLED,
        EventKind.CLOSED,
        EventKind.COMMENTED,
        EventKind.CORRECTED,
        EventKind.EXPIRED,
        EventKind.FOLLOWED,
        EventKind.KEPT_OPEN,
        EventKind.LET_GO,
        EventKind.LINKED,
        EventKind.NOTED,
        EventKind.NUDGED,
        EventKind.PRAISED,
        EventKind.PUT_OFF,
        EventKind.RATED,
        EventKind.REPLIED,
        EventKind.SURVEYED,
        EventKind.TAKEN_BACK,
    }
)
"""What an agent's lists of requests don't show."""


@dataclass(frozen=True)
class Work:
    """What a decision needs; all that it changes and causes is saved together, or not at all."""

    session: Session
    now: datetime
    desks: Desks
    settings: Settings
    workspace_url: str
    _people: dict[str, Person] = field(default_factory=dict, compare=False, repr=False)
    _rosters: dict[tuple[object, ...], Roster] = field(default_factory=dict, compare=False, repr=False)
    _languages: dict[str, Words] = field(default_factory=dict, compare=False, repr=False)

    def lock(self, number: int) -> Request | None:
        """The request of that number, ours alone until the commit: what happens to it happens in one order.

        Whoever changes pings or surveys locks their request first, so that nobody waits in a circle.
        """
        return self.session.get(Request, number, with_for_update={"key_share": True}, populate_existing=True)

    def desk(self, key: str) -> Desk:
        """The desk with this key, or what stands in for one that left the desks file."""
        return self.desks.find(key)

    def roster(self, desk: Desk) -> Roster:
        """The desk's agents and leads, asked for once: one decision asks several times who may know of it."""
        known = (desk.key, desk.agents, desk.leads)
        if known not in self._rosters:
            self._rosters[known] = people.roster(self.session, desk)
        return self._rosters[known]

    def roster_of(self, request: Request) -> Roster:
        """Who acts for a request: its desk's people, or those of its type, and whom a rule called."""
        desk = self.desk(request.desk)
        kind = desk.type(request.type)
        served_by = replace(desk, agents=kind.agents) if kind and kind.agents else desk
        roster = self.roster(served_by)
        return replace(roster, agents=roster.agents | people.found(self.session, request.called))

    def seconds_worked(self, request: Request, until: datetime | None = None) -> int:
        """How much of its desk's working time has passed since a request was asked, until now or another instant."""
        hours = self.desk(request.desk).hours
        return int(hours.between(request.created_at, until or self.now).total_seconds())

    def person(self, person_id: str) -> Person:
        """The person behind a Slack id, asked for once: one change speaks to the same few people many times."""
        if person_id not in self._people:
            self._people[person_id] = people.person(self.session, person_id)
        return self._people[person_id]

    def words_of(self, person_id: str) -> Words:
        """The words in the language that a person has chosen, or that of their Slack."""
        if person_id not in self._languages:
            chosen = preferences.of(self.session, person_id).language
            self._languages[person_id] = words_for(chosen or self.person(person_id).locale)
        return self._languages[person_id]

    def words_at(self, desk: Desk) -> Words:
        """The words in the language of a desk's channel."""
        return words_for(desk.language)

    def record(self, request: Request, kind: EventKind, actor: str | None, **data: object) -> Event:
        """Write a line of the request's timeline; its id makes the keys of the messages that it causes."""
        event = Event(request=request.number, kind=kind, actor=actor, at=self.now, data=data)
        self.session.add(event)
        self.session.flush()
        self._refresh_homes(request, event)
        return event

    def _refresh_homes(self, request: Request, event: Event) -> None:
        """Show the homes of those whom an event concerns at once, those of agents who look on in a moment."""
        cause, is_listed = f"event:{event.id}", event.kind not in _UNSEEN_IN_LISTS
        concerned = {request.requester, *followers(self.session, request.number)}
        concerned |= _agents_of(request, event) if is_listed else set()
        homes.refresh(self.session, self.now, concerned, cause)
        if is_listed and (looking := homes.onlookers(self.session, self.now)):
            serving = self._serving(request, event.data.get("from"))
            homes.refresh_soon(self.session, self.now, [one for one in looking if one in serving - concerned], cause)

    def refresh_homes(self, people: Iterable[str], cause: str) -> None:
        """Show the homes of these people as things stand; once for each cause."""
        homes.refresh(self.session, self.now, people, cause)

    def _serving(self, request: Request, left: str | None) -> frozenset[str]:
        """Who acts for a request, and who did at the desk that it has just left."""
        rosters = [self.roster_of(request), *([self.roster(self.desk(left))] if left else [])]
        return frozenset().union(*(roster.agents | roster.leads for roster in rosters))

    def send(self, key: str, lane: str, message: outbox.Outgo) -> bool:
        """Queue a message to leave after the commit; False if one with this key was before."""
        return outbox.queue(self.session, self.now, key=key, lane=lane, message=message)

    def url_of(self, place: str) -> str | None:
        """The link to a message of ours, once it is posted."""
        posted = self.session.get(Posted, place)
        return self.permalink(posted.channel, posted.ts) if posted else None

    def urls_of(self, wanted: Collection[str]) -> dict[str, str]:
        """The links to those of these messages of ours that are posted, by their places; asked for at once."""
        posted = self.session.exec(select(Posted).where(col(Posted.place).in_(wanted)))
        return {one.place: self.permalink(one.channel, one.ts) for one in posted}

    def permalink(self, channel: str, ts: str) -> str:
        """The link to a message, in the form of Slack's own."""
        return f"{self.workspace_url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"


def _agents_of(request: Request, event: Event) -> set[str]:
    """Who has a request, had it before, or did something to it."""
    named = (request.agent, event.actor, event.data.get("agent"), event.data.get("before", {}).get("agent"))
    return {person for person in named if person}
