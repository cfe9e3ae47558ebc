"""What is done about a reminder."""

from slack_bolt import Ack

from bot import snoozing
from bot.helpdesk import Helpdesk
from bot.views.nudges import Snooze
from handlers.payloads import Payload, Press


def snoozed(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Somebody puts a reminder off."""
    press = Press.read(body)
    until, _, number = press.value.partition(":")
    with helpdesk.work(press.key) as work:
        snoozing.snooze(work, int(number), press.person, Snooze(until), press.spot)
    ack()
