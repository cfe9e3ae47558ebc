"""A whole workspace in one hand: build it, watch it, and see the people in it act."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sandbox import manifests, membership, posting
from sandbox.delivery import Delivery
from sandbox.errors import SandboxError
from sandbox.faults import Faults
from sandbox.ids import Clock, real_time
from sandbox.people import Person
from sandbox.records import Channel, InstalledApp, Kind, Standing, User, UserGroup
from sandbox.seen import SeenMessage
from sandbox.wire import Change, Wire
from sandbox.world import World


class Workspace:
    """A Slack workspace.

    `now` is its clock (aware); `ack_seconds` are real ones, the time an app has to answer; with `rate_limits` calls
    are held to Slack's pace, by the workspace's clock.
    """

    def __init__(
        self, now: Clock = real_time, name: str = "Acme", *, ack_seconds: float = 3.0, rate_limits: bool = False
    ) -> None:
        self.world = World(now, name)
        self.world.limits.on = rate_limits
        self.delivery = Delivery(self.world, ack_seconds)
        self._add_user(User("USLACKBOT", "slackbot", "Slackbot", "", "America/Los_Angeles", "en-US"))

    @property
    def wire(self) -> Wire:
        """Every call and delivery of late."""
        return self.world.wire

    @property
    def faults(self) -> Faults:
        """What is to go wrong."""
        return self.world.faults

    def subscribe(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """Hear of every change, in whatever thread it happens; the answer ends it."""
        return self.world.subscribe(callback)

    # -- building --------------------------------------------------------------------------------------------

    def add_person(
        self,
        name: str,
        *,
        real_name: str = "",
        email: str = "",
        tz: str = "Europe/Berlin",
        locale: str = "en-US",
        admin: bool = False,
        title: str = "",
        guest: bool = False,
        single_channel: bool = False,
        stranger: bool = False,
        fields: Mapping[str, str] = MappingProxyType({}),
    ) -> Person:
        """A new colleague, a guest (of a single channel perhaps) or a `stranger` of another company, who can act.

        `fields` are custom fields of the profile by their labels: {"Department": "Sales"}.
        """
        user = User(self.world.ids.new("U"), name, real_name or name.title(), email, tz, locale, admin)
        user.title, user.fields = title, dict(fields)
        user.standing = _standing(guest=guest, single_channel=single_channel, stranger=stranger)
        with self.world.lock:
            if name in self.world.users_by_name:
                raise SandboxError(f"there is a {name} already")
            if stranger:
                user.team = self.world.ids.new("T")
            self._add_user(user)
            membership.welcome(self.world, user)
        return Person(self.world, self.delivery, user)

    def _add_user(self, user: User) -> None:
        self.world.users[user.id] = user
        self.world.users_by_name[user.name] = user
        if user.email:
            self.world.users_by_email[user.email.casefold()] = user

    def person(self, name: str) -> Person:
        """A colleague by name."""
        user = self.world.users_by_name.get(name)
        if user is None:
            raise SandboxError(f"nobody is called {name}")
        return Person(self.world, self.delivery, user)

    def add_channel(
        self, name: str, members: Sequence[Person | User] = (), *, private: bool = False, topic: str = ""
    ) -> Channel:
        """A new channel with people, and bots, in it from the start."""
        kind = Kind.GROUP if private else Kind.CHANNEL
        with self.world.lock:
            if name in self.world.channels_by_name:
                raise SandboxError(f"there is a channel {name} already")
            creator = members[0].id if members else "USLACKBOT"
            channel = membership.create_channel(self.world, name, kind, creator, topic)
            channel.members = dict.fromkeys(member.id for member in members)
        return channel

    def add_usergroup(self, handle: str, members: Sequence[Person], *, name: str = "") -> UserGroup:
        """A named set of people."""
        with self.world.lock:
            users = tuple(member.id for member in members)
            group = UserGroup(self.world.ids.new("S"), handle, name or handle.title(), users)
            self.world.usergroups[group.id] = group
        return group

    def channel(self, name: str) -> Channel:
        """A channel by name."""
        channel = self.world.channels_by_name.get(name)
        if channel is None:
            raise SandboxError(f"there is no channel {name}")
        return channel

    def install(self, manifest: Mapping[str, Any], *, request_url: str | None = None) -> InstalledApp:
        """Install an app. With a request_url it is reached by HTTP whatever the manifest says of Socket Mode."""
        with self.world.lock:
            return manifests.install(self.world, manifest, request_url)

    # -- what administrators do --------------------------------------------------------------------------------

    def archive(self, channel: Channel) -> None:
        """Close a channel."""
        with self.world.lock:
            membership.archive(self.world, channel, channel.creator)

    def unarchive(self, channel: Channel) -> None:
        """Open an archived channel again."""
        with self.world.lock:
            membership.unarchive(self.world, channel, channel.creator)

    def rename(self, channel: Channel, name: str) -> None:
        """Give a channel another name."""
        with self.world.lock:
            membership.rename(self.world, channel, name)

    def delete_channel(self, channel: Channel) -> None:
        """Remove a channel for good."""
        with self.world.lock:
            membership.delete_channel(self.world, channel, channel.creator)

    def delete_thread(self, root: SeenMessage) -> None:
        """Delete a message and all its replies, whoever wrote them."""
        with self.world.lock:
            channel = self.world.channels[root.channel]
            found = channel.history.get(root.ts)
            if found is None:
                raise SandboxError("that message is gone already")
            for message in (*channel.history.thread(found), found):
                posting.delete(self.world, channel, message)

    def remove(self, member: Person | User, channel: Channel) -> None:
        """Put somebody, a bot too, out of a channel."""
        with self.world.lock:
            membership.leave(self.world, channel, self.world.users[member.id])

    def deactivate(self, person: Person) -> None:
        """End somebody's account."""
        with self.world.lock:
            membership.deactivate(self.world, person.account)

    def change_profile(
        self,
        person: Person,
        *,
        tz: str | None = None,
        locale: str | None = None,
        guest: bool | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> None:
        """Somebody moves, prefers another language, becomes a guest or is one no longer, or changes department."""
        with self.world.lock:
            account = person.account
            account.tz = tz or account.tz
            account.locale = locale or account.locale
            account.fields = account.fields if fields is None else dict(fields)
            account.standing = account.standing if guest is None else _standing(guest=guest)
            membership.changed_user(self.world, person.account)

    def uninstall(self, app: InstalledApp) -> None:
        """Remove an app: its tokens answer account_inactive, and it hears no more."""
        with self.world.lock:
            app.active = False
            self.world.commands = {name: one for name, one in self.world.commands.items() if one is not app}

    # -- waiting ---------------------------------------------------------------------------------------------

    def wait_idle(self, timeout: float = 5) -> None:
        """Block until no delivery is under way; retries whose time has come by the clock are started first."""
        self.delivery.wait_idle(timeout)

    def wait_connected(self, app: InstalledApp, count: int = 1, timeout: float = 5) -> None:
        """Block until an app has so many sockets open."""
        self.delivery.wait_connected(app, count, timeout)

    def verify_url(self, app: InstalledApp) -> bool:
        """Send the url_verification challenge to the app's request_url, as Slack does before it trusts one."""
        return self.delivery.verify_url(app)


def _standing(*, guest: bool, single_channel: bool = False, stranger: bool = False) -> Standing:
    if stranger:
        return Standing.OUTSIDER
    if single_channel:
        return Standing.SINGLE_CHANNEL_GUEST
    return Standing.GUEST if guest else Standing.MEMBER
