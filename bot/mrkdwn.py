"""Slack's mrkdwn: text from people is hostile until it has passed through here."""

import re
from collections.abc import Callable
from datetime import datetime

from bot.hours import zone_of

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_BROADCAST = re.compile(r"<!(channel|here|everyone)(?:\|[^>]*)?>")
_USERGROUP = re.compile(r"<!subteam\^\w+(?:\|@?([^>]*))?>")

_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_ANGLED = re.compile(r"<([^<>]*)>")
# Invisible: controls, zero-width characters, fillers that look like nothing, and what turns the direction of text.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_JOINERS = re.compile("[\u200c\u200d\ufe00-\ufe0f]")  # they hold emoji and letters together, and show nothing alone

_MARKED = re.compile(r"(?<![\w*_~`])([*_~`])(\S|\S[^*_~`]*\S)\1(?![\w*_~`])")


class Mrkdwn(str):
    """Text that is safe to show as mrkdwn: ours, or escaped."""

    __slots__ = ()


def escape(text: str, limit: int | None = None) -> Mrkdwn:
    """Plain text as mrkdwn that shows just that text; at most `limit` characters long, cut with an ellipsis.

    Source of the three entities: Slack, "Formatting text for app surfaces".
    """
    if isinstance(text, Mrkdwn):
        return text
    escaped = "".join(_ENTITIES.get(character, character) for character in text)
    if limit is None or len(escaped) <= limit:
        return Mrkdwn(escaped)
    return Mrkdwn(_first(text, limit - 1) + "…")


def _first(text: str, limit: int) -> str:
    """The beginning of the text whose escaped form has at most `limit` characters, no entity cut in two."""
    pieces: list[str] = []
    for character in text:
        piece = _ENTITIES.get(character, character)
        limit -= len(piece)
        if limit < 0:
            break
        pieces.append(piece)
    return "".join(pieces)


def unescape(text: str) -> str:
    """What a person typed, from the text that Slack escaped on the way to us."""
    for character, entity in reversed(_ENTITIES.items()):
        text = text.replace(entity, character)
    return text


def visible(text: str) -> str:
    """The text without what nobody can see in it; empty if nothing can be seen at all."""
    seen = _UNSEEN.sub("", text).strip()
    return seen if _JOINERS.sub("", seen).strip() else ""


def unmarked(line: str) -> str:
    """A line without Slack's marks around words: bold, italics, struck out, code."""
    return _MARKED.sub(r"\2", line)


def as_typed(text: str, name_of: Callable[[str], str]) -> str:
    """A Slack message as plain text that calls nobody: names for people's ids, labels for channels and groups."""
    return unescape(_ANGLED.sub(lambda match: _spelled(match[1], name_of), text))


def _spelled(inside: str, name_of: Callable[[str], str]) -> str:
    """What stands between angle brackets, spelled out (docs: Formatting text, "Retrieving messages")."""
    reference, _, label = inside.partition("|")
    match reference[:1]:
        case "@":
            return f"@{name_of(reference[1:])}"
        case "#":
            return f"#{label or reference[1:]}"
        case "!":
            return f"@{label.removeprefix('@') or reference[1:].partition('^')[0]}"
    address = reference.removeprefix("mailto:").removeprefix("tel:")
    return f"{label} ({address})" if label and label != address and label not in address else address


def quiet(text: str) -> Mrkdwn:
    """What a person wrote in Slack (escaped there already), unable to call a whole channel or group when repeated."""
    without_broadcasts = _BROADCAST.sub(r"@\1", text)
    return Mrkdwn(_USERGROUP.sub(lambda match: f"@{match[1] or 'group'}", without_broadcasts))


def mention(person: str) -> Mrkdwn:
    """A person by their Slack id; Slack shows the name."""
    return Mrkdwn(f"<@{person}>")


def mentioned(text: str) -> list[str]:
    """The ids of the people whom a Slack message calls, in the order in which it names them."""
    return list(dict.fromkeys(_PERSON.findall(text)))


def link(url: str, label: str) -> Mrkdwn:
    """A link with a label."""
    return Mrkdwn(f"<{url}|{escape(label)}>")


def bold(text: str) -> Mrkdwn:
    """One bold line; stars of the text's own would end the bold, so they go."""
    return Mrkdwn(f"*{escape(text.replace('*', '∗'))}*") if text else Mrkdwn("")


def quoted(text: str, limit: int | None = None) -> Mrkdwn:
    """The text as a block quote; at most `limit` characters long, cut with an ellipsis."""
    room = None if limit is None else limit - len(text.splitlines())
    return Mrkdwn("\n".join(f">{line}" for line in escape(text, room).splitlines()))


def ago(at: datetime, fallback_zone: str = "UTC") -> Mrkdwn:
    """An instant that Slack shows by its distance from now ("2 hours ago")."""
    return date(at, "{ago}", fallback_zone)


def day(at: datetime, fallback_zone: str = "UTC") -> Mrkdwn:
    """The day of an instant, with its weekday, and near ones by name ("tomorrow")."""
    return date(at, "{date_long_pretty}", fallback_zone)


def date(at: datetime, shape: str, fallback_zone: str) -> Mrkdwn:
    """An instant that Slack shows in each reader's own zone and language, in a shape of its date tokens.

    What can't render it shows the time in the fallback zone.
    """
    fallback = at.astimezone(zone_of(fallback_zone)).strftime("%Y-%m-%d %H:%M %Z")
    return Mrkdwn(f"<!date^{int(at.timestamp())}^{shape}|{fallback}>")
