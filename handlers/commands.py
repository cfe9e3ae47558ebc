"""/helpdesk: asks whom it calls, answers its words, or opens the form with what was typed as its title."""

from collections.abc import Sequence

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot import addressing, overviews, reception, reports
from bot.asked_people import first_called
from bot.blocks import Block, View
from bot.confidence import listing
from bot.errors import UnreadablePeriod
from bot.finding import number_in
from bot.helpdesk import Helpdesk
from bot.reception import Start
from bot.views import answers
from bot.views.forms import Origin
from bot.views.reports import text_only
from bot.words import Words
from bot.work import Work
from handlers import anonymous, colleagues
from handlers.forms import show_form
from handlers.payloads import Payload

_HELP = frozenset({"help", "hilfe", "?"})
_MINE = frozenset({"mine", "meine"})
_FIND = frozenset({"find", "finde"})
_REPORT = frozenset({"report", "bericht"})
_LONGEST_WORD = 40  # beyond it (a link, say) it was never meant as a word of ours


def helpdesk_command(ack: Ack, command: Payload, client: WebClient, context: BoltContext, helpdesk: Helpdesk) -> None:
    """Ask the colleague, team or desk that is called first; else answer a word of ours, or open the form."""
    text = command.get("text", "").strip()
    if (typed := anonymous.called(text)) is not None:
        anonymous.commanded(ack, command, client, helpdesk, typed)
        return
    helpdesk.directory.meet(command["user_id"])
    called = first_called(text)
    if called is None or called.id == context.bot_user_id:
        _hear(ack, command, client, helpdesk, called.rest if called else text)
    elif desk := colleagues.desk_called(helpdesk, called):
        _open_form(ack, command, client, helpdesk, called.rest, desk)
    else:
        colleagues.ask(ack, command, client, helpdesk, called)


def _hear(ack: Ack, command: Payload, client: WebClient, helpdesk: Helpdesk, text: str) -> None:
    """Answer the command, or open the form; a first word that a desk goes by always opens it."""
    person = command["user_id"]
    words = helpdesk.words_of(person)
    with helpdesk.looking() as work:
        typed = addressing.typed(work, text)
        is_for_desk = work.desks.named(typed.partition(" ")[0]) is not None
        blocks = None if is_for_desk else _answer(work, person, typed, words)
    if blocks:
        _tell(ack, blocks)
    elif is_for_desk or not _is_reported(ack, command, typed, words, helpdesk):
        _open_form(ack, command, client, helpdesk, text)


def _open_form(
    ack: Ack, command: Payload, client: WebClient, helpdesk: Helpdesk, text: str, desk: str | None = None
) -> None:
    def draw(work: Work) -> View:
        start = Start(addressing.typed(work, text), Origin(command.get("response_url")), desk=desk)
        return reception.begin(work, command["user_id"], start)

    show_form(helpdesk, client, command["trigger_id"], draw)
    ack()


def _tell(ack: Ack, blocks: Sequence[Block]) -> None:
    ack(text=blocks[0]["text"]["text"], blocks=blocks)


def _is_reported(ack: Ack, command: Payload, typed: str, words: Words, helpdesk: Helpdesk) -> bool:
    """Whether a report was asked for, which then comes by itself: to reckon one may take longer than Slack waits."""
    first, _, rest = typed.partition(" ")
    if first.casefold() not in _REPORT:
        return False
    key = f"command:{command['trigger_id']}"
    try:
        with helpdesk.work(key) as work:
            is_asked = reports.ask(work, command["user_id"], rest, command["response_url"], key)
    except UnreadablePeriod as mistake:
        _tell(ack, text_only(words(mistake.key, **mistake.values), typed, words))
        return True
    if is_asked:
        ack()
    return is_asked


def _answer(work: Work, person: str, typed: str, words: Words) -> list[Block] | None:
    """What a word of ours asks for. A single word that we don't know may be meant for us or be a request: help."""
    first, _, rest = typed.partition(" ")
    word = first.casefold()
    if word in _FIND and rest:
        return overviews.search(work, person, rest)
    if rest or word in _REPORT or not 0 < len(first) <= _LONGEST_WORD:
        return None
    if word in _MINE:
        return overviews.mine(work, person)
    if (number := number_in(word)) is not None:
        return overviews.standing(work, person, number)
    if case := listing.standing(work, person, first):
        return case
    return answers.help_blocks(words, "" if word in _HELP | _FIND else first)
