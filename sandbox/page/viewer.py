"""What one person may see of the workspace, as JSON for their window."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from sandbox import modals
from sandbox.errors import SandboxError
from sandbox.membership import may_look
from sandbox.messages import JSON, File, Message
from sandbox.page.hands import Hands
from sandbox.page.marks import Marks
from sandbox.records import Channel, InstalledApp, User, View
from sandbox.rendering import copied, message_json, view_json
from sandbox.world import World

PAGE = 50


@dataclass(frozen=True)
class Viewer:
    """One person's eyes. Every method wants the world's lock held."""

    world: World
    marks: Marks
    hands: Hands
    me: User

    # -- the whole -------------------------------------------------------------------------------------------

    def state(self) -> JSON:
        """All that a window needs to begin with; messages come by pages."""
        world = self.world
        return {
            "workspace": {"name": world.name, "team": world.team_id, "url": world.base_url},
            "me": self.me.id,
            "now": world.now().timestamp(),
            "clock": self.hands.clock is not None,
            "people": [self.person(user) for user in world.users.values()],
            "apps": [self.app(app) for app in world.apps.values() if app.active],
            "channels": [self.channel(channel) for channel in world.channels.values() if self.may_read(channel)],
            "usergroups": [{"id": g.id, "handle": g.handle, "name": g.name} for g in world.usergroups.values()],
            "modal": self.modal(),
        }

    def person(self, user: User) -> JSON:
        """An account, a person's or a bot's."""
        return {
            "id": user.id,
            "name": user.name,
            "real_name": user.real_name,
            "tz": user.tz,
            "locale": user.locale,
            "role": self.hands.roles.get(user.name, user.title or user.status),
            "standing": user.standing.value,
            "status": user.status_emoji.strip(":"),
            "is_bot": user.is_bot or user.id == "USLACKBOT",
            "app": user.app_id,
            "deleted": user.deleted,
        }

    def app(self, app: InstalledApp) -> JSON:
        """An app: its commands and shortcuts, and the home it shows this person."""
        features = app.manifest.get("features", {})
        home = self.world.homes.get((app.app_id, self.me.id))
        known = app.commands if "commands" in app.scopes else {}
        return {
            "id": app.app_id,
            "name": app.name,
            "bot": app.bot_user_id,
            "has_home": bool(features.get("app_home", {}).get("home_tab_enabled")),
            "takes_messages": app.messages_tab,
            "commands": [
                {"name": name, "hint": body.get("usage_hint", ""), "description": body.get("description", "")}
                for name, body in known.items()
            ],
            "shortcuts": list(features.get("shortcuts", ())),
            "home": self.view(home),
        }

    def channel(self, channel: Channel) -> JSON:
        """A conversation, and how much in it is new."""
        return {
            "id": channel.id,
            "name": channel.name,
            "kind": channel.kind.value,
            "topic": channel.topic,
            "archived": channel.archived,
            "members": list(channel.members),
            "unread": self.marks.unread(self.me.id, channel),
            "empty": not channel.history.newest(1)[0],
        }

    # -- messages --------------------------------------------------------------------------------------------

    def may_read(self, channel: Channel) -> bool:
        """Whether the conversation is open to this person."""
        return may_look(self.me, channel)

    def open_channel(self, channel_id: str) -> Channel:
        """A conversation to read. Raises SandboxError where there is none for this person."""
        channel = self.world.channels.get(channel_id)
        if channel is None or not self.may_read(channel):
            raise SandboxError("there is no such conversation")
        return channel

    def find(self, channel: Channel, ts: str) -> Message | None:
        """A message, if this person sees it."""
        return channel.history.get(ts) or channel.ephemerals.get(self.me.id, {}).get(ts)

    def message(self, message: Message) -> JSON:
        """A message, with what this person has chosen in its controls."""
        shown = message_json(self.world, message)
        shown["channel"] = message.channel
        if message.seen_only_by is not None:
            shown["ephemeral"] = True
        chosen = self.world.client_values.get((self.me.id, message.channel, message.ts))
        return shown | ({"chosen": copied(chosen)} if chosen else {})

    def page(self, channel: Channel, *, before: str | None, after: str | None, around: str | None) -> JSON:
        """Some fifty messages outside threads: the newest, or those before, after or around a time stamp."""
        top = channel.history.top_level()
        first, last = _span([message.ts for message in top], before=before, after=after, around=around)
        chosen = top[first:last]
        low = chosen[0].ts if first and chosen else ""
        high = chosen[-1].ts if last < len(top) and chosen else "~"
        mine = [m for m in self._ephemerals(channel) if m.thread_ts is None and low <= m.ts <= high]
        shown = sorted([*chosen, *mine], key=lambda message: message.ts)
        return {
            "messages": [self.message(message) for message in shown],
            "older": first > 0,
            "newer": last < len(top),
            "mark": self.marks.of(self.me.id, channel.id),
        }

    def thread(self, channel: Channel, ts: str) -> JSON:
        """A message and its replies."""
        root = channel.history.get(ts)
        if root is None:
            raise SandboxError("the message is gone")
        root = channel.history.parent(root) or root
        mine = [message for message in self._ephemerals(channel) if message.thread_ts == root.ts]
        replies = sorted([*channel.history.thread(root), *mine], key=lambda message: message.ts)
        return {"root": self.message(root), "replies": [self.message(message) for message in replies]}

    def _ephemerals(self, channel: Channel) -> list[Message]:
        return list(channel.ephemerals.get(self.me.id, {}).values())

    def file(self, file_id: str) -> File | None:
        """A file that stands in a conversation of theirs, or that they have chosen themselves."""
        file = self.world.files.get(file_id)
        if file is None or file.user == self.me.id:
            return file
        places = (self.world.channels.get(channel) for channel in file.channels)
        return file if any(place is not None and self.may_read(place) for place in places) else None

    # -- views -----------------------------------------------------------------------------------------------

    def view(self, view: View | None) -> JSON | None:
        """A home or a modal, with the errors on its fields."""
        if view is None:
            return None
        return view_json(self.world, view) | {"errors": dict(view.errors), "trouble": view.trouble}

    def modal(self) -> JSON | None:
        """The modal in front of this person, and how many lie beneath."""
        stack = self.world.modals.get(self.me.id, [])
        shown = self.view(modals.top(self.world, self.me.id))
        return None if shown is None else shown | {"depth": len(stack)}


def _span(stamps: list[str], *, before: str | None, after: str | None, around: str | None) -> tuple[int, int]:
    """Where a page begins and ends among ascending stamps."""
    if before is not None:
        last = bisect_left(stamps, before)
        return max(0, last - PAGE), last
    if after is not None:
        first = bisect_left(stamps, after + "~")
        return first, first + PAGE
    if around is not None:
        middle = bisect_left(stamps, around)
        return max(0, middle - PAGE // 2), middle + PAGE // 2
    return max(0, len(stamps) - PAGE), len(stamps)
