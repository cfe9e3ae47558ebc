"""Without a name: asked by command, in App Home or out of the form; nothing here remembers who did it."""

from contextlib import suppress

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.blocks import View
from bot.case_errors import NotInMessages
from bot.confidence import anonymous, links
from bot.entries import DESK, DETAILS, EXCLUDED, TITLE
from bot.errors import AlreadyReceived
from bot.helpdesk import Helpdesk
from bot.trouble import SlackTrouble
from bot.views import anonymous as views
from bot.views.anonymous import Entered
from bot.work import Work
from handlers.forms import show_changed, show_form
from handlers.payloads import Payload, Press, Sent

_KEY = "anonymous"  # of the message that keeps a secret: the outbox knows nothing of it


def called(text: str) -> str | None:
    """What was typed after the word for it; None where the command is about something else."""
    first, _, rest = text.partition(" ")
    return rest.strip() if first.casefold() in anonymous.COMMANDS else None


def commanded(ack: Ack, command: Payload, client: WebClient, helpdesk: Helpdesk, typed: str) -> None:
    """Open the form, or the answer that a secret leads to."""
    person = command["user_id"]
    show_form(helpdesk, client, command["trigger_id"], lambda work: _begin(helpdesk, work, person, typed))
    ack()


def asked(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Open the form from App Home; in the request form it takes that one's place, with what was typed there."""
    press = Press.read(body)
    if body.get("view", {}).get("type") == "modal":
        sent = Sent.read(body)
        with helpdesk.looking() as work:
            form = anonymous.form(work, press.person, _taken_along(sent))
        show_changed(client, sent.view_id, form)
    else:
        show_form(helpdesk, client, press.trigger_id, lambda work: _begin(helpdesk, work, press.person, ""))
    ack()


def _taken_along(sent: Sent) -> Entered:
    """What stood in the request form."""
    typed = "\n\n".join(filter(None, (sent.values.get(TITLE), sent.values.get(DETAILS))))
    excluded = tuple(sent.several.get(EXCLUDED, ()))
    return Entered(links.new_secret(), sent.values.get(DESK, ""), typed, excluded)


def read(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Open the answer that the secret behind a button leads to."""
    press = Press.read(body)
    show_form(helpdesk, client, press.trigger_id, lambda work: _begin(helpdesk, work, press.person, press.value))
    ack()


def _begin(helpdesk: Helpdesk, work: Work, person: str, typed: str) -> View:
    return anonymous.begin(work, helpdesk.rations, person, typed)


def changed(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Change the form with the desk that was chosen, or who must not see it."""
    sent = Sent.read(body)
    with helpdesk.looking() as work:
        form = anonymous.form(work, sent.person, _entered(sent))
    show_changed(client, sent.view_id, form)
    ack()


def sent(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Save the question, and show the secret: once more for what was saved before, and the answer to that was lost."""
    sent = Sent.read(body)
    entered = _entered(sent)
    with helpdesk.looking() as work:
        again = anonymous.look_again(work, sent.person, entered)
    if again:
        ack(response_action="update", view=again)
        return
    with suppress(AlreadyReceived), helpdesk.work() as work:
        anonymous.ask(work, helpdesk.rations, sent.person, entered)
    way_back = views.way_back(entered.secret, links.grouped(entered.secret), helpdesk.words_of(sent.person))
    ack(response_action="update", view=way_back)


def kept(ack: Ack, body: Payload, client: WebClient, helpdesk: Helpdesk) -> None:
    """Send the secret to who asked for it, past the outbox: nothing of ours remembers that it was sent."""
    press, slack = Press.read(body), helpdesk.directory.slack
    words, shown = helpdesk.words_of(press.person), links.grouped(press.value)
    try:
        letter = views.letter(press.value, shown, words)
        slack.post(slack.open_dm(press.person), views.letter_text(words), letter, key=_KEY)
    except SlackTrouble:
        raise NotInMessages from None  # the trouble names their DM, and troubles are logged
    show_changed(client, body["view"]["id"], views.way_back(press.value, shown, words, is_sent=True))
    ack()


def written(ack: Ack, body: Payload, helpdesk: Helpdesk) -> None:
    """Go on behind a secret, and show it as it stands then."""
    sent = Sent.read(body)
    secret, stamp = sent.metadata.split(":")
    with helpdesk.work() as work:
        shown = anonymous.write(work, sent.person, secret, stamp, sent.values[views.MORE])
    ack(response_action="update", view=shown)


def _entered(sent: Sent) -> Entered:
    kept = views.read_memory(sent.metadata)
    return Entered(
        secret=kept["secret"],
        desk=sent.values.get(DESK) or kept["desk"],
        text=sent.values.get(views.TEXT, ""),
        excluded=tuple(sent.several.get(EXCLUDED, ())),
        pledge=kept["pledge"],
    )
