"""App Home: opened, and turned to another page."""

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import homes
from bot.helpdesk import Helpdesk
from bot.views import home
from handlers.payloads import Payload, Press


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
        homes.opened(work.session, work.now, person, cause=received)


def turned(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Turn to another page."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        homes.turned(work.session, work.now, press.person, press.number, cause=press.key)
    ack()
