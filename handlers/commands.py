"""/helpdesk: answers its words, or opens the form with what was typed as its title."""

from slack_bolt import Ack
from slack_sdk import WebClient

from bot import overviews
from bot.blocks import Block
from bot.finding import number_in
from bot.helpdesk import Helpdesk
from bot.mrkdwn import unescape
from bot.reception import Start
from bot.views import answers
from bot.views.forms import Origin
from bot.words import Words
from bot.work import Work
from handlers.forms import show_request_form
from handlers.payloads import Payload

_HELP = frozenset({"help", "hilfe", "?"})
_MINE = frozenset({"mine", "meine"})
_FIND = frozenset({"find", "finde"})
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
        ack(text=blocks[0]["text"]["text"], blocks=blocks)
        return
    start = Start(typed, Origin(command.get("response_url")))
    show_request_form(helpdesk, client, person, command["trigger_id"], start)
    ack()


def _answer(work: Work, person: str, typed: str, words: Words) -> list[Block] | None:
    """What a word of ours asks for. A single word that we don't know may be meant for us or be a request: help."""
    first, _, rest = typed.partition(" ")
    word = first.casefold()
    if word in _FIND and rest:
        return overviews.search(work, person, rest)
    if rest or not 0 < len(first) <= _LONGEST_WORD:
        return None
    if word in _MINE:
        return overviews.mine(work, person)
    if (number := number_in(word)) is not None:
        return overviews.standing(work, person, number)
    return answers.help_blocks(words, "" if word in _HELP | _FIND else first)
