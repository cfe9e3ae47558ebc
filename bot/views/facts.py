"""What a request's form was answered with, as its card shows it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.desks import Desk
from bot.drafts import is_link, is_person
from bot.fields import Field, Kind, Label
from bot.files import SharedFile
from bot.mrkdwn import Mrkdwn, bold, escape, link, mention
from bot.words import Words

FACTS_LIMIT = 2900
_LEAST_ROOM = 120  # characters that each line gets, however long those before it are
_LABEL_LIMIT = 60


class Asked(Protocol):
    """What was asked by a form: a request, or what a case is about."""

    @property
    def type(self) -> str | None:
        """The key of its type."""

    @property
    def details(self) -> str:
        """What was written beside the title."""

    @property
    def answers(self) -> Mapping[str, Sequence[str]]:
        """The answers, by the keys of the questions."""

    @property
    def files(self) -> Sequence[Mapping[str, Any]] | Sequence[SharedFile]:
        """The files that came along, perhaps as JSON."""


def facts(request: Asked, desk: Desk, words: Words) -> Mrkdwn:
    """The answers in a line each, and the files; at most FACTS_LIMIT characters, long ones cut with an ellipsis."""
    lines = [*_short_answers(request, desk, words), *_files(request)]
    left, shown = FACTS_LIMIT, []
    for later, line in zip(reversed(range(len(lines))), lines, strict=True):
        text = line.within(max(left - later * _LEAST_ROOM, 0))
        left -= len(text) + 1
        shown.append(text)
    return Mrkdwn("\n".join(shown))


def long_answers(request: Asked, desk: Desk, words: Words) -> Iterator[tuple[Mrkdwn, str]]:
    """The answers that are paragraphs, each with its label."""
    for asked, values in answered(request, desk):
        if asked.kind is Kind.LONG_TEXT:
            yield bold(asked.label.reads(words.language)), "\n".join(values)


@dataclass(frozen=True)
class _Line:
    """A label with its values, of which text can be cut, and mrkdwn only be left out."""

    label: Mrkdwn
    values: Sequence[str]

    def within(self, room: int) -> Mrkdwn:
        """As much of it as there is room for."""
        shown = str(self.label)
        for position, value in enumerate(self.values):
            before = shown + (", " if position else "")
            text = value if isinstance(value, Mrkdwn) else escape(value, max(room - len(before), 1))
            if len(before) + len(text) > room:
                return Mrkdwn(f"{shown} …")
            shown = before + text
        return Mrkdwn(shown)


def _short_answers(request: Asked, desk: Desk, words: Words) -> Iterator[_Line]:
    for asked, values in answered(request, desk):
        if asked.kind not in (Kind.LONG_TEXT, Kind.FILES):
            name = asked.label.reads(words.language).rstrip("?:").replace("*", "∗")
            label = Mrkdwn(f"*{escape(name, _LABEL_LIMIT)}:* ")
            yield _Line(label, [_value(asked, value, words) for value in values])


def answered(request: Asked, desk: Desk) -> Iterator[tuple[Field, Sequence[str]]]:
    """The answers in the order of the form; those to questions that left the desks file at the end, as they were."""
    kind = desk.type(request.type)
    asked = {one.key: one for one in kind.fields} if kind else {}
    keys = [*(key for key in asked if key in request.answers), *(key for key in request.answers if key not in asked)]
    for key in keys:
        yield asked.get(key, Field(key, Label(key), Kind.TEXT)), request.answers[key]


def _value(asked: Field, value: str, words: Words) -> str:
    if asked.kind is Kind.PERSON and is_person(value):
        return mention(value)
    chosen = next((choice.label.reads(words.language) for choice in asked.choices if choice.key == value), value)
    return " ".join(chosen.split())


def _files(request: Asked) -> Iterator[_Line]:
    names = [_file(file if isinstance(file, SharedFile) else SharedFile(**file)) for file in request.files]
    if names:
        yield _Line(Mrkdwn("📎 "), names)


def _file(file: SharedFile) -> str:
    """A link to the file, where it opens for everybody; else its name, for the copy that stands in the thread."""
    name = file.name or "…"
    return link(file.url, escape(name, 80)) if file.is_open and is_link(file.url) else name
