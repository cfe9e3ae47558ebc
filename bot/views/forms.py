"""The forms: where they are opened, what those about a request share, and those with one field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.blocks import Block, View
from bot.drafts import CLOSING_WORD_LIMIT
from bot.files import SharedFile
from bot.mrkdwn import escape
from bot.places import Spot
from bot.views import ids
from bot.views.cards import MARKS, headline
from bot.views.kit import Option, clip, plain, section, select, text_input
from bot.words import Words
from storage.kinds import Urgency
from storage.tables import Request

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

    @property
    def posted_in(self) -> str | None:
        """The channel where others can read that message; none where it was written to the bot alone."""
        channel, _ = self.message or ("", "")
        return channel if channel and not channel.startswith("D") else None

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
    return about(request, ids.RESOLVE_FORM, words, [field], str(spot))


def dismiss_form(request: Request, words: Words) -> View:
    """Asks whether to close for good what is no request, with an optional word of why."""
    field = _field("why", words.plain("dismiss_form.why"), words.plain("dismiss_form.why_hint"), CLOSING_WORD_LIMIT)
    return about(request, ids.DISMISS_FORM, words, [field])


def urgency_form(request: Request, words: Words) -> View:
    """How urgent it is; what it was until now stands there first."""
    options = [Option(f"{MARKS[one]} {words.plain(f'urgency.{one}')}", one) for one in Urgency]
    field = select("urgency", words.plain("urgency_form.urgency"), options, request.urgency)
    return about(request, ids.URGENCY_FORM, words, [field])


def _field(name: str, label: str, hint: str, limit: int) -> Block:
    return text_input(name, label, hint=hint, limit=limit, lines=True, optional=True)


def about(request: Request, form: str, words: Words, fields: Sequence[Block], rest: str = "") -> View:
    """A form about a request, named above the fields; it keeps the request's number and, behind it, the rest.

    The form's id is its family of words, too.
    """
    title = section(escape(clip(headline(request), 200)))
    return modal(form, words, form, [title, *fields], metadata=f"{request.number}:{rest}")


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
