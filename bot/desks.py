"""Desks: who serves what, read from the operator's desks file, whose every problem is reported at once.

A value is read by a plain function that raises ValueError in the operator's words; `_Table` collects these under the
name of the desk and key, and goes on with the default, so that one reading finds everything.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from bot.hours import PublicHolidays, Span, Week, WorkingHours, clock_time, no_holidays, spans_of
from bot.targets import Standard, duration
from bot.words import LANGUAGES
from storage.tables import Urgency

T = TypeVar("T")

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_OFFICE_HOURS: tuple[Span, ...] = ((time(9), time(17)),)
_OFFICE_WEEK: Week = (*[_OFFICE_HOURS] * 5, (), ())
_DIGEST_AT = time(9)
_SILENT_AFTER = "4h"
_TARGETS = {
    Urgency.BLOCKED: ("30m", "4h"),
    Urgency.HIGH: ("1h", "1d"),
    Urgency.NORMAL: ("4h", "5d"),
    Urgency.LOW: ("1d", "10d"),
}

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_USER_ID = re.compile(r"[UW][A-Z0-9]{6,}")
_CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{6,}")
# Slack's rule for channel names: at most 80 characters, no capitals, no spaces, no punctuation but these two.
_CHANNEL_NAME = re.compile(r"[\w-]{1,80}")


class DesksError(Exception):
    """The desks file can't be used; `problems` says all that is wrong with it, a sentence or two each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True)
class Desk:
    """One desk: people are e-mails in small letters or Slack ids, no agents meaning its channel's members.

    `language` is what its channel reads; single people read their own.
    """

    key: str
    name: str
    aliases: tuple[str, ...]
    channel: str
    agents: tuple[str, ...]
    leads: tuple[str, ...]
    hours: WorkingHours
    standards: Mapping[Urgency, Standard]
    silent_after: timedelta
    digest_at: time
    names: Mapping[str, str]
    language: str

    def label(self, language: str) -> str:
        """Return the desk's name in a language ("de", "de-AT"), or its plain name."""
        return self.names.get(re.split("[-_]", language)[0].casefold(), self.name)

    @property
    def words(self) -> frozenset[str]:
        """All that people may call the desk, case folded."""
        return frozenset(word.casefold() for word in (self.key, self.name, *self.aliases, *self.names.values()))


@dataclass(frozen=True)
class Desks:
    """The company's desks, in the order of the file."""

    all: tuple[Desk, ...]

    def __iter__(self) -> Iterator[Desk]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def get(self, key: str) -> Desk:
        """Return the desk with this key; raises KeyError."""
        for desk in self.all:
            if desk.key == key:
                return desk
        raise KeyError(key)

    def has(self, key: str) -> bool:
        """Say whether a desk with this key is in the file."""
        return any(desk.key == key for desk in self.all)

    def find(self, key: str) -> Desk:
        """Return the desk with this key, or a plain one in its place if it left the file: requests of it remain."""
        return self.get(key) if self.has(key) else _retired(key)

    def named(self, word: str) -> Desk | None:
        """Find a desk by what a person calls it: its key, a name or an alias, in whatever case."""
        wanted = word.strip().casefold()
        return next((desk for desk in self.all if wanted in desk.words), None)


def _retired(key: str) -> Desk:
    """A desk with all the defaults and no channel of its own: who was in its channel can still finish its requests."""
    return _desk(_Table(key, {"key": key, "name": key, "channel": key}, []))


def read_desks(path: Path) -> Desks:
    """Read the desks file; raises DesksError with every problem in it."""
    problems: list[str] = []
    tables = _desk_tables(_Table("", _read_toml(path), problems))
    desks = tuple(_desk(_Table(_heading(number, table), table, problems)) for number, table in enumerate(tables, 1))
    problems += _clashes(desks)
    if problems:
        raise DesksError(problems)
    return Desks(desks)


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DesksError([f"{path} can't be read: {error.strerror}."]) from error
    except UnicodeDecodeError as error:
        raise DesksError([f"{path} is not saved as UTF-8."]) from error
    except tomllib.TOMLDecodeError as error:
        raise DesksError([f"{path} is no valid TOML: {error}."]) from error


class _Table:
    """A table of the file that notes what is wrong with it, and under which desk and key."""

    def __init__(self, where: str, values: Mapping[str, object], problems: list[str]) -> None:
        self.where = where
        self.values = values
        self.problems = problems
        self._known: list[str] = []

    def read(self, key: str, parse: Callable[[object], T], default: T) -> T:
        """Return what `parse` makes of a value, or the default after noting what is wrong."""
        self._known.append(key)
        return self._parsed(key, self.values[key], parse, default) if key in self.values else default

    def need(self, key: str, parse: Callable[[object], str]) -> str:
        """Return a value that must be there, or an empty text after noting that it is not."""
        if key not in self.values:
            self.note(key, "is missing.")
        return self.read(key, parse, "")

    def read_each(self, key: str, parse: Callable[[object], str]) -> tuple[str, ...]:
        """Return a list's values without what is wrong with any of them, each noted."""
        values: list[object] = self.read(key, _listed, [])
        return tuple(dict.fromkeys(filter(None, (self._parsed(key, value, parse, "") for value in values))))

    def table(self, key: str) -> "_Table":
        """Return the table under a key, empty where there is none."""
        return _Table(f"{self.where}, {key}" if self.where else key, self.read(key, _tabled, {}), self.problems)

    def note(self, key: str, problem: str) -> None:
        """Note a problem with a key."""
        self.problems.append(f"{self.where}, {key}: {problem}" if self.where else f"{key}: {problem}")

    def note_unknown(self, more: Sequence[str] = ()) -> None:
        """Note every key that nobody has asked for, with the known one, or one more, that it resembles."""
        for key in self.values:
            if key not in self._known:
                self.note(key, f"is no key we know.{_did_you_mean(key, [*self._known, *more])}")

    def _parsed(self, key: str, value: object, parse: Callable[[object], T], default: T) -> T:
        try:
            return parse(value)
        except ValueError as error:
            self.note(key, str(error))
            return default


def _did_you_mean(word: str, known: Sequence[str]) -> str:
    close = get_close_matches(word.casefold(), known, n=1)
    return f' Did you mean "{close[0]}"?' if close else ""


def _heading(number: int, table: Mapping[str, object]) -> str:
    """Say which desk a problem is about: by its key, or by its place in the file where it has none."""
    key = table.get("key")
    return f'desk "{key}"' if isinstance(key, str) and key else f"desk number {number}"


def _desk_tables(file: _Table) -> list[dict[str, object]]:
    tables: list[dict[str, object]] = file.read("desk", _tables, [])
    file.note_unknown()
    if not tables and not file.problems:
        file.problems.append("The file has no desk; begin one with [[desk]].")
    return tables


def _desk(table: _Table) -> Desk:
    hours = _hours(table)
    desk = Desk(
        key=table.need("key", _key),
        name=table.need("name", _text),
        aliases=table.read_each("aliases", _text),
        channel=table.need("channel", _channel),
        agents=table.read_each("agents", _person),
        leads=table.read_each("leads", _person),
        hours=hours,
        standards=_standards(table.table("targets"), hours.usual_day),
        silent_after=table.read("silent_after", _duration(hours.usual_day), duration(_SILENT_AFTER, hours.usual_day)),
        digest_at=table.read("digest_at", _clock_time, _DIGEST_AT),
        names=_names(table.table("names")),
        language=table.read("language", _language, LANGUAGES[0]),
    )
    table.note_unknown()
    return desk


def _hours(table: _Table) -> WorkingHours:
    zone = table.read("time_zone", _zone, ZoneInfo("UTC"))
    holidays = table.read("holidays", _holidays, None) or no_holidays
    week = _week(table.table("hours"))
    try:
        return WorkingHours(zone, week, holidays)
    except ValueError as error:
        table.note("hours", str(error))
        return WorkingHours(zone, _OFFICE_WEEK, holidays)


def _week(table: _Table) -> Week:
    """Read the days of a week: ranges first, for a single day wins over the range that it lies in."""
    if not table.values:
        return _OFFICE_WEEK
    days: dict[str, tuple[Span, ...]] = {}
    for key in [key for key in table.values if "-" in key]:
        spans = table.read(key, _spans, _OFFICE_HOURS)
        if not (covered := _days_of(key)):
            table.note(key, 'is no range of days; write it like "mon-fri".')
        if any(day in days for day in covered):
            table.note(key, "overlaps another range of days.")
        days |= dict.fromkeys(covered, spans)
    days |= {day: table.read(day, _spans, _OFFICE_HOURS) for day in WEEKDAYS if day in table.values}
    table.note_unknown(WEEKDAYS)
    return tuple(days.get(day, ()) for day in WEEKDAYS)


def _days_of(key: str) -> tuple[str, ...]:
    """Return the days from the first to the last that a range names, none for what is no range."""
    first, _, last = key.partition("-")
    if first not in WEEKDAYS or last not in WEEKDAYS:
        return ()
    return WEEKDAYS[WEEKDAYS.index(first) : WEEKDAYS.index(last) + 1]


def _standards(table: _Table, usual_day: timedelta) -> Mapping[Urgency, Standard]:
    standards = {urgency: _standard(table.table(urgency), urgency, usual_day) for urgency in Urgency}
    table.note_unknown()
    return MappingProxyType(standards)


def _standard(table: _Table, urgency: Urgency, usual_day: timedelta) -> Standard:
    """Read one urgency's promise; a time to resolve that is left out is never shorter than that for the answer."""
    parse = _duration(usual_day)
    first_answer, resolution = (duration(text, usual_day) for text in _TARGETS[urgency])
    first_answer = table.read("first_answer", parse, first_answer)
    resolution = table.read("resolution", parse, max(first_answer, resolution))
    table.note_unknown()
    try:
        return Standard(first_answer, resolution)
    except ValueError as error:
        table.note("resolution", str(error))
        return Standard(first_answer, first_answer)


def _language(value: object) -> str:
    if value not in LANGUAGES:
        raise ValueError(f"is no language that the bot speaks; it speaks {', '.join(LANGUAGES)}.")
    return str(value)


def _names(table: _Table) -> Mapping[str, str]:
    names = {language: table.need(language, _text) for language in table.values}
    for language in names:
        if not _LANGUAGE.fullmatch(language):
            table.note(language, 'is no language code; write one such as "de".')
    return MappingProxyType(names)


def _clashes(desks: Sequence[Desk]) -> Iterator[str]:
    """Say what two desks both claim; a desk without a valid key has its problem already."""
    for earlier, desk in combinations([desk for desk in desks if desk.key], 2):
        here = f'desk "{desk.key}"'
        if desk.key == earlier.key:
            yield f"{here}, key: an earlier desk has the same."
            continue
        for word in sorted(desk.words & earlier.words - {""}):
            yield f'{here}: "{word}" already means desk "{earlier.key}".'
        if desk.channel and desk.channel == earlier.channel:
            yield f'{here}, channel: "{desk.channel}" already belongs to desk "{earlier.key}".'


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError('should be a text in quotes, such as "IT".')
    return value.strip()


def _key(value: object) -> str:
    text = _text(value)
    if not _KEY.fullmatch(text):
        raise ValueError(f'"{text}" is no key; use up to 32 small letters, digits, "-" and "_", such as "it".')
    return text


def _channel(value: object) -> str:
    text = _text(value).removeprefix("#")
    if _CHANNEL_ID.fullmatch(text) or (_CHANNEL_NAME.fullmatch(text) and text == text.lower()):
        return text
    raise ValueError(f'"{text}" is no channel; write its name, such as "#it-help", or its id, such as "C0123456789".')


def _person(value: object) -> str:
    text = _text(value)
    if _EMAIL.fullmatch(text):
        return text.lower()
    if _USER_ID.fullmatch(text):
        return text
    raise ValueError(f'"{text}" is neither an e-mail address nor a Slack user id such as "U0123456789".')


def _zone(value: object) -> ZoneInfo:
    text = _text(value)
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # no such zone, a path, a folder of zones such as "Europe"
        guess = _did_you_mean(text, sorted(available_timezones()))
        raise ValueError(f'"{text}" is no time zone; write one such as "Europe/Berlin".{guess}') from None


def _holidays(value: object) -> PublicHolidays:
    if isinstance(value, str):
        country, _, region = value.partition("-")
        return PublicHolidays(country.strip().upper(), region.strip() or None)
    match value:
        case {"country": str(country), "region": str(region), **more} if not more:
            return PublicHolidays(country.upper(), region)
        case {"country": str(country), **more} if not more:
            return PublicHolidays(country.upper())
    raise ValueError('should be written like "DE-BE" or { country = "DE", region = "BE" }.')


def _spans(value: object) -> tuple[Span, ...]:
    if not isinstance(value, str):
        raise ValueError('should be hours in quotes, such as "09:00-17:00".')
    return spans_of(value)


def _clock_time(value: object) -> time:
    return value if isinstance(value, time) else clock_time(_text(value))


def _duration(usual_day: timedelta) -> Callable[[object], timedelta]:
    def parse(value: object) -> timedelta:
        if not isinstance(value, str):
            raise ValueError('should be working time in quotes, such as "4h".')
        return duration(value, usual_day)

    return parse


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError('should be a list, such as ["one", "two"].')
    return value


def _tabled(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError("should be a table, with keys of its own.")
    return value


def _tables(value: object) -> list[dict[str, object]]:
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        raise ValueError("begin each desk with [[desk]], in two brackets.")
    return value
