"""A small company in a sandbox: its people, its channels, its desks."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import TracebackType

from bot.deskfile import read_desks
from bot.desks import Desks
from bot.settings import Settings, read_settings
from handlers.demo.clock import MovableClock
from handlers.manifest import build_manifest
from handlers.running import Beside
from sandbox.keeping import kept
from sandbox.people import Person
from sandbox.records import Channel, InstalledApp
from sandbox.server import SandboxServer
from sandbox.workspace import Workspace
from storage.keys import new_key

DESKS = Path(__file__).parents[2] / "desks.toml"
_PEOPLE = (
    ("ana", "Ana Alvarez", "Europe/Berlin", "de-DE"),
    ("ben", "Ben Becker", "Europe/London", "en-GB"),
    ("bo", "Bo Brandt", "Europe/Berlin", "en-US"),
    ("cy", "Cy Castell", "Europe/Berlin", "de-DE"),
    ("hana", "Hana Hoffmann", "Europe/Berlin", "de-DE"),
    ("lena", "Lena Lindt", "Europe/Berlin", "en-US"),
    ("nick", "Nick Novak", "America/New_York", "en-US"),
    ("olga", "Olga Olsen", "Europe/Berlin", "en-US"),
)
_PATIENCE = 20.0
_MEMBERS = {"it-help": ("bo", "cy"), "hr-help": ("hana",), "design-team": ("ben",)}
_FOR_ALL = ("general", "ask-it")


@dataclass(frozen=True)
class Company:
    """The workspace with everybody in it and the bot installed, before the bot runs; a context manager."""

    clock: MovableClock
    workspace: Workspace
    server: SandboxServer
    people: Mapping[str, Person]
    channels: Mapping[str, Channel]
    app: InstalledApp
    desks: Desks
    desks_file: Path = DESKS
    key: str = field(default_factory=new_key)

    def __enter__(self) -> "Company":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.server.stop()

    def settings(self, database_url: str, **more: object) -> Settings:
        """The settings with which the bot finds this workspace."""
        tokens: dict[str, object] = {"slack_app_token": self.app.app_token} if self._is_socket else {}
        return read_settings(
            Settings,
            _env_file=None,
            slack_bot_token=self.app.bot_token,
            slack_signing_secret=self.app.signing_secret,
            slack_api_url=self.server.api_url,
            database_url=database_url,
            helpdesk_desks=self.desks_file,
            helpdesk_operators=(self.people["olga"].email,),
            helpdesk_keys=self.key,
            **(tokens | more),
        )

    @property
    def _is_socket(self) -> bool:
        return self.app.request_url is None

    def call(self, bot: Beside, path: str) -> None:
        """Tell Slack where the bot listens, in HTTP mode; in Socket Mode, wait until Slack knows of its connection."""
        if self._is_socket:
            self.workspace.wait_connected(self.app, timeout=_PATIENCE)
        else:
            self.app.request_url = bot.url + path


def _at(clock: MovableClock, workspace: Workspace, app: InstalledApp, server: SandboxServer, language: str) -> Company:
    """The company whose people and channels the workspace has."""
    lead = (workspace.person("lena").email,)
    return Company(
        clock=clock,
        workspace=workspace,
        server=server,
        people={name: workspace.person(name) for name, *_ in _PEOPLE},
        channels={name: workspace.channel(name) for name in (*_MEMBERS, *_FOR_ALL)},
        app=app,
        desks=_shipped_desks().change(lambda desk: replace(desk, leads=lead, language=language)),
    )


@cache
def _shipped_desks() -> Desks:
    """The desks of the shipped file, read once: a sixth of the time in which a company is founded."""
    return read_desks(DESKS)


def reopened(file: Path) -> Company:
    """The company as it was kept in a file, on the port that its links name. Raises OSError, ValueError."""
    as_it_was = kept(file)
    clock = MovableClock(as_it_was.now)
    workspace = Workspace(now=clock)
    as_it_was.restore(workspace.world)
    app = next(iter(workspace.world.apps.values()))
    return _at(clock, workspace, app, SandboxServer(workspace, as_it_was.port).start(), "en")


def found(clock: MovableClock, *, sockets: bool, language: str = "en", ack_seconds: float = 3.0) -> Company:
    """Found the company; its Slack reaches the bot by Socket Mode or by HTTP, and waits so long for an answer.

    Its channels read `language`.
    """
    workspace = Workspace(now=clock, ack_seconds=ack_seconds)
    server = SandboxServer(workspace).start()
    app = workspace.install(
        build_manifest(None if sockets else "http://127.0.0.1:1"),
        request_url=None if sockets else "http://127.0.0.1:1",
    )
    people = {
        name: workspace.add_person(name, real_name=full, email=f"{name}@acme.example", tz=zone, locale=locale)
        for name, full, zone, locale in _PEOPLE
    }
    for name, who in _MEMBERS.items():
        workspace.add_channel(name, [people[n] for n in who])
    for name in _FOR_ALL:
        workspace.add_channel(name, list(people.values()))
    return _at(clock, workspace, app, server, language)
