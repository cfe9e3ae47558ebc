"""What agents do by menu and form: give a request to somebody, say how urgent it is, close what is none; and undo."""

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import claiming, ending, moves, undoing, waiting
from bot.claiming import Handover
from bot.helpdesk import Helpdesk
from bot.views import forms, handover
from handlers.payloads import Payload, Press, Sent
from storage.kinds import Urgency


def assign_wanted(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Ask to whom."""
    press = Press.read(body)
    with helpdesk.looking() as work:
        choice = claiming.check_assignable(work, press.number, press.person)
        words = work.words_of(press.person)
        form = handover.form(choice.request, choice.agents, choice.away, press.spot, words)
    client.views_open(trigger_id=press.trigger_id, view=form)
    ack()


def assign_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Give it to them, with the card for who goes on."""
    sent = Sent.read(body)
    card = Handover(sent.values["done"], sent.values["next"])
    with helpdesk.work(sent.key) as work:
        claiming.assign(work, sent.number, sent.person, sent.values["agent"], card, sent.spot)
    ack()


def assign_me(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Have what somebody else has."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        claiming.assign(work, press.number, press.person, press.person, spot=press.spot)
    ack()


def urgency_wanted(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Ask how urgent it is."""
    show_urgency_form(helpdesk, client, Press.read(body))
    ack()


def show_urgency_form(helpdesk: Helpdesk, client: WebClient, press: Press) -> None:
    """Open the form with the urgencies."""
    with helpdesk.looking() as work:
        request = moves.active_for_desk(work, press.number, press.person)
        form = forms.urgency_form(request, work.words_of(press.person))
    client.views_open(trigger_id=press.trigger_id, view=form)


def urgency_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Change the urgency."""
    sent = Sent.read(body)
    with helpdesk.work(sent.key) as work:
        waiting.urge(work, sent.number, sent.person, Urgency(sent.values["urgency"]))
    ack()


def dismiss_wanted(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Ask whether to close it for good, and why."""
    press = Press.read(body)
    with helpdesk.looking() as work:
        request = moves.active_for_desk(work, press.number, press.person)
        form = forms.dismiss_form(request, work.words_of(press.person))
    client.views_open(trigger_id=press.trigger_id, view=form)
    ack()


def dismiss_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Close it for good."""
    sent = Sent.read(body)
    with helpdesk.work(sent.key) as work:
        ending.dismiss(work, sent.number, sent.person, sent.values["why"])
    ack()


def undo(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Take back what was just done; the button carries its event."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        undoing.undo(work, press.number, press.person, press.response_url)
    ack()
