"""Socket Mode: Bolt's connection to Slack, with a quick end and a word on how it is doing."""

import time
from contextlib import suppress
from socket import SHUT_RDWR

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

# The SDK gives a connection up after four pings without an answer and looks at the next: 15 s, not Bolt's 50.
_PING_SECONDS = 3


class Sockets(SocketModeHandler):
    """The SDK's own client underneath: it pings, notices a silent connection, and connects anew."""

    def __init__(self, app: App, app_token: str) -> None:
        super().__init__(app, app_token, ping_interval=_PING_SECONDS)

    def check(self) -> None:
        """Ask Slack for an address to connect to, and let it be. Raises SlackApiError for a token that won't do."""
        self.client.issue_new_wss_url()

    def open(self) -> None:
        """Connect; events begin to arrive."""
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
        self.client.close()

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
