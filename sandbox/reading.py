"""What a text or a message says to one person: marks resolved, names by name, times in their own zone and language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sandbox import forms
from sandbox.dates import date_for
from sandbox.messages import JSON
from sandbox.people import Person
from sandbox.rendering import display_name
from sandbox.seen import Modal, SeenMessage, words
from sandbox.typed import unescaped

_MARKS = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<link>[^<>\n]+)>"
    r"|(?<!\w)\*(?P<bold>[^*\n]+)\*(?!\w)"
    r"|(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)"
    r"|(?<!\w)~(?P<struck>[^~\n]+)~(?!\w)"
)
_QUOTED = re.compile(r"(?:>|&gt;) ?")


class Look(StrEnum):
    """How a piece of text looks."""

    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    STRUCK = "struck"
    CODE = "code"
    LINK = "link"
    NAME = "name"


class Weight(StrEnum):
    """How much a line stands out."""

    HEADING = "heading"
    BODY = "body"
    SMALL = "small"


@dataclass(frozen=True)
class Piece:
    """Some text of one look."""

    text: str
    look: Look = Look.PLAIN


@dataclass(frozen=True)
class Line:
    """A line of a message."""

    pieces: tuple[Piece, ...]
    weight: Weight = Weight.BODY
    is_quote: bool = False

    @property
    def text(self) -> str:
        """The line without its looks."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Field:
    """A field of a form, with what stands in it and what the app finds wrong with it."""

    label: str
    value: str
    error: str | None


def read_by(text: str, person: Person) -> tuple[Line, ...]:
    """Slack's mrkdwn as this person reads it."""
    return tuple(_line(line, person) for line in text.splitlines())


def message_read_by(message: SeenMessage, person: Person) -> tuple[Line, ...]:
    """A message's text as this person reads it; its buttons are in `message.buttons`."""
    if not message.blocks:
        return read_by(message.text, person)
    return blocks_read_by(message.blocks, person)


def blocks_read_by(blocks: Sequence[JSON], person: Person) -> tuple[Line, ...]:
    """The text of blocks, a home's for instance, as this person reads it."""
    return tuple(line for block in blocks for line in _block(block, person))


def author_read_by(message: SeenMessage, person: Person) -> str:
    """The name over a message."""
    return message.username or shown_name(person, message.user or "")


def form_read_by(modal: Modal) -> tuple[Field, ...]:
    """A form's fields, filled in as far as they are."""
    return tuple(
        Field(element.label, _filled(modal.values[element.block_id][element.action_id]), _error(modal, element))
        for element in forms.elements(modal.view["blocks"])
        if element.is_input
    )


def shown_name(person: Person, user_id: str) -> str:
    """What this person sees in place of an account's id: its display name, else its full name."""
    user = person.world.users.get(user_id)
    if user is None:
        return user_id
    return display_name(user)


def _error(modal: Modal, element: forms.Element) -> str | None:
    return modal.errors.get(element.block_id)


def _filled(state: Mapping[str, Any]) -> str:
    if option := state.get("selected_option"):
        return str(option["text"]["text"])
    return str(state.get("value") or state.get("selected_date") or "")


def _block(block: JSON, person: Person) -> Iterator[Line]:
    match block["type"]:
        case "actions" | "context_actions" | "divider":
            return
        case "header":
            yield Line((Piece(block["text"]["text"]),), Weight.HEADING)
        case "section":
            for text in (block.get("text"), *block.get("fields", ())):
                yield from _text(text, person)
        case "context":
            small = [line for element in block["elements"] for line in _text(element, person)]
            yield from (replace(line, weight=Weight.SMALL) for line in small)
        case "rich_text":
            for part in block["elements"]:
                yield from _rich_text(part, person)
        case _:
            yield from (Line((Piece(text),)) for text in words(block))


def _text(text: JSON | None, person: Person) -> tuple[Line, ...]:
    if text is None or "text" not in text:
        return ()
    if text["type"] == "mrkdwn":
        return read_by(text["text"], person)
    return (Line((Piece(text["text"]),)),)


def _rich_text(part: JSON, person: Person) -> Iterator[Line]:
    if part["type"] == "rich_text_list":
        for item in part["elements"]:
            yield Line((Piece("• "), *_inline(item["elements"], person)))
        return
    pieces = _inline(part["elements"], person)
    yield Line(pieces, is_quote=part["type"] == "rich_text_quote")


def _inline(elements: Sequence[JSON], person: Person) -> tuple[Piece, ...]:
    return tuple(_inline_piece(element, person) for element in elements)


def _inline_piece(element: JSON, person: Person) -> Piece:
    match element["type"]:
        case "user":
            return Piece(f"@{shown_name(person, element['user_id'])}", Look.NAME)
        case "channel":
            return _channel(element["channel_id"], person)
        case "broadcast":
            return Piece(f"@{element['range']}", Look.NAME)
        case "emoji":
            return Piece(f":{element['name']}:")
        case "link":
            return Piece(element.get("text") or element["url"], Look.LINK)
        case _:
            return Piece(str(element.get("text") or element.get("fallback", "")))


def _line(text: str, person: Person) -> Line:
    quote = _QUOTED.match(text)
    return Line(tuple(_pieces(text[quote.end() :] if quote else text, person)), is_quote=quote is not None)


def _pieces(text: str, person: Person) -> Iterator[Piece]:
    end = 0
    for match in _MARKS.finditer(text):
        if match.start() > end:
            yield Piece(unescaped(text[end : match.start()]))
        yield from _marked(Look(match.lastgroup or ""), match[match.lastgroup or 0], person)
        end = match.end()
    if end < len(text):
        yield Piece(unescaped(text[end:]))


def _marked(look: Look, inner: str, person: Person) -> Iterator[Piece]:
    if look is Look.CODE:
        yield Piece(unescaped(inner), look)
    elif look is Look.LINK:
        yield _link(inner, person)
    else:
        for piece in _pieces(inner, person):
            yield replace(piece, look=look) if piece.look is Look.PLAIN else piece


def _link(inner: str, person: Person) -> Piece:
    """What stands for `<…>`: a name, a channel, an instant, a group, a web address."""
    target, _, label = inner.partition("|")
    if target.startswith("@"):
        return Piece(f"@{shown_name(person, target[1:])}", Look.NAME)
    if target.startswith("#"):
        return _channel(target[1:], person)
    if target.startswith("!date^"):
        _, seconds, shape, *_ = target.split("^")
        return Piece(date_for(int(seconds), shape, person.world.now(), person.account))
    if target.startswith("!"):
        return Piece(label or f"@{target[1:]}", Look.NAME)
    return Piece(unescaped(label or target), Look.LINK)


def _channel(channel_id: str, person: Person) -> Piece:
    channel = person.world.channels.get(channel_id)
    return Piece(f"#{channel.name if channel else channel_id}", Look.NAME)
