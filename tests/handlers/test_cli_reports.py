"""helpdesk report, where something is wrong with what was typed: one readable report, and exit code 2."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from handlers.cli import app
from handlers.demo.company import DESKS
from storage.engine import Storage

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["it", "2026-13"], ["“it 2026-13”", "The desks are: it, hr, design."]),
        (["nobody", "last", "week"], ["“nobody last week”"]),
        (["2999"], ["“2999” has not begun yet."]),
        (["--zone", "Mars/Base"], ['"Mars/Base" is no time zone']),
        (["--language", "fr"], ['"fr" is none of en, de.']),
        (["yesterday", "--csv", "all.csv"], ["a file is about one desk. These are there: it, hr, design."]),
        (["it", "yesterday", "--xlsx", "."], ["it can't be written"]),
    ],
)
def test_what_was_typed_is_named_with_what_would_do(
    typed: list[str], told: list[str], storage: Storage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = {"DATABASE_URL": storage.url.render_as_string(hide_password=False), "HELPDESK_DESKS": str(DESKS)}
    ended = CliRunner().invoke(app, ["report", *typed], env=settings)
    assert ended.exit_code == 2
    for text in told:
        assert text in ended.stderr
    assert not list(tmp_path.iterdir())


def test_without_a_desk_there_is_a_table_for_each(storage: Storage) -> None:
    settings = {"DATABASE_URL": storage.url.render_as_string(hide_password=False), "HELPDESK_DESKS": str(DESKS)}
    ended = CliRunner().invoke(app, ["report", "letzte", "Woche", "--language", "de"], env=settings)
    assert ended.exit_code == 0
    assert [ended.stdout.count(text) for text in ("Europe/Berlin", "│ Neu", "Personal", "%")] == [3, 3, 1, 9]
