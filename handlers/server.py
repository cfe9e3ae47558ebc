"""The web side of a running bot: Slack's calls in HTTP mode, and in both modes its health and figures."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from handlers.figures import figures_of
from handlers.program import Program

SLACK_PATH = "/slack/events"


def build_web(program: Program) -> Starlette:
    """The ASGI app; its lifespan starts and stops the bot."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await run_in_threadpool(program.start)
        try:
            yield
        finally:
            await run_in_threadpool(program.stop)

    return Starlette(routes=_routes(program), lifespan=lifespan)


def _routes(program: Program) -> list[Route]:
    registry = figures_of(program)

    async def slack(request: Request) -> Response:
        bolt_request = to_bolt_request(request, await request.body())
        answer = await run_in_threadpool(program.app.dispatch, bolt_request)
        return to_starlette_response(answer)

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> Response:
        troubles = await run_in_threadpool(program.troubles)
        return JSONResponse({"ready": not troubles, "troubles": troubles}, status_code=503 if troubles else 200)

    async def metrics(_request: Request) -> Response:
        figures = await run_in_threadpool(generate_latest, registry)
        return Response(figures, media_type=CONTENT_TYPE_LATEST)

    routes = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
    return routes if program.sockets else [*routes, Route(SLACK_PATH, slack, methods=["POST"])]
