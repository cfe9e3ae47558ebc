"""The page's web addresses."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from sandbox.errors import SandboxError
from sandbox.messages import JSON
from sandbox.page.acts import Acting
from sandbox.page.bench import Bench, Trouble
from sandbox.page.feed import Feed
from sandbox.page.guard import Guard
from sandbox.page.hands import Hands, Jump
from sandbox.page.marks import Marks
from sandbox.page.viewer import Viewer
from sandbox.people import Person
from sandbox.workspace import Workspace

_STATIC = (Path(__file__).parent / "static").resolve()
_KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
# Nothing from elsewhere, and no script but the page's own: a message can't smuggle one in.
_POLICY = (
    "default-src 'self'; img-src 'self' data: http://127.0.0.1:* http://localhost:*; "
    "style-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_PAGE_HEADERS = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
Handler = Callable[[Any, Request], Awaitable[Response]]


def _telling(handler: Handler) -> Handler:
    """What a person may not do is answered with the reason."""

    @wraps(handler)
    async def told(page: Any, request: Request) -> Response:
        try:
            return await handler(page, request)
        except SandboxError as error:
            return JSONResponse({"error": str(error)}, 400)

    return told


class Page:
    """The workspace in a browser; `hands` takes what whoever shows it hands in."""

    def __init__(self, workspace: Workspace) -> None:
        self.hands = Hands()
        self._workspace = workspace
        self._marks = Marks(workspace.world)
        self._bench = Bench(workspace)

    def app(self) -> ASGIApp:
        """The ASGI application, for the root of a server."""
        routes = [
            Route("/", self.index),
            Route("/archives/{channel}/p{stamp:int}", self.permalink),
            Route("/files/{user}/{file}/{name}", self.file_permalink),
            Route("/page/state", self.state),
            Route("/page/history", self.history),
            Route("/page/thread", self.thread),
            Route("/page/events", self.events),
            Route("/page/files/{file}/{name}", self.file),
            Route("/page/act/{act}", self.act, methods=["POST"]),
            Route("/page/wire", self.wire),
            Route("/page/wire/{number:int}", self.exchange),
            Route("/page/faults/{trouble}", self.faults, methods=["POST"]),
            Route("/page/clock/{jump}", self.jump, methods=["POST"]),
            Route("/page/static/{path:path}", self.static),
        ]
        return Guard(Starlette(routes=routes))

    # -- reading ---------------------------------------------------------------------------------------------

    async def index(self, _request: Request) -> Response:
        """The page itself; all of its modules are asked for at once rather than one after another."""
        names = sorted(str(path.relative_to(_STATIC)) for path in _STATIC.rglob("*.js"))
        links = "\n    ".join(f'<link rel="modulepreload" href="/page/static/{name}" />' for name in names)
        page = (_STATIC / "index.html").read_text("utf-8").replace("<!-- modules -->", links)
        return Response(page, 200, _PAGE_HEADERS, "text/html; charset=utf-8")

    async def permalink(self, request: Request) -> Response:
        """A link to a message (chat.getPermalink) opens the page there, for whoever looked last."""
        stamp = str(request.path_params["stamp"])
        ts, thread = f"{stamp[:-6]}.{stamp[-6:]}", request.query_params.get("thread_ts")
        place = f"#~/{quote(request.path_params['channel'])}" + (f"/t{quote(thread)}" if thread else "")
        return RedirectResponse(f"/{place}/m{ts}", 302)

    async def file_permalink(self, _request: Request) -> Response:
        """A link to a file leads to the page: only there it is known who looks, and a click gives them the file."""
        return RedirectResponse("/", 302)

    async def static(self, request: Request) -> Response:
        """A part of the page: scripts, styles."""
        path = (_STATIC / request.path_params["path"]).resolve()
        if not path.is_relative_to(_STATIC) or path.suffix not in _KINDS or not path.is_file():
            return Response("not found", 404)
        return Response(path.read_bytes(), 200, _PAGE_HEADERS, _KINDS[path.suffix])

    @_telling
    async def state(self, request: Request) -> Response:
        """What a window begins with."""
        with self._workspace.world.lock:
            self._marks.begin()
            return JSONResponse(self._viewer(request).state())

    @_telling
    async def history(self, request: Request) -> Response:
        """A page of a conversation."""
        asked = request.query_params
        with self._workspace.world.lock:
            viewer = self._viewer(request)
            channel = viewer.open_channel(asked.get("channel", ""))
            around, before, after = asked.get("around"), asked.get("before"), asked.get("after")
            return JSONResponse(viewer.page(channel, before=before, after=after, around=around))

    @_telling
    async def thread(self, request: Request) -> Response:
        """A message with its replies."""
        with self._workspace.world.lock:
            viewer = self._viewer(request)
            channel = viewer.open_channel(request.query_params.get("channel", ""))
            return JSONResponse(viewer.thread(channel, request.query_params.get("ts", "")))

    @_telling
    async def events(self, request: Request) -> Response:
        """What changes, as it happens."""
        wire = request.query_params.get("wire") == "1"
        feed = Feed(self._workspace, self._viewer(request), wire=wire)
        return StreamingResponse(feed.stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    @_telling
    async def file(self, request: Request) -> Response:
        """The bytes of a file: an image to show, everything else to save; nothing of it may run."""
        with self._workspace.world.lock:
            file = self._viewer(request).file(request.path_params["file"])
        if file is None:
            raise SandboxError("there is no such file")
        kind = "inline" if file.mimetype.startswith("image/") else "attachment"
        headers = {
            "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(file.name)}",
            "Content-Security-Policy": "sandbox",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(file.content, media_type=file.mimetype, headers=headers)

    # -- acting ----------------------------------------------------------------------------------------------

    @_telling
    async def act(self, request: Request) -> Response:
        """A person does something; the answer comes when Slack would show the result."""
        person, wish = self._person(request), await _wish(request)
        acting = Acting(person, self._viewer(request))
        return JSONResponse(await run_in_threadpool(acting.act, request.path_params["act"], wish))

    # -- the bench -------------------------------------------------------------------------------------------

    async def wire(self, _request: Request) -> Response:
        """The latest lines of the log."""
        return JSONResponse(self._bench.state())

    @_telling
    async def exchange(self, request: Request) -> Response:
        """One exchange with all that was said."""
        return Response(json.dumps(self._bench.exchange(request.path_params["number"]), default=str), 200, _JSON)

    @_telling
    async def faults(self, request: Request) -> Response:
        """Something is to go wrong, or all to go well again."""
        trouble = _known(Trouble, request.path_params["trouble"])
        return JSONResponse(await run_in_threadpool(self._bench.order, trouble))

    @_telling
    async def jump(self, request: Request) -> Response:
        """Move the clock."""
        await run_in_threadpool(self.hands.jump, _known(Jump, request.path_params["jump"]))
        self._workspace.world.changed("clock")
        return JSONResponse({"now": self._workspace.world.now().timestamp()})

    # -- whose window ----------------------------------------------------------------------------------------

    def _person(self, request: Request) -> Person:
        person = self._workspace.person(request.query_params.get("as") or self._somebody())
        if person.account.is_bot:
            raise SandboxError("bots have no window")
        return person

    def _somebody(self) -> str:
        people = (u for u in self._workspace.world.users.values() if not u.is_bot and u.id != "USLACKBOT")
        return next((user.name for user in people), "")

    def _viewer(self, request: Request) -> Viewer:
        return Viewer(self._workspace.world, self._marks, self.hands, self._person(request).account)


_JSON = {"Content-Type": "application/json"}


def _known(kind: Any, name: str) -> Any:
    try:
        return kind(name)
    except ValueError:
        raise SandboxError(f"there is no {name!r}") from None


async def _wish(request: Request) -> JSON:
    try:
        wish = json.loads(await request.body() or b"{}")
    except ValueError:
        raise SandboxError("this is no JSON") from None
    if not isinstance(wish, dict):
        raise SandboxError("this is no object")
    return wish
