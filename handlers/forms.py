"""The forms: shown on a trigger, changed as they are filled in, saved when sent."""

from collections.abc import Callable

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import ending, following, moves, reception, surveys
from bot.blocks import View
from bot.entries import Entries, is_urgency
from bot.helpdesk import Helpdesk
from bot.reception import Start
from bot.views import forms, requestform
from bot.views import surveys as views
from bot.views.forms import Origin
from bot.views.requestform import Memory
from bot.work import Work
from handlers.payloads import Payload, Press, Sent

_CLOSED = "not_found"


def show_form(helpdesk: Helpdesk, client: WebClient, trigger_id: str, draw: Callable[[Work], View]) -> None:
    """Open a form; it is drawn, and whether it may be is checked, before Slack is called."""
    with helpdesk.looking() as work:
        form = draw(work)
    client.views_open(trigger_id=trigger_id, view=form)


def request_form(work: Work, press: Press) -> View:
    """The form in which somebody asks for help, with what was typed before."""
    return reception.begin(work, press.person, Start(press.value, Origin(press.response_url)))


def request_changed(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Change the form with the desk, type or answer that was chosen.

    Without the view's hash: of two quick changes Slack would refuse the second, which holds what both have changed.
    """
    sent = Sent.read(body)
    urgency_chosen = is_urgency(body["actions"][0]["block_id"])
    with helpdesk.looking() as work:
        form = reception.go_on(
            work, sent.person, _entries(sent), Memory.load(sent.metadata), urgency_chosen=urgency_chosen
        )
    show_changed(client, sent.view_id, form)
    ack()


def show_changed(client: WebClient, view_id: str, form: View) -> None:
    """Change a form in front of somebody, who may have closed it meanwhile."""
    try:
        client.views_update(view_id=view_id, view=form)
    except SlackApiError as error:
        if error.response["error"] != _CLOSED:
            raise


def request_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Save a new request; or show the form once more, where there is something to look at before."""
    sent = Sent.read(body)
    entries, memory = _entries(sent), Memory.load(sent.metadata)
    for named in filter(None, (entries.requester, entries.other)):
        helpdesk.directory.meet(named)
    with helpdesk.looking() as work:
        again = reception.look_again(work, sent.person, entries, memory)
    if again:
        ack(response_action="update", view=again)
        return
    with helpdesk.work(sent.key) as work:
        reception.take(work, sent.person, entries, memory)
    ack()


def me_too(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Follow the request that looks the same, instead of asking again."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        following.follow(work, press.number, press.person)
        done = requestform.followed(work.words_of(press.person))
    client.views_update(view_id=body["view"]["id"], view=done)
    ack()


def _entries(sent: Sent) -> Entries:
    """What stands in the request form."""
    return Entries(sent.several, sent.files)


def resolve_form(work: Work, press: Press) -> View:
    """Ask for the closing word."""
    request = moves.active_for_desk(work, press.number, press.person)
    has_listeners = following.has_listeners(work, request)
    return forms.resolve_form(request, work.words_of(press.person), press.spot, has_listeners=has_listeners)


def resolve_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Resolve a request, with its closing word."""
    sent = Sent.read(body)
    with helpdesk.work(sent.key) as work:
        ending.resolve(work, sent.number, sent.person, sent.values["closing_word"], sent.spot)
    ack()


def comment_form(work: Work, press: Press) -> View:
    """Ask for the comment."""
    number, resolution = press.survey
    request = surveys.check_own(work, number, press.person)
    may_be_nameless = surveys.may_be_nameless(work, surveys.find(work, number, resolution))
    return views.comment_form(request, work.words_of(press.person), resolution, may_be_nameless=may_be_nameless)


def comment_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Add a comment to a rating."""
    sent = Sent.read(body)
    said, is_nameless = sent.values["comment"], bool(sent.several.get(views.NAMELESS))
    with helpdesk.work(sent.key) as work:
        surveys.comment(work, sent.number, int(sent.rest), sent.person, said, is_nameless=is_nameless)
    ack()
