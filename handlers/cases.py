"""Cases: claimed, opened, handed over, resolved, opened again, taken back; and who is excluded from one later."""

from collections.abc import Callable

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.blocks import View
from bot.confidence import excluding, leaving, looking, moves
from bot.entries import EXCLUDED
from bot.helpdesk import Helpdesk
from bot.views.casereminders import READERS
from bot.work import Work
from handlers.payloads import Payload, Press, Sent


def move(ack: Ack, body: Payload, helpdesk: Helpdesk, make: Callable[[Work, str, str], object]) -> None:
    """Make the move that a button stands for: claim, hand back, reopen, withdraw."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        make(work, press.value, press.person)
    ack()


def opened(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Show a case; that it was opened is saved before anybody sees it."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        view = looking.open_case(work, press.value, press.person)
    client.views_open(trigger_id=press.trigger_id, view=view)
    ack()


def form(work: Work, press: Press, draw: Callable[[Work, str, str], View]) -> View:
    """Ask what a button needs to know."""
    return draw(work, press.value, press.person)


def hand_over_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Give it to them, with a word."""
    sent = Sent.read(body)
    with helpdesk.work(sent.key) as work:
        moves.hand_over(work, sent.metadata, sent.person, sent.values["agent"], sent.values["word"])
    ack()


def resolve_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Resolve it."""
    sent = Sent.read(body)
    with helpdesk.work(sent.key) as work:
        moves.resolve(work, sent.metadata, sent.person, sent.values["closing_word"])
    ack()


def exclude_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Exclude them."""
    sent = Sent.read(body)
    with helpdesk.work(sent.key) as work:
        excluding.exclude(work, sent.metadata, sent.person, sent.several[EXCLUDED])
    ack()


def admit_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Let them see what nobody is left to see."""
    sent = Sent.read(body)
    with helpdesk.work(sent.key) as work:
        leaving.admit(work, sent.metadata, sent.person, sent.several[READERS])
    ack()
