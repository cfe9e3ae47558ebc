"""Replies: the form, what the desk reads of a reply that was sent by it, and the question about one that was held."""

from bot.blocks import Block, View
from bot.drafts import REPLY_LIMIT
from bot.mrkdwn import Mrkdwn, mention
from bot.places import Spot
from bot.views import ids
from bot.views.forms import about
from bot.views.kit import Button, actions, context, section, text_input
from bot.words import Words
from storage.tables import Message, Request


def reply_form(request: Request, requester: str, spot: Spot, words: Words) -> View:
    """What to write to the requester (a name), who reads it under the agent's own."""
    label, hint = words.plain("reply_form.text", requester=requester), words.plain("reply_form.hint")
    field = text_input("text", label, hint=hint, limit=REPLY_LIMIT, lines=True, optional=False)
    return about(request, ids.REPLY_FORM, words, [field], str(spot))


def sent(request: Request, text: Mrkdwn, words: Words) -> Mrkdwn:
    """A reply as it stands in the desk thread, under its writer's name: whom it has reached, and what it says."""
    return Mrkdwn(f"{words('thread.sent', requester=mention(request.requester))}\n{text}")


def kept(text: Mrkdwn) -> Mrkdwn:
    """A reply in the desk thread after it was taken back."""
    return Mrkdwn(f"🔒 {text}")


def held(request: Request, message: Message, words: Words) -> tuple[Mrkdwn, list[Block]]:
    """The question to the writer of what looks like a note: send it, or keep it?"""
    text = words("held.question", requester=mention(request.requester))
    value = f"{message.channel}:{message.ts}"
    choice = [
        Button(words.plain("button.send_held"), ids.SEND_HELD, value, style="primary"),
        Button(words.plain("button.keep_held"), ids.KEEP_HELD, value),
    ]
    return text, [section(text), *actions(choice), context(words("held.how"))]
