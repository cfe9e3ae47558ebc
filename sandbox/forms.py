"""What Slack's client does with the elements of a form: find them, fill them in, say what is in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sandbox.errors import SandboxError
from sandbox.messages import JSON
from sandbox.records import Values

# element type -> (the field with its value, the field of the element with its initial value)
_FIELDS: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "file_input": ("files", ""),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
}
_OPTION_FIELDS = {"selected_option", "selected_options"}


@dataclass(frozen=True)
class Spot:
    """Where exactly a control stands; `value` tells apart the two sides of feedback buttons."""

    block_id: str
    action_id: str
    value: str | None = None

    def fits(self, element: Element) -> bool:
        """Whether this is the control."""
        same_value = self.value is None or element.body.get("value") == self.value
        return (element.block_id, element.action_id) == (self.block_id, self.action_id) and same_value


@dataclass(frozen=True)
class Element:
    """One interactive element, with the block around it and the words a person reads on it."""

    block: JSON
    body: JSON
    label: str

    @property
    def type(self) -> str:
        """The element's type."""
        return str(self.body["type"])

    @property
    def action_id(self) -> str:
        """The element's action_id."""
        return str(self.body.get("action_id", ""))

    @property
    def block_id(self) -> str:
        """The id of the block around it."""
        return str(self.block["block_id"])

    @property
    def is_input(self) -> bool:
        """Whether it is a field of a form: it waits for the submission unless dispatch_action is set."""
        return bool(self.block["type"] == "input")

    @property
    def acts_at_once(self) -> bool:
        """Whether a change of it is told to the app immediately."""
        return not self.is_input or bool(self.block.get("dispatch_action"))

    @property
    def keeps_value(self) -> bool:
        """Whether it has a state, which a button has not."""
        return self.type in _FIELDS

    @property
    def is_multiple(self) -> bool:
        """Whether its value is a list."""
        return _FIELDS[self.type][0].endswith("s")

    @property
    def takes_options(self) -> bool:
        """Whether one chooses among options."""
        return self.type == "overflow" or _FIELDS.get(self.type, ("",))[0] in _OPTION_FIELDS

    def options(self) -> list[JSON]:
        """Its options, those within groups too."""
        groups = self.body.get("option_groups", [])
        return [*self.body.get("options", []), *(option for group in groups for option in group["options"])]


def elements(blocks: Sequence[JSON]) -> Iterator[Element]:
    """All interactive elements, in reading order."""
    for block in blocks:
        yield from _elements_of(block)


def _elements_of(block: JSON) -> Iterator[Element]:
    kind = block.get("type")
    if kind == "input":
        yield Element(block, block["element"], block["label"]["text"])
    elif kind == "section" and block.get("accessory", {}).get("type", "image") != "image":
        yield Element(block, block["accessory"], _words(block["accessory"]) or block.get("text", {}).get("text", ""))
    elif kind in {"actions", "context_actions"}:
        for element in block["elements"]:
            yield from _parts(block, element)


def _parts(block: JSON, element: JSON) -> Iterator[Element]:
    if element["type"] != "feedback_buttons":
        yield Element(block, element, _words(element))
        return
    for part in ("positive_button", "negative_button"):
        chosen = element | {"value": element[part].get("value")}
        yield Element(block, chosen, element[part]["text"]["text"])


def _words(element: Mapping[str, Any]) -> str:
    shown = element.get("text") or element.get("placeholder") or {}
    return str(shown.get("text", "")) if isinstance(shown, dict) else str(shown)


def find(blocks: Sequence[JSON], name: str | Spot) -> Element | None:
    """The element of a spot, a label, an action_id or a block_id; capitals don't matter in labels."""
    known = list(elements(blocks))
    if isinstance(name, Spot):
        return next(filter(name.fits, known), None)
    for fits in (
        lambda e: e.label == name,
        lambda e: name in {e.action_id, e.block_id},
        lambda e: e.label.casefold() == name.casefold(),
    ):
        found = next(filter(fits, known), None)
        if found is not None:
            return found
    return None


def initial(element: Element) -> JSON:
    """The state of an element before anybody has touched it."""
    field, start = _FIELDS[element.type]
    empty: Any = [] if element.is_multiple and element.type != "file_input" else None
    return {"type": element.type, field: element.body.get(start, empty)}


def kept_values(blocks: Sequence[JSON], before: Values) -> Values:
    """The state of a view: what stood under the same ids stays, whatever the new initial value; all else starts anew.

    So it was measured: slackapi/bolt-js#290 and slackapi/bolt-python#1064.
    """
    values: Values = {}
    for element in elements(blocks):
        if element.keeps_value:
            old = before.get(element.block_id, {}).get(element.action_id)
            values.setdefault(element.block_id, {})[element.action_id] = _kept(element, old)
    return values


def _kept(element: Element, old: JSON | None) -> JSON:
    """What is left of a state; a choice that is no longer offered is gone (?), as in a browser's own selects."""
    if old is None or old["type"] != element.type:
        return initial(element)
    if not element.takes_options or "external" in element.type:
        return old
    field = _FIELDS[element.type][0]
    offered = {option["value"]: dict(option) for option in element.options()}
    chosen = [offered[one["value"]] for one in _several(old[field] or []) if one["value"] in offered]
    if element.is_multiple:
        return {"type": element.type, field: chosen}
    return {"type": element.type, field: chosen[0]} if chosen else initial(element)


def state_of(element: Element, value: Any) -> JSON:
    """The state of an element once a value is in it; None empties it."""
    if value is None:
        return initial(Element(element.block, {"type": element.type}, element.label))
    field = _FIELDS[element.type][0]
    if element.takes_options:
        chosen: Any = [option_named(element, one) for one in _several(value)]
        return {"type": element.type, field: chosen if element.is_multiple else chosen[0]}
    plain = [_plain(one) for one in _several(value)]
    return {"type": element.type, field: plain if element.is_multiple else plain[0]}


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple, set)) else [value]


def _plain(value: Any) -> Any:
    """Ids for people and places, Slack's spelling for days and times, numbers as text; all else as it is."""
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, (date, int, float)):
        return str(value)
    return getattr(value, "id", value)


def option_named(element: Element, wanted: Any) -> JSON:
    """The option of a text or a value."""
    if isinstance(wanted, dict):
        return wanted
    for option in element.options():
        if wanted in {option["text"]["text"], option.get("value")}:
            return dict(option)
    raise SandboxError(f"{element.label or element.action_id!r} has no option {wanted!r}")


def is_empty(state: Mapping[str, Any]) -> bool:
    """Whether nothing is filled in or chosen."""
    return all(value in (None, "", []) for name, value in state.items() if name != "type")
