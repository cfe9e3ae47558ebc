"""Every word that a person reads: one gettext catalogue per language, found by key."""

from dataclasses import dataclass
from datetime import date as calendar_day
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_interval, format_skeleton, format_timedelta
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.mrkdwn import Mrkdwn, date, escape

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "de")


@dataclass(frozen=True)
class Words:
    """The words of one language. Calling it gives mrkdwn, with every value escaped that is not mrkdwn itself."""

    language: str

    def __call__(self, key: str, **values: object) -> Mrkdwn:
        """The words behind `key` as mrkdwn. Raises KeyError for a key or a value that is missing."""
        return Mrkdwn(self._text(key).format(**{name: escape(str_of(value)) for name, value in values.items()}))

    def plain(self, key: str, **values: object) -> str:
        """The words behind `key` for a plain_text object, where nothing is markup and nothing is escaped."""
        return self._text(key).format(**values)

    def count(self, key: str, n: int, **values: object) -> Mrkdwn:
        """The words behind `key` in the number that `n` asks for; they may say {n}."""
        forms = _forms(self.language)[key]
        form = forms[_plural(self.language, n)]
        return Mrkdwn(form.format(n=n, **{name: escape(str_of(value)) for name, value in values.items()}))

    def duration(self, span: timedelta) -> str:
        """A length of time in the reader's words: "3 hours"."""
        return format_timedelta(span, threshold=1.2, locale=self.language)

    def number(self, n: float) -> str:
        """A number with at most one decimal: "6.5"."""
        return format_decimal(n, format="#,##0.#", locale=self.language)

    def day(self, day: calendar_day, shape: str) -> str:
        """A day in a shape of Unicode's skeletons (CLDR): "Mon", "Mar 2"."""
        return format_skeleton(shape, day, locale=self.language)

    def days(self, first: calendar_day, last: calendar_day) -> str:
        """From one day to another, both meant: "Mar 2 – 8, 2026"."""
        return format_interval(first, last, "yMMMd", locale=self.language)

    def moment(self, at: datetime, zone: str = "UTC") -> Mrkdwn:
        """An instant as each reader's Slack shows it, in their own zone: "today at 14:30"."""
        return date(at, self.plain("date.moment"), zone)

    def _text(self, key: str) -> str:
        return _forms(self.language)[key][0]


def str_of(value: object) -> str:
    """The value as text; mrkdwn stays mrkdwn."""
    return value if isinstance(value, str) else str(value)


def words_for(locale: str) -> Words:
    """The words for a Slack locale ("de-DE"): its language where we speak it, else English."""
    language = locale.replace("_", "-").split("-")[0].lower()
    return Words(language if language in LANGUAGES else "en")


def read_catalogue(language: str) -> Catalog:
    """The catalogue of a language as it stands in its .po file."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


@cache
def _forms(language: str) -> dict[str, tuple[str, ...]]:
    return {_key(message.id): _strings(message.string) for message in read_catalogue(language) if message.id}


def _key(identifier: object) -> str:
    return identifier if isinstance(identifier, str) else str(identifier[0])  # type: ignore[index]


def _strings(string: object) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)  # type: ignore[arg-type]


@cache
def _plural(language: str, n: int) -> int:
    return 0 if Locale.parse(language).plural_form(n) == "one" else 1
