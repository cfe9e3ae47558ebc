"""/helpdesk: opens the form, with what was typed as its title, or shows the help."""

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.helpdesk import Helpdesk
from bot.mrkdwn import unescape
from bot.views import answers
from bot.views.forms import Origin
from handlers.forms import show_request_form
from handlers.payloads import Payload

_HELP = frozenset({"help", "hilfe", "?"})
_LONGEST_WORD = 40  # beyond it (a link, say) it was never meant as a word of ours


def helpdesk_command(ack: Ack, command: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Answer the command. A single word that we don't know might be meant for us or be a request: offer both."""
    person, typed = command["user_id"], " ".join(unescape(command.get("text", "")).split())
    helpdesk.directory.meet(person)
    is_word = 0 < len(typed) <= _LONGEST_WORD and " " not in typed and not helpdesk.desks.named(typed)
    if is_word:
        unknown = "" if typed.casefold() in _HELP else typed
        words = helpdesk.words_of(person)
        ack(text=answers.help_text(words, unknown), blocks=answers.help_blocks(words, unknown))
        return
    show_request_form(helpdesk, client, person, command["trigger_id"], typed, Origin(command.get("response_url")))
    ack()
