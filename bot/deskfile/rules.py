"""The company's routing rules, as the desks file writes them."""

from collections.abc import Mapping, Sequence

from bot.deskfile import values
from bot.deskfile.forms import choice_of
from bot.deskfile.table import Table
from bot.desks import Desk
from bot.fields import Choice, Field
from bot.routing import Rule

_CONDITIONS = ("words", "types", "channels", "departments", "answers")
_OUTCOMES = ("desk", "agents", "urgency")
_MOST_RULES = 500


def read_rules(file: Table, desks: Sequence[Desk]) -> tuple[Rule, ...]:
    """The rules in their order, about these desks and their types."""
    return tuple(_rule(table, desks) for table in file.tables("rules", _MOST_RULES))


def _rule(table: Table, desks: Sequence[Desk]) -> Rule:
    found = Rule(
        words=table.each("words", values.text),
        types=table.each("types", values.one_of("request type", _names_of_types(desks))),
        channels=table.each("channels", values.channel),
        departments=table.each("departments", values.text),
        answers=_answers(table.table("answers"), desks),
        desk=table.read("desk", values.one_of("desk", [desk.key for desk in desks if desk.key]), None),
        agents=table.each("agents", values.person),
        urgency=table.read("urgency", values.urgency, None),
    )
    table.note_unknown()
    _note_missing(table)
    return found


def _note_missing(table: Table) -> None:
    """A rule that says not when it matches would match everything; one that says not what follows, does nothing."""
    for key in (*_CONDITIONS, "agents"):
        if table.values.get(key) in ([], {}):
            table.note(key, "is empty; name at least one, or leave the key out.")
    for asked, keys in (("when it applies", _CONDITIONS), ("what follows", _OUTCOMES)):
        if not any(key in table.values for key in keys):
            table.problems.append(f"{table.where}: say {asked}, with one of {', '.join(keys)}.")


def _names_of_types(desks: Sequence[Desk]) -> list[str]:
    """What a rule may call a type: "access" for every desk's, "it/access" for one desk's."""
    found = [(desk.key, one.key) for desk in desks for one in desk.types if desk.key and one.key]
    return list(dict.fromkeys([*(key for _, key in found), *(f"{desk}/{key}" for desk, key in found)]))


def _answers(table: Table, desks: Sequence[Desk]) -> Mapping[str, tuple[str, ...]]:
    """The answers of fields that some form has; where it has choices, the answers are among them."""
    fields = [field for desk in desks for one in desk.types for field in one.fields]
    known = list(dict.fromkeys(field.key for field in fields))
    found: dict[str, tuple[str, ...]] = {}
    for key in table.values:
        found[key] = table.each(key, choice_of(choices) if (choices := _choices(fields, key)) else values.text)
        if not table.values[key]:
            table.note(key, "is empty; name at least one answer.")
        if key not in known:
            table.note(key, values.unknown("field of any form", key, known))
    return found


def _choices(fields: Sequence[Field], key: str) -> list[Choice]:
    return [choice for field in fields if field.key == key for choice in field.choices]
