"""What the operator sets, from the environment and `.env`; every wrong setting is reported at once."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SLACK_ITSELF = "https://slack.com/api/"


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
    except ArgumentError:
        raise ValueError("is not a database URL, such as sqlite:///helpdesk.db") from None
    if kind not in ("sqlite", "postgres", "postgresql"):
        raise ValueError(f"names {kind}; this bot keeps its requests in SQLite or PostgreSQL")
    return url


def _is_web_address(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise ValueError("should begin with https:// (or http:// for a sandbox)")
    return url.rstrip("/") + "/"


def _split(value: Any) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _minutes(value: Any) -> Any:
    return timedelta(minutes=float(value)) if isinstance(value, str | int | float) else value


def _seconds(value: Any) -> Any:
    return timedelta(seconds=float(value)) if isinstance(value, str | int | float) else value


class _Environment(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)


class DatabaseSettings(_Environment):
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
    slack_api_url: Annotated[str, AfterValidator(_is_web_address)] = SLACK_ITSELF
    port: int = Field(default=3000, ge=0, le=65535)
    helpdesk_operators: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)] = ()
    helpdesk_survey_minutes: Annotated[timedelta, BeforeValidator(_minutes)] = timedelta(minutes=30)
    helpdesk_tick_seconds: Annotated[timedelta, BeforeValidator(_seconds)] = timedelta(seconds=5)
    helpdesk_lease_seconds: Annotated[timedelta, BeforeValidator(_seconds)] = timedelta(seconds=30)

    @property
    def uses_sockets(self) -> bool:
        """Socket Mode when there is an app token, else HTTP."""
        return self.slack_app_token is not None

    @model_validator(mode="after")
    def _has_a_mode(self) -> "Settings":
        if not self.uses_sockets and self.slack_signing_secret is None:
            raise ValueError(_NEITHER_MODE)
        return self


_Kind = TypeVar("_Kind", bound=_Environment)


def read_settings(kind: type[_Kind], **overrides: object) -> _Kind:
    """The settings of a kind that are in force. Raises SettingsError with every problem there is."""
    try:
        return kind(**overrides)
    except ValidationError as error:
        raise SettingsError([_in_words(problem) for problem in error.errors()]) from None


_NEITHER_MODE = (
    "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: one is needed. Socket Mode wants the app-level token (xapp-…), "
    "HTTP mode the signing secret; both are on your app's page under Basic Information."
)


def _in_words(problem: Mapping[str, Any]) -> str:
    said = str(problem["msg"]).removeprefix("Value error, ")
    if not problem["loc"]:
        return said
    name = str(problem["loc"][0]).upper()
    return f"{name} is missing." if problem["type"] == "missing" else f"{name}: {said}."
