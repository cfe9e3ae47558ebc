"""Request types and their forms: what a desk asks for beside title and details."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.targets import Standard
from storage.kinds import Urgency

Answers = Mapping[str, Sequence[str]]
"""What was filled in, by the key of its field: choices by their keys, people and files by their Slack ids."""


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    SELECT = "select"
    MULTI_SELECT = "multi_select"
    CHECKBOXES = "checkboxes"
    DATE = "date"
    PERSON = "person"
    NUMBER = "number"
    EMAIL = "email"
    URL = "url"
    FILES = "files"


@dataclass(frozen=True)
class Label:
    """A text of the desks file: plain, and in other languages by their codes."""

    text: str
    others: Mapping[str, str] = field(default_factory=dict)

    def reads(self, language: str) -> str:
        """The text in a language ("de", "de-AT"), or the plain one."""
        return self.others.get(language.replace("_", "-").split("-")[0].casefold(), self.text)


@dataclass(frozen=True)
class Choice:
    """One of a field's choices; the key is what is remembered."""

    key: str
    label: Label


@dataclass(frozen=True)
class Condition:
    """A field is shown only while another one holds one of these values."""

    field: str
    values: frozenset[str]


@dataclass(frozen=True)
class Field:
    """One question of a request type's form."""

    key: str
    label: Label
    kind: Kind
    is_required: bool = False
    help: Label | None = None
    choices: tuple[Choice, ...] = ()
    shown_if: Condition | None = None


@dataclass(frozen=True)
class RequestType:
    """A kind of request that a desk serves; no agents means those of the desk.

    What is confidential is no request but a case (bot.confidence); in a mediation there is somebody on the other side.
    """

    key: str
    label: Label
    urgency: Urgency
    standards: Mapping[Urgency, Standard]
    agents: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    is_confidential: bool = False
    is_mediation: bool = False

    def shown(self, answers: Answers) -> list[Field]:
        """The fields that are asked, given what has been answered so far."""
        visible: list[Field] = []
        for one in self.fields:
            condition = one.shown_if
            if condition is None or (
                any(earlier.key == condition.field for earlier in visible)
                and condition.values & set(answers.get(condition.field, ()))
            ):
                visible.append(one)
        return visible

    @property
    def deciding(self) -> frozenset[str]:
        """The keys of the fields on which others depend."""
        return frozenset(one.shown_if.field for one in self.fields if one.shown_if)
