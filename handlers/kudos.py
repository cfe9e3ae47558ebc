"""Happy comments: passed on by a lead, shared or kept by whose work it was."""

from slack_bolt import Ack

from bot import kudos, praising
from bot.helpdesk import Helpdesk
from handlers.decisions import where_pressed
from handlers.payloads import Payload, Press


def passed_on(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Pass a comment on."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        praising.pass_on(work, *press.survey, press.person, where_pressed(body))
    ack()


def shared(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Let the desk read it."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        kudos.agree(work, press.number, press.person)
    ack()


def kept(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Keep it to oneself."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        kudos.decline(work, press.number, press.person)
    ack()
