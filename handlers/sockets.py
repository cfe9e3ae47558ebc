"""Socket Mode: Bolt's connection to Slack, with a quick end and a word on how it is doing."""

import sys
import time
from contextlib import suppress
from socket import SHUT_RDWR

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

# The SDK gives a connection up after four pings without an answer and looks at the next: 15 s, not Bolt's 50.
_PING_SECONDS = 3
_CLOSES_WITHIN = 3.0
# The SDK reads frame within frame: each that arrives without a pause is a level of recursion deeper, and so is each
# piece that a frame is read in. At Python's usual thousand, a burst of some hundred events is lost.
_READS_AT_ONCE = 65_536  # bytes
_FRAMES_IN_A_BURST = 20_000


class Sockets(SocketModeHandler):
    """The SDK's own client underneath: it pings, notices a silent connection, and connects anew."""

    def __init__(self, app: App, app_token: str, *, ping_seconds: float = _PING_SECONDS) -> None:
        super().__init__(app, app_token, ping_interval=ping_seconds, receive_buffer_size=_READS_AT_ONCE)

    def check(self) -> None:
        """Ask Slack for an address to connect to, and let it be. Raises SlackApiError for a token that won't do."""
        self.client.issue_new_wss_url()

    def open(self) -> None:
        """Connect; events begin to arrive."""
        sys.setrecursionlimit(max(sys.getrecursionlimit(), _FRAMES_IN_A_BURST))
        self.client.connect()

    def close(self) -> None:
        """Disconnect. The SDK alone would first sit out what it waits for: 3 s for bytes, 1 s for a message."""
        self.client.auto_reconnect_enabled = False
        self.client.closed = True
        self.client.enqueue_message("")
        session = self.client.current_session
        if session and session.sock:
            with suppress(OSError):  # Slack was faster
                session.sock.shutdown(SHUT_RDWR)
        self._end_receiving()
        with suppress(AttributeError):  # the SDK's monitor closes the same connection between its look and its lock
            self.client.disconnect()
        self.client.close()

    def _end_receiving(self) -> None:
        """End the SDK's receiving thread, which close() joins for ever.

        A thread that is just beginning a round takes its order to stop back (SocketModeClient._run_current_session),
        so the order is repeated until it is obeyed; one that hears none is left behind, and dies with the process.
        """
        runner = self.client.current_session_runner
        runner.event.set()
        ends_by = time.monotonic() + _CLOSES_WITHIN
        while runner.is_alive() and time.monotonic() < ends_by:
            self.client.current_session_state.terminated = True
            runner.thread.join(0.05)
        runner.thread = None  # type: ignore[assignment] # the SDK's own mark for one that has ended

    @property
    def is_connected(self) -> bool:
        """Whether events can arrive."""
        return self.client.is_connected()

    @property
    def silence(self) -> float:
        """Seconds since Slack last answered our ping: one that looks open and says nothing is a known fault."""
        session = self.client.current_session
        last = session.last_ping_pong_time if session else None
        return time.time() - last if last else 0.0
