"""The desks file edited as a careful person would: what is meant changes, all else stays to the last byte.

Lines are found by the headers above them, values are exchanged by tomlkit, so that comments and order stay. What comes
out is read again and compared with what was meant: a file whose way of writing defeats us is refused, never damaged.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, InlineTable

from bot.errors import OtherHand

Value = str | bool | list[str] | dict[str, str]
Key = tuple[str, ...]
"""The way to a value within its table: ("targets", "high")."""

_DESKS, _TYPES, _FIELDS = "desks", "desks.types", "desks.types.fields"
_HEADER = re.compile(r"\s*\[\[?\s*((?:desks|rules)(?:\s*\.\s*[\w-]+)*)\s*\]\]?\s*(?:#.*)?")
_SHORT_HEADER = re.compile(r"(\s*\[\[?\s*)(fields\b)")


@dataclass(frozen=True)
class Spot:
    """A desk by its place in the file, or one of its types."""

    desk: int
    type: int | None = None

    @property
    def path(self) -> str:
        """What the reader of the file calls this table."""
        return f"desks[{self.desk}]" if self.type is None else f"desks[{self.desk}].types[{self.type}]"

    @property
    def header(self) -> str:
        """What stands in brackets above the table."""
        return _DESKS if self.type is None else _TYPES


def desks_at(text: str) -> list[dict[str, Any]]:
    """The values of all desks as they are written."""
    found: list[dict[str, Any]] = tomllib.loads(text)["desks"]
    return found


def table_at(text: str, spot: Spot) -> dict[str, Any]:
    """The values of a desk or type as they are written."""
    return _table_of(tomllib.loads(text), spot)


def changed(text: str, spot: Spot, changes: Mapping[Key, Value | None]) -> str:
    """The file with other values in a desk or type; None takes a key out."""
    lines = text.split("\n")
    begin, end = _span_at(lines, spot)
    block = "\n".join(lines[begin:end])
    for key, value in changes.items():
        block = _put(block, spot.header, key, value)

    def mean(file: dict[str, Any]) -> None:
        for key, value in changes.items():
            _mean(_table_of(file, spot), key, value)

    return _proved("\n".join([*lines[:begin], block, *lines[end:]]), text, mean)


def with_desk(text: str, key: str) -> str:
    """The file with another desk below the others."""
    lines = text.split("\n")
    last = len(desks_at(text)) - 1
    _, end = _span_at(lines, Spot(last))
    _insert(lines, end, ["", "", f"[[{_DESKS}]]", f"key = {_toml(key)}"])
    return _proved("\n".join(lines), text, lambda file: file["desks"].append({"key": key}))


def with_type(text: str, desk: int, key: str) -> str:
    """The file with another type below the others of a desk."""
    lines = text.split("\n")
    _, end = _span_at(lines, Spot(desk))
    _insert(lines, end, ["", f"[[{_TYPES}]]", f"key = {_toml(key)}"])
    return _proved("\n".join(lines), text, lambda file: _types_of(file, desk).append({"key": key}))


def without(text: str, spot: Spot) -> str:
    """The file without a desk or type, and without the comment right above it."""
    lines = text.split("\n")
    begin, end = _span_at(lines, spot)
    while begin > 0 and _is_blank(lines[begin - 1]):
        begin -= 1
    del lines[begin:end]
    while begin == 0 and len(lines) > 1 and _is_blank(lines[0]):
        del lines[0]
    return _proved("\n".join(lines), text, lambda file: _leave_out(file, spot))


def fields_at(text: str, spot: Spot) -> str:
    """The fields of a type as text, each below [[fields]], comments and all."""
    lines = text.split("\n")
    begin, end = _span_at(lines, spot)
    first, last = _fields_span(lines[begin:end])
    written = [line.rstrip("\r") for line in lines[begin:end][first:last]]
    fields = table_at(text, spot).get("fields", [])
    if fields and not written:
        return tomlkit.dumps({"fields": fields}).strip("\n")
    return "\n".join(line.replace(_FIELDS, "fields") if _path(line) else line for line in written)


def with_fields(text: str, spot: Spot, fields: str) -> str:
    """The file with other fields in a type, as `fields_at` writes them. Raises ValueError for what is no TOML."""
    meant = tomllib.loads(fields).get("fields", [])
    lines = text.split("\n")
    begin, end = _span_at(lines, spot)
    block = lines[begin:end]
    if _fields_span(block) == (len(block), len(block)):
        block = _put("\n".join(block), _TYPES, ("fields",), None).split("\n")
    first, last = _fields_span(block)
    del block[first:last]
    while first and _is_blank(block[first - 1]):
        first -= 1
        del block[first]
    new = [_SHORT_HEADER.sub(rf"\g<1>{_FIELDS}", line) for line in fields.split("\n")] if meant else []
    _insert(block, first, ["", *new] if new else [])

    def mean(file: dict[str, Any]) -> None:
        _mean(_table_of(file, spot), ("fields",), meant or None)

    return _proved("\n".join([*lines[:begin], *block, *lines[end:]]), text, mean)


def _proved(after: str, before: str, mean: Callable[[dict[str, Any]], object]) -> str:
    """The text after an edit, if it says just what the text before says once the same was done to its values."""
    meant = tomllib.loads(before)
    mean(meant)
    try:
        said = tomllib.loads(after)
    except ValueError:
        raise OtherHand from None
    if said != meant:
        raise OtherHand
    return after


def _table_of(file: Mapping[str, Any], spot: Spot) -> dict[str, Any]:
    desk: dict[str, Any] = file["desks"][spot.desk]
    return desk if spot.type is None else desk["types"][spot.type]


def _types_of(file: Mapping[str, Any], desk: int) -> list[Any]:
    found: list[Any] = file["desks"][desk].setdefault("types", [])
    return found


def _leave_out(file: dict[str, Any], spot: Spot) -> None:
    if spot.type is None:
        del file["desks"][spot.desk]
        return
    del _types_of(file, spot.desk)[spot.type]
    if not _types_of(file, spot.desk):
        del file["desks"][spot.desk]["types"]


def _mean(table: dict[str, Any], key: Key, value: object) -> None:
    """Do to plain values what an edit does to the text."""
    if value is None:
        _drop(table, key)
        return
    for part in key[:-1]:
        table = table.setdefault(part, {})
    table[key[-1]] = value


def _drop(table: MutableMapping[str, Any], key: Key) -> None:
    """Take a key out, and the tables around it that it leaves empty."""
    name, *rest = key
    if name in table and rest:
        _drop(table[name], tuple(rest))
    if name in table and (not rest or not table[name]):
        del table[name]


# -- lines ---------------------------------------------------------------------------------------------------------


def _span_at(lines: Sequence[str], spot: Spot) -> tuple[int, int]:
    """The lines of a desk or type, with the comment right above it."""
    begin, end = _span(lines, _DESKS, spot.desk)
    if spot.type is None:
        return begin, end
    first, last = _span(lines[begin:end], _TYPES, spot.type)
    return begin + first, begin + last


def _span(lines: Sequence[str], header: str, place: int) -> tuple[int, int]:
    starts = [number for number, line in enumerate(lines) if _path(line) == header]
    if len(starts) <= place:
        raise OtherHand
    return _head(lines, starts[place]), _tail(lines, _next_header(lines, starts[place], below=header))


def _fields_span(block: Sequence[str]) -> tuple[int, int]:
    """The lines of a type's fields; nothing at the end of the type where it has none in lines of their own."""
    start = next((number for number, line in enumerate(block) if _path(line) == _FIELDS), None)
    if start is None:
        return len(block), len(block)
    return _head(block, start), _tail(block, _next_header(block, start, below=_FIELDS, itself=True))


def _next_header(lines: Sequence[str], start: int, *, below: str = "", itself: bool = False) -> int:
    """The next header, or the next that does not lie below another one."""
    for number in range(start + 1, len(lines)):
        path = _path(lines[number])
        is_inside = below and (path.startswith(f"{below}.") or (itself and path == below))
        if path and not is_inside:
            return number
    return len(lines)


def _path(line: str) -> str:
    """What a header names; nothing for another line."""
    match = _HEADER.fullmatch(line)
    return re.sub(r"\s", "", match[1]) if match else ""


def _head(lines: Sequence[str], header: int) -> int:
    """Where a table begins: with the comment right above its header."""
    while header > 0 and _is_comment(lines[header - 1]):
        header -= 1
    return header


def _tail(lines: Sequence[str], stop: int) -> int:
    """Where a table ends that comes before a header: with its last value, and the comment right below that."""
    room = _head(lines, stop)
    end = room
    while end > 0 and (_is_blank(lines[end - 1]) or _is_comment(lines[end - 1])):
        end -= 1
    while end < room and _is_comment(lines[end]):
        end += 1
    return end


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _is_blank(line: str) -> bool:
    return not line.strip()


def _insert(lines: list[str], at: int, new: Sequence[str]) -> None:
    """Insert lines with the line ends that the others have."""
    end = "\r" if lines[0].endswith("\r") else ""
    lines[at:at] = [line + end for line in new]


# -- values --------------------------------------------------------------------------------------------------------


def _put(block: str, header: str, key: Key, value: Value | None) -> str:
    """The lines of a table with another value under a key."""
    try:
        document = tomlkit.parse(block + "\n")
    except TOMLKitError:
        raise OtherHand from None
    table: Any = document["desks"][0] if header == _DESKS else document["desks"]["types"][0]
    holder = table
    for part in key[:-1]:
        holder = holder.get(part, {})
    name, old = key[-1], holder.get(key[-1])
    if value is None:
        _drop(table, key)
    elif isinstance(value, dict) and isinstance(old, Mapping) and not isinstance(old, InlineTable):
        return _put_each(block, header, key, value, old)
    elif old is None and not isinstance(holder, InlineTable):
        return _put_new(block, header, key, value)
    elif not (isinstance(value, list) and isinstance(old, Array) and _is_edited(old, value)):
        holder[name] = tomlkit.value(_toml(value))
    return tomlkit.dumps(document)[:-1]


def _put_each(block: str, header: str, key: Key, value: dict[str, str], old: Mapping[str, Any]) -> str:
    """A table with a header of its own, or dotted keys: each of its lines by itself."""
    for name in dict.fromkeys([*old, *value]):
        if old.get(name) != value.get(name):
            block = _put(block, header, (*key, name), value.get(name))
    return block


def _put_new(block: str, header: str, key: Key, value: Value) -> str:
    """A line more in the table that the key belongs to, below its last one."""
    lines = block.split("\n")
    paths = [_path(line) for line in lines]
    depth = next(depth for depth in reversed(range(len(key))) if ".".join((header, *key[:depth])) in paths)
    start = paths.index(".".join((header, *key[:depth])))
    name = ".".join(tomlkit.key(part).as_string() for part in key[depth:])
    _insert(lines, _tail(lines, _next_header(lines, start)), [f"{name} = {_toml(value)}"])
    return "\n".join(lines)


def _is_edited(array: Array, wanted: Sequence[str]) -> bool:
    """Whether a list could be changed item by item, its comments kept."""
    for item in [item for item in array if item not in wanted]:
        array.remove(item)
    for item in wanted:
        if item not in array:
            array.append(item)
    return list(array) == list(wanted)


def _toml(value: Value) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{tomlkit.key(name).as_string()} = {_toml(one)}' for name, one in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(_toml(one) for one in value)}]"
    return tomlkit.item(value).as_string()
