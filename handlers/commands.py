"""/helpdesk: answers its words, or opens the form with what was typed as its title."""

from collections.abc import Sequence

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import overviews, reception, reports
from bot.blocks import Block
from bot.errors import UnreadablePeriod
from bot.finding import number_in
from bot.helpdesk import Helpdesk
from bot.mrkdwn import unescape
from bot.reception import Start
from bot.views import answers
from bot.views.forms import Origin
from bot.views.reports import text_only
from bot.words import Words
from bot.work import Work
from handlers.forms import show_form
from handlers.payloads import Payload

_HELP = frozenset({"help", "hilfe", "?"})
_MINE = frozenset({"mine", "meine"})
_FIND = frozenset({"find", "finde"})
_REPORT = frozenset({"report", "bericht"})
_LONGEST_WORD = 40  # beyond it (a link, say) it was never meant as a word of ours


def helpdesk_command(ack: Ack, command: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Answer the command, or open the form; a first word that a desk goes by always opens it."""
    person, typed = command["user_id"], " ".join(unescape(command.get("text", "")).split())
    helpdesk.directory.meet(person)
    words = helpdesk.words_of(person)
    with helpdesk.looking() as work:
        is_for_desk = work.desks.named(typed.partition(" ")[0]) is not None
        blocks = None if is_for_desk else _answer(work, person, typed, words)
    if blocks:
        _tell(ack, blocks)
        return
    if not is_for_desk and _is_reported(ack, command, typed, words, helpdesk):
        return
    start = Start(typed, Origin(command.get("response_url")))
    show_form(helpdesk, client, command["trigger_id"], lambda work: reception.begin(work, person, start))
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
    return answers.help_blocks(words, "" if word in _HELP | _FIND else first)
