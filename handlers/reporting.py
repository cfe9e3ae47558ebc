"""What leads press in a report that they asked for."""

from slack_bolt import Ack

from bot import exports, reports
from bot.helpdesk import Helpdesk
from bot.views.reports import told
from handlers.payloads import Payload, Press


def opened(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Report on a desk of App Home, where nothing can be answered: in the DM beside it."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        reports.post(work, press.person, press.value, press.key)
    ack()


def file_wanted(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Send the numbers as files."""
    press = Press.read(body)
    desk, asked = told(press.value)
    kind = press.action.partition(":")[2]
    with helpdesk.work(press.key) as work:
        exports.send(work, press.person, desk, asked, kind, body["response_url"], press.key)
    ack()


def desk_chosen(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Show another desk's numbers of the same period."""
    press = Press.read(body)
    desk, asked = told(press.value)
    with helpdesk.work(press.key) as work:
        reports.send(work, press.person, desk, asked, body["response_url"], press.key, replaces=True)
    ack()
