"""What a person types, as Slack's client sends it: escaped, with mentions and addresses turned into links."""

from __future__ import annotations

import re

from sandbox.messages import JSON
from sandbox.world import World

_SPECIAL = {"channel": "<!channel>", "here": "<!here>", "everyone": "<!everyone>"}
_TOKENS = re.compile(
    r"(?P<url>https?://[^\s<>|]+[^\s<>|.,;:!?)\]'\"])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/])@(?P<name>[\w.-]*\w)"
    r"|(?<![\w/&])#(?P<channel>[\w-]+)"
)
_LINKS = re.compile(r"<(?P<body>[^<>]+)>")


def escaped(text: str) -> str:
    """The three characters that mean something to Slack, spelled out."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """The same characters as a reader sees them."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def sent(world: World, text: str, *, names: bool = False) -> str:
    """A typed text as it is stored; with `names`, mentions carry them (<@U1|ana>), as in escaped commands."""

    def link(match: re.Match[str]) -> str:
        return _link(world, match, names=names) or match.group()

    return _TOKENS.sub(link, escaped(text))


def _link(world: World, match: re.Match[str], *, names: bool) -> str | None:
    kind, found = match.lastgroup, match.group(match.lastgroup or 0)
    if kind == "url":
        return f"<{found}>"
    if kind == "email":
        return f"<mailto:{found}|{found}>"
    if kind == "channel":
        channel = world.channels_by_name.get(found.lower())
        return f"<#{channel.id}|{channel.name}>" if channel else None
    user = world.users_by_name.get(found.lower())
    if user is None:
        return _group(world, found.lower(), names=names) or _SPECIAL.get(found)
    return f"<@{user.id}|{user.name}>" if names else f"<@{user.id}>"


def _group(world: World, handle: str, *, names: bool) -> str | None:
    """A user group, as https://docs.slack.dev/messaging/formatting-message-text has it."""
    group = next((one for one in world.usergroups.values() if one.handle == handle), None)
    label = f"|@{handle}" if names else ""
    return f"<!subteam^{group.id}{label}>" if group else None


def rich_text(text: str) -> list[JSON]:
    """The block that Slack's client sends along with a typed text."""
    parts: list[JSON] = []
    end = 0
    for match in _LINKS.finditer(text):
        parts += _words(text[end : match.start()])
        parts.append(_element(match.group("body")))
        end = match.end()
    parts += _words(text[end:])
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": parts}]}]


def _words(text: str) -> list[JSON]:
    return [{"type": "text", "text": unescaped(text)}] if text else []


def _element(link: str) -> JSON:
    target, _, label = unescaped(link).partition("|")
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:]}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:]}
    if target.startswith("!subteam^"):
        return {"type": "usergroup", "usergroup_id": target.partition("^")[2]}
    if target.startswith("!"):
        return {"type": "broadcast", "range": target[1:]}
    return {"type": "link", "url": target} | ({"text": label} if label else {})
