"""A request moves to another desk: the form, and what it says."""

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import moving
from bot.helpdesk import Helpdesk
from bot.views import moving as views
from bot.views.kit import Option
from handlers.payloads import Payload, Press, Sent


def show(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Ask whither."""
    press = Press.read(body)
    with helpdesk.looking() as work:
        request, desks = moving.check_movable(work, press.number, press.person)
        words = work.words_of(press.person)
        form = views.form(request, [Option(desk.label(words.language), desk.key) for desk in desks], words)
    client.views_open(trigger_id=press.trigger_id, view=form)
    ack()


def sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Move the request."""
    filled = Sent.read(body)
    with helpdesk.work(filled.key) as work:
        moving.move_to(work, filled.number, filled.person, filled.rest, filled.values["desk"], filled.values["word"])
    ack()
