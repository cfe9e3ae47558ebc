"""Slack's Web API as far as we call it from here: small answers, and its troubles (bot.trouble)."""

import hmac
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.slack_response import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot import descriptions
from bot.blocks import Block, Blocks, View
from bot.caseplaces import is_confidential
from bot.descriptions import Company, Identity, Quiet, SlackChannel, SlackGroup, SlackMessage, SlackPerson
from bot.mrkdwn import escape
from bot.outbox import Speaker
from bot.transfers import Transfers, keep_loopback_direct, proxy_for
from bot.trouble import RateLimited, Refused, Unreachable, decoded, failure, header
from bot.uploads import Uploads

TIMEOUT_SECONDS = 10
_MAY_NOT_LOOK = "missing_scope"
_PAGE = 200
_PATIENT_TIMES = 5
_METADATA = "helpdesk_outgoing"
_CUSTOMIZE = "chat:write.customize"
_UPDATE_TEXT_LIMIT = 4_000
_BLOCKS_LIMIT = 50
_CLOCKS_DIFFER_BY = timedelta(minutes=2)
_NOTHING_THERE = frozenset({"channel_not_found", "message_not_found", "not_in_channel", "thread_not_found"})
_REACTED = frozenset({"already_reacted", "no_reaction", "message_not_found", "too_many_reactions"})
# The SDK logs every failure by itself; ours are logged where it is known what they mean.
_quiet = logging.getLogger("bot.slack.sdk")
_quiet.setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Sent:
    """A message of ours as it stands in Slack; thread_ts is None at the top level of the channel."""

    channel: str
    ts: str
    thread_ts: str | None


def web_client(token: str, base_url: str) -> WebClient:
    """Build the SDK's client: it neither retries by itself nor sends loopback through a proxy."""
    keep_loopback_direct()
    client = WebClient(token, base_url=base_url, timeout=TIMEOUT_SECONDS, retry_handlers=[], logger=_quiet)
    client.proxy = proxy_for(base_url, client.proxy)
    return client


class Slack:
    """The calls that the delivery and the directory make; each raises a SlackTrouble when it fails."""

    def __init__(
        self, token: str, base_url: str = WebClient.BASE_URL, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._client = web_client(token, base_url)
        self._token = token
        self._sleep = sleep
        transfers = Transfers(base_url, self._client.proxy, TIMEOUT_SECONDS)
        self.files = Uploads(self._ask, self._write, transfers, token, find=self._standing_at, delete=self.delete)
        self._customizes = True
        self._company: Company | None = None
        self._field_ids: dict[str, str] | None = None

    def post(
        self,
        channel: str,
        text: str,
        blocks: Blocks = (),
        *,
        key: str,
        thread_ts: str | None = None,
        speaker: Speaker | None = None,
        broadcast: bool = False,
    ) -> Sent:
        """Post a message; a dead thread_ts does not fail but lands in the channel: look at the answer's."""
        body: dict[str, Any] = {"channel": channel, "metadata": _metadata(self._mark(key))}
        if thread_ts is not None:
            body |= {"thread_ts": thread_ts, "reply_broadcast": broadcast}
        answer = self._post_as(speaker, body, text, blocks)
        return Sent(answer["channel"], answer["ts"], answer["message"].get("thread_ts"))

    def update(self, channel: str, ts: str, text: str, blocks: Blocks = (), *, speaker: Speaker | None = None) -> None:
        """Change a message; beside blocks the text is a notification's, and cut to Slack's 4,000 characters."""
        named = None if self._customizes else speaker  # a name beside a message stays there
        content = self._spoken(named, text, blocks)
        shown = content["text"][:_UPDATE_TEXT_LIMIT] if blocks else content["text"]
        self._write("chat.update", {"channel": channel, "ts": ts, **content, "text": shown})

    def whisper(
        self, channel: str, person: str, text: str, blocks: Blocks = (), *, thread_ts: str | None = None
    ) -> None:
        """Show a message to one person of a channel, until they reload."""
        thread = {"thread_ts": thread_ts} if thread_ts else {}
        self._write("chat.postEphemeral", {"channel": channel, "user": person, **thread, **_content(text, blocks)})

    def respond(
        self, url: str, text: str, blocks: Blocks = (), *, thread_ts: str | None = None, replaces: bool = False
    ) -> None:
        """Answer through a response_url: 5 times in 30 minutes, seen by the person who acted, or in its place."""
        client = WebhookClient(url, timeout=TIMEOUT_SECONDS, retry_handlers=[], logger=_quiet)
        client.proxy = proxy_for(url, client.proxy)
        answering = {"response_type": "ephemeral", "replace_original": replaces}
        thread = {"thread_ts": thread_ts} if thread_ts else {}
        try:
            answer = client.send_dict({**answering, **thread, **_content(text, blocks)})
        except (OSError, HTTPException, UnicodeDecodeError) as error:
            raise Unreachable("response_url", None, repr(error)) from error
        if answer.status_code == 200:
            return
        trouble = failure("response_url", None, answer.status_code, answer.headers, decoded(answer.body))
        raise trouble

    def delete(self, channel: str, ts: str) -> None:
        """Delete a message of ours; what is gone already is done."""
        try:
            self._write("chat.delete", {"channel": channel, "ts": ts})
        except Refused as refused:
            if refused.error != "message_not_found":
                raise

    def react(self, channel: str, ts: str, emoji: str, *, is_on: bool) -> None:
        """Put our emoji on a message or take it away; what is so already, or has no message any more, is done."""
        method = "reactions.add" if is_on else "reactions.remove"
        try:
            self._write(method, {"channel": channel, "timestamp": ts, "name": emoji})
        except Refused as refused:
            if refused.error not in _REACTED:
                raise

    def show(self, trigger_id: str, view: View, *, above_another: bool = False) -> None:
        """Show somebody a modal, perhaps above the one they are in; a trigger lives for three seconds."""
        self._write("views.push" if above_another else "views.open", {"trigger_id": trigger_id, "view": view})

    def publish(self, person: str, view: View) -> None:
        """Show a person's App Home."""
        self._write("views.publish", {"user_id": person, "view": view})

    def open_dm(self, person: str) -> str:
        """Return the id of the bot's DM with a person."""
        channel: str = self._ask("conversations.open", users=person)["channel"]["id"]
        return channel

    def open_group(self, people: Sequence[str]) -> str:
        """Return the id of the bot's group DM with some people."""
        channel: str = self._ask("conversations.open", users=",".join(people))["channel"]["id"]
        return channel

    def find_posted(self, channel: str, key: str, thread_ts: str | None, since: datetime) -> Sent | None:
        """Look whether a message that was queued under this key at an instant has arrived in a channel or thread.

        In group DMs we have no right to look: rather said twice there than never.
        """
        method = "conversations.replies" if thread_ts else "conversations.history"
        asked = {"channel": channel, "oldest": f"{(since - _CLOCKS_DIFFER_BY).timestamp():.6f}"}
        asked |= {"ts": thread_ts} if thread_ts else {}
        mark = self._mark(key)
        try:
            for message in self._pages(method, "messages", include_all_metadata=True, **asked):
                if message.get("metadata", {}).get("event_payload", {}).get("key") == mark:
                    return Sent(channel, message["ts"], message.get("thread_ts"))
        except Refused as refused:
            if refused.error not in ("thread_not_found", _MAY_NOT_LOOK):
                raise
        return None

    def _mark(self, key: str) -> str:
        """What a message bears of its row's key; of what is confidential, nothing from which anybody could count."""
        return hmac.digest(self._token.encode(), key.encode(), "sha256").hex() if is_confidential(key) else key

    def own_in_thread(self, channel: str, thread_ts: str) -> list[tuple[str, list[str]]]:
        """Return the ts of all that we have said in a thread, each with the ids of its files; the root comes last."""
        me = self.whoami()
        try:
            found = list(self._pages("conversations.replies", "messages", channel=channel, ts=thread_ts))
        except Refused as refused:
            if refused.error != "thread_not_found":
                raise
            return []
        ours = [one for one in found if me.bot_id == one.get("bot_id") or me.bot_user_id == one.get("user")]
        ours.sort(key=lambda one: bool(one["ts"] == thread_ts))
        return [(one["ts"], [file["id"] for file in one.get("files") or ()]) for one in ours if _is_there(one)]

    def people(self) -> Iterator[SlackPerson]:
        """Give everybody in the workspace, guests, bots and those who have left included."""
        for member in self._pages("users.list", "members", include_locale=True):
            yield self.describe(member)

    def person(self, person: str) -> SlackPerson:
        """Return one person; refused with user_not_found."""
        return self.describe(self._ask("users.info", user=person, include_locale=True)["user"])

    def quiet(self, people: Sequence[str]) -> dict[str, Quiet]:
        """Return when each of these people, 50 at most, is not to be disturbed; needs the scope dnd:read."""
        answer = self._patiently("dnd.teamInfo", users=",".join(people))
        return {person: descriptions.quiet_of(dnd) for person, dnd in answer["users"].items()}

    def describe(self, member: Mapping[str, Any]) -> SlackPerson:
        """Read a person as an answer or event describes them, once it is known whose company this is."""
        if self._company is None:
            self.whoami()
        assert self._company is not None
        return descriptions.person_of(member, self._company)

    def department(self, person: str, label: str) -> str:
        """Return what a custom field of a person's profile says; empty where it is empty or there is none.

        The fields' ids are asked for once, as https://docs.slack.dev/reference/methods/users.profile.get advises.
        """
        if self._field_ids is None:
            fields = self._ask("team.profile.get")["profile"].get("fields") or ()
            self._field_ids = {field["label"].casefold(): field["id"] for field in fields}
        field_id = self._field_ids.get(label.casefold())
        if field_id is None:
            return ""
        filled = self._ask("users.profile.get", user=person)["profile"].get("fields") or {}
        return str(filled.get(field_id, {}).get("value") or "")

    def message(self, channel: str, ts: str) -> SlackMessage | None:
        """Return a message, top level or reply; None where it is gone, or where the bot may not look.

        A thread can be asked for by any of its messages; whether the root comes first then is not documented, so
        the right one is looked for. https://docs.slack.dev/reference/methods/conversations.replies
        """
        living = (one for one in self._standing_at(channel, ts) if one.get("subtype") != "tombstone")
        return next((descriptions.message_of(channel, one) for one in living), None)

    def _standing_at(self, channel: str, ts: str) -> list[Mapping[str, Any]]:
        """What stands at a ts: a message, or the tombstone of one that is gone but has replies; or nothing."""
        span = {"oldest": ts, "latest": ts, "inclusive": True, "limit": 2}
        try:
            found = self._ask("conversations.replies", channel=channel, ts=ts, **span)["messages"]
        except Refused as refused:
            if refused.error not in _NOTHING_THERE:
                raise
            return []
        return [one for one in found if one["ts"] == ts]

    def members(self, channel: str) -> Iterator[str]:
        """Give the ids of everybody in a channel, bots included."""
        yield from self._pages("conversations.members", "members", channel=channel)

    def channels(self) -> Iterator[SlackChannel]:
        """Give every channel that the bot can see: the public ones, and the private ones that it is in."""
        kinds = "public_channel,private_channel"
        for channel in self._pages("conversations.list", "channels", types=kinds):
            yield descriptions.channel_of(channel)

    def channel(self, channel: str) -> SlackChannel:
        """Return one channel; refused with channel_not_found where the bot may not know of it."""
        return descriptions.channel_of(self._ask("conversations.info", channel=channel)["channel"])

    def user_groups(self) -> list[SlackGroup]:
        """Return the workspace's user groups, with who is in them; needs the scope usergroups:read."""
        return [descriptions.group_of(one) for one in self._ask("usergroups.list", include_users=True)["usergroups"]]

    def join(self, channel: str) -> None:
        """Join a public channel."""
        self._ask("conversations.join", channel=channel)

    def whoami(self) -> Identity:
        """Ask who the bot is, and learn whether it may speak under other names."""
        answer = self._ask("auth.test")
        identity = Identity(
            bot_user_id=answer["user_id"],
            bot_id=answer["bot_id"],
            team_id=answer["team_id"],
            team=answer["team"],
            url=answer["url"],
            scopes=_scopes(answer),
        )
        self._customizes = _CUSTOMIZE in identity.scopes
        self._company = Company(identity.team_id, answer.get("enterprise_id"))
        return identity

    def _post_as(self, speaker: Speaker | None, body: Mapping[str, Any], text: str, blocks: Blocks) -> SlackResponse:
        try:
            return self._write("chat.postMessage", {**body, **self._spoken(speaker, text, blocks)})
        except Refused as refused:
            if speaker is None or not self._customizes or refused.error != "missing_scope":
                raise
            self.whoami()
            if self._customizes:
                raise
            return self._write("chat.postMessage", {**body, **self._spoken(speaker, text, blocks)})

    def _spoken(self, speaker: Speaker | None, text: str, blocks: Blocks) -> dict[str, Any]:
        """Put the speaker's name where Slack lets us: beside the message, or else on its first line."""
        if speaker is None:
            return _content(text, blocks)
        if self._customizes:
            image = {"icon_url": speaker.image} if speaker.image else {}
            return {"username": speaker.name, **image, **_content(text, blocks)}
        name = f"*{escape(speaker.name)}*"
        if blocks and len(blocks) < _BLOCKS_LIMIT:
            blocks = [_name_line(name), *blocks]
        return _content(f"{name}\n{text}", blocks)

    def _pages(self, method: str, key: str, **arguments: Any) -> Iterator[Any]:
        cursor: str | None = ""
        while cursor is not None:
            answer = self._patiently(method, limit=_PAGE, **arguments, **({"cursor": cursor} if cursor else {}))
            yield from answer[key]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None

    def _patiently(self, method: str, **arguments: Any) -> SlackResponse:
        """Ask for one page of many, as slowly as Slack wants: a large company's list takes more than a minute."""
        for _ in range(_PATIENT_TIMES):
            try:
                return self._ask(method, **arguments)
            except RateLimited as limited:
                self._sleep(limited.retry_after)
        return self._ask(method, **arguments)

    def _write(self, method: str, body: dict[str, Any]) -> SlackResponse:
        return self._call(method, body.get("channel"), json=body)

    def _ask(self, method: str, **arguments: Any) -> SlackResponse:
        return self._call(method, arguments.get("channel"), params=arguments)

    def _call(self, method: str, channel: str | None, **arguments: Any) -> SlackResponse:
        try:
            return self._client.api_call(method, **arguments)
        except SlackApiError as error:
            answer = error.response
            raise failure(method, channel, answer.status_code, answer.headers, answer.data) from error
        except (OSError, HTTPException, UnicodeDecodeError) as error:
            raise Unreachable(method, channel, repr(error)) from error


def _scopes(answer: SlackResponse) -> frozenset[str]:
    granted = header(answer.headers, "x-oauth-scopes")
    return frozenset(filter(None, (scope.strip() for scope in granted.split(","))))


def _metadata(key: str) -> dict[str, Any]:
    return {"event_type": _METADATA, "event_payload": {"key": key}}


def _content(text: str, blocks: Blocks) -> dict[str, Any]:
    """Give the text, and blocks only where there are some: an empty list is refused or removes them."""
    return {"text": text, "blocks": list(blocks)} if blocks else {"text": text}


def _name_line(name: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": name}]}


def _is_there(message: Mapping[str, Any]) -> bool:
    """Whether it stands in its thread still: of a root with answers Slack keeps a tombstone."""
    return message.get("subtype") != "tombstone"
