"""The workspace's HTTP addresses: the Web API, uploads, files, response_urls, sockets."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl, quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from sandbox.errors import Refusal
from sandbox.faults import Fault, Harm
from sandbox.messages import JSON
from sandbox.responses import respond
from sandbox.sockets import SocketHub
from sandbox.webapi.calls import Call
from sandbox.webapi.chat import place_of
from sandbox.webapi.dispatch import answer, scopes_of
from sandbox.webapi.files import may_read
from sandbox.wire import Exchange, Traffic
from sandbox.world import Token, World

Drop = Callable[[tuple[str, int]], None]
Arguments = dict[str, Any]


@dataclass(frozen=True)
class Endpoints:
    """The addresses of one workspace; `drop` cuts a client's connection without an answer."""

    world: World
    hub: SocketHub
    drop: Drop
    page: ASGIApp

    def app(self) -> Starlette:
        """The ASGI application."""
        return Starlette(
            routes=[
                Route("/api/{method}", self.api, methods=["GET", "POST"]),
                Route("/upload/{ticket}", self.upload, methods=["POST"]),
                Route("/files-pri/{place}/{name}", self.file),
                Route("/files-pri/{place}/download/{name}", self.file),
                Route("/response/{key}", self.response, methods=["POST"]),
                WebSocketRoute("/link/", self.link),
                Mount("/", self.page),
            ]
        )

    async def api(self, request: Request) -> Response:
        """One call of the Web API."""
        name, began = request.path_params["method"], time.monotonic()
        try:
            args = await arguments(request)
        except Refusal as refusal:
            return self._unread(request, name, refusal, began)
        sent = _token(request, args)
        token = self.world.tokens.get(sent or "")
        fault = self.world.faults.take(name, args)
        if fault is None and token is not None:
            place = place_of(self.world, token.app, str(args.get("channel")))
            fault = self.world.limits.take(token.app.app_id, name, place)

        async def work() -> JSON:
            return answer(self.world, name, token, sent, args)

        result, response = await self._with_fault(request, fault, work)
        self._note(Traffic.API, name, token, args, result, began, response.status_code)
        response.headers["x-oauth-scopes"] = scopes_of(token)
        return response

    def _unread(self, request: Request, name: str, refusal: Refusal, began: float) -> Response:
        """A call whose body made no sense."""
        token = self.world.tokens.get(_token(request, {}) or "")
        result = {"ok": False, "error": refusal.error}
        self._note(Traffic.API, name, token, {}, result, began, 200)
        return _json(result)

    async def _with_fault(
        self, request: Request, fault: Fault | None, work: Callable[[], Awaitable[JSON]]
    ) -> tuple[JSON, Response]:
        """The call's answer, unless a test ordered something else to happen to it."""
        if fault is None:
            result = await work()
            return result, _json(result)
        if fault.harm in {Harm.DELAY, Harm.DROP_AFTER}:
            result = await work()
            await asyncio.sleep(fault.seconds)
            if fault.harm is Harm.DROP_AFTER:
                return result, await self._dropped(request)
            return result, _json(result)
        refused = {"ok": False, "error": fault.error}
        if fault.harm is Harm.DROP_BEFORE:
            return refused, await self._dropped(request)
        headers = {"Retry-After": str(int(fault.seconds))} if fault.harm is Harm.RATE_LIMIT else {}
        return refused, _json(refused, fault.status or 200, headers)

    async def _dropped(self, request: Request) -> Response:
        """Cut the connection; what is answered afterwards reaches nobody."""
        if request.client is not None:
            self.drop((request.client.host, request.client.port))
        await request.is_disconnected()
        await asyncio.sleep(0)
        return Response(status_code=500)

    def _note(
        self, traffic: Traffic, name: str, token: Token | None, args: Arguments, result: Any, began: float, status: int
    ) -> None:
        refused = None if result.get("ok") else str(result.get("error"))
        app_id = token.app.app_id if token else None
        seconds = time.monotonic() - began
        at = self.world.now()
        self.world.wire.add(Exchange(at, traffic, name, app_id, args, result, seconds, refused, status))

    async def upload(self, request: Request) -> Response:
        """The bytes of a file whose address was asked for."""
        body = await request.body()
        with self.world.lock:
            file = self.world.uploads.pop(request.path_params["ticket"])
            if file is None:
                return Response("unknown upload", 404)
            file.content = _file_part(request, body)
            self.world.files[file.id] = file
        self._note(Traffic.UPLOAD, file.name, None, {"size": len(file.content)}, {"ok": True}, time.monotonic(), 200)
        return Response(f"OK - {len(file.content)}")

    async def file(self, request: Request) -> Response:
        """The bytes of a file, for bots that may see it; everybody else is led to where one signs in."""
        token = self.world.tokens.get(_token(request, {}) or "")
        with self.world.lock:
            file = self.world.files.get(request.path_params["place"].partition("-")[2])
            allowed = token is not None and "files:read" in token.app.scopes
            if file is None or token is None or not allowed or not may_read(Call(self.world, token.app, {}), file):
                return RedirectResponse(f"/?redir={quote(request.url.path)}", 302)
            return Response(file.content, media_type=file.mimetype)

    async def response(self, request: Request) -> Response:
        """An answer to an interaction."""
        began = time.monotonic()
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError:
            body = None
        status, result = respond(self.world, request.path_params["key"], body)
        self._note(Traffic.RESPONSE_URL, "response_url", None, {"body": body}, result, began, status)
        return Response("ok") if status == 200 else _json(result, status)

    async def link(self, websocket: WebSocket) -> None:
        """A Socket Mode connection."""
        await self.hub.serve(websocket)


def _json(body: JSON, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(json.dumps(body), status, headers, media_type="application/json")


def _token(request: Request, args: Arguments) -> str | None:
    """The bearer token, or the token field; it is no argument and does not appear in the log."""
    in_body = args.pop("token", None)
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else in_body


async def arguments(request: Request) -> Arguments:
    """The arguments of a call, from the address and the body.

    Refuses invalid_json, json_not_object, invalid_form_data, missing_post_type and invalid_post_type.
    """
    args: Arguments = dict(request.query_params)
    body = await request.body()
    kind = request.headers.get("Content-Type", "")
    if not body:
        return args
    if kind.startswith("application/json"):
        return args | _object(body)
    try:
        return args | _form(kind, body)
    except UnicodeDecodeError:
        raise Refusal("invalid_form_data") from None


def _form(kind: str, body: bytes) -> Arguments:
    if kind.startswith("multipart/form-data"):
        return {name: part.decode() for name, part in _parts(kind, body).items()}
    if kind.startswith(("application/x-www-form-urlencoded", "text/plain")):
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    raise Refusal("invalid_post_type" if kind else "missing_post_type")


def _object(body: bytes) -> Arguments:
    try:
        found = json.loads(body)
    except ValueError:
        raise Refusal("invalid_json") from None
    if not isinstance(found, dict):
        raise Refusal("json_not_object")
    return found


def _parts(kind: str, body: bytes) -> dict[str, bytes]:
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    if not message.is_multipart():
        raise Refusal("invalid_form_data")
    found = {}
    for part in message.iter_parts():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            found[str(part.get_param("name", header="content-disposition"))] = content
    return found


def _file_part(request: Request, body: bytes) -> bytes:
    kind = request.headers.get("Content-Type", "")
    if not kind.startswith("multipart/form-data"):
        return body
    return next(iter(_parts(kind, body).values()), b"")
