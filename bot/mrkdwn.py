"""Slack's mrkdwn: text from people is hostile until it has passed through here."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_BROADCAST = re.compile(r"<!(channel|here|everyone)(?:\|[^>]*)?>")
_USERGROUP = re.compile(r"<!subteam\^\w+(?:\|@?([^>]*))?>")


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


def quiet(text: str) -> Mrkdwn:
    """What a person wrote in Slack (escaped there already), unable to call a whole channel or group when repeated."""
    without_broadcasts = _BROADCAST.sub(r"@\1", text)
    return Mrkdwn(_USERGROUP.sub(lambda match: f"@{match[1] or 'group'}", without_broadcasts))


def mention(person: str) -> Mrkdwn:
    """A person by their Slack id; Slack shows the name."""
    return Mrkdwn(f"<@{person}>")


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


def date(at: datetime, shape: str, fallback_zone: str) -> Mrkdwn:
    """An instant that Slack shows in each reader's own zone and language, in a shape of its date tokens.

    What can't render it shows the time in the fallback zone.
    """
    try:
        zone = ZoneInfo(fallback_zone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    fallback = at.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")
    return Mrkdwn(f"<!date^{int(at.timestamp())}^{shape}|{fallback}>")
