"""The offer to take something back."""

from bot.blocks import Block
from bot.mrkdwn import Mrkdwn
from bot.views import ids
from bot.views.kit import Button, actions, section
from bot.words import Words
from storage.tables import Event, Request


def offer(request: Request, event: Event, words: Words) -> tuple[Mrkdwn, list[Block]]:
    """What was done, and the button that undoes it; the button carries the event's id."""
    text = words(f"undo.{event.kind}", number=request.number)
    return text, [section(text), *actions([Button(words.plain("button.undo"), ids.UNDO, str(event.id))])]
