"""The shortcuts: on a message, and from anywhere."""

from collections.abc import Callable

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot import asking, reception, threads
from bot.blocks import View
from bot.descriptions import message_of
from bot.helpdesk import Helpdesk
from bot.reception import Start
from bot.work import Work
from handlers.forms import show_form
from handlers.payloads import Payload, Press, root_in, told
from storage.tables import Request


def ask_anywhere(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Open the form, with nothing in it."""
    person = body["user"]["id"]
    helpdesk.directory.meet(person)
    show_form(helpdesk, client, body["trigger_id"], lambda work: reception.begin(work, person, Start()))
    ack()


def ask_about(ack: Ack, body: Payload, client: WebClient, context: BoltContext, helpdesk: Helpdesk) -> None:
    """Open the form with what a message says; what a bot says counts as said by the person."""
    person, message = body["user"]["id"], message_of(body["channel"]["id"], body["message"])
    helpdesk.directory.meet(person)

    def draw(work: Work) -> View:
        subject = asking.about(work, person, told(message, context.bot_user_id, by=person))
        return reception.begin(work, person, Start.about(subject, response_url=body.get("response_url")))

    show_form(helpdesk, client, body["trigger_id"], draw)
    ack()


def move(ack: Ack, body: Payload, helpdesk: Helpdesk, make: Callable[[Work, int, str], Request]) -> None:
    """Move the request in whose thread a message stands."""
    press = _press(body, helpdesk)
    with helpdesk.work(press.key) as work:
        make(work, press.number, press.person)
    ack()


def form(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk, draw: Callable[[Work, Press], View]) -> None:
    """Open a form about the request in whose thread a message stands."""
    press = _press(body, helpdesk)
    show_form(helpdesk, client, press.trigger_id, lambda work: draw(work, press))
    ack()


def said(ack: Ack, body: Payload, helpdesk: Helpdesk, decide: Callable[[Work, str, str, str], None]) -> None:
    """Decide what becomes of the message itself: it is sent, or stays a note."""
    press = _press(body, helpdesk)
    with helpdesk.work(press.key) as work:
        decide(work, body["channel"]["id"], body["message"]["ts"], press.person)
    ack()


def _press(body: Payload, helpdesk: Helpdesk) -> Press:
    with helpdesk.looking() as work:
        return Press.here(body, threads.number_at(work, *root_in(body)))
