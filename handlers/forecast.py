"""Operators look ahead in App Home: the form opens at once, and is filled as soon as it is known what comes."""

from collections.abc import Callable
from functools import partial

import structlog
from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import forecast
from bot.blocks import View
from bot.helpdesk import Helpdesk
from bot.views import forecast as views
from handlers.payloads import Payload, Press

log = structlog.get_logger(__name__)
_MOST = 2000  # pieces of work: as many as are done while somebody looks on

Later = Callable[[Callable[[], None]], object]
"""Has something done beside what answers Slack, which waits for three seconds."""


def wanted(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk, later: Later) -> None:
    """Open the form."""
    press = Press.read(body)
    shown = client.views_open(trigger_id=press.trigger_id, view=_waiting(helpdesk, press))["view"]
    later(partial(_fill, helpdesk, client, press, shown))
    ack()


def span_chosen(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk, later: Later) -> None:
    """Look less far ahead, or further."""
    press = Press.read(body)
    shown = client.views_update(view_id=body["view"]["id"], view=_waiting(helpdesk, press))["view"]
    later(partial(_fill, helpdesk, client, press, shown))
    ack()


def _waiting(helpdesk: Helpdesk, press: Press) -> View:
    with helpdesk.looking() as work:
        forecast.check_operator(work, press.person)
        return views.waiting(press.value, work.words_of(press.person))


def _fill(helpdesk: Helpdesk, client: WebClient, press: Press, shown: Payload) -> None:
    """Show what comes, unless the form was closed or shows another span by now."""
    try:
        view = _drawn(helpdesk, press)
    except Exception:
        log.exception("forecast_failed")
        view = views.broken(press.value, helpdesk.words_of(press.person))
    try:
        client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
    except SlackApiError as error:
        log.info("forecast_unseen", error=error.response["error"])


def _drawn(helpdesk: Helpdesk, press: Press) -> View:
    until = helpdesk.now() + views.SPANS[press.value]
    coming = forecast.look_ahead(helpdesk, until, _MOST)
    with helpdesk.looking() as work:
        return forecast.form(work, press.person, press.value, coming)
