"""The buttons."""

from collections.abc import Callable

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import surveys
from bot.blocks import View
from bot.helpdesk import Helpdesk
from bot.work import Work
from handlers.forms import show_form
from handlers.payloads import Payload, Press
from storage.kinds import Rating
from storage.tables import Request


def move(ack: Ack, body: Payload, helpdesk: Helpdesk, make: Callable[[Work, int, str], Request]) -> None:
    """Make the move that a button stands for: claim, hand back, reopen, withdraw."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        make(work, press.number, press.person)
    ack()


def act(ack: Ack, body: Payload, helpdesk: Helpdesk, do: Callable[[Work, int, str], None]) -> None:
    """Do what a button stands for that moves nothing."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        do(work, press.number, press.person)
    ack()


def form(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk, draw: Callable[[Work, Press], View]) -> None:
    """Open the form that a button stands for."""
    press = Press.read(body)
    show_form(helpdesk, client, press.trigger_id, lambda work: draw(work, press))
    ack()


def rate(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Take a face, or points."""
    press = Press.read(body)
    chosen = press.action.partition(":")[2]
    verdict = int(chosen) if chosen.isdecimal() else Rating(chosen)
    with helpdesk.work(press.key) as work:
        surveys.rate(work, *press.survey, press.person, verdict)
    ack()
