"""What a lead presses in a digest, and the forms that two of its buttons open."""

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import intervening, promising
from bot.blocks import View
from bot.claiming import Handover
from bot.helpdesk import Helpdesk
from bot.views import decisions, handover, ids
from bot.views import promising as promises
from bot.views.decisions import Act, Pressed
from bot.work import Work
from handlers.forms import show_form
from handlers.payloads import Payload, Press, Sent


def pressed(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """One of the buttons of a decision; that of a link is told though there is nothing to do."""
    press, where = Press.read(body), where_pressed(body)
    match act := Act(press.action.split(":")[1]):
        case Act.ASSIGN:
            show_form(helpdesk, client, press.trigger_id, lambda work: _assign_form(work, press, where))
        case Act.EXTEND:
            show_form(helpdesk, client, press.trigger_id, lambda work: _extend_form(work, press, where))
        case Act.NUDGE | Act.NUDGE_RATED:
            with helpdesk.work(press.key) as work:
                intervening.nudge(work, press.number, press.person, act, where)
    ack()


def where_pressed(body: Payload) -> Pressed:
    """The message in which it was pressed; none in App Home."""
    container = body["container"]
    return Pressed(container.get("channel_id", ""), container.get("message_ts", ""))


def _assign_form(work: Work, press: Press, where: Pressed) -> View:
    """Ask to whom; it is hardly the lead who takes it."""
    choice, words = intervening.check_assignable(work, press.number, press.person), work.words_of(press.person)
    form = handover.form(choice.request, choice.agents, choice.away, "", press.spot, words)
    return decisions.asked(form, ids.DECIDE_ASSIGN_FORM, choice.request, where)


def assign_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Give it to them, with the card for who goes on."""
    sent = Sent.read(body)
    card, where = Handover(sent.values["done"], sent.values["next"]), Pressed.read(sent.rest)
    with helpdesk.work(sent.key) as work:
        intervening.assign(work, sent.number, sent.person, sent.values["agent"], card, where)
    ack()


def _extend_form(work: Work, press: Press, where: Pressed) -> View:
    """Ask for which day."""
    request = intervening.check_active(work, press.number, press.person)
    form = promises.form(request, promising.day_of(work, request), work.words_of(press.person))
    return decisions.asked(form, ids.DECIDE_EXTEND_FORM, request, where)


def extend_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Promise it for that day, or take back what was promised."""
    sent = Sent.read(body)
    number, person, word, where = sent.number, sent.person, sent.values["word"], Pressed.read(sent.rest)
    with helpdesk.work(sent.key) as work:
        if sent.values.get(promises.TAKEN_BACK):
            intervening.take_back(work, number, person, word, where)
        else:
            intervening.extend(work, number, person, sent.values["day"], word, where)
    ack()
