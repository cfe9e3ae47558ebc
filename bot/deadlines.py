"""What people write at the end of what they ask, in English or German: by when they would like to have it.

"by Friday" said on a Friday means that very day, and so does its date; "coming Friday" is the one after. "next Friday"
is the one of the week that begins next Monday. The end of a week is its Friday, and said at a weekend the Friday after.
A date without a year is the next one of that name. What says no day, or one that is past, is no deadline and stays in
the text: nobody is held to what they did not write.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.calendar_names import months, weekdays

_LONGEST = 40  # characters that say a day
_FARTHEST = timedelta(days=2 * 366)
_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_FRIDAY = 4
_MONTH_FIRST = frozenset({"en-US", "en_US"})

_BY = re.compile(
    r"(?:^|(?<=[\s,;:(–—-]))(?:by|until|till|'til|no later than|not later than|due|bis|spätestens(?: bis)?)"
    r"(?: (?:on|the|zum|am|spätestens))*\s+",
    re.IGNORECASE,
)
_AFTER_COMMA = re.compile(r"(?:^|[,;:]|\s[–—-])\s*(?:on |am )?", re.IGNORECASE)
_POLITE = re.compile(r"[\s,]*\b(?:please|pls|thanks|thank you|thx|bitte|danke)?[\s!?…)]*$", re.IGNORECASE)
_LOOSE = " \t\n,;:(–—-"  # what is left hanging where the deadline was

_NAMED_DAYS = {
    **dict.fromkeys(("today", "tonight", "heute", "heute abend", "heute noch", "noch heute"), 0),
    **dict.fromkeys(("eod", "cob", "end of day", "end of the day", "end of today", "close of business"), 0),
    **dict.fromkeys(("feierabend", "ende des tages"), 0),
    **dict.fromkeys(("tomorrow", "morgen"), 1),
    **dict.fromkeys(("day after tomorrow", "the day after tomorrow", "übermorgen"), 2),
}
_NEXT = r"next|nächste[nrms]?"
_WEEKDAY = re.compile(
    rf"(?:(?P<this>this|diese[nrms]?) |(?P<coming>coming|kommende[nrms]?) |(?P<next>{_NEXT}) )?(?P<name>[^\W\d_]+)\.?"
    rf"(?P<later> (?:{_NEXT}) (?:week|woche))?"
)
_END_OF = r"(?:the )?(?:end of|ende)(?: (?:the|der|des))?"
_END_OF_WEEK = re.compile(rf"(?:{_END_OF} (?:(?:this|dieser) )?(?:week|woche)|(?:the )?weekend|wochenende|eow)")
_END_OF_NEXT_WEEK = re.compile(rf"{_END_OF} (?:{_NEXT}|kommende[nr]) (?:week|woche)")
_END_OF_MONTH = re.compile(rf"(?:{_END_OF} (?:(?:this|dieses|diesen) )?(?:month|monats)|monatsende|eom)")
_END_OF_NEXT_MONTH = re.compile(rf"{_END_OF} (?:{_NEXT}|kommende[ns]) (?:month|monats)")
_END_OF_YEAR = re.compile(rf"(?:{_END_OF} (?:(?:this|dieses|diesen) )?(?:year|jahres)|jahresende|eoy)")
_END_OF_NAMED = re.compile(rf"{_END_OF} (?P<name>[^\W\d_]+)(?: (?P<year>\d{{4}}))?")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})(?:\.\s?(?P<year>\d{4}|\d{2})?)?")
_SLASHED = re.compile(r"(?P<first>\d{1,2})/(?P<second>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?")
_DAY_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_WRITTEN = (
    re.compile(rf"{_DAY_NUMBER}\s?(?:of )?(?P<name>[^\W\d_]+)\.?,?(?: (?P<year>\d{{4}}))?"),
    re.compile(rf"(?P<name>[^\W\d_]+)\.? (?:the )?{_DAY_NUMBER}(?:,? (?P<year>\d{{4}}))?"),
)
_ORDINAL = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)")
_WEEKDAY_AND_DATE = re.compile(r"(?P<name>[^\W\d_]+)\.?,? (?:the |den |dem )?(?P<rest>.*\d.*)")


@dataclass(frozen=True)
class Dated:
    """What is asked, and by which day if the text said one."""

    what: str
    day: date | None = None


def read(text: str, today: date, locale: str) -> Dated:
    """The text without its deadline; `today` and the locale ("en-US" has the month first) are the writer's."""
    for begins, said, is_plain in _endings(text):
        day = _plain_day(said, today) if is_plain else _day(said, today, locale)
        if day is not None:
            return Dated(text[:begins].rstrip(_LOOSE), day)
    return Dated(text.strip())


def _endings(text: str) -> Iterator[tuple[int, str, bool]]:
    """Where a deadline may begin, what it would say, and whether nothing but a comma leads to it."""
    for leads, is_plain in ((_BY, False), (_AFTER_COMMA, True)):
        for match in leads.finditer(text):
            said = _POLITE.sub("", text[match.end() :])
            if len(said) <= _LONGEST:
                yield match.start(), " ".join(said.casefold().split()), is_plain


def _plain_day(said: str, today: date) -> date | None:
    """A day in words that mean nothing else: "today", "Friday", "end of the week"."""
    said = said.rstrip(".")
    is_short = said in weekdays() and len(said) <= len("sat.")
    return None if is_short else _by_name(said, today)


def _day(said: str, today: date, locale: str) -> date | None:
    for one in dict.fromkeys((said, said.rstrip("."))):
        if found := _by_name(one, today) or _on_calendar(one, today, locale) or _both(one, today, locale):
            return found
    return None


def _by_name(said: str, today: date) -> date | None:
    if said in _NAMED_DAYS:
        return today + _NAMED_DAYS[said] * _DAY
    return _weekday(said, today) or _end(said, today)


def _weekday(said: str, today: date) -> date | None:
    match = _WEEKDAY.fullmatch(said)
    weekday = weekdays().get(match["name"]) if match else None
    if match is None or weekday is None:
        return None
    if match["next"] or match["later"]:
        return _monday(today) + _WEEK + weekday * _DAY
    ahead = (weekday - today.weekday()) % 7
    return today + (ahead or (7 if match["coming"] else 0)) * _DAY


def _end(said: str, today: date) -> date | None:
    """The last day of a week, a month or the year."""
    if _END_OF_WEEK.fullmatch(said):
        friday = _monday(today) + _FRIDAY * _DAY
        return friday if friday >= today else friday + _WEEK
    if _END_OF_NEXT_WEEK.fullmatch(said):
        return _monday(today) + _WEEK + _FRIDAY * _DAY
    if _END_OF_MONTH.fullmatch(said):
        return _last_of_month(today)
    if _END_OF_NEXT_MONTH.fullmatch(said):
        return _last_of_month(_last_of_month(today) + _DAY)
    if _END_OF_YEAR.fullmatch(said):
        return today.replace(month=12, day=31)
    return _end_of_named(said, today)


def _end_of_named(said: str, today: date) -> date | None:
    match = _END_OF_NAMED.fullmatch(said)
    month = months().get(match["name"]) if match else None
    if match is None or month is None:
        return None
    year = int(match["year"] or today.year + (month < today.month))
    return _if_ahead(_last_of_month(date(year, month, 1)), today) if year else None


def _on_calendar(said: str, today: date, locale: str) -> date | None:
    """A day by its numbers, or by the name of its month."""
    if match := _ISO.fullmatch(said) or _DOTTED.fullmatch(said):
        return _numbered(match["year"], int(match["month"]), int(match["day"]), today)
    if match := _SLASHED.fullmatch(said):
        first, second = int(match["first"]), int(match["second"])
        month, day = (first, second) if locale in _MONTH_FIRST else (second, first)
        found = _numbered(match["year"], month, day, today)
        return found if found or month <= 12 else _numbered(match["year"], day, month, today)
    if match := _ORDINAL.fullmatch(said):
        return _next_numbered(int(match["day"]), today)
    return _written(said, today)


def _written(said: str, today: date) -> date | None:
    for match in (pattern.fullmatch(said) for pattern in _WRITTEN):
        if match and (month := months().get(match["name"])):
            return _numbered(match["year"], month, int(match["day"]), today)
    return None


def _both(said: str, today: date, locale: str) -> date | None:
    """A weekday with its date, if the two agree."""
    match = _WEEKDAY_AND_DATE.fullmatch(said)
    found = _on_calendar(match["rest"], today, locale) if match and match["name"] in weekdays() else None
    return found if match and found and found.weekday() == weekdays()[match["name"]] else None


def _numbered(year: str | None, month: int, day: int, today: date) -> date | None:
    """The day of these numbers; without a year the next one."""
    if year:
        return _if_ahead(_valid(int(year) + (2000 if len(year) == 2 else 0), month, day), today)
    candidates = (_valid(one, month, day) for one in (today.year, today.year + 1))
    return next((one for one in candidates if one and one >= today), None)


def _next_numbered(day: int, today: date) -> date | None:
    """The next day of this number, in this month or the one after."""
    after = _last_of_month(today) + _DAY
    candidates = (_valid(one.year, one.month, day) for one in (today, after))
    return next((one for one in candidates if one and one >= today), None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _if_ahead(day: date | None, today: date) -> date | None:
    return day if day and today <= day <= today + _FARTHEST else None


def _monday(day: date) -> date:
    return day - day.weekday() * _DAY


def _last_of_month(day: date) -> date:
    return (day.replace(day=1) + 31 * _DAY).replace(day=1) - _DAY
