"""The words a rule can say and the walk that carries the JSON pointer; the shapes themselves are tables elsewhere."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

Fields = Mapping[str, object]
Law = Callable[[Fields, str], Iterator[str]]


class Rule(Protocol):
    """What one place in the JSON must be."""

    def problems(self, value: object, at: str) -> Iterator[str]:
        """Each thing that Slack refuses about the value at this JSON pointer."""
        ...


def problem(words: str, at: str) -> str:
    """One line as Slack writes it into `errors` and `response_metadata.messages`."""
    return f"{words} [json-pointer:{at}]"


@dataclass(frozen=True)
class Text:
    """A string of least to most characters; a solid one needs something besides white space (?)."""

    most: int
    least: int = 1
    solid: bool = False

    def problems(self, value: object, at: str) -> Iterator[str]:
        """Length and type."""
        if not isinstance(value, str):
            yield problem("must be a string", at)
        elif len(value.strip() if self.solid else value) < self.least:
            yield problem(f"must be more than {self.least - 1} characters", at)
        elif len(value) > self.most:
            yield problem(f"must be less than {self.most + 1} characters", at)


@dataclass(frozen=True)
class Form:
    """A string of a fixed form, such as a date or a link, told in these words when it has another."""

    pattern: str
    words: str
    most: int = 3000

    def problems(self, value: object, at: str) -> Iterator[str]:
        """Length, type and form."""
        wrong = list(Text(self.most).problems(value, at))
        if not wrong and not re.fullmatch(self.pattern, str(value)):
            wrong = [problem(self.words, at)]
        yield from wrong


@dataclass(frozen=True)
class Choice:
    """One of a few strings."""

    values: frozenset[str]

    def problems(self, value: object, at: str) -> Iterator[str]:
        """Type and membership."""
        if not isinstance(value, str):
            yield problem("must be a string", at)
        elif value not in self.values:
            yield problem("must be a valid enum value", at)


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def problems(self, value: object, at: str) -> Iterator[str]:
        """Type."""
        if not isinstance(value, bool):
            yield problem("must be a boolean", at)


@dataclass(frozen=True)
class Whole:
    """A whole number between two bounds, both included."""

    least: int = 0
    most: int | None = None

    def problems(self, value: object, at: str) -> Iterator[str]:
        """Type and bounds."""
        if isinstance(value, bool) or not isinstance(value, int):
            yield problem("must be an integer", at)
        elif value < self.least:
            yield problem(f"must be greater than {self.least - 1}", at)
        elif self.most is not None and value > self.most:
            yield problem(f"must be less than {self.most + 1}", at)


@dataclass(frozen=True)
class Number:
    """Any number, or only those above nought."""

    positive: bool = False

    def problems(self, value: object, at: str) -> Iterator[str]:
        """Type and sign."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield problem("must be a number", at)
        elif self.positive and value <= 0:
            yield problem("must be greater than 0", at)


@dataclass(frozen=True)
class Items:
    """A list of least to most things of one kind."""

    of: Rule
    most: int | None = None
    least: int = 1

    def problems(self, value: object, at: str) -> Iterator[str]:
        """Count, then every item."""
        if not isinstance(value, list):
            yield problem("must be an array", at)
            return
        if len(value) < self.least:
            yield problem(f"must provide at least {self.least} items", at)
        if self.most is not None and len(value) > self.most:
            yield problem(f"no more than {self.most} items allowed", at)
        for index, item in enumerate(value):
            yield from self.of.problems(item, f"{at}/{index}")


@dataclass(frozen=True)
class Nullable:
    """Something that may also be null."""

    of: Rule

    def problems(self, value: object, at: str) -> Iterator[str]:
        """What the rule says, unless there is nothing."""
        if value is not None:
            yield from self.of.problems(value, at)


@dataclass(frozen=True)
class Shape:
    """An object with required and optional fields, no others, and laws between the fields.

    The laws are asked only when every field is right by itself, so they may rely on types.
    """

    required: Mapping[str, Rule] = field(default_factory=dict)
    optional: Mapping[str, Rule] = field(default_factory=dict)
    laws: tuple[Law, ...] = ()

    def problems(self, value: object, at: str) -> Iterator[str]:
        """Missing and unknown fields, every field, then the laws."""
        if not isinstance(value, dict):
            yield problem("must be an object", at)
            return
        wrong = [*self._of_names(value, at), *self._of_fields(value, at)]
        yield from wrong or (line for law in self.laws for line in law(value, at))

    def _of_names(self, value: Fields, at: str) -> Iterator[str]:
        for name in self.required:
            if name not in value:
                yield problem(f"missing required field: {name}", at)
        for name in value:
            if name not in self.required and name not in self.optional:
                yield problem(f"invalid additional property: {name}", at)

    def _of_fields(self, value: Fields, at: str) -> Iterator[str]:
        for name, rule in {**self.required, **self.optional}.items():
            if name in value:
                yield from rule.problems(value[name], f"{at}/{name}")


@dataclass(frozen=True)
class Typed:
    """An object whose `type` says which of the shapes it must have."""

    shapes: Mapping[str, Rule]

    def problems(self, value: object, at: str) -> Iterator[str]:
        """A type that may not stand here, or what the type's shape says."""
        if not isinstance(value, dict):
            yield problem("must be an object", at)
        elif "type" not in value:
            yield problem("missing required field: type", at)
        elif not isinstance(value["type"], str):
            yield problem("must be a string", f"{at}/type")
        elif value["type"] not in self.shapes:
            yield problem(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            rest = {name: part for name, part in value.items() if name != "type"}
            yield from self.shapes[value["type"]].problems(rest, at)


def choice(*values: str) -> Choice:
    """One of these strings."""
    return Choice(frozenset(values))


def exactly_one(*names: str) -> Law:
    """The law that one of the fields is there, and only one."""

    def law(fields: Fields, at: str) -> Iterator[str]:
        present = [name for name in names if name in fields]
        if len(present) != 1:
            yield problem(f"must define exactly one of {_quoted(names, 'and')}", at)

    return law


def at_least_one(*names: str) -> Law:
    """The law that some of the fields are there."""

    def law(fields: Fields, at: str) -> Iterator[str]:
        if not any(name in fields for name in names):
            yield problem(f"must define {_quoted(names, 'or')}", at)

    return law


def unique(name: str, inside: str) -> Law:
    """The law that no two items of a list carry the same value in a field; items without it are left alone."""

    def law(fields: Fields, at: str) -> Iterator[str]:
        yield from repeated(name, listed(fields.get(inside)), f"{at}/{inside}")

    return law


def repeated(name: str, items: list[Fields], at: str) -> Iterator[str]:
    """Each item whose value in a field an earlier item already has."""
    seen: set[str] = set()
    for index, item in enumerate(items):
        value = item.get(name)
        if not isinstance(value, str):
            continue
        if value in seen:
            yield problem(f'`{name}` "{value}" already exists', f"{at}/{index}/{name}")
        seen.add(value)


def listed(value: object) -> list[Fields]:
    """The objects of a list in their places; what is no object counts as an empty one, what is no list as nothing."""
    return [item if isinstance(item, dict) else {} for item in value] if isinstance(value, list) else []


def _quoted(names: tuple[str, ...], word: str) -> str:
    return f" {word} ".join(f"`{name}`" for name in names)
