"""What months and weekdays are called in our languages, long and short, in small letters and without a full stop."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Literal

from babel.dates import get_day_names, get_month_names

from bot.words import LANGUAGES

_Width = Literal["wide", "abbreviated"]
_Context = Literal["format", "stand-alone"]
_WIDTHS: tuple[_Width, ...] = ("wide", "abbreviated")
_CONTEXTS: tuple[_Context, ...] = ("format", "stand-alone")
_SPOKEN = {"tues": 1, "wednes": 2, "thur": 3, "thurs": 3, "sonnabend": 5}


@cache
def months() -> Mapping[str, int]:
    """The months by their names, from 1 on."""
    return _named(get_month_names)


@cache
def weekdays() -> Mapping[str, int]:
    """The weekdays by their names; Monday is 0."""
    return {**_SPOKEN, **_named(get_day_names)}


def _named(names: Callable[[_Width, _Context, str], Mapping[int, str]]) -> dict[str, int]:
    return {
        name.casefold().rstrip("."): n
        for language in LANGUAGES
        for width in _WIDTHS
        for context in _CONTEXTS
        for n, name in names(width, context, language).items()
    }
