"""The questions of a request type as the fields of a form."""

from collections.abc import Callable, Mapping, Sequence

from bot.blocks import Block
from bot.drafts import ANSWER_LIMITS, is_date, is_number, is_person
from bot.fields import Field, Kind
from bot.views import ids
from bot.views.kit import Option, clip, form_field, offered, plain
from bot.words import Words

_MOST_FILES = 10


def question(field: Field, name: str, standing: Sequence[str], words: Words, *, decides: bool) -> Block:
    """A question under the name of its form field, with what stands in it; `decides` if others depend on it."""
    element = {**_ELEMENTS[field.kind](field, standing, words), "action_id": ids.REQUEST_CHANGES if decides else name}
    return form_field(
        name,
        field.label.reads(words.language),
        element,
        hint=field.help.reads(words.language) if field.help else "",
        optional=not field.is_required,
        is_told=decides,
    )


def options(field: Field, words: Words) -> list[Option]:
    """What there is to choose from."""
    return [Option(choice.label.reads(words.language), choice.key) for choice in field.choices]


def _text(field: Field, standing: Sequence[str], _words: Words) -> Block:
    limit = ANSWER_LIMITS[field.kind]
    element: Block = {"type": "plain_text_input", "multiline": field.kind is Kind.LONG_TEXT, "max_length": limit}
    return element | _initially("initial_value", [clip(text, limit) for text in standing])


def _select(field: Field, standing: Sequence[str], words: Words) -> Block:
    placeholder = {"placeholder": plain(words.plain("form.choose"), 150)}
    element: Block = {"type": "static_select", **placeholder, **offered(options(field, words))}
    return element | _initially("initial_option", _chosen(field, standing, words))


def _multi_select(field: Field, standing: Sequence[str], words: Words) -> Block:
    placeholder = {"placeholder": plain(words.plain("form.choose"), 150)}
    element: Block = {"type": "multi_static_select", **placeholder, **offered(options(field, words))}
    return element | _all_initially(_chosen(field, standing, words))


def _checkboxes(field: Field, standing: Sequence[str], words: Words) -> Block:
    return {"type": "checkboxes", **offered(options(field, words))} | _all_initially(_chosen(field, standing, words))


def _date(_field: Field, standing: Sequence[str], _words: Words) -> Block:
    return {"type": "datepicker"} | _initially("initial_date", [day for day in standing if is_date(day)])


def _person(_field: Field, standing: Sequence[str], words: Words) -> Block:
    return person_picker(words, standing)


def person_picker(words: Words, standing: Sequence[str] = ()) -> Block:
    """A picker of one person."""
    element: Block = {"type": "users_select", "placeholder": plain(words.plain("form.choose"), 150)}
    return element | _initially("initial_user", [person for person in standing if is_person(person)])


def people_picker(words: Words, standing: Sequence[str] = ()) -> Block:
    """A picker of several people."""
    element: Block = {"type": "multi_users_select", "placeholder": plain(words.plain("form.choose"), 150)}
    initial = [person for person in standing if is_person(person)]
    return element | ({"initial_users": initial} if initial else {})


def _number(_field: Field, standing: Sequence[str], _words: Words) -> Block:
    element: Block = {"type": "number_input", "is_decimal_allowed": True}
    return element | _initially("initial_value", [number for number in standing if is_number(number)])


def _email(_field: Field, standing: Sequence[str], _words: Words) -> Block:
    return {"type": "email_text_input"} | _initially("initial_value", standing)


def _url(_field: Field, standing: Sequence[str], _words: Words) -> Block:
    return {"type": "url_text_input"} | _initially("initial_value", standing)


def _files(_field: Field, _standing: Sequence[str], _words: Words) -> Block:
    return {"type": "file_input", "max_files": _MOST_FILES}


def _chosen(field: Field, standing: Sequence[str], words: Words) -> list[Block]:
    return [option.block() for option in options(field, words) if option.value in standing]


def _initially(key: str, standing: Sequence[object]) -> Block:
    return {key: standing[0]} if standing else {}


def _all_initially(chosen: Sequence[Block]) -> Block:
    return {"initial_options": chosen} if chosen else {}


_ELEMENTS: Mapping[Kind, Callable[[Field, Sequence[str], Words], Block]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.SELECT: _select,
    Kind.MULTI_SELECT: _multi_select,
    Kind.CHECKBOXES: _checkboxes,
    Kind.DATE: _date,
    Kind.PERSON: _person,
    Kind.NUMBER: _number,
    Kind.EMAIL: _email,
    Kind.URL: _url,
    Kind.FILES: _files,
}
