"""A request is made confidential: the form, which changes as it is filled in, and what it sends."""

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.blocks import View
from bot.confidence import confiding
from bot.entries import EXCLUDED
from bot.helpdesk import Helpdesk
from bot.views.confiding import TYPE
from bot.work import Work
from handlers.forms import show_changed
from handlers.payloads import Payload, Press, Sent


def form(work: Work, press: Press) -> View:
    """Ask what it is to be."""
    return confiding.form(work, press.number, press.person)


def changed(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Show who will see it now that another type, or who must not see it, was chosen."""
    sent = Sent.read(body)
    with helpdesk.looking() as work:
        view = confiding.form(work, sent.number, sent.person, sent.values[TYPE], sent.several.get(EXCLUDED, ()))
    show_changed(client, sent.view_id, view)
    ack()


def sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Make it confidential; or show the form once more, where others would see it than it has named."""
    sent = Sent.read(body)
    filled = sent.number, sent.person, sent.values[TYPE], sent.several.get(EXCLUDED, ())
    with helpdesk.looking() as work:
        again = confiding.look_again(work, *filled, sent.rest)
    if again:
        ack(response_action="update", view=again)
        return
    with helpdesk.work(sent.key) as work:
        confiding.confide(work, *filled)
    ack()
