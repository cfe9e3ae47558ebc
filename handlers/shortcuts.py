"""The shortcuts: on a message, and from anywhere."""

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot import asking
from bot.descriptions import message_of
from bot.helpdesk import Helpdesk
from bot.reception import Start
from handlers.forms import show_request_form
from handlers.payloads import Payload, told


def ask_anywhere(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Open the form, with nothing in it."""
    person = body["user"]["id"]
    helpdesk.directory.meet(person)
    show_request_form(helpdesk, client, person, body["trigger_id"], Start())
    ack()


def ask_about(ack: Ack, body: Payload, client: WebClient, context: BoltContext, helpdesk: Helpdesk) -> None:
    """Open the form with what a message says; what a bot says counts as said by the person."""
    person, message = body["user"]["id"], message_of(body["channel"]["id"], body["message"])
    helpdesk.directory.meet(person)
    with helpdesk.looking() as work:
        subject = asking.about(work, person, told(message, context.bot_user_id, by=person))
    start = Start.about(subject, response_url=body.get("response_url"))
    show_request_form(helpdesk, client, person, body["trigger_id"], start)
    ack()
