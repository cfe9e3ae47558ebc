"""What is shown when a request moves to another desk: the form, what stays behind, and what the new desk is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks import Block, View
from bot.mrkdwn import Mrkdwn, bold, escape, mention, quoted
from bot.views import ids
from bot.views.cards import headline
from bot.views.forms import modal
from bot.views.kit import SECTION_LIMIT, Option, clip, section, select, text_input
from bot.words import Words
from storage.tables import Request

WORD_LIMIT = 1000
_SHARE = 500  # characters of each thing said that are repeated
_TOLD = 7000  # characters of all that was said; Slack refuses about 12,000 over all blocks


@dataclass(frozen=True)
class Said:
    """Somebody's words, as plain text."""

    name: str
    text: str


def form(request: Request, desks: Sequence[Option], words: Words) -> View:
    """Whither, and a word to those who work there; knows which desk it was opened at."""
    fields = [
        section(escape(clip(headline(request), 200))),
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
    return modal(ids.MOVE_FORM, words, "move_form", fields, metadata=f"{request.number}:{request.desk}")


def marker(request: Request, desk_name: str, *, confidential: bool, actor: str, words: Words) -> Mrkdwn:
    """What stays of the card: whither it went; not what it was about, where that is nobody else's business."""
    name = f"#{request.number}" if confidential else headline(request)
    return words("moved.marker", request=bold(name), desk=desk_name, actor=mention(actor))


def handover(actor: str, desk_name: str, word: str, said: Sequence[Said], words: Words) -> list[Block]:
    """The first message of the new thread: who passes it on from where, their word, and what was said so far."""
    return [
        section(handover_text(actor, desk_name, words)),
        *([section(quoted(word, SECTION_LIMIT))] if word else []),
        *_history(said, words),
    ]


def handover_text(actor: str, desk_name: str, words: Words) -> Mrkdwn:
    """Who passes it on, from where."""
    return words("moved.handover", actor=mention(actor), desk=desk_name)


def _history(said: Sequence[Said], words: Words) -> list[Block]:
    """The newest words that there is room for, in the order in which they were said."""
    if not said:
        return []
    pieces: list[Mrkdwn] = []
    room = _TOLD
    for one in reversed(said):
        piece = Mrkdwn(f">{bold(one.name)}\n{quoted(clip(one.text, _SHARE), 2 * _SHARE)}")
        room -= len(piece)
        if room < 0:
            break
        pieces.insert(0, piece)
    title = words("moved.said_so_far" if len(pieces) == len(said) else "moved.said_last")
    return [section(title), *(section(piece) for piece in pieces)]
