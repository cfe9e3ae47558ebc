"""What Slack's payloads say, read once into the few fields that our listeners need."""

from dataclasses import dataclass
from typing import Any

from bot.conversation import Utterance

Payload = dict[str, Any]
_SPOKEN = (None, "file_share", "thread_broadcast")


@dataclass(frozen=True)
class Press:
    """A button that somebody pressed."""

    key: str
    person: str
    value: str
    action: str
    trigger_id: str
    response_url: str | None

    @classmethod
    def read(cls, body: Payload) -> "Press":
        """The press in a block_actions payload."""
        action = body["actions"][0]
        return cls(
            key=f"action:{body['trigger_id']}",
            person=body["user"]["id"],
            value=action.get("value", ""),
            action=action["action_id"],
            trigger_id=body["trigger_id"],
            response_url=body.get("response_url"),
        )

    @property
    def number(self) -> int:
        """The request that the button is about."""
        return int(self.value)

    @property
    def survey(self) -> tuple[int, int]:
        """The request and the resolution that a survey's button is about."""
        number, resolution = self.value.split(":")
        return int(number), int(resolution)


@dataclass(frozen=True)
class Sent:
    """A form that somebody sent; empty fields are empty texts."""

    key: str
    person: str
    values: dict[str, str]
    metadata: str

    @classmethod
    def read(cls, body: Payload) -> "Sent":
        """The form in a view_submission payload; every field's action_id is its block_id."""
        view = body["view"]
        state = view["state"]["values"]
        return cls(
            key=f"form:{view['id']}",
            person=body["user"]["id"],
            values={name: _value(elements[name]) for name, elements in state.items() if name in elements},
            metadata=view["private_metadata"],
        )


def _value(element: Payload) -> str:
    if element.get("selected_option"):
        return str(element["selected_option"]["value"])
    return (element.get("value") or "").strip()


def utterance(event: Payload) -> Utterance | None:
    """What a person said in a message event; None for the words of bots, for edits, deletions and notices."""
    if event.get("bot_id") or not event.get("user") or event.get("subtype") not in _SPOKEN:
        return None
    return Utterance(
        channel=event["channel"],
        ts=event["ts"],
        thread_ts=event.get("thread_ts"),
        author=event["user"],
        text=event.get("text", ""),
        files=len(event.get("files", ())),
    )
