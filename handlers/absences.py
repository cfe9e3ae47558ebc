"""Being away: agents say so in App Home, and take over what can't wait for others."""

from datetime import date

from slack_bolt import Ack

from bot import absences, homes, standins
from bot.helpdesk import Helpdesk
from handlers.payloads import Payload, Press


def gone(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Somebody will be back on the day that they chose."""
    press, back = Press.read(body), date.fromisoformat(body["actions"][0]["selected_date"])
    with helpdesk.work(press.key) as work:
        absences.leave(work.session, work.now, work.person(press.person), back)
        homes.refresh(work.session, work.now, [press.person], cause=press.key)
    ack()


def back(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Somebody is back."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        absences.come_back(work.session, press.person)
        homes.refresh(work.session, work.now, [press.person], cause=press.key)
    ack()


def taken_over(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Somebody takes over what was offered."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        standins.take_over(work, press.number, press.person, press.whom)
    ack()
