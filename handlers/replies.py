"""Replies: the form in which an agent writes one, and the choice about one that was held."""

from collections.abc import Callable

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import canned, replying
from bot.blocks import View
from bot.helpdesk import Helpdesk
from bot.work import Work
from handlers.forms import show_changed
from handlers.payloads import Payload, Press, Sent


def form(work: Work, press: Press) -> View:
    """Ask what to write to the requester."""
    return canned.form(work, press.number, press.person, press.spot)


def chosen(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Show the text of the ready-made reply that was chosen."""
    filled = Sent.read(body)
    with helpdesk.looking() as work:
        changed = canned.form(work, filled.number, filled.person, filled.spot, filled.values["canned"])
    show_changed(client, filled.view_id, changed)
    ack()


def sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Send the reply."""
    filled = Sent.read(body)
    with helpdesk.work(filled.key) as work:
        replying.reply(work, filled.number, filled.person, filled.values["text"], filled.spot)
    ack()


def held(ack: Ack, body: Payload, helpdesk: Helpdesk, do: Callable[[Work, str, str, str, str | None], None]) -> None:
    """Send what was held, or keep it."""
    press = Press.read(body)
    channel, _, ts = press.value.partition(":")
    with helpdesk.work(press.key) as work:
        do(work, channel, ts, press.person, press.response_url)
    ack()
