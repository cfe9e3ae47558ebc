"""A table of the desks file that notes everything that is wrong with it, under the path of the key."""

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import TypeVar

T = TypeVar("T")


class Table:
    """Values by key, or by "[0]" where they stand in a list; what can't be read is noted and its default taken.

    A value is read by a plain function that raises ValueError in the operator's words, so that one reading finds all.
    """

    def __init__(self, where: str, values: Mapping[str, object], problems: list[str]) -> None:
        self.where = where
        self.values = values
        self.problems = problems
        self._known: list[str] = []

    def read(self, key: str, parse: Callable[[object], T], default: T) -> T:
        """Return what `parse` makes of a value, or the default after noting what is wrong."""
        self._known.append(key)
        if key not in self.values:
            return default
        try:
            return parse(self.values[key])
        except ValueError as error:
            self.note(key, str(error))
            return default

    def need(self, key: str, parse: Callable[[object], T], default: T) -> T:
        """Return a value that must be there, or the default after noting that it is not."""
        if key not in self.values:
            self.note(key, "is missing.")
        return self.read(key, parse, default)

    def each(self, key: str, parse: Callable[[object], str]) -> tuple[str, ...]:
        """Return a list's values, each once, without what is wrong with any of them, each noted."""
        items = self.items(key)
        return tuple(dict.fromkeys(filter(None, (items.read(place, parse, "") for place in items.values))))

    def items(self, key: str) -> "Table":
        """Return the list under a key as a table by place, empty where there is none."""
        values: list[object] = self.read(key, _listed, [])
        return self._inner(key, {f"[{place}]": value for place, value in enumerate(values)})

    def table(self, key: str) -> "Table":
        """Return the table under a key, empty where there is none."""
        return self._inner(key, self.read(key, _tabled, {}))

    def tables(self, key: str, most: int) -> list["Table"]:
        """Return the tables that each begin with [[key]], none where there are none."""
        found: list[Mapping[str, object]] = self.read(key, _tables(self._path(key)), [])
        if len(found) > most:
            self.note(key, f"there is room for {most}, and these are {len(found)}.")
        return [self._inner(f"{key}[{place}]", values) for place, values in enumerate(found)]

    def note(self, key: str, problem: str) -> None:
        """Note a problem with a key."""
        self.problems.append(f"{self._path(key)}: {problem}")

    def note_unknown(self, more: Sequence[str] = ()) -> None:
        """Note every key that nobody has asked for, with the known one, or one more, that it resembles."""
        for key in self.values:
            if key not in self._known:
                self.note(key, f"is no key we know.{did_you_mean(key, [*self._known, *more])}")

    def note_repeated(self, key: str, tables: Sequence["Table"]) -> None:
        """Note which of these tables have the same value under a key as an earlier one."""
        seen: dict[object, str] = {}
        for table in tables:
            value = table.values.get(key)
            if isinstance(value, str) and seen.setdefault(value, table.where) != table.where:
                table.note(key, f'"{value}" is taken by {seen[value]}.')

    def _inner(self, key: str, values: Mapping[str, object]) -> "Table":
        return Table(self._path(key), values, self.problems)

    def _path(self, key: str) -> str:
        return f"{self.where}{key}" if not self.where or key.startswith("[") else f"{self.where}.{key}"


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A question to append where a word resembles a known one, else nothing."""
    close = get_close_matches(word.casefold(), known, n=1)
    return f' Did you mean "{close[0]}"?' if close else ""


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError('should be a list, such as ["one", "two"].')
    return value


def _tabled(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError("should be a table, with keys of its own.")
    return value


def _tables(path: str) -> Callable[[object], list[Mapping[str, object]]]:
    header = re.sub(r"\[\d+\]", "", path)

    def parse(value: object) -> list[Mapping[str, object]]:
        if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
            raise ValueError(f"begin each with [[{header}]], in two brackets.")
        return value

    return parse
