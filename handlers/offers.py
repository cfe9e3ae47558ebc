"""The buttons of an offer: make the request, fill in the form, forget it."""

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import offers, reception
from bot.blocks import View
from bot.helpdesk import Helpdesk
from bot.reception import Start
from bot.views import ids
from bot.views.offers import DESK
from bot.work import Work
from handlers.forms import show_form
from handlers.payloads import Payload, Press


def chosen(ack: Ack, **_rest: object) -> None:
    """A desk was chosen: it comes along with the button."""
    ack()


def accepted(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Make the request, for the desk that stands in the select."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        offers.accept(work, press.number, press.person, _desk(body))
    ack()


def form_wanted(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Open the form with what the offer is about, and the desk that was chosen."""
    press = Press.read(body)

    def draw(work: Work) -> View:
        subject = offers.subject(work, press.number, press.person)
        return reception.begin(work, press.person, Start.about(subject, desk=_desk(body)))

    show_form(helpdesk, client, press.trigger_id, draw)
    ack()


def declined(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Forget it."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        offers.decline(work, press.number, press.person)
    ack()


def _desk(body: Payload) -> str | None:
    """What the select holds; Slack may leave out what nobody has touched."""
    select = body.get("state", {}).get("values", {}).get(DESK, {}).get(ids.OFFER_DESK, {})
    option = select.get("selected_option")
    return str(option["value"]) if option else None
