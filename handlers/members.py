"""Who joins, leaves or changes: the directory follows."""

from slack_bolt import BoltContext

from bot import absences, directory
from bot.descriptions import quiet_of
from bot.helpdesk import Helpdesk
from handlers.payloads import Payload


def joined(event: Payload, body: Payload, context: BoltContext, helpdesk: Helpdesk) -> None:
    """Somebody is in a channel now, and so perhaps an agent; where it is the bot itself, a desk may have its channel.

    That is read at the next tick: it takes more calls than Slack has patience for.
    """
    if event["user"] == context.bot_user_id:
        helpdesk.directory.stale.set()
        return
    helpdesk.directory.meet(event["user"])
    with helpdesk.work(f"event:{body['event_id']}") as work:
        directory.joined(work.session, event["channel"], event["user"])


def left(event: Payload, body: Payload, helpdesk: Helpdesk) -> None:
    """Somebody left a desk's channel."""
    with helpdesk.work(f"event:{body['event_id']}") as work:
        directory.left(work.session, event["channel"], event["user"])


def quieted(event: Payload, body: Payload, helpdesk: Helpdesk) -> None:
    """Somebody wants to be left in peace for a while, or no longer."""
    with helpdesk.work(f"event:{body['event_id']}") as work:
        absences.silence(work.session, event["user"], quiet_of(event["dnd_status"]))


def changed(event: Payload, helpdesk: Helpdesk) -> None:
    """A person is new or has changed."""
    helpdesk.directory.learn(event["user"])
