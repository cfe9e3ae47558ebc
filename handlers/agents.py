"""What agents do by menu and form: give a request to somebody, say how urgent it is, close what is none; and undo."""

from slack_bolt import Ack

from bot import claiming, ending, moves, undoing, waiting
from bot.blocks import View
from bot.claiming import Handover
from bot.helpdesk import Helpdesk
from bot.views import forms, handover
from bot.work import Work
from handlers.payloads import Payload, Press, Sent
from storage.kinds import Urgency


def assign_form(work: Work, press: Press) -> View:
    """Ask to whom."""
    choice = claiming.check_assignable(work, press.number, press.person)
    words = work.words_of(press.person)
    return handover.form(choice.request, choice.agents, choice.away, press.person, press.spot, words)


def assign_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Give it to them, with the card for who goes on."""
    sent = Sent.read(body)
    card = Handover(sent.values["done"], sent.values["next"])
    with helpdesk.work(sent.key) as work:
        claiming.assign(work, sent.number, sent.person, sent.values["agent"], card, sent.spot)
    ack()


def urgency_form(work: Work, press: Press) -> View:
    """Ask how urgent it is."""
    request = moves.active_for_desk(work, press.number, press.person)
    return forms.urgency_form(request, work.words_of(press.person))


def urgency_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Change the urgency."""
    sent = Sent.read(body)
    with helpdesk.work(sent.key) as work:
        waiting.urge(work, sent.number, sent.person, Urgency(sent.values["urgency"]))
    ack()


def dismiss_form(work: Work, press: Press) -> View:
    """Ask whether to close it for good, and why."""
    request = moves.active_for_desk(work, press.number, press.person)
    return forms.dismiss_form(request, work.words_of(press.person))


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
