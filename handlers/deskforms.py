"""Operators edit the desks: from App Home to a form, and from the form into the desks file."""

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import editing
from bot.deskfile.sheets import Sheet
from bot.helpdesk import Helpdesk
from bot.views import deskforms
from handlers.payloads import Payload, Press, Sent


def desk_wanted(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Open the form of a desk."""
    press = Press.read(body)
    with helpdesk.looking() as work:
        page = editing.open_desk(work, press.person, _desk(body))
        form = deskforms.desk_form(page, work.words_of(press.person))
    client.views_open(trigger_id=press.trigger_id, view=form)
    ack()


def new_desk_wanted(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Open the form of a new desk."""
    press = Press.read(body)
    with helpdesk.looking() as work:
        sheet = editing.begin(work, press.person)
        form = deskforms.new_desk_form(sheet, work.words_of(press.person))
    client.views_open(trigger_id=press.trigger_id, view=form)
    ack()


def types_wanted(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Open the list of a desk's types."""
    press, desk = Press.read(body), _desk(body)
    with helpdesk.looking() as work:
        sheet = editing.begin(work, press.person, desk)
        form = deskforms.types_form(sheet, work.desk(desk), work.words_of(press.person))
    client.views_open(trigger_id=press.trigger_id, view=form)
    ack()


def removal_wanted(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Ask whether a desk shall really go."""
    press, desk = Press.read(body), _desk(body)
    with helpdesk.looking() as work:
        sheet = editing.begin(work, press.person, desk)
        words = work.words_of(press.person)
        form = deskforms.remove_form(sheet, work.desk(desk).label(words.language), words)
    client.views_open(trigger_id=press.trigger_id, view=form)
    ack()


def type_wanted(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Show the form of the type that was chosen, or ask whether it shall really go."""
    sent = Sent.read(body)
    chosen = sent.values["type"]
    with helpdesk.looking() as work:
        page = editing.open_type(
            work, sent.person, Sheet.load(sent.metadata), None if chosen == deskforms.NEW else chosen
        )
        words = work.words_of(sent.person)
    is_going = page.sheet.type is not None and sent.values["act"] == deskforms.REMOVE
    view = deskforms.remove_form(page.sheet, page.name, words) if is_going else deskforms.type_form(page, words)
    ack(response_action="update", view=view)


def desk_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Save a desk."""
    sent = Sent.read(body)
    with helpdesk.work(sent.key) as work:
        editing.save_desk(work, sent.person, Sheet.load(sent.metadata), _typed(sent))
    ack()


def type_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Save a type."""
    sent = Sent.read(body)
    with helpdesk.work(sent.key) as work:
        editing.save_type(work, sent.person, Sheet.load(sent.metadata), _typed(sent))
    ack()


def removal_sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Take a desk or a type out."""
    sent = Sent.read(body)
    with helpdesk.work(sent.key) as work:
        editing.remove(work, sent.person, Sheet.load(sent.metadata), deskforms.SURE)
    ack()


def _desk(body: Payload) -> str:
    """The desk of a button, or the one chosen in a menu."""
    action = body["actions"][0]
    return str(action.get("value") or action["selected_option"]["value"])


def _typed(sent: Sent) -> dict[str, str]:
    return {name: ",".join(values) for name, values in sent.several.items()}
