"""What is shown when a request moves to another desk: the form, what stays behind, and what the new desk is told."""

from collections.abc import Sequence

from bot.blocks import Block, View
from bot.mrkdwn import Mrkdwn, bold, mention, quoted
from bot.views import ids
from bot.views.cards import headline
from bot.views.forms import about
from bot.views.history import Said, history
from bot.views.kit import SECTION_LIMIT, Option, section, select, text_input
from bot.words import Words
from storage.tables import Request

WORD_LIMIT = 1000


def form(request: Request, desks: Sequence[Option], words: Words) -> View:
    """Whither, and a word to those who work there; knows which desk it was opened at."""
    fields = [
        select("desk", words.plain("move_form.desk"), desks, None, placeholder=words.plain("move_form.choose")),
        text_input(
            "word",
            words.plain("move_form.word"),
            hint=words.plain("move_form.word_hint"),
            limit=WORD_LIMIT,
            lines=True,
            optional=True,
        ),
    ]
    return about(request, ids.MOVE_FORM, words, fields, request.desk)


def marker(request: Request, desk_name: str, *, confidential: bool, actor: str, words: Words) -> Mrkdwn:
    """What stays of the card: whither it went; not what it was about, where that is nobody else's business."""
    name = f"#{request.number}" if confidential else headline(request)
    return words("moved.marker", request=bold(name), desk=desk_name, actor=mention(actor))


def handover(actor: str, desk_name: str, word: str, said: Sequence[Said], words: Words) -> list[Block]:
    """The first message of the new thread: who passes it on from where, their word, and what was said so far."""
    return [
        section(handover_text(actor, desk_name, words)),
        *([section(quoted(word, SECTION_LIMIT))] if word else []),
        *history(said, words),
    ]


def handover_text(actor: str, desk_name: str, words: Words) -> Mrkdwn:
    """Who passes it on, from where."""
    return words("moved.handover", actor=mention(actor), desk=desk_name)
