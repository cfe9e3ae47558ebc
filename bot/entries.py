"""What stands in the request form, and the draft that it makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.desks import Desk, Desks
from bot.drafts import Draft, answer_name, type_name
from bot.fields import Answers, RequestType
from bot.files import SharedFile
from bot.mrkdwn import visible
from storage.kinds import Urgency

DESK, TITLE, DETAILS, REQUESTER = "desk", "title", "details", "requester"
EXCLUDED, OTHER = "excluded", "other"
"""Of what is confidential: the fields for those who must not see it, and for who is on the other side."""
GENERAL = "*"
"""What stands in the type's field for none of the types: Slack's selects can't be emptied again."""

_URGENCY = "urgency"

Values = Mapping[str, Sequence[str]]
"""What stands in the fields of a form, by their names; nothing for an empty one."""


def urgency_name(suggested: Urgency) -> str:
    """The name of the urgency's field: another suggestion needs another field, for Slack keeps what stands in one."""
    return f"{_URGENCY}:{suggested}"


@dataclass(frozen=True)
class Entries:
    """What stands in the fields by their names, with what stood in those that are not shown now; and the files."""

    values: Values = field(default_factory=dict)
    files: Mapping[str, Sequence[SharedFile]] = field(default_factory=dict)

    def first(self, name: str) -> str:
        """What stands in a field that holds one thing, or an empty text."""
        return next(iter(self.values.get(name, ())), "")

    def beside(self, carried: Values) -> "Entries":
        """These, and what was carried of fields that were not shown."""
        return replace(self, values={**carried, **self.values})

    @property
    def text(self) -> str:
        """Title and details, for those who look for words."""
        return f"{self.first(TITLE)}\n{self.first(DETAILS)}"

    @property
    def requester(self) -> str | None:
        """For whom this is asked, if for somebody else."""
        return self.first(REQUESTER) or None

    @property
    def excluded(self) -> Sequence[str]:
        """Who must not see it."""
        return tuple(self.values.get(EXCLUDED, ()))

    @property
    def other(self) -> str | None:
        """Who is on the other side."""
        return self.first(OTHER) or None

    @property
    def urgency(self) -> Urgency | None:
        """The urgency that stands there."""
        chosen = next((values[0] for name, values in self.values.items() if is_urgency(name) and values), None)
        return Urgency(chosen) if chosen else None

    @property
    def suggested(self) -> Urgency | None:
        """The urgency that was suggested when the field was shown."""
        return next((Urgency(name.partition(":")[2]) for name in self.values if is_urgency(name)), None)

    def without_urgency(self) -> "Entries":
        """These, the urgency left to what the type suggests."""
        return replace(self, values={name: values for name, values in self.values.items() if not is_urgency(name)})

    def desk(self, desks: Desks) -> Desk | None:
        """The chosen desk, if it is in the desks file."""
        key = self.first(DESK)
        return desks.get(key) if desks.has(key) else None

    def type_key(self, desk: str) -> str | None:
        """What was chosen of a desk's types, whether it still is one; None for no type."""
        chosen = self.first(type_name(desk))
        return None if chosen in ("", GENERAL) else chosen

    def type(self, desk: Desk | None) -> RequestType | None:
        """The chosen type of a desk, if it is in the desks file."""
        return desk.type(self.type_key(desk.key)) if desk else None

    def answers(self, desk: Desk, kind: RequestType) -> Answers:
        """What stands in a type's fields, shown or not, by their keys."""
        named = {one.key: self._answer(answer_name(desk.key, kind.key, one.key)) for one in kind.fields}
        return {key: values for key, values in named.items() if values}

    def _answer(self, name: str) -> Sequence[str]:
        return [file.id for file in self.files.get(name, ())] or self.values.get(name, ())

    def draft(self, desks: Desks, files: Sequence[SharedFile] = ()) -> Draft:
        """The request that this makes, with files that came along; only what is asked counts as answered."""
        desk = self.desk(desks)
        kind = self.type(desk)
        key = self.first(DESK)
        answers = self._asked(desk, kind) if desk and kind else {}
        return Draft(
            desk=key,
            title=visible(" ".join(self.first(TITLE).split())),
            details=visible(self.first(DETAILS)),
            urgency=self.urgency or Urgency.NORMAL,
            type=self.type_key(key),
            answers=answers,
            files=[*files, *self._files_in(answers)],
        )

    def _asked(self, desk: Desk, kind: RequestType) -> Answers:
        answers = self.answers(desk, kind)
        asked = {one.key: list(filter(None, map(visible, answers.get(one.key, ())))) for one in kind.shown(answers)}
        return {key: values for key, values in asked.items() if values}

    def _files_in(self, answers: Answers) -> Sequence[SharedFile]:
        ids = {value for values in answers.values() for value in values}
        return [file for files in self.files.values() for file in files if file.id in ids]


def is_urgency(name: str) -> bool:
    """Whether the field of this name is the urgency's."""
    return name.startswith(f"{_URGENCY}:")
