"""Runs the bot: in the foreground for operators, beside other things for the demo and the tests."""

import socket
import sys
import threading
from types import TracebackType

import structlog
import uvicorn
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import OperationalError

from bot import deskbook
from bot.desks import Desks
from bot.settings import Settings
from bot.trouble import Refused, SlackTrouble
from handlers.logs import set_up_logs
from handlers.program import Program, build
from handlers.server import build_web

log = structlog.get_logger(__name__)
_STARTS_WITHIN = 10.0


def serve(settings: Settings, desks: Desks, text: str) -> None:
    """Run until a signal says stop; `text` is what the desks were read from."""
    set_up_logs()
    try:
        program = build(settings, desks)
        _warn_of_another_file(program, text)
        if program.sockets:
            program.sockets.check()
    except SlackTrouble as trouble:
        advice = "Is SLACK_BOT_TOKEN the one of your app?" if isinstance(trouble, Refused) else "Please try again soon."
        sys.exit(f"helpdesk can't start: {trouble}. {advice}")
    except OperationalError as error:
        sys.exit(f"helpdesk can't start: the database does not answer ({error.orig}). Please look at DATABASE_URL.")
    except SlackApiError as error:
        reason = error.response["error"]
        sys.exit(f"helpdesk can't start: Slack says {reason}. Is SLACK_APP_TOKEN your app's, with connections:write?")
    uvicorn.Server(_config(program, "0.0.0.0", settings.port)).run()  # noqa: S104 - a load balancer calls from outside


def _warn_of_another_file(program: Program, text: str) -> None:
    """What was applied outlives a restart: say so to whom expects that the file that they changed is in force."""
    with program.helpdesk.storage.reading() as session:
        applied = deskbook.newest(session)
    if applied and applied.text != text:
        log.warning("other desks than the file's are in force; see `helpdesk desks diff`", since=applied.at.isoformat())


def _config(program: Program, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        build_web(program), host=host, port=port, log_level="warning", timeout_graceful_shutdown=5, ws="none"
    )


class Beside:
    """A bot that runs in a thread, on a loopback port of the system's choice; a context manager."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._server = uvicorn.Server(_config(program, "127.0.0.1", 0))
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), name="helpdesk")

    @property
    def url(self) -> str:
        """Where the bot listens, from the beginning: calls wait until it has started."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> "Beside":
        self._thread.start()
        if not self.program.started.wait(_STARTS_WITHIN):
            raise TimeoutError("the bot did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()
