"""The form for a desk or type of the desks file: what stands in it, and the file once it was sent."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from bot.deskfile import DesksError, desks_of, writing
from bot.deskfile.asks import FIELDS, Ask, Staff, asks_for, name_of, plain, value_at
from bot.deskfile.writing import Key, Spot, Value
from bot.errors import Mistake
from bot.form_errors import InDesksFile, InvalidForm, NoFields

Typed = Mapping[str, str]
"""What a form holds, by the names of its fields; people as their ids with commas between, a tick as `YES`."""

_LONGEST_PROBLEM = 500
_QUOTED = re.compile(r'"([^"]+)"')
_COUNTED = re.compile(r"\bdesks\[(\d+)\]")


@dataclass(frozen=True)
class Sheet:
    """What a form edits: a desk or one of its types, in a version of the file; no key stands for a new one.

    It travels in private_metadata. Version 0 is the file itself, to which nothing was applied yet.
    """

    version: int
    desk: str | None = None
    type: str | None = None

    def dump(self) -> str:
        """The sheet as private_metadata."""
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, metadata: str) -> "Sheet":
        """The sheet from private_metadata."""
        return cls(**json.loads(metadata))


@dataclass(frozen=True)
class Page:
    """A sheet with what stands in its fields, and whom the file names though Slack doesn't know them."""

    sheet: Sheet
    values: Typed
    strangers: Sequence[str] = ()

    @property
    def name(self) -> str:
        """What the desk or type is called."""
        return self.values["name_en"] or self.values["name_de"]


@dataclass(frozen=True)
class _Problem:
    """What the reader of the file finds wrong, and where."""

    path: str
    said: str

    @property
    def text(self) -> str:
        """All of it."""
        return f"{self.path}: {self.said}" if self.said else self.path


def shown(text: str, spot: Spot, staff: Staff) -> dict[str, str]:
    """What stands in the fields of the form for a desk or type."""
    table = writing.table_at(text, spot)
    values = {ask.name: ask.show(value_at(table, ask.key)) for ask in asks_for(spot, staff)}
    return values if spot.type is None else values | {FIELDS: writing.fields_at(text, spot)}


def filled(text: str, spot: Spot, staff: Staff, typed: Typed) -> str:
    """The file once a form was sent; what the form has no field for stays. Raises InvalidForm, with every problem."""
    before = shown(text, spot, staff)
    told = {name: value for name, value in typed.items() if plain(value) != before.get(name, plain(value))}
    changes, mistakes = _read(text, spot, staff, told)
    after = writing.changed(text, spot, changes)
    if FIELDS in told:
        after = _with_fields(after, spot, plain(told[FIELDS]), mistakes)
    mistakes = _blamed(after, spot, staff, typed, told) | mistakes
    if mistakes:
        raise InvalidForm(mistakes)
    return after


def with_desk(text: str, staff: Staff, typed: Typed) -> str:
    """The file with a new desk. Raises InvalidForm."""
    text = writing.with_desk(text, typed["key"])
    return filled(text, Spot(len(writing.desks_at(text)) - 1), staff, typed)


def with_type(text: str, desk: int, staff: Staff, typed: Typed) -> str:
    """The file with a new type of a desk. Raises InvalidForm."""
    text = writing.with_type(text, desk, typed["key"])
    return filled(text, Spot(desk, len(writing.desks_at(text)[desk]["types"]) - 1), staff, typed)


def without(text: str, spot: Spot, field: str) -> str:
    """The file without a desk or type. Raises InvalidForm for the field in which that was decided."""
    after = writing.without(text, spot)
    problems = _problems(after)
    if problems:
        raise InvalidForm({field: _said([one.text for one in problems], after)})
    return after


def _problems(text: str) -> list[_Problem]:
    try:
        desks_of(text)
    except DesksError as error:
        parts = [problem.partition(": ") for problem in error.problems]
        return [_Problem(path, said) for path, _, said in parts]
    return []


def _read(text: str, spot: Spot, staff: Staff, told: Typed) -> tuple[dict[Key, Value | None], dict[str, Mistake]]:
    """The values that were typed, and what is wrong with those that are none."""
    table = writing.table_at(text, spot)
    changes: dict[Key, Value | None] = {}
    mistakes: dict[str, Mistake] = {}
    for ask in asks_for(spot, staff):
        if ask.name in told:
            before = changes.get(ask.key, value_at(table, ask.key))
            try:
                value = ask.read(plain(told[ask.name]), before)
            except Mistake as mistake:
                mistakes[ask.name] = mistake
            else:
                changes |= {ask.key: value} if value != before else {}
    return changes, mistakes


def _with_fields(text: str, spot: Spot, typed: str, mistakes: dict[str, Mistake]) -> str:
    """The file with other fields in a type, or as it was, after noting what is wrong with them."""
    try:
        if not set(tomllib.loads(typed)) - {FIELDS}:
            return writing.with_fields(text, spot, typed)
        mistakes[FIELDS] = NoFields()
    except ValueError as error:
        mistakes[FIELDS] = InDesksFile(problem=str(error))
    return text


def _blamed(text: str, spot: Spot, staff: Staff, typed: Typed, told: Typed) -> dict[str, Mistake]:
    """What is wrong with the file, by the fields that it is about."""
    asks = [ask for ask in asks_for(spot, staff) if ask.name in typed]
    found: dict[str, list[str]] = {}
    for problem in _problems(text):
        place = problem.path.removeprefix(f"{spot.path}.") if problem.path.startswith(f"{spot.path}.") else ""
        ask = _asked_at(place, asks)
        if ask:
            rest = place.removeprefix(ask.place).removeprefix(".")
            found.setdefault(ask.name, []).append(f"{rest}: {problem.said}" if rest else problem.said)
        else:
            found.setdefault(_suspect(problem.said, typed, told), []).append(problem.text)
    return {name: _said(problems, text) for name, problems in found.items()}


def _asked_at(place: str, asks: Sequence[Ask]) -> Ask | None:
    """The field for a place in the table; of a name and its German, the one that is meant more closely."""
    fitting = [ask for ask in asks if re.match(rf"{re.escape(ask.place)}(?![\w-])", place)]
    return max(fitting, key=lambda ask: len(ask.place), default=None)


def _suspect(said: str, typed: Typed, told: Typed) -> str:
    """The field for a problem that shows elsewhere in the file: one that holds the word in question, best a new one."""
    words = [word.casefold() for word in _QUOTED.findall(said)]
    names = [*told, *typed]
    return next((name for name in names if any(word in typed[name].casefold() for word in words)), names[0])


def _said(problems: Sequence[str], text: str) -> InDesksFile:
    """Problems as people read them: the reader counts the desks, people call them by name."""
    names = [name_of(desk) for desk in writing.desks_at(text)]
    said = _COUNTED.sub(lambda match: names[int(match[1])], "\n".join(problems))
    return InDesksFile(problem=said if len(said) <= _LONGEST_PROBLEM else said[: _LONGEST_PROBLEM - 1] + "…")
