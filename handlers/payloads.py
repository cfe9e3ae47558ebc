"""What Slack's payloads say, read once into the few fields that our listeners need."""

import re
from dataclasses import dataclass, replace
from typing import Any

from bot.descriptions import SlackMessage, files_of
from bot.files import SharedFile
from bot.places import Spot
from bot.utterances import Utterance

Payload = dict[str, Any]
_SPOKEN = (None, "file_share", "thread_broadcast")


@dataclass(frozen=True)
class Press:
    """A button that somebody pressed, or what they chose in a select."""

    key: str
    person: str
    value: str
    action: str
    trigger_id: str
    response_url: str | None
    spot: Spot

    @classmethod
    def read(cls, body: Payload) -> "Press":
        """The press in a block_actions payload; what was chosen in a menu counts as a button of its own."""
        control = body["actions"][0]
        option = control.get("selected_option") or {}
        action, value = control["action_id"], control.get("value") or option.get("value", "")
        if chosen := entry(body):
            action, _, value = chosen.partition(":")
        return cls(
            key=f"action:{body['trigger_id']}",
            person=body["user"]["id"],
            value=value,
            action=action,
            trigger_id=body["trigger_id"],
            response_url=body.get("response_url"),
            spot=spot_of(body),
        )

    @classmethod
    def here(cls, body: Payload, number: int) -> "Press":
        """A shortcut on a message in a request's thread counts as a button that stands there."""
        return cls(
            key=f"action:{body['trigger_id']}",
            person=body["user"]["id"],
            value=str(number),
            action=body["callback_id"],
            trigger_id=body["trigger_id"],
            response_url=body.get("response_url"),
            spot=spot_of_message(body),
        )

    @property
    def number(self) -> int:
        """The request that the button is about."""
        return int(self.value.partition(":")[0])

    @property
    def whom(self) -> str:
        """Of a button about a request and somebody: them; empty where it is about nobody yet."""
        return self.value.partition(":")[2]

    @property
    def survey(self) -> tuple[int, int]:
        """The request and the resolution that a survey's button is about."""
        number, resolution = self.value.split(":")
        return int(number), int(resolution)


def root_in(body: Payload) -> tuple[str, str]:
    """The channel and root of the thread with the message that a shortcut was used on; one outside is its own root."""
    message = body["message"]
    return body["channel"]["id"], message.get("thread_ts", message["ts"])


def entry(body: Payload) -> str:
    """What was chosen in the menu of a message: an action and its value; empty for what is no menu."""
    action = body["actions"][0]
    return str(action["selected_option"]["value"]) if action["type"] == "overflow" else ""


def pressed(body: Payload) -> str:
    """The action id of what was pressed or chosen, without what may follow it."""
    return (entry(body) or str(body["actions"][0]["action_id"])).partition(":")[0]


def shortcut(body: Payload) -> str:
    """Which shortcut was used."""
    return str(body["callback_id"])


def form(body: Payload) -> str:
    """Which form was sent."""
    return str(body["view"]["callback_id"])


def spot_of(body: Payload) -> Spot:
    """Where a control was used; the root of a thread stands in the channel."""
    container = body["container"]
    if container["type"] == "view":
        return Spot()
    thread_ts = container.get("thread_ts", "")
    return Spot(container["channel_id"], thread_ts if thread_ts != container["message_ts"] else "")


def spot_of_message(body: Payload) -> Spot:
    """Where a shortcut was used on a message."""
    channel, root = root_in(body)
    return Spot(channel, root if root != body["message"]["ts"] else "")


@dataclass(frozen=True)
class Sent:
    """A form that somebody sent, or changed; empty fields are empty texts, or hold nothing."""

    key: str
    person: str
    values: dict[str, str]
    several: dict[str, list[str]]
    files: dict[str, list[SharedFile]]
    metadata: str
    view_id: str

    @classmethod
    def read(cls, body: Payload) -> "Sent":
        """The form in a view_submission payload, or in that of a control in it; fields by their block_ids."""
        view = body["view"]
        state = {name: element for name, elements in view["state"]["values"].items() for element in elements.values()}
        several = {name: _values(element) for name, element in state.items()}
        return cls(
            key=f"form:{view['id']}",
            person=body["user"]["id"],
            values={name: next(iter(values), "") for name, values in several.items()},
            several=several,
            files={name: list(files_of(element)) for name, element in state.items() if element["type"] == "file_input"},
            metadata=view["private_metadata"],
            view_id=view["id"],
        )

    @property
    def number(self) -> int:
        """The request that the form is about."""
        return int(self.metadata.partition(":")[0])

    @property
    def rest(self) -> str:
        """What the form keeps behind the number."""
        return self.metadata.partition(":")[2]

    @property
    def spot(self) -> Spot:
        """Where it was asked for, if it keeps that behind the number."""
        return Spot.read(self.rest)


# Where the elements that our forms have keep what stands in them: https://docs.slack.dev/reference/block-kit/block-elements
_ONE = ("value", "selected_date", "selected_time", "selected_user")


def _values(element: Payload) -> list[str]:
    options = [element.get("selected_option"), *(element.get("selected_options") or ())]
    chosen = [option["value"] for option in options if option]
    many = element.get("selected_users") or ()
    one = [str(element[name]).strip() for name in _ONE if element.get(name)]
    return [value for value in (*chosen, *many, *one) if value]


def utterance(message: Payload, channel: str) -> Utterance | None:
    """What a person said in a message; None for the words of bots, for edits, deletions and notices."""
    if not _is_spoken(message):
        return None
    return Utterance(
        channel=channel,
        ts=message["ts"],
        thread_ts=message.get("thread_ts"),
        author=message["user"],
        text=message.get("text", ""),
        files=files_of(message),
    )


def heard(message: Payload, channel: str, bot: str | None) -> Utterance | None:
    """A message that may ask for help, without the name of the bot in it; None as for an utterance."""
    said = utterance(message, channel)
    return said and replace(said, text=unmentioned(said.text, bot))


def _is_spoken(message: Payload) -> bool:
    """Whether a person said this; bots, edits, deletions and notices are something else."""
    return not message.get("bot_id") and bool(message.get("user")) and message.get("subtype") in _SPOKEN


def unmentioned(text: str, bot: str | None) -> str:
    """A text without the name of the bot, and the comma or colon behind it."""
    return re.sub(rf"[ \t]*<@{bot}(?:\|[^<>]*)?>[ \t,:]*", " ", text).strip() if bot else text.strip()


def told(message: SlackMessage, bot: str | None, *, by: str) -> Utterance:
    """A message that Slack was asked for; what a bot has said counts as said by this person."""
    author = by if message.is_bot or message.author is None else message.author
    text = unmentioned(message.text, bot)
    return Utterance(message.channel, message.ts, author, text, message.files, message.thread_ts)
