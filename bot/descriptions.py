"""What Slack tells of people, channels, messages and files, read once into what the bot wants to know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.files import SharedFile
from storage.kinds import Standing


@dataclass(frozen=True)
class Company:
    """The company that the bot works for: its workspace, and the organisation where it has several."""

    team: str
    enterprise: str | None = None


@dataclass(frozen=True)
class Identity:
    """Who the bot is, where (the workspace's URL), and which scopes it was granted."""

    bot_user_id: str
    bot_id: str
    team_id: str
    team: str
    url: str
    scopes: frozenset[str]


@dataclass(frozen=True)
class Status:
    """What stands beside a person's name: the name of its emoji, and when it ends if it does by itself."""

    emoji: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class Quiet:
    """When a person is not to be disturbed, if ever."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class SlackPerson:
    """Somebody in the workspace, or in a channel shared with it; the e-mail needs the scope users:read.email."""

    id: str
    name: str
    email: str | None
    locale: str
    time_zone: str
    image: str | None
    is_bot: bool
    is_active: bool
    standing: Standing
    status: Status = Status()


@dataclass(frozen=True)
class SlackChannel:
    """A channel that the bot can see."""

    id: str
    name: str
    is_private: bool
    is_archived: bool
    is_member: bool


@dataclass(frozen=True)
class SlackGroup:
    """A named set of people, and the handle that it is called by."""

    id: str
    handle: str
    members: frozenset[str]


@dataclass(frozen=True)
class SlackMessage:
    """A message as it stands; a bot that speaks under another name has no author."""

    channel: str
    ts: str
    thread_ts: str | None
    author: str | None
    text: str
    files: tuple[SharedFile, ...]
    is_bot: bool


def person_of(member: Mapping[str, Any], company: Company) -> SlackPerson:
    """A person as Slack describes them; events leave the locale out."""
    profile = member.get("profile", {})
    names = (profile.get("display_name"), profile.get("real_name"), member.get("real_name"), member.get("name"))
    return SlackPerson(
        id=member["id"],
        name=next(filter(None, names), member["id"]),
        email=profile.get("email") or None,
        locale=member.get("locale") or "en-US",
        time_zone=member.get("tz") or "UTC",
        image=profile.get("image_192") or profile.get("image_72"),
        is_bot=bool(member.get("is_bot")) or member["id"] == "USLACKBOT",
        is_active=not member.get("deleted", False),
        standing=_standing(member, company),
        status=_status(profile),
    )


def _status(profile: Mapping[str, Any]) -> Status:
    """An expiration of 0 is none. Source: https://docs.slack.dev/reference/methods/users.profile.set"""
    emoji = (profile.get("status_emoji") or "").strip(":")
    return Status(emoji, _instant(profile.get("status_expiration") or 0)) if emoji else Status()


def quiet_of(dnd: Mapping[str, Any]) -> Quiet:
    """The stretch of do-not-disturb that runs or comes next; whoever has none has one that is empty.

    Source: https://docs.slack.dev/reference/methods/dnd.teamInfo
    """
    since, until = dnd.get("next_dnd_start_ts") or 0, dnd.get("next_dnd_end_ts") or 0
    is_quiet = dnd.get("dnd_enabled") and since < until
    return Quiet(_instant(since), _instant(until)) if is_quiet else Quiet()


def _instant(seconds: float) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _standing(member: Mapping[str, Any], company: Company) -> Standing:
    """`is_stranger` tells only of those with whom no channel is shared: of the others the team does.

    Source: https://docs.slack.dev/reference/objects/user-object and https://docs.slack.dev/apis/slack-connect.
    """
    enterprise = member.get("enterprise_user", {}).get("enterprise_id")
    is_ours = member.get("team_id", company.team) == company.team or (enterprise and enterprise == company.enterprise)
    if member.get("is_stranger") or not is_ours:
        return Standing.OUTSIDER
    return Standing.GUEST if member.get("is_restricted") or member.get("is_ultra_restricted") else Standing.MEMBER


def channel_of(channel: Mapping[str, Any]) -> SlackChannel:
    """A channel as Slack describes it."""
    return SlackChannel(
        id=channel["id"],
        name=channel["name"],
        is_private=bool(channel.get("is_private")),
        is_archived=bool(channel.get("is_archived")),
        is_member=bool(channel.get("is_member")),
    )


def group_of(group: Mapping[str, Any]) -> SlackGroup:
    """A user group as Slack describes it with its users: https://docs.slack.dev/reference/methods/usergroups.list."""
    return SlackGroup(group["id"], group["handle"], frozenset(group.get("users", ())))


def message_of(channel: str, message: Mapping[str, Any]) -> SlackMessage:
    """A message as history and events describe it."""
    return SlackMessage(
        channel=channel,
        ts=message["ts"],
        thread_ts=message.get("thread_ts"),
        author=message.get("user"),
        text=message.get("text", ""),
        files=files_of(message),
        is_bot=bool(message.get("bot_id")),
    )


def files_of(message: Mapping[str, Any]) -> tuple[SharedFile, ...]:
    """The files of a message or of a file_input; what was deleted has no link any more and is left out."""
    files = message.get("files") or ()
    return tuple(_file(one) for one in files if one.get("permalink"))


def _file(one: Mapping[str, Any]) -> SharedFile:
    is_open = bool(one.get("is_public") or one.get("is_external"))
    return SharedFile(one["id"], one.get("name") or one["id"], one["permalink"], is_open)
