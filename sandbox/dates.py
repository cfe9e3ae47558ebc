"""Instants as Slack's client writes them for each reader: their zone, their language, near days by name.

Source of the tokens: Slack, "Formatting text for app surfaces", date formatting.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, format_timedelta

from sandbox.records import User

_TOKEN = re.compile(r"\{(\w+)\}")
_YEAR_IS_CLEAR = timedelta(days=183)  # nearer dates are shown without it
_NEAR_DAYS: Mapping[str, Mapping[int, str]] = {
    "de": {-1: "gestern", 0: "heute", 1: "morgen"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}
_NOW = {"de": "gerade eben", "en": "just now"}


def date_for(seconds: int, shape: str, now: datetime, reader: User) -> str:
    """The instant `seconds` after 1970 in Slack's `shape` ("{date_short_pretty} {time}"), as the reader sees it."""
    zone = ZoneInfo(reader.tz)
    at = datetime.fromtimestamp(seconds, UTC).astimezone(zone)
    locale = Locale.parse(reader.locale, sep="-")
    return _TOKEN.sub(lambda match: _token(match[1], at, now.astimezone(zone), locale), shape)


def _token(name: str, at: datetime, now: datetime, locale: Locale) -> str:
    match name:
        case "time" | "time_secs":
            return format_time(at, "short" if name == "time" else "medium", locale=locale).replace("\u202f", " ")
        case "date_num":
            return at.date().isoformat()
        case "ago":
            return _ago(at - now, locale)
        case _:
            return _day(name, at, now, locale)


def _ago(distance: timedelta, locale: Locale) -> str:
    if abs(distance) < timedelta(minutes=1):
        return _NOW.get(locale.language, _NOW["en"])
    return format_timedelta(distance, add_direction=True, locale=locale)


def _day(name: str, at: datetime, now: datetime, locale: Locale) -> str:
    days = (at.date() - now.date()).days
    near = _NEAR_DAYS.get(locale.language, _NEAR_DAYS["en"])
    if name.endswith("_pretty") and days in near:
        return near[days]
    if "long" in name:
        return format_date(at, "full", locale=locale)
    month = "MMM" if "short" in name else "MMMM"
    year = "" if abs(at - now) < _YEAR_IS_CLEAR else "y"
    return format_skeleton(f"{year}{month}d", at, locale=locale)
