"""How a desk sees in its thread which of its words have reached the requester: 🔒 stands on those that have not."""

from bot import notices, places
from bot.mrkdwn import Mrkdwn
from bot.outbox import React, Update
from bot.views import replies as views
from bot.work import Work
from storage.tables import Event, Message, Request


def mark(work: Work, request: Request, event: Event, message: Message) -> None:
    """Show whether a message has stayed with the desk, or was sent; the event has decided it."""
    if not places.is_shown(message):
        lock(work, message, f"event:{event.id}:mark", is_on=message.is_note)
        return
    text, speaker = as_shown(work, request, message), notices.speaker(work, message.author)
    shown = Update(places.original(message), text, speaker=speaker)
    notices.update(work, event, "shown", places.desk_lane(request.number), shown)


def lock(work: Work, message: Message, key: str, *, is_on: bool) -> None:
    """Put 🔒 on somebody's message, as a sign that nobody but the desk reads it; or take it away."""
    emoji, place = work.settings.helpdesk_note_emoji[0], places.at(message.channel, message.ts)
    work.send(key, places.emoji_lane(place), React(place, emoji, is_on=is_on))


def as_shown(work: Work, request: Request, message: Message) -> Mrkdwn:
    """A reply by form, as the desk reads it."""
    text = Mrkdwn(message.text)
    return views.kept(text) if message.is_note else views.sent(request, text, work.words_at(work.desk(request.desk)))
