"""What the operator sets: defaults, both modes, and one report of everything that is wrong."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import SLACK_ITSELF, DatabaseSettings, DeskSettings, Settings, SettingsError, read_settings
from storage.engine import Storage

SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
HTTP = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "secret"}
EXAMPLE = Path(__file__).parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def settings(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return read_settings(Settings)


def problems(monkeypatch: pytest.MonkeyPatch, **environment: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        settings(monkeypatch, **environment)
    return caught.value.problems


def test_two_tokens_are_all_that_socket_mode_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings(monkeypatch, **SOCKET)
    assert found.uses_sockets
    assert (found.slack_api_url, found.port, found.helpdesk_operators) == (SLACK_ITSELF, 3000, ())
    assert found.database_url.get_secret_value() == "sqlite:///helpdesk.db"
    assert found.helpdesk_desks == Path("desks.toml")


def test_a_token_and_the_signing_secret_are_all_that_http_mode_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not settings(monkeypatch, **HTTP).uses_sockets


def test_with_both_an_app_token_and_a_signing_secret_it_is_socket_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch, **(SOCKET | HTTP)).uses_sockets


def test_every_wrong_setting_is_named_in_one_report(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "SLACK_BOT_TOKEN": "xoxp-1",
        "SLACK_API_URL": "slack.com",
        "DATABASE_URL": "mysql://user:hunter2@host/name",
        "PORT": "http",
        "HELPDESK_OPERATORS": "olga@example.com, olga",
        "HELPDESK_CLAIM_EMOJI": "eyes, two eyes",
        "HELPDESK_NOTE_EMOJI": ",",
        "HELPDESK_WAITING_EMOJI": "snail,:ticket:",
        "HELPDESK_SURVEY_MINUTES": "soon",
        "HELPDESK_PINGS_A_DAY": "0",
        "HELPDESK_TICK_SECONDS": "0",
        "HELPDESK_LEASE_SECONDS": "inf",
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "abc",
    }
    report = problems(monkeypatch, **wrong)
    named = {problem.split(":")[0] for problem in report}
    assert named == {*wrong, "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET"}
    assert len(report) == len(named)
    assert all(problem.endswith(".") for problem in report)


def test_no_report_shows_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    report = problems(
        monkeypatch, SLACK_BOT_TOKEN="hunter1", SLACK_APP_TOKEN="hunter2", DATABASE_URL="oracle://me:hunter3@host/db"
    )
    assert "hunter" not in "\n".join(report)


def test_where_nothing_is_set_the_token_and_a_mode_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [problem.split()[0] for problem in problems(monkeypatch)] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]


def test_a_setting_left_empty_means_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    blank = {name.upper(): "" for name in Settings.model_fields if name.upper() not in SOCKET}
    assert settings(monkeypatch, **SOCKET, **blank) == read_settings(
        Settings, **{k.lower(): v for k, v in SOCKET.items()}
    )


def test_the_example_file_as_it_ships_leaves_everything_at_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    from_example = settings(monkeypatch, **SOCKET)
    Path(".env").unlink()
    assert from_example == settings(monkeypatch, **SOCKET)


def test_the_example_file_explains_every_setting() -> None:
    explained = {line.split("=")[0] for line in EXAMPLE.read_text(encoding="utf-8").splitlines() if "=" in line[:40]}
    refused = {"SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"}
    assert explained == {name.upper() for name in Settings.model_fields} - refused


def test_the_environment_wins_over_the_env_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("PORT=4000\nHELPDESK_SURVEY_MINUTES=5\n", encoding="utf-8")
    found = settings(monkeypatch, **SOCKET, PORT="5000")
    assert (found.port, found.helpdesk_survey_minutes) == (5000, timedelta(minutes=5))


def test_operators_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings(monkeypatch, **SOCKET, HELPDESK_OPERATORS=" olga@example.com,U0123456789, ")
    assert found.helpdesk_operators == ("olga@example.com", "U0123456789")


def test_an_emoji_is_known_by_its_name_with_or_without_colons_and_several_may_mean_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = settings(monkeypatch, **SOCKET, HELPDESK_RESOLVE_EMOJI=":tada:, heavy_check_mark")
    assert found.helpdesk_resolve_emoji == ("tada", "heavy_check_mark")
    assert found.helpdesk_claim_emoji == ("eyes",)


def test_an_emoji_stands_for_one_thing_only(monkeypatch: pytest.MonkeyPatch) -> None:
    (problem,) = problems(monkeypatch, **SOCKET, HELPDESK_RESOLVE_EMOJI=":hourglass:")
    assert (
        problem == "HELPDESK_WAITING_EMOJI: hourglass already stands for HELPDESK_RESOLVE_EMOJI; choose another emoji."
    )


@pytest.mark.parametrize("address", ["https://slack.example/api", "https://slack.example/api/"])
def test_another_slack_is_called_at_its_address_with_or_without_the_last_slash(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert settings(monkeypatch, **SOCKET, SLACK_API_URL=address).slack_api_url == "https://slack.example/api/"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_platforms_postgres_address_is_accepted_as_it_is_written(scheme: str) -> None:
    url = read_settings(DatabaseSettings, database_url=f"{scheme}://user:pass@host:5432/name").database_url
    storage = Storage(url.get_secret_value())
    assert storage.url.drivername == "postgresql+psycopg"
    storage.close()


@pytest.mark.parametrize("url", ["helpdesk.db", "postgres://host:port/name", "://"])
def test_what_is_no_database_url_is_told_what_one_looks_like(url: str) -> None:
    with pytest.raises(SettingsError, match=r"^DATABASE_URL: is not a database URL, such as sqlite:///helpdesk\.db\.$"):
        read_settings(DatabaseSettings, database_url=url)


def test_migrating_needs_no_token() -> None:
    assert read_settings(DatabaseSettings).database_url == SecretStr("sqlite:///helpdesk.db")


def test_checking_the_desks_needs_no_token() -> None:
    assert read_settings(DeskSettings).helpdesk_desks == Path("desks.toml")


def test_settings_printed_by_mistake_keep_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings(monkeypatch, **(SOCKET | HTTP), DATABASE_URL="postgresql://user:hunter2@host/name")
    assert not [secret for secret in ("xoxb-1", "xapp-1", "'secret'", "hunter2") if secret in repr(found)]
