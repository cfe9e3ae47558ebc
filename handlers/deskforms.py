"""Operators edit the desks: from App Home to a form, and from the form into the desks file."""

from slack_bolt import Ack

from bot import editing
from bot.blocks import View
from bot.deskfile.sheets import Sheet
from bot.helpdesk import Helpdesk
from bot.views import deskforms
from bot.work import Work
from handlers.payloads import Payload, Press, Sent


def desk_form(work: Work, press: Press) -> View:
    """A desk as it stands."""
    page = editing.open_desk(work, press.person, press.value)
    return deskforms.desk_form(page, work.words_of(press.person))


def new_desk_form(work: Work, press: Press) -> View:
    """A desk that is yet to be."""
    sheet = editing.begin(work, press.person)
    return deskforms.new_desk_form(sheet, work.words_of(press.person))


def types_form(work: Work, press: Press) -> View:
    """The list of a desk's types."""
    sheet = editing.begin(work, press.person, press.value)
    return deskforms.types_form(sheet, work.desk(press.value), work.words_of(press.person))


def remove_form(work: Work, press: Press) -> View:
    """Ask whether a desk shall really go."""
    sheet = editing.begin(work, press.person, press.value)
    words = work.words_of(press.person)
    return deskforms.remove_form(sheet, work.desk(press.value).label(words.language), words)


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


def _typed(sent: Sent) -> dict[str, str]:
    return {name: ",".join(values) for name, values in sent.several.items()}
