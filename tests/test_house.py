"""What surrounds the code: the files that platforms and colleagues take as they are."""

import os
import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from handlers.cli import app

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.txt", "requirements-dev.txt")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def locked(name: str) -> set[str]:
    return set(re.findall(r"^([^\s=]+)==", read(name), re.MULTILINE))


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=]", requirement)[0] for requirement in requirements}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_every_package_by_hash_and_names_no_host(name: str) -> None:
    packages = re.split(r"\n(?=\S)", read(name).strip())
    assert all("==" in package and "--hash=sha256:" in package for package in packages)
    assert not re.search(r"https?:|--index|--find-links|file:", read(name))


def test_both_locks_hold_the_same_version_of_what_they_share() -> None:
    runtime, dev = (set(re.findall(r"^\S+==\S+", read(name), re.MULTILINE)) for name in LOCKS)
    assert runtime < dev


def test_everything_that_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads(read("pyproject.toml"))
    runtime = project["project"]["dependencies"]
    dev = [*runtime, *project["project"]["optional-dependencies"]["sandbox"], *project["dependency-groups"]["dev"]]
    assert names(runtime) <= locked("requirements.txt")
    assert names(dev) <= locked("requirements-dev.txt")


def test_the_procfile_starts_commands_that_there_are() -> None:
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    started = re.findall(r"^\w+: helpdesk (\w+)$", read("Procfile"), re.MULTILINE)
    assert started == ["run", "migrate"]
    assert set(started) <= commands


@pytest.mark.parametrize("script", [".ci/run", "bin/post_compile"])
def test_a_script_can_be_run_and_stops_at_the_first_failure(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    assert "set -euo pipefail" in read(script)


def test_no_link_in_the_documents_leads_nowhere() -> None:
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    links = chain.from_iterable(
        ((document, target) for target in re.findall(r"\]\(([^)#:\s]+)\)", document.read_text(encoding="utf-8")))
        for document in documents
    )
    assert not [(document.name, target) for document, target in links if not (document.parent / target).exists()]


def test_every_module_of_the_bot_has_its_line_in_the_architecture() -> None:
    modules = {module.stem for module in (ROOT / "bot").iterdir() if module.stem[0] not in "_."}
    assert sorted(modules - set(re.findall(r"`(\w+)`", read("docs/architecture.md")))) == []
