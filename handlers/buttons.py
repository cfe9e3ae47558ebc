"""The buttons."""

from collections.abc import Callable

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import following, moves, surveys
from bot.helpdesk import Helpdesk
from bot.reception import Start
from bot.views import forms
from bot.views.forms import Origin
from bot.work import Work
from handlers.forms import show_request_form
from handlers.payloads import Payload, Press
from storage.kinds import Rating
from storage.tables import Request


def ask(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Open the form from a button, with what was typed before."""
    press = Press.read(body)
    start = Start(press.value, Origin(press.response_url))
    show_request_form(helpdesk, client, press.person, press.trigger_id, start)
    ack()


def move(ack: Ack, body: Payload, helpdesk: Helpdesk, make: Callable[[Work, int, str], Request]) -> None:
    """Make the move that a button stands for: claim, hand back, reopen, withdraw."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        make(work, press.number, press.person)
    ack()


def resolve(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Ask for the closing word."""
    show_resolve_form(helpdesk, client, Press.read(body))
    ack()


def show_resolve_form(helpdesk: Helpdesk, client: WebClient, press: Press) -> None:
    """Open the form with the closing word."""
    with helpdesk.looking() as work:
        request = moves.active_for_desk(work, press.number, press.person)
        has_listeners = following.has_listeners(work, request)
        form = forms.resolve_form(request, work.words_of(press.person), press.spot, has_listeners=has_listeners)
    client.views_open(trigger_id=press.trigger_id, view=form)


def rate(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Take a face."""
    press = Press.read(body)
    rating = Rating(press.action.partition(":")[2])
    with helpdesk.work(press.key) as work:
        surveys.rate(work, *press.survey, press.person, rating)
    ack()


def comment(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Ask for the comment."""
    press = Press.read(body)
    with helpdesk.looking() as work:
        number, resolution = press.survey
        request = surveys.check_own(work, number, press.person)
        form = forms.comment_form(request, work.words_of(press.person), resolution)
    client.views_open(trigger_id=press.trigger_id, view=form)
    ack()
