"""The fields of the forms for desks and types: what each shows of a value, and reads from what is typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.deskfile.writing import Key, Spot, Value
from bot.form_errors import NoHours, NoPromise, NotAPerson
from bot.replies import Assignment, PlainReplies
from bot.words import LANGUAGES
from storage.kinds import Urgency

YES = "yes"
"""What a field with a tick holds."""

FIELDS = "fields"
_LEFT_OUT = ("-", "–", "")
_PROMISED = ("first_answer", "resolution")


@dataclass(frozen=True)
class Staff:
    """People of the company: their e-mails in small letters, or nothing, by their ids."""

    emails: Mapping[str, str | None]

    def id_of(self, entry: str) -> str | None:
        """Whom an entry of the file names."""
        if entry in self.emails:
            return entry
        return next((person for person, email in self.emails.items() if email == entry.casefold()), None)

    def entry_of(self, person: str) -> str:
        """How the file names a person. Raises NotAPerson."""
        if person not in self.emails:
            raise NotAPerson
        return self.emails[person] or person


@dataclass(frozen=True)
class Ask:
    """A field of a form, and the value that it is for; the reader's problems with it begin with `place`.

    `show` makes what stands in the field of the value; `read` a value of what is typed and of the value before.
    """

    name: str
    key: Key
    place: str
    show: Callable[[Any], str]
    read: Callable[[str, Any], Value | None]


def asks_for(spot: Spot, staff: Staff) -> list[Ask]:
    """The fields of the form for a desk or a type."""
    return _desk_asks(staff) if spot.type is None else _type_asks(staff)


def _desk_asks(staff: Staff) -> list[Ask]:
    return [
        _ask("key", _show_text, _kept),
        *_labels("name"),
        *_labels("about"),
        _ask("aliases", _show_list, _read_list),
        _ask("channel", _show_text, _read_text),
        _ask("request_channels", _show_list, _read_list),
        _people("agents", staff),
        _people("leads", staff),
        _ask("time_zone", _show_text, _read_text),
        _ask("holidays", _show_holidays, _read_text),
        _ask("hours", _show_hours, _read_hours),
        *_promises(),
        _ask("confidential", _show_tick, _read_tick),
        _ask("anonymous", _show_tick, _read_tick),
        _ask("guests", _show_tick, _read_tick),
        _ask("assignment", lambda value: str(value or Assignment.NONE), _read_text),
        _ask("plain_replies", lambda value: str(value or PlainReplies.SENT), _read_text),
        _ask("first_reply_claims", lambda value: _show_tick(value is not False), lambda typed, _before: typed == YES),
        _ask("asking_back_waits", _show_tick, _read_tick),
    ]


def _type_asks(staff: Staff) -> list[Ask]:
    return [
        _ask("key", _show_text, _kept),
        *_labels("name"),
        _ask("urgency", lambda value: str(value or Urgency.NORMAL), _read_text),
        *_promises(),
        _people("agents", staff),
        _ask("confidential", _show_tick, _read_tick),
        _ask("mediation", _show_tick, _read_tick),
        _ask(FIELDS, lambda _value: "", _kept),  # its text is taken and put back as it stands
    ]


def _ask(name: str, show: Callable[[Any], str], read: Callable[[str, Any], Value | None]) -> Ask:
    return Ask(name, (name,), name, show, read)


def _labels(key: str) -> list[Ask]:
    """A field for each language; a problem with the text for all shows in the first."""
    return [
        Ask(
            f"{key}_{language}",
            (key,),
            key if language == LANGUAGES[0] else f"{key}.{language}",
            partial(_show_label, language),
            partial(_read_label, language),
        )
        for language in LANGUAGES
    ]


def _people(key: str, staff: Staff) -> Ask:
    return _ask(key, partial(_show_people, staff), partial(_read_people, staff))


def _promises() -> list[Ask]:
    return [
        Ask(f"targets_{one}", ("targets", one.value), f"targets.{one}", _show_promise, _read_promise) for one in Urgency
    ]


def value_at(table: Mapping[str, Any], key: Key) -> Any:
    """The value under a key of the table, or nothing."""
    name, *rest = key
    return value_at(table.get(name, {}), tuple(rest)) if rest else table.get(name)


def name_of(table: Mapping[str, Any]) -> str:
    """What a desk is called, or else its key."""
    names = [_show_label(language, table.get("name")) for language in LANGUAGES]
    return next(filter(None, names), str(table.get("key")))


def plain(typed: str) -> str:
    """What is typed, with the ends of lines that the file has, or none."""
    return "\n".join(line.rstrip() for line in typed.replace("\r\n", "\n").split("\n")).strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _kept(_typed: str, before: Any) -> Any:
    return before


def _show_text(value: Any) -> str:
    return _one_line(value or "")


def _read_text(typed: str, _before: Any) -> str | None:
    return _one_line(typed) or None


def _show_label(language: str, value: Any) -> str:
    texts = value if isinstance(value, dict) else {LANGUAGES[0]: value or ""}
    return _one_line(texts.get(language, ""))


def _read_label(language: str, typed: str, before: Any) -> Value | None:
    """One text for all where that is all there is."""
    texts = dict(before) if isinstance(before, dict) else {LANGUAGES[0]: before} if before else {}
    if typed:
        texts[language] = _one_line(typed)
    else:
        texts.pop(language, None)
    is_plain = not isinstance(before, dict) and set(texts) == {LANGUAGES[0]}
    return texts[LANGUAGES[0]] if is_plain else texts or None


def _show_list(value: Any) -> str:
    return ", ".join(_one_line(one) for one in value or ())


def _read_list(typed: str, _before: Any) -> list[str] | None:
    return list(dict.fromkeys(filter(None, (_one_line(one) for one in typed.split(","))))) or None


def _show_people(staff: Staff, value: Any) -> str:
    return ",".join(dict.fromkeys(filter(None, (staff.id_of(entry) for entry in value or ()))))


def _read_people(staff: Staff, typed: str, before: Any) -> list[str] | None:
    """Whom Slack doesn't know stays; who stays, stays as they were written."""
    chosen = [one for one in typed.split(",") if one]
    kept = [entry for entry in before or () if staff.id_of(entry) in (None, *chosen)]
    known = {staff.id_of(entry) for entry in kept}
    return [*kept, *(staff.entry_of(one) for one in chosen if one not in known)] or None


def _show_holidays(value: Any) -> str:
    return "-".join(value.values()) if isinstance(value, dict) else _one_line(value or "")


def _show_hours(value: Any) -> str:
    return "\n".join(f"{day} {_one_line(spans) or 'closed'}" for day, spans in (value or {}).items())


def _read_hours(typed: str, _before: Any) -> dict[str, str] | None:
    """A line for each day, or range of days. Raises NoHours."""
    found: dict[str, str] = {}
    for line in filter(str.strip, typed.split("\n")):
        day, _, spans = line.strip().partition(" ")
        day = day.rstrip(":").casefold()
        if not spans.strip() or day in found:
            raise NoHours(line=line.strip())
        found[day] = _one_line(spans)
    return found or None


def _show_promise(value: Any) -> str:
    given = [_one_line((value or {}).get(key, "")) for key in _PROMISED]
    return ", ".join(one or _LEFT_OUT[0] for one in given) if given[1] else given[0]


def _read_promise(typed: str, _before: Any) -> dict[str, str] | None:
    """The first answer and the resolution, each of which may be left to the default. Raises NoPromise."""
    given = [_one_line(one) for one in typed.split(",")]
    if len(given) > len(_PROMISED):
        raise NoPromise
    return {key: one for key, one in zip(_PROMISED, given, strict=False) if one not in _LEFT_OUT} or None


def _show_tick(value: Any) -> str:
    return YES if value else ""


def _read_tick(typed: str, before: Any) -> bool | None:
    return True if typed == YES else None if before is None else False
