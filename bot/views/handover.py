"""What is shown when a request is given to somebody: the form, and the card for who goes on."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from bot.blocks import Block, View
from bot.drafts import HANDOVER_LIMIT
from bot.mrkdwn import Mrkdwn, bold, day, mention, quoted
from bot.places import Spot
from bot.views import ids
from bot.views.forms import about
from bot.views.kit import SECTION_LIMIT, Option, section, select, text_input
from bot.words import Words
from storage.tables import Event, Person, Request

AWAY = "🌴"


def form(
    request: Request, agents: Sequence[Person], away: Collection[str], actor: str, spot: Spot, words: Words
) -> View:
    """To whom, what was done so far, and what comes next; who is away is marked.

    Whoever asks while somebody else has it wants it for themselves, most likely.
    """
    chosen = actor if request.agent else None
    options = [Option(f"{one.name} {AWAY}" if one.id in away else one.name, one.id) for one in agents]
    fields = [
        select("agent", words.plain("assign_form.agent"), options, chosen, placeholder=words.plain("form.choose")),
        _text("done", words),
        _text("next", words),
    ]
    return about(request, ids.ASSIGN_FORM, words, fields, str(spot))


def _text(name: str, words: Words) -> Block:
    label = words.plain(f"assign_form.{name}")
    return text_input(name, label, limit=HANDOVER_LIMIT, lines=True, optional=True)


def card(event: Event, words: Words, promised_for: datetime | None = None) -> tuple[Mrkdwn, list[Block]]:
    """Who has it from now on, and from whom; what was done so far and what comes next, where that was written.

    What was promised is theirs to keep.
    """
    text = _card_text(event, words)
    promise = [section(words("thread.promise_passed_on", promised=day(promised_for)))] if promised_for else []
    return text, [section(text), *_told(event, words), *promise]


def _card_text(event: Event, words: Words) -> Mrkdwn:
    agent = mention(event.data["agent"])
    if event.actor is None:
        return words("thread.assigned_itself", agent=agent)
    if event.actor == event.data["agent"]:
        return words("thread.taken_over", agent=agent)
    return words("thread.assigned", actor=mention(event.actor), agent=agent)


def _told(event: Event, words: Words) -> Iterator[Block]:
    for name in ("done", "next"):
        if told := event.data[name]:
            title = bold(words.plain(f"assign_form.{name}"))
            yield section(Mrkdwn(f"{title}\n{quoted(told, SECTION_LIMIT - len(title) - 1)}"))
