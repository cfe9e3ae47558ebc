"""What somebody fills in, and how long it may be."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from bot.desks import Desk, Desks
from bot.errors import Mistake
from bot.fields import Answers, Field, Kind
from bot.files import SharedFile
from bot.form_errors import (
    InvalidForm,
    Missing,
    NotADate,
    NotALink,
    NotAnEmail,
    NotANumber,
    NotAPerson,
    TooLong,
    UnknownChoice,
    UnknownDesk,
    UnknownType,
)
from bot.mrkdwn import visible
from storage.kinds import Urgency

TITLE_LIMIT = 150
DETAILS_LIMIT = 3000
CLOSING_WORD_LIMIT = 2000
COMMENT_LIMIT = 1000
HANDOVER_LIMIT = 1000
REPLY_LIMIT = 3000
ANSWER_LIMITS: Mapping[Kind, int] = {Kind.TEXT: 300, Kind.LONG_TEXT: 3000, Kind.NUMBER: 40, Kind.EMAIL: 254}
_ANSWER_LIMIT = 2000
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_LINK = re.compile(r"https?://[^\s/?#<>|]+[^\s<>|]*", re.IGNORECASE)
_PERSON = re.compile(r"[UW][A-Z0-9]+")


@dataclass(frozen=True)
class Draft:
    """A request before it is one."""

    desk: str
    title: str
    details: str
    urgency: Urgency
    type: str | None = None
    answers: Answers = field(default_factory=dict)
    files: Sequence[SharedFile] = ()

    @property
    def filed(self) -> list[Mapping[str, object]]:
        """The files as a request remembers them."""
        return [asdict(file) for file in self.files]


def type_name(desk: str) -> str:
    """The name of the field in which a desk's types are chosen."""
    return f"type:{desk}"


def answer_name(desk: str, kind: str, key: str) -> str:
    """The name of a request type's field among those of all desks."""
    return f"{desk}/{kind}/{key}"


def check_draft(draft: Draft, desks: Desks) -> None:
    """Raise InvalidForm with a mistake for every field that needs another look."""
    mistakes: dict[str, Mistake] = {}
    if not visible(draft.title):
        mistakes["title"] = Missing()
    for name, text, limit in (("title", draft.title, TITLE_LIMIT), ("details", draft.details, DETAILS_LIMIT)):
        if len(text) > limit:
            mistakes[name] = TooLong(limit=limit, length=len(text))
    if desks.has(draft.desk):
        mistakes.update(_wrong_answers(draft, desks.get(draft.desk)))
    else:
        mistakes["desk"] = UnknownDesk() if draft.desk else Missing()
    if mistakes:
        raise InvalidForm(mistakes)


def _wrong_answers(draft: Draft, desk: Desk) -> Iterator[tuple[str, Mistake]]:
    if draft.type is None:
        return
    kind = desk.type(draft.type)
    if kind is None:
        yield type_name(desk.key), UnknownType()
        return
    for asked in kind.shown(draft.answers):
        if mistake := _mistake_in(asked, draft.answers.get(asked.key, ())):
            yield answer_name(desk.key, kind.key, asked.key), mistake


def _mistake_in(asked: Field, values: Sequence[str]) -> Mistake | None:
    """What is wrong with an answer; Slack's own fields check some of it, none of which we rely on."""
    given = [value for value in values if visible(value)]
    if not given:
        return Missing() if asked.is_required else None
    limit = ANSWER_LIMITS.get(asked.kind, _ANSWER_LIMIT)
    longest = max(map(len, given))
    if longest > limit:
        return TooLong(limit=limit, length=longest)
    if asked.choices and not set(given) <= {choice.key for choice in asked.choices}:
        return UnknownChoice()
    fits, otherwise = _SHAPES.get(asked.kind, (bool, Missing))
    return None if all(map(fits, given)) else otherwise()


def is_number(text: str) -> bool:
    """Whether this is a number as Slack's number field writes it."""
    return _NUMBER.fullmatch(text) is not None


def is_date(text: str) -> bool:
    """Whether this is a day as Slack's calendar writes it: "2026-03-02"."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_link(text: str) -> bool:
    """Whether this is the address of a page, and nothing that could end a link of ours."""
    return _LINK.fullmatch(text) is not None


def is_person(text: str) -> bool:
    """Whether this is the Slack id of a person."""
    return _PERSON.fullmatch(text) is not None


def _is_email(text: str) -> bool:
    return _EMAIL.fullmatch(text) is not None


_SHAPES: Mapping[Kind, tuple[Callable[[str], bool], type[Mistake]]] = {
    Kind.NUMBER: (is_number, NotANumber),
    Kind.DATE: (is_date, NotADate),
    Kind.EMAIL: (_is_email, NotAnEmail),
    Kind.URL: (is_link, NotALink),
    Kind.PERSON: (is_person, NotAPerson),
}


def check_length(field: str, text: str, limit: int) -> None:
    """Raise InvalidForm when the text of a form's only field is too long (in characters)."""
    if len(text) > limit:
        raise InvalidForm({field: TooLong(limit=limit, length=len(text))})
