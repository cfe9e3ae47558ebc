"""A request moves to another desk: the form, and what it says."""

from slack_bolt import Ack

from bot import moving
from bot.blocks import View
from bot.helpdesk import Helpdesk
from bot.views import moving as views
from bot.views.kit import Option
from bot.work import Work
from handlers.payloads import Payload, Press, Sent


def form(work: Work, press: Press) -> View:
    """Ask whither."""
    request, desks = moving.check_movable(work, press.number, press.person)
    words = work.words_of(press.person)
    return views.form(request, [Option(desk.label(words.language), desk.key) for desk in desks], words)


def sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Move the request."""
    filled = Sent.read(body)
    with helpdesk.work(filled.key) as work:
        moving.move_to(work, filled.number, filled.person, filled.rest, filled.values["desk"], filled.values["word"])
    ack()
