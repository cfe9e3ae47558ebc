"""Every test of the sandbox gets a fresh workspace on loopback."""

from collections.abc import Iterator

import pytest

from tests.sandbox.stage import Stage, stage


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def on() -> Iterator[Stage]:
    with stage() as built:
        yield built
