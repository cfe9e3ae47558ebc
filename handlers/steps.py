"""What is done in a case only if all agree: proposed by form, answered by buttons."""

from collections.abc import Callable

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.blocks import View
from bot.confidence import steps
from bot.confidence.steps import Plan
from bot.helpdesk import Helpdesk
from bot.views import steps as views
from bot.work import Work
from handlers.forms import show_changed
from handlers.payloads import Payload, Press, Sent


def form(work: Work, press: Press) -> View:
    """Ask which step."""
    return steps.form(work, press.value, press.person)


def kind_chosen(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Ask what the step that was chosen needs."""
    sent = Sent.read(body)
    with helpdesk.looking() as work:
        changed = steps.form(work, sent.metadata, sent.person, sent.values[views.KIND])
    show_changed(client, sent.view_id, changed)
    ack()


def sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Propose it."""
    filled = Sent.read(body)
    plan = Plan.read(filled.values)
    with helpdesk.work(filled.key) as work:
        steps.propose(work, filled.metadata, filled.person, plan)
    ack()


def answered(ack: Ack, body: Payload, helpdesk: Helpdesk, answer: Callable[[Work, int, str], object]) -> None:
    """Agree to a step, say no, or take back what was proposed."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        answer(work, press.number, press.person)
    ack()
