"""App Home: opened, turned to another page or list, and searched from."""

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import desklists, homes, overviews
from bot.blocks import View
from bot.helpdesk import Helpdesk
from bot.views import home, lists
from bot.work import Work
from handlers.payloads import Payload, Press, Sent


def opened(event: Payload, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Show somebody's home; where nothing of ours stands yet, say at once that it is coming."""
    if event["tab"] != "home":
        return
    person = event["user"]
    helpdesk.directory.meet(person)
    if "view" not in event:
        client.views_publish(user_id=person, view=home.loading(helpdesk.words_of(person)))
    received = f"event:{body['event_id']}"
    with helpdesk.work(received) as work:
        desklists.opened(work, person, cause=received)


def turned(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Turn to another page of one's own requests."""
    _arrange(body, helpdesk, page=Press.read(body).number)
    ack()


def list_turned(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Turn to another page of a desk's list."""
    _arrange(body, helpdesk, list_page=Press.read(body).number)
    ack()


def list_chosen(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Show another of the lists that agents have."""
    _arrange(body, helpdesk, list=Press.read(body).value, list_page=0)
    ack()


def desk_chosen(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Show the lists of one desk, or of all that somebody serves."""
    _arrange(body, helpdesk, desk=desklists.chosen_desk(Press.read(body).value), list_page=0)
    ack()


def _arrange(body: Payload, helpdesk: Helpdesk, **choice: object) -> None:
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        homes.arranged(work.session, work.now, press.person, press.key, **choice)


def find_form(work: Work, press: Press) -> View:
    """The search, with nothing searched yet."""
    return overviews.search_form(work, press.person)


def find_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Show what was found, in the form that stays open for the next search."""
    sent = Sent.read(body)
    with helpdesk.looking() as work:
        found = overviews.search_form(work, sent.person, sent.values[lists.SEARCHED])
    ack(response_action="update", view=found)
