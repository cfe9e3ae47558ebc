"""A person at the client: types, presses, fills in, reads."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox import interactions, membership, modals, posting, typed
from sandbox.controls import Controls, explained
from sandbox.delivery import Delivery
from sandbox.errors import Refusal, SandboxError
from sandbox.forms import Spot
from sandbox.messages import JSON, File, Message
from sandbox.records import Channel, InstalledApp, Kind, User
from sandbox.rendering import view_json
from sandbox.seen import Answer, Modal, SeenMessage, seen, seen_modal
from sandbox.wire import Traffic
from sandbox.world import World

Upload = tuple[str, bytes]
_IDLE_SECONDS = 10


@dataclass(frozen=True)
class Person:
    """Somebody with an account. Every act runs in the caller's thread and returns once Slack would show its result."""

    world: World
    delivery: Delivery
    account: User

    @property
    def id(self) -> str:
        """The account's id."""
        return self.account.id

    @property
    def name(self) -> str:
        """What comes after the @."""
        return self.account.name

    @property
    def real_name(self) -> str:
        """The full name."""
        return self.account.real_name

    @property
    def email(self) -> str:
        """The e-mail address."""
        return self.account.email

    # -- typing ----------------------------------------------------------------------------------------------

    def types(self, text: str, channel: Channel) -> Answer:
        """Type a slash command and press return."""
        name, _, rest = text.partition(" ")
        with self.world.lock:
            self._need_place(channel)
            app = self.world.commands.get(name)
            if app is None:
                return Answer(error=f"{name} is not a valid command.")
            should_escape = bool(app.commands[name].get("should_escape"))
            said = typed.sent(self.world, rest.strip(), names=True) if should_escape else typed.escaped(rest.strip())
            payload = interactions.command(self.world, app, self.account, channel, name, said)
            since = self.world.stamps.next()
        reply = self.delivery.ask(app, Traffic.COMMAND, name, payload)
        error = self._controls.command_answered(payload, reply)
        return Answer(self._since(channel, since), error)

    def says(
        self,
        channel: Channel | InstalledApp,
        text: str,
        *,
        thread: SeenMessage | str | None = None,
        files: Sequence[Upload] = (),
        broadcast: bool = False,
    ) -> SeenMessage:
        """Post a message, or answer in a thread."""
        place = channel if isinstance(channel, Channel) else self.dm(channel)
        with self.world.lock:
            self._need_place(place)
            root = None if thread is None else self._message(place, thread)
            stored = typed.sent(self.world, text)
            draft = posting.Draft(
                text=stored,
                blocks=typed.rich_text(stored) if stored else None,
                thread_ts=root.ts if root else None,
                broadcast=broadcast,
                files=tuple(self._uploaded(name, content) for name, content in files),
            )
            return seen(self.world, posting.post(self.world, place, draft, self.account))

    def edits(self, message: SeenMessage, text: str) -> SeenMessage:
        """Change one of her own messages."""
        with self.world.lock:
            channel, found = self._own(message)
            stored = typed.sent(self.world, text)
            posting.edit(self.world, channel, found, posting.Draft(stored, typed.rich_text(stored)), self.id)
            return seen(self.world, found)

    def deletes(self, message: SeenMessage) -> None:
        """Delete one of her own messages."""
        with self.world.lock:
            channel, found = self._own(message)
            posting.delete(self.world, channel, found)

    def reacts(self, message: SeenMessage, emoji: str) -> None:
        """Put an emoji on a message."""
        self._reaction(posting.react, message, emoji)

    def unreacts(self, message: SeenMessage, emoji: str) -> None:
        """Take her emoji off a message."""
        self._reaction(posting.unreact, message, emoji)

    def _reaction(self, change: Any, message: SeenMessage, emoji: str) -> None:
        with self.world.lock:
            channel = self._channel(message.channel)
            self._need_place(channel)
            try:
                change(self.world, channel, self._message(channel, message), emoji, self.id)
            except Refusal as refusal:
                raise SandboxError(refusal.error) from None

    def uploads(self, name: str, content: bytes) -> File:
        """Choose a file from the disk, for a file_input of a form."""
        with self.world.lock:
            return self._uploaded(name, content)

    def _uploaded(self, name: str, content: bytes) -> File:
        mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = File(self.world.ids.new("F"), name, mimetype, self.id, self.world.seconds(), content)
        self.world.files[file.id] = file
        return file

    # -- being away ------------------------------------------------------------------------------------------

    def sets_status(self, emoji: str, text: str = "", *, until: datetime | None = None) -> None:
        """Show a status with an emoji, such as palm_tree, until an instant or until she clears it."""
        with self.world.lock:
            self._need_account()
            self.account.status, self.account.status_emoji = text, f":{emoji.strip(':')}:"
            self.account.status_until = int(until.timestamp()) if until else 0
            membership.changed_user(self.world, self.account)

    def clears_status(self) -> None:
        """Show none any more."""
        with self.world.lock:
            self._need_account()
            self.account.status, self.account.status_emoji, self.account.status_until = "", "", 0
            membership.changed_user(self.world, self.account)

    def pauses_notifications(self, until: datetime) -> None:
        """Not be disturbed until an instant."""
        with self.world.lock:
            self._need_account()
            self.account.quiet_from, self.account.quiet_until = self.world.seconds(), int(until.timestamp())
            membership.quieted(self.world, self.account)

    def resumes_notifications(self) -> None:
        """Be disturbed again."""
        with self.world.lock:
            self._need_account()
            self.account.quiet_from = self.account.quiet_until = 0
            membership.quieted(self.world, self.account)

    # -- controls and forms ----------------------------------------------------------------------------------

    @property
    def _controls(self) -> Controls:
        return Controls(self.world, self.delivery, self.account)

    @property
    def modal(self) -> Modal | None:
        """The modal in front of her."""
        with self.world.lock:
            view = modals.top(self.world, self.id)
            return None if view is None else seen_modal(self.world, view)

    @property
    def home(self) -> JSON | None:
        """The App Home that she sees, of the app that has published one."""
        with self.world.lock:
            mine = (view for (_, user), view in self.world.homes.items() if user == self.id)
            view = next(mine, None)
            return None if view is None else view_json(self.world, view)

    def presses(self, name: str | Spot, *, on: SeenMessage | Modal | JSON | None = None) -> Answer:
        """Press a button, by its words or action_id; without `on`, in the modal in front of her."""
        return self._uses(name, None, on)

    def chooses(self, name: str | Spot, choice: Any, *, on: SeenMessage | Modal | JSON | None = None) -> Answer:
        """Choose something in a select, an overflow menu, boxes or a date picker."""
        return self._uses(name, choice, on)

    def _uses(self, name: str | Spot, choice: Any, on: SeenMessage | Modal | JSON | None) -> Answer:
        with self.world.lock:
            self._need_account()
            since = self.world.stamps.next()
        error = self._controls.use(name, choice, on)
        shown = self._since(self._channel(on.channel), since) if isinstance(on, SeenMessage) else ()
        return Answer(shown, error)

    def looks_up(self, name: str | Spot, typed: str, *, on: SeenMessage | Modal | JSON | None = None) -> list[JSON]:
        """Type into an external select; the options that the app offers."""
        return self._controls.look_up(name, typed, on)

    def fills(self, values: Mapping[str, Any] | Mapping[Spot, Any], *, in_passing: bool = False) -> Modal:
        """Fill in the form in front of her, by label, block_id or action_id; None empties a field.

        What acts at once is told to the app, unless she is only `in_passing`: still typing, say.
        """
        for name, value in values.items():
            self._controls.fill(name, value, in_passing=in_passing)
        modal = self.modal
        if modal is None:
            raise SandboxError(f"no modal is open for {self.name}")
        return modal

    def submits(self, *, strict: bool = False) -> Modal | None:
        """Send the form off; what is then in front of her. `strict` lets the client refuse what it would refuse."""
        self._controls.submit(strict=strict)
        return self.modal

    def closes_modal(self, *, all_of_them: bool = False) -> None:
        """Close the modal in front of her without sending it, or the whole stack."""
        self._controls.close(all_of_them=all_of_them)

    def uses_shortcut(self, callback_id: str, *, on: SeenMessage | None = None) -> Answer:
        """Choose a shortcut of an app: a global one, or one on a message."""
        with self.world.lock:
            app = self._shortcut_app(callback_id, "global" if on is None else "message")
            since = self.world.stamps.next()
            if on is None:
                payload = interactions.shortcut(self.world, app, self.account, callback_id)
            else:
                channel = self._channel(on.channel)
                self._need_reader(channel)
                message = self._message(channel, on)
                payload = interactions.message_action(self.world, app, self.account, callback_id, channel, message)
        reply = self.delivery.ask(app, Traffic.INTERACTION, payload["type"], payload)
        shown = self._since(self._channel(on.channel), since) if on else ()
        return Answer(shown, explained(reply))

    def _shortcut_app(self, callback_id: str, kind: str) -> InstalledApp:
        for app in self.world.apps.values():
            if app.active and app.shortcuts.get(callback_id) == kind:
                return app
        raise SandboxError(f"no app has a {kind} shortcut {callback_id!r}")

    # -- places ----------------------------------------------------------------------------------------------

    def opens_home(self, app: InstalledApp | None = None, *, tab: str = "home") -> JSON | None:
        """Look at an app's home, or its messages tab, and wait until the app has heard of it."""
        place = self.dm(app)
        with self.world.lock:
            whose = self._app(app)
            view = self.world.homes.get((whose.app_id, self.id))
            event: JSON = {"type": "app_home_opened", "user": self.id, "channel": place.id, "tab": tab}
            event |= {"view": view_json(self.world, view)} if view is not None and tab == "home" else {}
            self.world.emit(event, only=whose)
        self.delivery.wait_idle(_IDLE_SECONDS)
        return self.home

    def dm(self, app: InstalledApp | None = None) -> Channel:
        """Her conversation with an app's bot, or with the only app there is."""
        with self.world.lock:
            return membership.open_direct(self.world, (self.id, self._app(app).bot_user_id))[0]

    def group_dm(self, *others: Person) -> Channel:
        """Her conversation with other people."""
        with self.world.lock:
            return membership.open_direct(self.world, (self.id, *(other.id for other in others)))[0]

    def joins(self, channel: Channel) -> None:
        """Enter a public channel."""
        with self.world.lock:
            if not membership.may_look(self.account, channel) or channel.kind is not Kind.CHANNEL or channel.archived:
                raise SandboxError(f"{self.name} can't join {channel.name}")
            self._need_account()
            membership.join(self.world, channel, self.account)

    def leaves(self, channel: Channel) -> None:
        """Leave a channel."""
        with self.world.lock:
            self._need_member(channel)
            membership.leave(self.world, channel, self.account)

    def invites(self, other: Person | User, channel: Channel) -> None:
        """Bring somebody, a bot too, into a channel she is in."""
        with self.world.lock:
            self._need_place(channel)
            membership.join(self.world, channel, self.world.users[other.id], inviter=self.id)

    # -- reading ---------------------------------------------------------------------------------------------

    def messages(self, channel: Channel) -> list[SeenMessage]:
        """What she sees in a conversation outside threads, her ephemeral messages among it, oldest first."""
        with self.world.lock:
            self._need_reader(channel)
            mine = [message for message in self._ephemerals(channel) if message.thread_ts is None]
            return self._seen([*channel.history.top_level(), *mine])

    def thread(self, message: SeenMessage) -> list[SeenMessage]:
        """The replies to a message, her ephemeral ones among them, oldest first."""
        with self.world.lock:
            channel = self._channel(message.channel)
            self._need_reader(channel)
            found = channel.history.get(message.ts)
            root = None if found is None else channel.history.parent(found) or found
            if root is None:
                return []
            mine = [one for one in self._ephemerals(channel) if one.thread_ts == root.ts]
            return self._seen([*channel.history.thread(root), *mine])

    def ephemerals(self, channel: Channel) -> list[SeenMessage]:
        """What only she sees in a conversation, in threads too, oldest first."""
        with self.world.lock:
            return self._seen(self._ephemerals(channel))

    def sees(self, message: SeenMessage) -> SeenMessage:
        """A message as it looks now. Raises SandboxError when it is gone."""
        with self.world.lock:
            return seen(self.world, self._message(self._channel(message.channel), message))

    def reloads(self) -> None:
        """Reload the client: ephemeral messages are gone."""
        with self.world.lock:
            for channel in self.world.channels.values():
                channel.ephemerals.pop(self.id, None)

    def _ephemerals(self, channel: Channel) -> list[Message]:
        return list(channel.ephemerals.get(self.id, {}).values())

    def _seen(self, messages: list[Message]) -> list[SeenMessage]:
        return [seen(self.world, message) for message in sorted(messages, key=lambda message: message.ts)]

    def _since(self, channel: Channel, stamp: str) -> tuple[SeenMessage, ...]:
        with self.world.lock:
            fresh = [m for m in self._ephemerals(channel) if max(m.ts, (m.edited or {}).get("ts", "")) > stamp]
            return tuple(self._seen([*channel.history.since(stamp), *fresh]))

    # -- what the client does not let her do --------------------------------------------------------------------

    def _need_account(self) -> None:
        if self.account.deleted:
            raise SandboxError(f"{self.name}'s account is deactivated")

    def _need_member(self, channel: Channel) -> None:
        if self.id not in channel.members:
            raise SandboxError(f"{self.name} is not in {channel.name or channel.id}")

    def _need_reader(self, channel: Channel) -> None:
        if not membership.may_look(self.account, channel):
            self._need_member(channel)

    def _need_place(self, channel: Channel) -> None:
        self._need_account()
        self._need_member(channel)
        if channel.archived or channel.deleted:
            raise SandboxError(f"{channel.name} is archived or deleted")
        if channel.kind is Kind.IM and not all(self._takes_messages(member) for member in channel.members):
            raise SandboxError("sending messages to this app has been turned off")

    def _takes_messages(self, member: str) -> bool:
        app = self.world.apps.get(self.world.users[member].app_id or "")
        return app is None or app.messages_tab

    def _app(self, app: InstalledApp | None) -> InstalledApp:
        if app is not None:
            return app
        if len(self.world.apps) != 1:
            raise SandboxError(f"which app? There are {len(self.world.apps)}")
        return next(iter(self.world.apps.values()))

    def _channel(self, channel_id: str) -> Channel:
        channel = self.world.channels.get(channel_id)
        if channel is None:
            raise SandboxError("the channel is gone")
        return channel

    def _message(self, channel: Channel, wanted: SeenMessage | str) -> Message:
        ts = wanted if isinstance(wanted, str) else wanted.ts
        found = channel.history.get(ts) or channel.ephemerals.get(self.id, {}).get(ts)
        if found is None:
            raise SandboxError("the message is gone")
        return found

    def _own(self, message: SeenMessage) -> tuple[Channel, Message]:
        channel = self._channel(message.channel)
        self._need_place(channel)
        found = self._message(channel, message)
        if found.user != self.id:
            raise SandboxError(f"this message is not {self.name}'s")
        return channel, found
