"""/helpdesk @ana …: a colleague or a team is asked at once, or the form opens with what was typed."""

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import addressing, channels
from bot.asked_people import Called
from bot.helpdesk import Helpdesk
from bot.views import addressing as views
from handlers.forms import show_form
from handlers.payloads import Payload


def desk_called(helpdesk: Helpdesk, called: Called) -> str | None:
    """The desk that is asked by calling its channel, if it is one's."""
    if not called.is_channel:
        return None
    with helpdesk.looking() as work:
        desk = channels.desk_behind(work.session, work.desks, called.id)
    return desk.key if desk else None


def ask(ack: Ack, command: Payload, client: WebClient, helpdesk: Helpdesk, called: Called) -> None:
    """Ask who was called; what is missing, or too long for a command, is for the form."""
    asker, trigger = command["user_id"], command["trigger_id"]
    if called.is_person:
        helpdesk.directory.meet(called.id)
    team = helpdesk.directory.team(called.id, helpdesk.now()) if called.is_team else None
    with helpdesk.work(f"command:{trigger}") as work:
        favour = addressing.ask(work, asker, called, team)
        told = views.asked(favour, work.words_of(asker)) if favour else []
    if not told:
        show_form(helpdesk, client, trigger, lambda work: addressing.form(work, asker, called, team))
        ack()
        return
    ack(text=told[0]["text"]["text"], blocks=told)
