"""The pieces of Block Kit that our views are made of, each within Slack's limits (docs: Block Kit reference)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks import Block
from bot.mrkdwn import Mrkdwn

SECTION_LIMIT = 3000
MESSAGE_LIMIT = 11_000  # over all blocks, with room to spare: Slack's own limit is undocumented, about 12,000
UPDATE_LIMIT = 3_800  # of the text with which a message is updated: Slack takes 4,000, its speaker's name included
BUTTON_LIMIT = 75
OPTION_LIMIT = 75
OPTIONS_LIMIT = 100


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


@dataclass(frozen=True)
class Menu:
    """The menu behind "⋯": two to five things to do, each as the button that it might have been."""

    action: str
    entries: Sequence[Button]

    def block(self) -> Block:
        """The menu as Slack wants it; an option's value says what is done, and on what."""
        options = [Option(one.label, f"{one.action}:{one.value}").block() for one in self.entries]
        return {"type": "overflow", "action_id": self.action, "options": options}


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


def paragraphs(text: Mrkdwn) -> list[Block]:
    """A text too long for one paragraph, in several, broken at the end of a line or word where there is one."""
    pieces, rest = [], clip(text, MESSAGE_LIMIT)
    while len(rest) > SECTION_LIMIT:
        ends = (rest.rfind(mark, 1, SECTION_LIMIT) for mark in "\n ")
        cut = next((end for end in ends if end > 0), SECTION_LIMIT)
        pieces.append(rest[:cut])
        rest = rest[cut:].lstrip("\n")
    return [section(Mrkdwn(piece)) for piece in (*pieces, rest)]


def context(*texts: Mrkdwn) -> Block:
    """A small grey line."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def header(text: str) -> Block:
    """A headline."""
    return {"type": "header", "text": plain(text, 150)}


def actions(buttons: Sequence[Button | Menu]) -> list[Block]:
    """A row of buttons, and perhaps a menu; no row at all without buttons, because Slack refuses an empty one."""
    return [{"type": "actions", "elements": [one.block() for one in buttons]}] if buttons else []


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
    return form_field(name, label, element, hint=hint, optional=optional)


def boxes(
    name: str,
    label: str,
    options: Sequence[Option],
    ticked: Sequence[str] = (),
    *,
    hint: str = "",
    optional: bool = True,
) -> Block:
    """Boxes to tick; those of the options with the values in `ticked` are."""
    element: Block = {"type": "checkboxes", "action_id": name, "options": [one.block() for one in options]}
    initial = [one.block() for one in options if one.value in ticked]
    return form_field(
        name, label, element | ({"initial_options": initial} if initial else {}), hint=hint, optional=optional
    )


def select(
    name: str,
    label: str,
    options: Sequence[Option],
    chosen: str | None,
    *,
    placeholder: str = "",
    optional: bool = False,
    changes: str | None = None,
) -> Block:
    """A field to choose in; `chosen` is the value of the option that stands there first.

    `changes` is the action_id of a field whose every change is told at once.
    """
    initial = next((option.block() for option in options if option.value == chosen), None)
    element: Block = {"type": "static_select", "action_id": changes or name, **offered(options)}
    element |= {"initial_option": initial} if initial else {}
    element |= {"placeholder": plain(placeholder, 150)} if placeholder else {}
    return form_field(name, label, element, optional=optional, is_told=changes is not None)


def offered(options: Sequence[Option]) -> Block:
    """The options of a select; more than Slack takes at once are grouped."""
    blocks = [option.block() for option in options]
    if len(blocks) <= OPTIONS_LIMIT:
        return {"options": blocks}
    groups = [blocks[start : start + OPTIONS_LIMIT] for start in range(0, len(blocks), OPTIONS_LIMIT)]
    return {"option_groups": [{"label": plain(f"{n}", OPTION_LIMIT), "options": g} for n, g in enumerate(groups, 1)]}


def form_field(
    name: str, label: str, element: Block, *, hint: str = "", optional: bool = False, is_told: bool = False
) -> Block:
    """A field of a form by its name, which is its block_id; `is_told` if its every change is told at once."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    block |= {"dispatch_action": True} if is_told else {}
    return block | ({"hint": plain(hint, 2000)} if hint else {})
