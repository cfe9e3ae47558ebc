"""What the operator sets, from the environment and `.env`; every wrong setting is reported at once."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from storage.keys import is_key

SLACK_ITSELF = "https://slack.com/api/"
AWAY_EMOJI = (
    "palm_tree",
    "desert_island",
    "beach_with_umbrella",
    "airplane",
    "face_with_thermometer",
    "mask",
    "no_entry",
)
"""On holiday, ill, out of the office: Slack's own suggestions first, then what calendars put there."""
_PERSON = re.compile(r"[^@\s]+@[^@\s]+|[UW][A-Z0-9]{6,}")
_EMOJI = re.compile(r"[\w+'-]+")
_A_DAY, _A_WEEK, _A_YEAR = 24 * 60 * 60, 7 * 24 * 60, 365 * 24


class SettingsError(Exception):
    """One line for each wrong setting, worded for the operator."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _begins_with(prefix: str) -> AfterValidator:
    def check(token: SecretStr | None) -> SecretStr | None:
        if token is not None and not token.get_secret_value().startswith(prefix):
            raise ValueError(f"should begin with {prefix}")
        return token

    return AfterValidator(check)


def _is_database_url(url: SecretStr) -> SecretStr:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        kind = make_url(url.get_secret_value()).get_backend_name()
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise ValueError("is not a database URL, such as sqlite:///helpdesk.db") from None
    if kind not in ("sqlite", "postgres", "postgresql"):
        raise ValueError(f"names {kind}; this bot keeps its requests in SQLite or PostgreSQL")
    return url


def _is_web_address(url: str) -> str:
    if not url.startswith(("http://", "https://")) or not urlsplit(url).hostname:
        raise ValueError("should be a web address beginning with https:// (or http:// for a sandbox)")
    return url.rstrip("/") + "/"


def _split(value: Any) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _are_people(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if not _PERSON.fullmatch(name):
            raise ValueError(f'"{name}" is neither an e-mail address nor a Slack user id such as U0123456789')
    return names


def _is_emoji(name: str) -> str:
    """The name of an emoji, with its colons or without."""
    found = name.strip(":")
    if not _EMOJI.fullmatch(found):
        raise ValueError("should be the name of an emoji, such as ticket")
    return found


def _are_emoji(names: Sequence[str]) -> tuple[str, ...]:
    """Emoji that mean the same; the first is the one that we put ourselves."""
    if not names:
        raise ValueError("should be the name of an emoji, such as eyes, or several with commas")
    return tuple(map(_is_emoji, names))


def _number_of(unit: str, *, least: float, most: float) -> BeforeValidator:
    """A length of time, written as a number of `unit` (minutes, seconds) within bounds."""

    def read(value: Any) -> Any:
        return timedelta(**{unit: number(value)}) if isinstance(value, str | int | float) else value

    def number(value: str | float) -> float:
        try:
            found = float(value)
        except ValueError:
            found = math.nan
        if not least <= found <= most:
            raise ValueError(f"should be a number of {unit} from {least:g} to {most:g}")
        return found

    return BeforeValidator(read)


def _refuse(value: Any) -> None:
    """Bolt finds these two in the environment by itself and switches to OAuth, whatever token it was given."""
    if value is not None:
        raise ValueError(
            "please take it away. An app of your own has no use for it, and with it Slack's library would look for "
            "companies that installed the app and ignore SLACK_BOT_TOKEN"
        )


def _are_keys(keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
    for n, key in enumerate(keys, start=1):
        if not is_key(key.get_secret_value()):
            raise ValueError(f"number {n} is no key; `helpdesk keys new` makes one")
    return keys


_Emoji = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split), AfterValidator(_are_emoji)]
_EMOJI_SETTINGS = tuple(
    f"helpdesk_{meaning}_emoji" for meaning in ("ticket", "claim", "resolve", "waiting", "urgent", "note")
)


class _Environment(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

    @model_validator(mode="wrap")
    @classmethod
    def _find_all_problems(cls, given: dict[str, Any], validate: ModelWrapValidatorHandler[Self]) -> Self:
        """Report what is wrong with single settings and with them together; Pydantic alone would stop before."""
        problems = cls._wrong_together(given)
        try:
            settings = validate(given)
        except ValidationError as error:
            raise SettingsError([*map(_in_words, error.errors()), *problems]) from None
        if problems:
            raise SettingsError(problems)
        return settings

    @classmethod
    def _wrong_together(cls, _given: Mapping[str, Any]) -> list[str]:
        return []


class KeySettings(_Environment):
    """The keys that seal what is confidential, newest first."""

    helpdesk_keys: Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(_split), AfterValidator(_are_keys)] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys themselves."""
        return tuple(key.get_secret_value() for key in self.helpdesk_keys)


class DatabaseSettings(KeySettings):
    """Where the requests are kept."""

    database_url: Annotated[SecretStr, AfterValidator(_is_database_url)] = SecretStr("sqlite:///helpdesk.db")


class DeskSettings(_Environment):
    """Where the desks file is."""

    helpdesk_desks: Path = Path("desks.toml")


class Settings(DatabaseSettings, DeskSettings):
    """Everything that `.env.example` explains, typed."""

    slack_bot_token: Annotated[SecretStr, _begins_with("xoxb-")]
    slack_app_token: Annotated[SecretStr | None, _begins_with("xapp-")] = None
    slack_signing_secret: SecretStr | None = None
    slack_client_id: Annotated[None, BeforeValidator(_refuse)] = None
    slack_client_secret: Annotated[None, BeforeValidator(_refuse)] = None
    slack_api_url: Annotated[str, AfterValidator(_is_web_address)] = SLACK_ITSELF
    port: int = Field(default=3000, ge=0, le=65535)
    helpdesk_operators: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split), AfterValidator(_are_people)] = ()
    helpdesk_department_field: str = "Department"
    helpdesk_ticket_emoji: Annotated[str, AfterValidator(_is_emoji)] = "ticket"
    helpdesk_claim_emoji: _Emoji = ("eyes",)
    helpdesk_resolve_emoji: _Emoji = ("white_check_mark",)
    helpdesk_waiting_emoji: _Emoji = ("hourglass_flowing_sand", "hourglass")
    helpdesk_urgent_emoji: _Emoji = ("rotating_light",)
    helpdesk_note_emoji: _Emoji = ("lock",)
    helpdesk_away_emoji: _Emoji = AWAY_EMOJI
    helpdesk_survey_minutes: Annotated[timedelta, _number_of("minutes", least=0, most=_A_WEEK)] = timedelta(minutes=30)
    helpdesk_survey_cooldown_hours: Annotated[timedelta, _number_of("hours", least=0, most=_A_YEAR)] = timedelta(days=1)
    helpdesk_pings_a_day: int = Field(default=8, ge=1, le=100)
    helpdesk_tick_seconds: Annotated[timedelta, _number_of("seconds", least=0.1, most=3600)] = timedelta(seconds=5)
    helpdesk_lease_seconds: Annotated[timedelta, _number_of("seconds", least=1, most=_A_DAY)] = timedelta(seconds=30)

    @property
    def uses_sockets(self) -> bool:
        """Socket Mode when there is an app token, else HTTP."""
        return self.slack_app_token is not None

    @classmethod
    def _wrong_together(cls, given: Mapping[str, Any]) -> list[str]:
        has_a_mode = given.get("slack_app_token") or given.get("slack_signing_secret")
        return [*([] if has_a_mode else [_NEITHER_MODE]), *_two_meanings(given)]


def _two_meanings(given: Mapping[str, Any]) -> Iterator[str]:
    """Say which emoji stand for two things, those included that were left at their defaults."""
    meant: dict[str, str] = {}
    for setting in _EMOJI_SETTINGS:
        for name in _split(given.get(setting, Settings.model_fields[setting].default)):
            plain = name.strip(":")
            if meant.setdefault(plain, setting) != setting:
                yield f"{setting.upper()}: {plain} already stands for {meant[plain].upper()}; choose another emoji."


_Kind = TypeVar("_Kind", bound=_Environment)


def read_settings(kind: type[_Kind], **overrides: object) -> _Kind:
    """The settings of a kind that are in force. Raises SettingsError with every problem there is."""
    return kind(**overrides)


_NEITHER_MODE = (
    "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: one is needed. Socket Mode wants the app-level token (xapp-…), "
    "HTTP mode the signing secret; both are on your app's page under Basic Information."
)

_PLAINLY = {
    "int_parsing": "should be a whole number",
    "greater_than_equal": "should be {ge} or more",
    "less_than_equal": "should be {le} or less",
}


def _in_words(problem: Mapping[str, Any]) -> str:
    """One problem of Pydantic's, worded for the operator; never with the value, which may be a secret."""
    name = str(problem["loc"][0]).upper()
    if problem["type"] == "missing":
        return f"{name} is missing."
    if plainly := _PLAINLY.get(problem["type"]):
        return f"{name}: {plainly.format(**problem.get('ctx', {}))}."
    return f"{name}: {str(problem['msg']).removeprefix('Value error, ')}."
