"""Keeps what the bot knows of Slack's people, channels and memberships up to date.

Slack is asked with no transaction open; what it said is saved afterwards. The events of bot and workspace keep the
directory fresh in between, a full reading at start and every hour puts right what events missed.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import delete, exists, func, update
from sqlmodel import Session, col, select

from bot import absences, channels, people
from bot.descriptions import Quiet, SlackChannel, SlackPerson, Status
from bot.desks import Desk, Desks
from bot.favour_errors import TeamNotFound, TeamUnread
from bot.slack import Slack
from bot.teams import Team
from bot.trouble import Refused, SlackTrouble
from storage.engine import Storage
from storage.queries import insert_once
from storage.tables import Channel, DeskChannel, Membership, Person, Request

log = structlog.get_logger(__name__)
_BATCH = 100
_QUIET_BATCH = 50  # as many as Slack tells of at once
_TEAMS_KEEP = timedelta(minutes=5)


@dataclass(frozen=True)
class Directory:
    """Reads Slack and remembers it.

    `department_field` is the label of the profile field that names a department; who has one of the `away_emoji` in
    their status is away.
    """

    storage: Storage
    slack: Slack
    desks: Callable[[], Desks]
    department_field: str
    away_emoji: frozenset[str] = frozenset()
    stale: threading.Event = field(default_factory=threading.Event)
    _teams: dict[str, tuple[datetime, Team]] = field(default_factory=dict)

    def read_all(self) -> None:
        """Read every desk's channel and its members, then everybody, who is to be left in peace, and some departments.

        Raises SlackTrouble.
        """
        self.read_channels()
        everybody = [self._heeded(person) for person in self.slack.people()]
        for start in range(0, len(everybody), _BATCH):
            self._remember_all(everybody[start : start + _BATCH])
        self._read_quiet()
        self._read_departments()

    def _heeded(self, person: SlackPerson) -> SlackPerson:
        """The person without their status, unless it says that they are away: the others are none of our business."""
        return person if person.status.emoji in self.away_emoji else replace(person, status=Status())

    def _remember_all(self, found: Sequence[SlackPerson]) -> None:
        """Save who is new or has changed: of a whole company that is hardly anybody."""
        ids = [person.id for person in found]
        with self.storage.reading() as session:
            known = {person.id: person for person in session.exec(select(Person).where(col(Person.id).in_(ids)))}
            statuses = absences.statuses(session, ids)
        changed = [
            person
            for person in found
            if not _is_the_same(known.get(person.id), person) or statuses.get(person.id, Status()) != person.status
        ]
        if changed:
            with self.storage.transaction() as session:
                for person in changed:
                    _remember(session, person)

    def _read_quiet(self) -> None:
        """Read when those who serve desks are not to be disturbed, where the app may know."""
        with self.storage.reading() as session:
            serving = sorted(people.serving(session, self.desks()))
        try:
            for start in range(0, len(serving), _QUIET_BATCH):
                self._silence(self.slack.quiet(serving[start : start + _QUIET_BATCH]))
        except Refused as trouble:
            log.warning("quiet_unread", error=trouble.error)

    def _silence(self, told: Mapping[str, Quiet]) -> None:
        with self.storage.transaction() as session:
            for person, quiet in sorted(told.items()):
                absences.silence(session, person, quiet)

    def _read_departments(self) -> None:
        """Read the departments of some more who have asked for help, for who helps whom; nobody else's is of use.

        By chance which: whom Slack says nothing of must not stand in the way of the others.
        """
        has_asked = exists().where(col(Request.requester) == Person.id)
        unread = select(Person.id).where(col(Person.department).is_(None), col(Person.is_bot).is_(False), has_asked)
        with self.storage.reading() as session:
            found = session.exec(unread.order_by(func.random()).limit(_BATCH)).all()
        try:
            for person in found:
                self._read_department(person)
        except Refused as trouble:
            log.warning("department_unread", error=trouble.error)

    def is_empty(self) -> bool:
        """Whether no desk's channel is known yet, as before the first reading."""
        with self.storage.reading() as session:
            return session.exec(select(DeskChannel).limit(1)).first() is None

    def read_channels(self) -> None:
        """Read every channel that the desks file names, and who is in a desk's, whether `stale` asks for it or not.

        Raises SlackTrouble.
        """
        self.stale.clear()
        found = [channel for channel in self.slack.channels() if not channel.is_archived]
        for desk in self.desks():
            channel = _channel_of(desk.channel, found)
            members = self._members(desk, channel) if channel else None
            with self.storage.transaction() as session:
                _settle(session, desk, channel)
                if channel and members is not None:
                    _set_members(session, channel.id, members)
        self._read_named(found)
        self.read_duties()

    def read_duties(self) -> None:
        """Read who is in the user groups that name who is on duty; who was in one stays while Slack says nothing.

        Raises SlackTrouble.
        """
        wanted = {desk.rota.group: desk.key for desk in self.desks() if desk.rota and desk.rota.group}
        if not wanted:
            return
        try:
            groups = self.slack.user_groups()
        except Refused as trouble:
            log.warning("duties_unread", error=trouble.error)
            return
        for name, desk in sorted(wanted.items()):
            members = next((one.members for one in groups if name in (one.id, one.handle)), None)
            if members is None:
                log.warning("duty_group_missing", desk=desk, group=name)
            with self.storage.transaction() as session:
                _set_members(session, people.group_key(name), members or ())

    def _read_named(self, found: Sequence[SlackChannel]) -> None:
        """Settle where requests are posted, and what rules ask for; the bot hears only where it is."""
        named: dict[str, Channel] = {}
        for name, desk in channels.named(self.desks()):
            channel = _channel_of(name, found)
            if channel is None:
                log.warning("channel_missing", channel=name, desk=desk)
            elif channel.id not in named:
                self._hear_in(channel)
                named[channel.id] = Channel(id=channel.id, name=channel.name, desk=desk, is_private=channel.is_private)
        with self.storage.transaction() as session:
            channels.settle(session, named.values())

    def _hear_in(self, channel: SlackChannel) -> None:
        try:
            self._enter(channel)
        except Refused as trouble:
            log.warning("channel_closed", channel=channel.name, error=trouble.error)

    def _enter(self, channel: SlackChannel) -> None:
        """Join a public channel; into a private one somebody has to invite the bot."""
        if not channel.is_member and not channel.is_private:
            self.slack.join(channel.id)

    def team(self, team_id: str, now: datetime) -> Team:
        """A user group or a channel as it is, or was some minutes ago; the bot enters a public channel on the way.

        Raises TeamNotFound, and TeamUnread where Slack has no time.
        """
        read_at, team = self._teams.get(team_id, (None, None))
        if team and read_at and now - read_at < _TEAMS_KEEP:
            return team
        try:
            found = self._read_group(team_id) if team_id.startswith("S") else self._read_team(team_id)
        except Refused as refused:
            log.warning("team_closed", team=team_id, error=refused.error)
            raise TeamNotFound from refused
        except SlackTrouble as trouble:
            raise TeamUnread from trouble
        self._teams[team_id] = (now, found)
        return found

    def _read_group(self, group_id: str) -> Team:
        group = next((one for one in self.slack.user_groups() if one.id == group_id), None)
        if group is None:
            raise TeamNotFound
        return Team(group.id, f"@{group.handle}", group.members)

    def _read_team(self, channel_id: str) -> Team:
        channel = self.slack.channel(channel_id)
        if channel.is_archived:
            raise TeamNotFound
        self._enter(channel)
        return Team(
            channel.id, f"#{channel.name}", frozenset(self.slack.members(channel.id)), is_open=not channel.is_private
        )

    def _members(self, desk: Desk, channel: SlackChannel) -> list[str] | None:
        """The channel's members; None where Slack won't say."""
        try:
            self._enter(channel)
            return list(self.slack.members(channel.id))
        except Refused as trouble:
            log.warning("desk_channel_closed", desk=desk.key, channel=channel.name, error=trouble.error)
            return None

    def learn(self, member: Mapping[str, Any]) -> None:
        """Remember a person as an event describes them; it tells no language, so that stays."""
        person = self._heeded(self.slack.describe(member))
        with self.storage.transaction() as session:
            known = session.get(Person, person.id)
            if known and "locale" not in member:
                person = replace(person, locale=known.locale)
            _remember(session, person)

    def read_person(self, person_id: str) -> None:
        """Read one person anew. Raises SlackTrouble."""
        person = self._heeded(self.slack.person(person_id))
        with self.storage.transaction() as session:
            _remember(session, person)

    def meet(self, person_id: str) -> None:
        """Make sure that a person is known, with their department where rules ask for it.

        Who can't be read is served all the same, in English and by no rule about departments.
        """
        with self.storage.reading() as session:
            known = session.get(Person, person_id)
        try:
            if known is None:
                self.read_person(person_id)
            if (known is None or known.department is None) and self._routes_by_department():
                self._read_department(person_id)
        except SlackTrouble as trouble:
            log.warning("person_unread", person=person_id, error=str(trouble))

    def _routes_by_department(self) -> bool:
        return any(rule.departments for rule in self.desks().rules)

    def _read_department(self, person_id: str) -> None:
        department = self.slack.department(person_id, self.department_field)
        with self.storage.transaction() as session:
            session.execute(update(Person).where(col(Person.id) == person_id).values(department=department))


def joined(session: Session, channel: str, person: str) -> None:
    """Somebody joined a channel; only those of desks are remembered."""
    if session.exec(select(DeskChannel).where(DeskChannel.channel == channel)).first():
        insert_once(session, Membership, channel=channel, person=person)


def left(session: Session, channel: str, person: str) -> None:
    """Somebody left a channel."""
    session.execute(delete(Membership).where(col(Membership.channel) == channel, col(Membership.person) == person))


def _channel_of(name: str, channels: Iterable[SlackChannel]) -> SlackChannel | None:
    """The channel of a name or an id."""
    return next((channel for channel in channels if name in (channel.id, channel.name)), None)


def _settle(session: Session, desk: Desk, channel: SlackChannel | None) -> None:
    """Remember where a desk works, or that it has no channel to work in."""
    if channel is None:
        log.warning("desk_channel_missing", desk=desk.key, channel=desk.channel)
        session.execute(delete(DeskChannel).where(col(DeskChannel.desk) == desk.key))
    elif not insert_once(session, DeskChannel, desk=desk.key, channel=channel.id):
        session.execute(update(DeskChannel).where(col(DeskChannel.desk) == desk.key).values(channel=channel.id))


def _set_members(session: Session, channel: str, members: Iterable[str]) -> None:
    present = set(members)
    gone = delete(Membership).where(col(Membership.channel) == channel, col(Membership.person).not_in(present))
    session.execute(gone)
    for person in sorted(present):  # in one order, so that two processes don't wait for each other in a circle
        insert_once(session, Membership, channel=channel, person=person)


def _remember(session: Session, person: SlackPerson) -> None:
    """Save a person; department and manager may be others now, and are read anew when they next ask for something."""
    values = _values(person) | {"department": None, "manager": None}
    if not insert_once(session, Person, **values):
        session.execute(update(Person).where(col(Person.id) == person.id).values(**values))
    absences.show(session, person.id, person.status)


def _values(person: SlackPerson) -> dict[str, Any]:
    values = asdict(person) | {"email": person.email.casefold() if person.email else None}
    del values["status"]  # it comes and goes, and is kept apart
    return values


def _is_the_same(known: Person | None, person: SlackPerson) -> bool:
    return known is not None and known.model_dump(exclude={"department", "manager"}) == _values(person)
