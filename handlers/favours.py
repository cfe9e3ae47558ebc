"""Favours: asked by form, and all that is pressed and sent about one."""

from collections.abc import Callable, Mapping
from datetime import date

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import favour_answers as answers
from bot import favours
from bot.blocks import View
from bot.drafts import is_date
from bot.favours import Memory, Wish
from bot.helpdesk import Helpdesk
from bot.views.favours import Act
from bot.work import Work
from handlers.forms import show_form
from handlers.payloads import Payload, Press, Sent
from storage.favours import Favour
from storage.kinds import Rating

_MOVES: Mapping[Act, Callable[[Work, int, str], Favour]] = {
    Act.WITHDRAW: favours.withdraw,
    Act.AGREE: answers.agree,
    Act.KEEP: answers.keep,
    Act.ASK_THEM: answers.pass_on,
    Act.ASK_ON: answers.keep,
    Act.DONE: answers.done,
    Act.AGAIN: answers.ask_again,
}
_FORMS: Mapping[Act, Callable[[Work, int, str], View]] = {
    Act.ACCEPT: answers.accept_form,
    Act.PROPOSE: answers.propose_form,
    Act.SUGGEST: answers.suggest_form,
    Act.DECLINE: answers.decline_form,
    Act.INSTEAD: favours.again,
    Act.THANK: answers.thanks_form,
}


def pressed(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """One of the buttons of a favour: it makes a move, or opens a form."""
    press = Press.read(body)
    act = Act(press.action.partition(":")[2])
    helpdesk.directory.meet(press.person)
    if draw := _FORMS.get(act):
        show_form(helpdesk, client, press.trigger_id, lambda work: draw(work, press.number, press.person))
    else:
        with helpdesk.work(press.key) as work:
            _MOVES[act](work, press.number, press.person)
    ack()


def ask_form(work: Work, press: Press) -> View:
    """Ask whom, and what, with nothing said yet."""
    return favours.form(work, press.person, Wish("", ""))


def asked(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Ask what stands in the form."""
    sent = Sent.read(body)
    memory, wish = Memory.read(sent.metadata), _wish(sent)
    helpdesk.directory.meet(sent.person)
    if wish.asked:
        helpdesk.directory.meet(wish.asked)
    team = helpdesk.directory.team(memory.team, helpdesk.now()) if memory.team else None
    with helpdesk.work(sent.key) as work:
        wish = favours.of_team(work, sent.person, wish, team) if team else wish
        favours.ask(work, sent.person, wish, memory.instead_of)
    ack()


def _wish(sent: Sent) -> Wish:
    day = sent.values["wanted_by"]
    wanted_by = date.fromisoformat(day) if is_date(day) else None
    return Wish(sent.values.get("asked", ""), sent.values["what"], wanted_by, sent.values["details"])


def accepted(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Take it, for a day."""
    _decide(ack, body, helpdesk, "day", answers.accept)


def proposed(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Suggest another day."""
    _decide(ack, body, helpdesk, "day", answers.propose)


def suggested(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Suggest somebody else, of whom we may not have heard."""
    if other := Sent.read(body).values["asked"]:
        helpdesk.directory.meet(other)
    _decide(ack, body, helpdesk, "asked", answers.suggest)


def declined(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Decline, with a word or without."""
    _decide(ack, body, helpdesk, "word", answers.decline)


def thanked(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Say a word of thanks."""
    _decide(ack, body, helpdesk, "word", answers.thank)


def _decide(
    ack: Ack, body: Payload, helpdesk: Helpdesk, field: str, decide: Callable[[Work, int, str, str], Favour]
) -> None:
    sent = Sent.read(body)
    with helpdesk.work(sent.key) as work:
        decide(work, sent.number, sent.person, sent.values[field])
    ack()


def rated(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Take a face."""
    press = Press.read(body)
    with helpdesk.work(press.key) as work:
        answers.rate(work, press.number, press.person, Rating(press.action.partition(":")[2]))
    ack()
