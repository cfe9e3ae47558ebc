"""Emoji: 🎫 on a message makes a request of it."""

from slack_bolt import BoltContext

from bot import asking
from bot.helpdesk import Helpdesk
from handlers.payloads import Payload, told


def added(event: Payload, body: Payload, context: BoltContext, helpdesk: Helpdesk) -> None:
    """Look what the emoji was put on; the event itself names the message only."""
    item = event["item"]
    if event["reaction"] != helpdesk.settings.helpdesk_ticket_emoji or item["type"] != "message":
        return
    found = helpdesk.directory.slack.message(item["channel"], item["ts"])
    if found is None or found.is_bot:
        return
    subject = told(found, context.bot_user_id, by=event["user"])
    for person in {event["user"], subject.author}:
        helpdesk.directory.meet(person)
    with helpdesk.work(f"event:{body['event_id']}") as work:
        asking.hear_ticket(work, event["user"], subject)
