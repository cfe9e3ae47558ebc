"""A colleague is brought into a request, and let go."""

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import advising, moves
from bot.helpdesk import Helpdesk
from bot.views import advising as views
from handlers.payloads import Payload, Press, Sent


def wanted(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Ask whom; who was mentioned stands there already."""
    press = Press.read(body)
    with helpdesk.looking() as work:
        request = moves.active_for_desk(work, press.number, press.person)
        form = views.form(request, press.whom or None, work.words_of(press.person))
    client.views_open(trigger_id=press.trigger_id, view=form)
    ack()


def sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Bring them in."""
    form = Sent.read(body)
    helpdesk.directory.meet(form.values["person"])
    with helpdesk.work(form.key) as work:
        advising.bring_in(work, form.number, form.person, form.values["person"], form.values["word"])
    ack()


def let_go(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Let them go."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        advising.let_go(work, press.number, press.person, press.whom)
    ack()
