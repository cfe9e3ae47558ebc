"""Single values of the desks file, each read by a function that raises ValueError in the operator's words."""

import re
from collections.abc import Callable, Sequence
from datetime import time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from bot.deskfile.table import Table, did_you_mean
from bot.fields import Label
from bot.hours import PublicHolidays, Span, clock_time, spans_of
from bot.targets import duration
from bot.words import LANGUAGES
from storage.kinds import Urgency

SHORT = 75
"""Slack's limit for an option of a menu."""

_FEW = 12

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_USER_ID = re.compile(r"[UW][A-Z0-9]{6,}")
_CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{6,}")
# Slack's rule for channel names: at most 80 characters, no capitals, no spaces, no punctuation but these two.
_CHANNEL_NAME = re.compile(r"[\w-]{1,80}")


def text(value: object) -> str:
    """A text that is not empty, on one line."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError('should be a text in quotes, such as "IT".')
    return " ".join(value.split())


def paragraphs(value: object) -> str:
    """A text that is not empty, its lines as they are."""
    text(value)
    return "\n".join(line.rstrip() for line in str(value).splitlines()).strip()


def label(table: Table, key: str, most: int, read: Callable[[object], str] = text) -> Label | None:
    """A text of so many characters for all, or a table with one in each language; none where there is none."""
    up_to = _up_to(most, read)
    match table.values.get(key):
        case {**texts} if texts:
            return _in_languages(table.table(key), up_to)
    found = table.read(key, up_to, "")
    return Label(found) if found else None


def need_label(table: Table, key: str, most: int, read: Callable[[object], str] = text) -> Label:
    """The same where it must be there, or an empty one after noting that it is not."""
    if key not in table.values:
        table.note(key, "is missing.")
    return label(table, key, most, read) or Label("")


def _in_languages(table: Table, read: Callable[[object], str]) -> Label:
    """What is written in English, else the first, is read by all whose language is not there."""
    texts = {language: table.read(language, read, "") for language in table.values}
    for language in texts:
        if not _LANGUAGE.fullmatch(language):
            table.note(language, 'is no language code; write one such as "de".')
    plain = LANGUAGES[0] if LANGUAGES[0] in texts else next(iter(texts))
    return Label(texts.pop(plain), texts)


def _up_to(most: int, read: Callable[[object], str]) -> Callable[[object], str]:
    def parse(value: object) -> str:
        found = read(value)
        if len(found) > most:
            raise ValueError(f"is {len(found)} characters long; {most} fit.")
        return found

    return parse


def key(value: object) -> str:
    """What requests remember."""
    found = text(value)
    if not _KEY.fullmatch(found):
        raise ValueError(f'"{found}" is no key; use up to 32 small letters, digits, "-" and "_", such as "it".')
    return found


def channel(value: object) -> str:
    """A channel's name without its sign, or its id."""
    found = text(value).removeprefix("#")
    if _CHANNEL_ID.fullmatch(found) or (_CHANNEL_NAME.fullmatch(found) and found == found.lower()):
        return found
    raise ValueError(f'"{found}" is no channel; write its name, such as "#it-help", or its id, such as "C0123456789".')


def person(value: object) -> str:
    """An e-mail address in small letters, or a Slack id."""
    found = text(value)
    if _EMAIL.fullmatch(found):
        return found.lower()
    if _USER_ID.fullmatch(found):
        return found
    raise ValueError(f'"{found}" is neither an e-mail address nor a Slack user id such as "U0123456789".')


def yes_or_no(value: object) -> bool:
    """A truth value."""
    if not isinstance(value, bool):
        raise ValueError("write true or false, without quotes.")
    return value


def one_of(what: str, known: Sequence[str]) -> Callable[[object], str]:
    """One of the words that are known."""

    def parse(value: object) -> str:
        found = text(value)
        if found in known:
            return found
        raise ValueError(unknown(what, found, known))

    return parse


def unknown(what: str, found: str, known: Sequence[str]) -> str:
    """Say that a word is none of those that are known, and which these are where they are few."""
    listed = f"; there are {', '.join(known)}" if 0 < len(known) <= _FEW else ""
    return f'"{found}" is no {what}{listed}.{did_you_mean(found, known)}'


def urgency(value: object) -> Urgency:
    """How long a requester can do without."""
    return Urgency(one_of("urgency", list(Urgency))(value))


def language(value: object) -> str:
    """A language that the bot speaks."""
    if value not in LANGUAGES:
        raise ValueError(f"is no language that the bot speaks; it speaks {', '.join(LANGUAGES)}.")
    return str(value)


def zone(value: object) -> ZoneInfo:
    """A time zone by its name."""
    found = text(value)
    try:
        return ZoneInfo(found)
    except (KeyError, ValueError, OSError):  # no such zone, a path, a folder of zones such as "Europe"
        guess = did_you_mean(found, sorted(available_timezones()))
        raise ValueError(f'"{found}" is no time zone; write one such as "Europe/Berlin".{guess}') from None


def holidays(value: object) -> PublicHolidays:
    """The public holidays of a country, or of a region of it."""
    if isinstance(value, str):
        country, _, region = value.partition("-")
        return PublicHolidays(country.strip().upper(), region.strip() or None)
    match value:
        case {"country": str(country), "region": str(region), **more} if not more:
            return PublicHolidays(country.upper(), region)
        case {"country": str(country), **more} if not more:
            return PublicHolidays(country.upper())
    raise ValueError('should be written like "DE-BE" or { country = "DE", region = "BE" }.')


def spans(value: object) -> tuple[Span, ...]:
    """A day's hours."""
    if not isinstance(value, str):
        raise ValueError('should be hours in quotes, such as "09:00-17:00".')
    return spans_of(value)


def moment(value: object) -> time:
    """A time of day."""
    return value if isinstance(value, time) else clock_time(text(value))


def working_time(usual_day: timedelta) -> Callable[[object], timedelta]:
    """A duration, a day being the desk's usual one."""

    def parse(value: object) -> timedelta:
        if not isinstance(value, str):
            raise ValueError("write a duration such as '4h', in quotes.")
        try:
            return duration(value, usual_day)
        except ValueError:
            raise ValueError(f"write a duration such as '4h', '1h 30m' or '2d', not '{value}'.") from None

    return parse
