"""A company in a browser: each test has a world of its own, and a window for whomever it wants."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from handlers.demo.clock import MovableClock
from tests.browser.window import Window
from tests.databases import SqliteDatabases
from tests.world import World, opened

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PATIENCE_MS = 8_000


class Hands:
    """The clock as the page wants it."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock

    def advance(self, span: timedelta) -> None:
        self._clock.advance(seconds=span.total_seconds())

    def next_morning(self) -> None:
        tomorrow: datetime = self._clock() + timedelta(days=1)
        self._clock.advance_to(tomorrow.replace(hour=8, minute=0))


def launched(playwright: Playwright) -> Browser:
    """The system's Chromium, fit for root and for a machine without a network."""
    return playwright.chromium.launch(executable_path=_CHROMIUM, chromium_sandbox=False, args=_ARGUMENTS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if _CHROMIUM is None:
        missing = "no Chromium on this machine: install it (apt-get install chromium) to run the browser tests"
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture
def town(sqlite_databases: SqliteDatabases) -> Iterator[World]:
    """The company with the bot at work, its clock in the page's hands."""
    with sqlite_databases.fresh() as url, opened(url, sockets=False) as world:
        hands = world.company.server.hands
        hands.clock = Hands(world.company.clock)
        hands.after_jump = world.pass_time
        hands.roles = {"ben": "Employee", "bo": "IT agent"}
        yield world


@contextmanager
def windows(browser: Browser, url: str) -> Iterator[Callable[[str], Window]]:
    """Open windows of a workspace at an address of its page; none of them may have complained at the end."""
    opened_windows = []

    def open_one(where: str) -> Window:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
        context.set_default_timeout(_PATIENCE_MS)
        window = Window(context.new_page(), url)
        opened_windows.append(window)
        window.opens(where)
        return window

    yield open_one
    for one in opened_windows:
        one.page.context.close()
    problems = [problem for one in opened_windows for problem in one.problems]
    assert not problems, problems


@pytest.fixture
def window(browser: Browser, town: World) -> Iterator[Callable[..., Window]]:
    """Open a window: `window("ben")`, `window("ben", at="general")`."""
    with windows(browser, town.company.server.url) as open_one:
        yield lambda name, at="general": open_one(f"#{name}/{town.channel(at).id}")
