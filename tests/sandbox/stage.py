"""A stage for the sandbox's own tests: a clock to move, a manifest, an app that records, an app of Bolt's."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.people import Person
from sandbox.records import Channel, InstalledApp
from sandbox.server import SandboxServer
from sandbox.workspace import Workspace
from tests.clock import Clock

ACK_SECONDS = 1.0  # real ones: a busy machine must not look like a slow app


SCOPES = [
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "chat:write.customize",
    "commands",
    "dnd:read",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "reactions:read",
    "reactions:write",
    "usergroups:read",
    "users:read",
    "users.profile:read",
    "users:read.email",
]
EVENTS = [
    "app_home_opened",
    "app_mention",
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "dnd_updated_user",
    "file_shared",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "reaction_added",
    "reaction_removed",
    "team_join",
    "user_change",
]


def manifest(
    name: str = "Helpdesk", *, without: str = "", extra: str = "", socket_mode: bool = False, events: bool = True
) -> dict[str, Any]:
    """A manifest with nearly all scopes; `without` and `extra` take and add some."""
    scopes = [scope for scope in SCOPES if scope not in without.split()] + extra.split()
    return {
        "display_information": {"name": name},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": name},
            "slash_commands": [
                {"command": f"/{name.lower()}", "description": "Ask for help", "should_escape": True},
            ],
            "shortcuts": [
                {"name": "Ask", "type": "message", "callback_id": "ask_about", "description": "…"},
                {"name": "Ask anything", "type": "global", "callback_id": "ask_anything", "description": "…"},
            ],
        },
        "oauth_config": {"scopes": {"bot": scopes}},
        "settings": {
            "event_subscriptions": {"bot_events": EVENTS if events else []},
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": socket_mode,
        },
    }


@dataclass
class Received:
    """One request that an app got."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = self.json["event"]
        return found

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


Answering = Callable[[Received], tuple[int, Mapping[str, str], bytes]]


@dataclass
class Recorder:
    """An app that writes down what it gets and answers as told."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def __call__(self, request: Received) -> tuple[int, Mapping[str, str], bytes]:
        self.received.append(request)
        status = self.statuses.pop(0) if self.statuses else 200
        return status, self.headers, self.body

    def events(self, kind: str) -> list[dict[str, Any]]:
        return [request.event for request in self.received if request.event["type"] == kind]


@contextmanager
def http_app(answer: Answering) -> Iterator[str]:
    """An HTTP server on loopback that hands every request to a function; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, headers, content = answer(Received(dict(self.headers.items()), body))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 128  # of its five, the sixth event of a burst waits for a second or three to be let in

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/slack/events"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def bolt_answering(app: App) -> Answering:
    """A Bolt app behind the HTTP server."""

    def answer(request: Received) -> tuple[int, Mapping[str, str], bytes]:
        headers: dict[str, Any] = dict(request.headers)
        response = app.dispatch(BoltRequest(body=request.body.decode(), headers=headers))
        return response.status, response.first_headers(), response.body.encode()

    return answer


@dataclass
class Stage:
    """A workspace with two colleagues, a channel and an app, on the wire."""

    clock: Clock
    workspace: Workspace
    server: SandboxServer
    ana: Person
    bo: Person
    app: InstalledApp
    general: Channel
    client: WebClient

    def client_of(self, app: InstalledApp) -> WebClient:
        return WebClient(app.bot_token, base_url=self.server.api_url)

    def bolt(self) -> App:
        """A Bolt app that answers after its listeners have run, not connected to anything yet."""
        return App(client=self.client, signing_secret=self.app.signing_secret, process_before_response=True)

    @contextmanager
    def recording(self) -> Iterator[Recorder]:
        """The app becomes one that records."""
        recorder = Recorder()
        with http_app(recorder) as recorder.url:
            self.app.request_url = recorder.url
            yield recorder
            self.app.request_url = None

    @contextmanager
    def serving(self, bolt: App) -> Iterator[None]:
        """The app becomes one of Bolt's, in HTTP mode."""
        with http_app(bolt_answering(bolt)) as url:
            self.app.request_url = url
            yield
            self.app.request_url = None


@contextmanager
def stage(*, ack_seconds: float = ACK_SECONDS, **options: Any) -> Iterator[Stage]:
    """A stage with an app of the given manifest options."""
    clock = Clock()
    workspace = Workspace(clock, ack_seconds=ack_seconds)
    ana = workspace.add_person(
        "ana", real_name="Ana Alvarez", email="ana@acme.example", tz="Europe/Berlin", locale="de-DE"
    )
    bo = workspace.add_person("bo", real_name="Bo Berg", email="bo@acme.example", tz="America/New_York")
    app = workspace.install(manifest(**options))
    general = workspace.add_channel("general", [ana, bo, app.bot_user])
    with SandboxServer(workspace) as server:
        client = WebClient(app.bot_token, base_url=server.api_url)
        yield Stage(clock, workspace, server, ana, bo, app, general, client)


def error_of(call: Callable[[], Any]) -> str:
    """The error code with which the Web API refuses a call."""
    try:
        call()
    except SlackApiError as error:
        return str(error.response["error"])
    return "ok"
