"""One of Bolt's listeners for all payloads of a kind: it finds ours by name.

Bolt asks its listeners one after another, and looks into each when the app is built: a hundred are felt in both.
"""

import inspect
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.helpdesk import Helpdesk
from handlers.payloads import Payload

Listener = Callable[..., None]
_ANYTHING = re.compile("")


def connect(
    hear: Callable[..., Any],
    listeners: Mapping[str, Listener],
    named: Callable[[Payload], str],
    helpdesk: Helpdesk,
) -> None:
    """Hear what is named like one of these listeners, which is handed what it asks for: as by Bolt, by name."""
    asked_for = cache(_asked_for)

    def is_ours(body: Payload) -> bool:
        return named(body) in listeners

    def listen(ack: Ack, body: Payload, client: WebClient, context: BoltContext) -> None:
        listener = listeners[named(body)]
        offered = {"ack": ack, "body": body, "client": client, "context": context}
        listener(helpdesk=helpdesk, **{name: offered[name] for name in offered.keys() & asked_for(listener)})

    hear(_ANYTHING, matchers=[is_ours])(listen)


def _asked_for(listener: Listener) -> frozenset[str]:
    return frozenset(inspect.signature(listener).parameters)
