"""What a person sees on the screen: messages, modals, answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.forms import elements
from sandbox.messages import JSON, Message
from sandbox.records import Values, View
from sandbox.rendering import message_json, view_json
from sandbox.typed import unescaped
from sandbox.world import World

_JOINED = {"rich_text_section", "rich_text_preformatted", "rich_text_quote"}
_PARTS = ("title", "label", "text", "fields", "element", "elements", "rows", "hint", "alt_text", "description")
_NOT_READ = {
    "button",
    "workflow_button",
    "icon_button",
    "feedback_buttons",
    "overflow",
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
    "datepicker",
    "timepicker",
    "datetimepicker",
    "plain_text_input",
}


@dataclass(frozen=True)
class SeenMessage:
    """A message as one person saw it at one moment."""

    ts: str
    channel: str
    user: str | None
    username: str | None
    text: str
    blocks: tuple[JSON, ...]
    thread_ts: str | None
    subtype: str | None
    edited: JSON | None
    metadata: JSON | None
    ephemeral: bool
    reactions: Mapping[str, tuple[str, ...]]
    files: tuple[JSON, ...]
    reply_count: int
    plain: str
    buttons: tuple[str, ...]


def seen(world: World, message: Message) -> SeenMessage:
    """A message as it looks now."""
    shown = message_json(world, message, metadata=True)
    blocks = shown.get("blocks", ())
    return SeenMessage(
        ts=message.ts,
        channel=message.channel,
        user=message.user,
        username=message.username,
        text=message.text,
        blocks=tuple(blocks),
        thread_ts=message.thread_ts,
        subtype=message.subtype,
        edited=message.edited,
        metadata=message.metadata,
        ephemeral=message.seen_only_by is not None,
        reactions={name: tuple(users) for name, users in message.reactions.items()},
        files=tuple(shown.get("files", ())),
        reply_count=len(message.replies),
        plain="\n".join(words(blocks)) if blocks else unescaped(message.text),
        buttons=labels(blocks),
    )


@dataclass(frozen=True)
class Modal:
    """A modal as it stands in front of a person; `trouble` is what the client says when the app did not manage."""

    view: JSON
    title: str
    texts: tuple[str, ...]
    buttons: tuple[str, ...]
    errors: Mapping[str, str]
    values: Values
    trouble: str | None

    @property
    def plain(self) -> str:
        """All that is to be read in it."""
        return "\n".join(self.texts)


def seen_modal(world: World, view: View) -> Modal:
    """A modal as it looks now."""
    shown = view_json(world, view)
    blocks = shown["blocks"]
    return Modal(
        view=shown,
        title=shown["title"]["text"],
        texts=tuple(words(blocks)),
        buttons=labels(blocks),
        errors=dict(view.errors),
        values=shown["state"]["values"],
        trouble=view.trouble,
    )


@dataclass(frozen=True)
class Answer:
    """What the client shows after an act: new messages where it happened, and an error if the app did not answer."""

    shown: tuple[SeenMessage, ...] = ()
    error: str | None = None

    @property
    def plain(self) -> str:
        """All that is to be read in it."""
        return "\n".join(message.plain for message in self.shown)


def labels(blocks: Sequence[JSON]) -> tuple[str, ...]:
    """The words on the buttons, in reading order."""
    buttons = {"button", "feedback_buttons", "icon_button", "workflow_button"}
    return tuple(element.label for element in elements(blocks) if element.type in buttons)


def words(node: Any) -> Iterator[str]:
    """Every text that is to be read in blocks, in reading order; controls are not text."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        yield from _words_in(node)
    elif isinstance(node, Sequence):
        for part in node:
            yield from words(part)


def _words_in(node: Mapping[str, Any]) -> Iterator[str]:
    kind = node.get("type")
    if kind in _NOT_READ:
        return
    if kind in _JOINED:
        yield "".join(_inline(part) for part in node["elements"])
        return
    if kind == "mrkdwn":
        yield unescaped(node["text"])
        return
    for part in _PARTS:
        if part in node:
            yield from words(node[part])


def _inline(element: Mapping[str, Any]) -> str:
    kind = element["type"]
    shapes = {
        "user": "<@{user_id}>",
        "channel": "<#{channel_id}>",
        "usergroup": "<!subteam^{usergroup_id}>",
        "broadcast": "@{range}",
        "emoji": ":{name}:",
        "date": "{fallback}",
    }
    if kind in shapes:
        return shapes[kind].format_map({"fallback": "", **element})
    return str(element.get("text") or element.get("url", ""))
