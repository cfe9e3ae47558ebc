"""A promised date: asked for by menu, decided by form."""

from slack_bolt import Ack

from bot import moves, promising
from bot.blocks import View
from bot.helpdesk import Helpdesk
from bot.views import promising as views
from bot.work import Work
from handlers.payloads import Payload, Press, Sent


def form(work: Work, press: Press) -> View:
    """Ask for which day."""
    request = moves.active_for_desk(work, press.number, press.person)
    return views.form(request, promising.day_of(work, request), work.words_of(press.person))


def sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Promise it for that day, or take back what was promised."""
    filled = Sent.read(body)
    number, person, word = filled.number, filled.person, filled.values["word"]
    with helpdesk.work(filled.key) as work:
        if filled.values.get(views.TAKEN_BACK):
            promising.take_back(work, number, person, word)
        else:
            promising.promise(work, number, person, filled.values["day"], word)
    ack()
