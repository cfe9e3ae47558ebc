"""Requests that have to do with each other: the form in which agents say so, and the follow-up."""

from slack_bolt import Ack

from bot import linking, merging, reception
from bot.blocks import View
from bot.finding import number_in
from bot.helpdesk import Helpdesk
from bot.views.linking import APART, RELATED, SAME
from bot.work import Work
from handlers.payloads import Payload, Press, Sent

_WAYS = {RELATED: linking.relate, SAME: merging.merge, APART: linking.part}


def form(work: Work, press: Press) -> View:
    """Ask which other request, and what the two have to do with each other."""
    return linking.form(work, press.number, press.person)


def sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Link the two, merge one into the other, or part them; a typed number counts more than a chosen request."""
    filled = Sent.read(body)
    other = number_in(filled.values["number"] or filled.values.get("other", ""))
    with helpdesk.work(filled.key) as work:
        _WAYS[filled.values["how"]](work, filled.number, filled.person, other)
    ack()


def follow_up_form(work: Work, press: Press) -> View:
    """The form of a request that follows one that is over, with what was just written there."""
    return reception.follow_up(work, press.person, press.number)
