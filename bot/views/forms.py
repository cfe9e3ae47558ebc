"""The forms: where they are opened, and those with one field: resolving, closing, urgency, a comment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.blocks import Block, View
from bot.drafts import CLOSING_WORD_LIMIT, COMMENT_LIMIT
from bot.files import SharedFile
from bot.mrkdwn import escape
from bot.places import Spot
from bot.views import ids
from bot.views.cards import MARKS, headline
from bot.views.kit import Option, clip, plain, section, select, text_input
from bot.words import Words
from storage.tables import Request, Urgency

_BAR_LIMIT = 24  # modal title, submit and close


@dataclass(frozen=True)
class Origin:
    """Where somebody opened the request form: for the word that comes back there, and what came along from there.

    `source` is the message it is about, as "channel:ts"; its files come along. `follows` is the number of the request
    that it follows up.
    """

    response_url: str | None = None
    source: str | None = None
    files: tuple[SharedFile, ...] = ()
    follows: int | None = None

    @property
    def message(self) -> tuple[str, str] | None:
        """The message that it is about: its channel and ts."""
        channel, _, ts = (self.source or "").partition(":")
        return (channel, ts) if channel else None

    @classmethod
    def read(cls, known: Mapping[str, Any]) -> "Origin":
        """The origin from JSON; nothing known where there is none."""
        return cls(**{**known, "files": tuple(SharedFile(**file) for file in known.get("files", ()))})


def resolve_form(request: Request, words: Words, spot: Spot, *, has_listeners: bool = False) -> View:
    """An optional closing word; who writes it is told whether others than the requester will read it.

    `spot` is where the form was asked for.
    """
    hint = words.plain("resolve_form.read_by_others" if has_listeners else "resolve_form.closing_word_hint")
    field = _field("closing_word", words.plain("resolve_form.closing_word"), hint, CLOSING_WORD_LIMIT)
    return _one_field(ids.RESOLVE_FORM, words, "resolve_form", request, field, f"{request.number}:{spot}")


def dismiss_form(request: Request, words: Words) -> View:
    """Asks whether to close for good what is no request, with an optional word of why."""
    field = _field("why", words.plain("dismiss_form.why"), words.plain("dismiss_form.why_hint"), CLOSING_WORD_LIMIT)
    return _one_field(ids.DISMISS_FORM, words, "dismiss_form", request, field, str(request.number))


def urgency_form(request: Request, words: Words) -> View:
    """How urgent it is; what it was until now stands there first."""
    options = [Option(f"{MARKS[one]} {words.plain(f'urgency.{one}')}", one) for one in Urgency]
    field = select("urgency", words.plain("urgency_form.urgency"), options, request.urgency)
    return _one_field(ids.URGENCY_FORM, words, "urgency_form", request, field, str(request.number))


def comment_form(request: Request, words: Words, value: str) -> View:
    """A comment on a rating; `value` is the survey's, as its buttons carry it."""
    hint = words.plain("comment_form.comment_hint")
    field = _field("comment", words.plain("comment_form.comment"), hint, COMMENT_LIMIT)
    return _one_field(ids.COMMENT_FORM, words, "comment_form", request, field, value)


def _field(name: str, label: str, hint: str, limit: int) -> Block:
    return text_input(name, label, hint=hint, limit=limit, lines=True, optional=True)


def _one_field(callback: str, words: Words, form: str, request: Request, field: Block, metadata: str) -> View:
    title = section(escape(clip(headline(request), 200)))
    return modal(callback, words, form, [title, field], metadata=metadata)


def modal(
    callback: str, words: Words, form: str, blocks: list[Block], *, metadata: str = "", is_sent: bool = True
) -> View:
    """A form in the words of its family; without a button to send where there is nothing to send."""
    submit = {"submit": plain(words.plain(f"{form}.submit"), _BAR_LIMIT)} if is_sent else {}
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain(words.plain(f"{form}.title"), _BAR_LIMIT),
        **submit,
        "close": plain(words.plain("form.close" if is_sent else "form.done"), _BAR_LIMIT),
        "private_metadata": metadata,
        "blocks": blocks,
    }
