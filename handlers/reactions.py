"""Emoji: 🎫 makes a request of a message, agents move requests with theirs, all others reach the other side."""

from collections.abc import Callable

from slack_bolt import BoltContext

from bot import asking, emoji
from bot.errors import Mistake
from bot.helpdesk import Helpdesk
from bot.relaying import Reacted
from bot.work import Work
from handlers.payloads import Payload, told


def added(event: Payload, body: Payload, context: BoltContext, helpdesk: Helpdesk) -> None:
    """Hear an emoji that somebody has put on a message."""
    if event["reaction"] == helpdesk.settings.helpdesk_ticket_emoji and event["item"]["type"] == "message":
        _ticket(event, body, context, helpdesk)
    else:
        _hear(event, body, context, helpdesk, emoji.added)


def removed(event: Payload, body: Payload, context: BoltContext, helpdesk: Helpdesk) -> None:
    """Hear that somebody has taken an emoji away."""
    _hear(event, body, context, helpdesk, emoji.removed)


def _hear(
    event: Payload, body: Payload, context: BoltContext, helpdesk: Helpdesk, act: Callable[[Work, Reacted], None]
) -> None:
    """Our own emoji mean nothing, nor do those on messages of no request; who can't do what they mean is told why."""
    item, key = event["item"], f"event:{body['event_id']}"
    if item["type"] != "message" or event["user"] == context.bot_user_id:
        return
    reacted = Reacted(item["channel"], item["ts"], event["reaction"], event["user"], event["event_ts"])
    with helpdesk.looking() as work:
        if not emoji.concerns(work, reacted):
            return
    try:
        with helpdesk.work(key) as work:
            act(work, reacted)
    except Mistake as mistake:
        with helpdesk.work(key) as work:
            emoji.refused(work, reacted, mistake)


def _ticket(event: Payload, body: Payload, context: BoltContext, helpdesk: Helpdesk) -> None:
    """Look what the emoji was put on; the event itself names the message only."""
    item = event["item"]
    found = helpdesk.directory.slack.message(item["channel"], item["ts"])
    if found is None or found.is_bot:
        return
    subject = told(found, context.bot_user_id, by=event["user"])
    for person in {event["user"], subject.author}:
        helpdesk.directory.meet(person)
    with helpdesk.work(f"event:{body['event_id']}") as work:
        asking.hear_ticket(work, event["user"], subject)
