"""Routing: the company's ordered rules, of which the first that matches decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.fields import Answers
from bot.stems import Word, in_order, phrase_in
from storage.kinds import Urgency


@dataclass(frozen=True)
class Asked:
    """What is known of a request when it is routed; `desk` and `type` only where the person chose them."""

    text: str
    channel: str | None = None
    department: str | None = None
    desk: str | None = None
    type: str | None = None
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """Matches when each of its conditions does; any of a condition's values will do, and none means no condition.

    Words and phrases are found in whatever inflection; a type is named alone or with its desk ("it/access");
    `channels` are ids; types, departments and answers are compared in whatever case.
    """

    words: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    desk: str | None = None
    agents: tuple[str, ...] = ()
    urgency: Urgency | None = None


def route(rules: Sequence[Rule], asked: Asked) -> Rule | None:
    """The first rule that matches; one that leads to another desk than the person chose never does."""
    said = in_order(asked.text)
    return next((rule for rule in rules if _matches(rule, asked, said)), None)


def _matches(rule: Rule, asked: Asked, said: Sequence[Word]) -> bool:
    return (
        (not rule.desk or asked.desk in (None, rule.desk))
        and (not rule.words or any(phrase_in(phrase, said) for phrase in rule.words))
        and (not rule.types or _is_one_of(rule.types, *_names_of_type(asked)))
        and (not rule.channels or asked.channel in rule.channels)
        and (not rule.departments or _is_one_of(rule.departments, asked.department))
        and all(_is_one_of(wanted, *asked.answers.get(key, ())) for key, wanted in rule.answers.items())
    )


def _names_of_type(asked: Asked) -> tuple[str, ...]:
    return (asked.type, f"{asked.desk}/{asked.type}") if asked.type else ()


def _is_one_of(wanted: Sequence[str], *given: str | None) -> bool:
    """Whether one of the given values is wanted, in whatever case."""
    folded = {value.strip().casefold() for value in wanted}
    return any(value is not None and value.strip().casefold() in folded for value in given)
