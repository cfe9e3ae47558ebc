"""A colleague is brought into a request, and let go."""

from slack_bolt import Ack

from bot import advising, moves
from bot.blocks import View
from bot.helpdesk import Helpdesk
from bot.views import advising as views
from bot.work import Work
from handlers.payloads import Payload, Press, Sent


def form(work: Work, press: Press) -> View:
    """Ask whom; who was mentioned stands there already."""
    request = moves.active_for_desk(work, press.number, press.person)
    return views.form(request, press.whom or None, work.words_of(press.person))


def sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Bring them in."""
    filled = Sent.read(body)
    helpdesk.directory.meet(filled.values["person"])
    with helpdesk.work(filled.key) as work:
        advising.bring_in(work, filled.number, filled.person, filled.values["person"], filled.values["word"])
    ack()


def let_go(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Let them go."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        advising.let_go(work, press.number, press.person, press.whom)
    ack()
