"""The pieces of Block Kit that our views are made of, each within Slack's limits (docs: Block Kit reference)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks import Block
from bot.mrkdwn import Mrkdwn

SECTION_LIMIT = 3000
BUTTON_LIMIT = 75
OPTION_LIMIT = 75


@dataclass(frozen=True)
class Button:
    """A button: its label, what it does, on what; `confirm` asks first."""

    label: str
    action: str
    value: str
    style: str | None = None
    confirm: Block | None = None

    def block(self) -> Block:
        """The button as Slack wants it: what is empty is left out."""
        optional = {"value": self.value, "style": self.style, "confirm": self.confirm}
        block = {"type": "button", "text": plain(self.label, BUTTON_LIMIT), "action_id": self.action}
        return block | {name: value for name, value in optional.items() if value}


def plain(text: str, limit: int) -> Block:
    """A plain_text object, cut to what fits."""
    return {"type": "plain_text", "text": clip(text, limit), "emoji": True}


def clip(text: str, limit: int) -> str:
    """At most `limit` characters of plain text, cut with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def mrkdwn(text: Mrkdwn) -> Block:
    """A mrkdwn object."""
    return {"type": "mrkdwn", "text": str(text)}


def section(text: Mrkdwn) -> Block:
    """A paragraph."""
    return {"type": "section", "text": mrkdwn(text)}


def context(*texts: Mrkdwn) -> Block:
    """A small grey line."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def header(text: str) -> Block:
    """A headline."""
    return {"type": "header", "text": plain(text, 150)}


def actions(buttons: Sequence[Button]) -> list[Block]:
    """A row of buttons; no row at all without buttons, because Slack refuses an empty one."""
    return [{"type": "actions", "elements": [button.block() for button in buttons]}] if buttons else []


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    """The question that Slack asks before a button acts."""
    return {"title": plain(title, 100), "text": plain(text, 300), "confirm": plain(yes, 30), "deny": plain(no, 30)}


@dataclass(frozen=True)
class Option:
    """One choice of a select: what the person reads, and what we get."""

    label: str
    value: str

    def block(self) -> Block:
        """The option as Slack wants it."""
        return {"text": plain(self.label, OPTION_LIMIT), "value": self.value}


def text_input(
    name: str, label: str, *, initial: str = "", hint: str = "", limit: int, lines: bool, optional: bool
) -> Block:
    """A field to type in; its block_id and action_id are its name."""
    element: Block = {"type": "plain_text_input", "action_id": name, "multiline": lines, "max_length": limit}
    if initial:
        element["initial_value"] = clip(initial, limit)
    return _input(name, label, element, hint, optional)


def select(name: str, label: str, options: Sequence[Option], chosen: str | None) -> Block:
    """A field to choose in; `chosen` is the value of the option that stands there first."""
    blocks = [option.block() for option in options]
    element: Block = {"type": "static_select", "action_id": name, "options": blocks}
    initial = next((block for block in blocks if block["value"] == chosen), None)
    if initial:
        element["initial_option"] = initial
    return _input(name, label, element, "", optional=False)


def _input(name: str, label: str, element: Block, hint: str, optional: bool) -> Block:
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    return block | ({"hint": plain(hint, 2000)} if hint else {})
