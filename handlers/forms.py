"""The forms: shown on a trigger, saved when sent."""

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import requests, surveys
from bot.drafts import Draft
from bot.helpdesk import Helpdesk
from bot.views import forms
from bot.views.forms import Origin
from bot.views.kit import Option
from handlers.payloads import Payload, Sent
from storage.tables import Urgency


def show_request_form(
    helpdesk: Helpdesk, client: WebClient, person: str, trigger_id: str, typed: str, origin: Origin
) -> None:
    """Open the form in which somebody asks for help; a first word that a desk goes by chooses that desk."""
    words = helpdesk.words_of(person)
    desks = [Option(desk.label(words.language), desk.key) for desk in helpdesk.desks]
    named = helpdesk.desks.named(typed.partition(" ")[0])
    form = forms.request_form(desks, words, chosen=named.key if named else None, title=typed, origin=origin)
    client.views_open(trigger_id=trigger_id, view=form)


def request_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Save a new request."""
    sent = Sent.read(body)
    draft = Draft(
        desk=sent.values["desk"],
        title=" ".join(sent.values["title"].split()),
        details=sent.values["details"],
        urgency=Urgency(sent.values["urgency"]),
    )
    origin = Origin.load(sent.metadata)
    with helpdesk.work(sent.key) as work:
        requests.open_request(work, sent.person, draft, response_url=origin.response_url)
    ack()


def resolve_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Resolve a request, with its closing word."""
    sent = Sent.read(body)
    with helpdesk.work(sent.key) as work:
        requests.resolve(work, int(sent.metadata), sent.person, sent.values["closing_word"])
    ack()


def comment_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Add a comment to a rating."""
    sent = Sent.read(body)
    number, resolution = (int(part) for part in sent.metadata.split(":"))
    with helpdesk.work(sent.key) as work:
        surveys.comment(work, number, resolution, sent.person, sent.values["comment"])
    ack()
