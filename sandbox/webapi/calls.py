"""One call of the Web API: who calls, with which arguments, and what every method asks of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.errors import Refusal
from sandbox.ids import stamp_of
from sandbox.messages import JSON, Message
from sandbox.records import Channel, InstalledApp, Kind, User
from sandbox.world import World

_FAMILIES = {Kind.CHANNEL: "channels", Kind.GROUP: "groups", Kind.IM: "im", Kind.MPIM: "mpim"}


@dataclass(frozen=True)
class Call:
    """A call as a method sees it; the workspace's lock is held while the method runs."""

    world: World
    app: InstalledApp
    args: Mapping[str, Any]

    def text(self, name: str) -> str | None:
        """An argument as text; None when absent or empty."""
        value = self.args.get(name)
        return None if value is None or value == "" else str(value)

    def required(self, name: str, error: str = "invalid_arguments") -> str:
        """An argument that must be there."""
        value = self.text(name)
        if value is None:
            messages = [f"[ERROR] missing required field: {name}"]
            raise Refusal(error, response_metadata={"messages": messages})
        return value

    def flag(self, name: str) -> bool:
        """A yes or no; the SDK sends 1 and 0 in forms."""
        return str(self.args.get(name, "")).lower() in {"1", "true"}

    def number(self, name: str, default: int, *, most: int) -> int:
        """A count between 1 and a limit."""
        value = self.text(name)
        if value is None:
            return default
        if not value.isdigit() or int(value) == 0:
            raise Refusal("invalid_limit" if name == "limit" else "invalid_arguments")
        return min(int(value), most)

    def json(self, name: str, error: str) -> Any:
        """A structured argument, given as JSON or as text that holds JSON."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise Refusal(error) from None

    def stamp(self, name: str) -> str | None:
        """A time stamp argument in comparable form."""
        value = self.text(name)
        if value is None:
            return None
        if not value.replace(".", "", 1).isdigit():
            raise Refusal(f"invalid_ts_{name}" if name in {"oldest", "latest"} else "invalid_arguments")
        return stamp_of(value)

    def need(self, scope: str) -> None:
        """Refuse missing_scope unless the app has the scope, or one of several with commas between them."""
        if self.app.scopes.isdisjoint(scope.split(",")):
            raise Refusal("missing_scope", needed=scope, provided=",".join(sorted(self.app.scopes)))

    def need_for(self, channel: Channel, verb: str) -> None:
        """The scope of a channel's kind, such as groups:history."""
        self.need(f"{_FAMILIES[channel.kind]}:{verb}")

    def user(self, name: str = "user") -> User:
        """The account that an argument names."""
        user = self.world.users.get(self.required(name))
        if user is None:
            raise Refusal("user_not_found")
        return user

    def channel(self, name: str = "channel") -> Channel:
        """The conversation that an argument names by id; what the bot may not know of does not exist for it."""
        channel = self.world.channels.get(self.required(name))
        return self.visible(channel)

    def visible(self, channel: Channel | None) -> Channel:
        """A conversation that is public or has the bot in it; channel_not_found otherwise."""
        hidden = channel is None or (channel.kind is not Kind.CHANNEL and not self.is_in(channel))
        if channel is None or hidden:
            raise Refusal("channel_not_found")
        return channel

    def is_in(self, channel: Channel) -> bool:
        """Whether the bot is a member."""
        return self.app.bot_user_id in channel.members

    def need_member(self, channel: Channel) -> None:
        """Refuse not_in_channel unless the bot is a member."""
        if not self.is_in(channel):
            raise Refusal("not_in_channel")

    def message(self, channel: Channel, name: str = "ts") -> Message:
        """The message that an argument names by its time stamp."""
        message = channel.history.get(self.required(name))
        if message is None or message.subtype == "tombstone":
            raise Refusal("message_not_found")
        return message


def of_any_kind(verb: str) -> str:
    """The scopes of all kinds of conversation, such as channels:history,groups:history,…; one of them is enough."""
    return ",".join(f"{family}:{verb}" for family in _FAMILIES.values())


@dataclass(frozen=True)
class Method:
    """A method of the Web API: what it does, the scope it needs (as in Call.need), and the kind of token it takes."""

    run: Callable[[Call], JSON]
    scope: str | None = None
    for_bot: bool = True
    open_to_all: bool = False


def page(items: list[Any], call: Call, default: int, most: int) -> tuple[list[Any], str]:
    """A page of a list, and the cursor of the next one ("" at the end). Refuses invalid_cursor."""
    cursor = call.text("cursor") or "0"
    if not cursor.removesuffix("=").isdigit():
        raise Refusal("invalid_cursor")
    start = int(cursor.removesuffix("="))
    limit = call.number("limit", default, most=most)
    return items[start : start + limit], f"{start + limit}=" if start + limit < len(items) else ""
