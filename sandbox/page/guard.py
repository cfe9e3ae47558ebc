"""Keeps strangers out: other hosts' names for this machine, and other pages in the same browser."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_HOSTS = ("127.0.0.1", "localhost")


class Guard:
    """Refuses what does not name this machine (DNS rebinding), and changes that another page asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what is this page's own."""
        problem = _problem(scope) if scope["type"] == "http" else None
        if problem is None:
            await self._app(scope, receive, send)
            return
        await PlainTextResponse(problem, 403)(scope, receive, send)


def _problem(scope: Scope) -> str | None:
    headers, port = Headers(scope=scope), scope["server"][1]
    host = headers.get("host", "")
    if host not in {f"{name}:{port}" for name in _HOSTS}:
        return "This page answers on 127.0.0.1 only."
    if scope["method"] not in {"GET", "HEAD"} and headers.get("origin") != f"http://{host}":
        return "Only this page itself may change something here."
    return None
