"""Request types and their forms, as the desks file writes them."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from bot.deskfile import values
from bot.deskfile.promises import read_standards
from bot.deskfile.table import Table, did_you_mean
from bot.deskfile.values import SHORT, label, need_label
from bot.fields import Choice, Condition, Field, Kind, Label, RequestType
from bot.targets import Standard
from storage.kinds import Urgency

_MOST_TYPES = 100  # Slack's limit for a menu, as for its choices; ten is that for checkboxes
_MOST_CHOICES: Mapping[Kind, int] = {Kind.SELECT: 100, Kind.MULTI_SELECT: 100, Kind.CHECKBOXES: 10}
_MOST_FIELDS = 20
_LONG, _HELP = 150, 300


def read_types(desk: Table, usual_day: timedelta, standards: Mapping[Urgency, Standard]) -> tuple[RequestType, ...]:
    """The request types of a desk, which promise what the desk does unless they say otherwise."""
    tables = desk.tables("types", _MOST_TYPES)
    found = tuple(_type(table, usual_day, standards) for table in tables)
    desk.note_repeated("key", tables)
    return found


def _type(table: Table, usual_day: timedelta, standards: Mapping[Urgency, Standard]) -> RequestType:
    is_mediation = table.read("mediation", values.yes_or_no, False)
    found = RequestType(
        key=table.need("key", values.key, ""),
        label=need_label(table, "name", SHORT),
        urgency=table.read("urgency", values.urgency, Urgency.NORMAL),
        standards=read_standards(table.table("targets"), usual_day, standards),
        agents=table.each("agents", values.person),
        fields=_fields(table),
        is_confidential=table.read("confidential", values.yes_or_no, False) or is_mediation,
        is_mediation=is_mediation,
    )
    table.note_unknown()
    return found


def _fields(of_type: Table) -> tuple[Field, ...]:
    tables = of_type.tables("fields", _MOST_FIELDS)
    found: list[Field] = []
    for table in tables:
        found.append(_field(table, found))
    of_type.note_repeated("key", tables)
    return tuple(found)


def _field(table: Table, earlier: Sequence[Field]) -> Field:
    kind = table.need("kind", _kind, None)
    found = Field(
        key=table.need("key", values.key, ""),
        label=need_label(table, "label", _LONG),
        kind=kind or Kind.TEXT,
        is_required=table.read("required", values.yes_or_no, False),
        help=label(table, "help", _HELP),
        choices=_choices(table, kind),
        shown_if=_condition(table.table("shown_if"), earlier) if "shown_if" in table.values else None,
    )
    table.note_unknown(["shown_if"])
    return found


def _kind(value: object) -> Kind:
    return Kind(values.one_of("kind of field", list(Kind))(value))


def _choices(table: Table, kind: Kind | None) -> tuple[Choice, ...]:
    """The choices of a field; how many there may be is left open while its kind is not known."""
    items = table.items("choices")
    found = [_choice(items, place) for place in items.values]
    if kind in _MOST_CHOICES and not found:
        table.note("choices", 'name what there is to choose from, such as ["Laptop", "Phone"].')
    elif kind and len(found) > _MOST_CHOICES.get(kind, 0):
        room = _MOST_CHOICES.get(kind)
        table.note("choices", f"there is room for {room}, and these are {len(found)}." if room else _has_none(kind))
    _note_same(items, found)
    return tuple(found)


def _has_none(kind: Kind) -> str:
    return f'are for the kinds {", ".join(_MOST_CHOICES)}; this field is of kind "{kind}".'


def _choice(items: Table, place: str) -> Choice:
    """A choice is its label, or a table with key and label where the key shall be another than the label's slug."""
    written = items.values[place]
    if isinstance(written, dict) and ("key" in written or "label" in written):
        table = items.table(place)
        found = Choice(table.need("key", values.key, ""), need_label(table, "label", SHORT))
        table.note_unknown()
        return found
    text = label(items, place, SHORT) or Label("")
    if text.text and not slug(text.text):
        items.note(place, 'has no letters for a key; write { key = "some-key", label = … }.')
    return Choice(slug(text.text), text)


def _note_same(items: Table, choices: Sequence[Choice]) -> None:
    seen: set[str] = set()
    for place, choice in zip(items.values, choices, strict=True):
        if choice.key and choice.key in seen:
            items.note(place, f'an earlier choice has the key "{choice.key}"; give one of them another.')
        seen.add(choice.key)


def _condition(table: Table, earlier: Sequence[Field]) -> Condition | None:
    """What an earlier field with choices must hold for this one to be shown."""
    name = table.need("field", values.text, "")
    field = next((one for one in earlier if one.key == name), None)
    if name and field is None:
        guess = did_you_mean(name, [one.key for one in earlier if one.choices])
        table.note("field", f'"{name}" is no earlier field of this type.{guess}')
    elif field and not field.choices:
        table.note("field", f'"{name}" has no choices; only a field with choices can decide what is shown.')
    found = table.each("is", choice_of(field.choices) if field and field.choices else values.text)
    if not table.values.get("is"):
        table.note("is", 'name the choices with which it is shown, such as ["laptop"].')
    table.note_unknown()
    return Condition(name, frozenset(found))


def choice_of(choices: Sequence[Choice]) -> Callable[[object], str]:
    """The key of one of these choices, however it is written: by its key or as the label that the key came from."""
    known = [choice.key for choice in choices]

    def parse(value: object) -> str:
        found = values.text(value)
        return slug(found) if slug(found) in known else values.one_of("choice here", known)(found)

    return parse


def slug(text: str) -> str:
    """The key that a label makes: "Neues Gerät" is "neues-gerat"."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9_]+", "-", plain)[:32].strip("-")
