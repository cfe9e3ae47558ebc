"""The forms: asking for help, resolving, commenting on a rating."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bot.blocks import Block, View
from bot.drafts import CLOSING_WORD_LIMIT, COMMENT_LIMIT, DETAILS_LIMIT, TITLE_LIMIT
from bot.mrkdwn import escape
from bot.views import ids
from bot.views.cards import headline
from bot.views.kit import Option, clip, plain, section, select, text_input
from bot.words import Words
from storage.tables import Request, Urgency

_BAR_LIMIT = 24  # modal title, submit and close


@dataclass(frozen=True)
class Origin:
    """Where somebody opened the form, for the word that comes back there; travels in private_metadata."""

    response_url: str | None = None

    def dump(self) -> str:
        """The origin as private_metadata."""
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, metadata: str) -> "Origin":
        """The origin from private_metadata; nothing known where there is none."""
        return cls(**json.loads(metadata)) if metadata else cls()


def request_form(
    desks: Sequence[Option], words: Words, *, chosen: str | None = None, title: str = "", origin: Origin
) -> View:
    """Desk, title, details, urgency. What was typed after the command stands in the title, and whole in the details
    where the title is too short for it."""
    overflow = title if len(title) > TITLE_LIMIT else ""
    urgencies = [Option(words.plain(f"urgency.{value}"), value.value) for value in Urgency]
    return _modal(
        ids.REQUEST_FORM,
        words,
        "request_form",
        [
            select("desk", words.plain("request_form.desk"), desks, chosen or desks[0].value),
            text_input(
                "title",
                words.plain("request_form.what"),
                initial=title,
                hint=words.plain("request_form.what_hint"),
                limit=TITLE_LIMIT,
                lines=False,
                optional=False,
            ),
            text_input(
                "details",
                words.plain("request_form.details"),
                initial=overflow,
                hint=words.plain("request_form.details_hint"),
                limit=DETAILS_LIMIT,
                lines=True,
                optional=True,
            ),
            select("urgency", words.plain("request_form.urgency"), urgencies, Urgency.NORMAL),
        ],
        metadata=origin.dump(),
    )


def resolve_form(request: Request, words: Words) -> View:
    """An optional closing word."""
    return _one_field(
        ids.RESOLVE_FORM, words, request, "resolve_form", "closing_word", CLOSING_WORD_LIMIT, str(request.number)
    )


def comment_form(request: Request, words: Words, value: str) -> View:
    """A comment on a rating; `value` is the survey's, as its buttons carry it."""
    return _one_field(ids.COMMENT_FORM, words, request, "comment_form", "comment", COMMENT_LIMIT, value)


def _one_field(callback: str, words: Words, request: Request, form: str, name: str, limit: int, metadata: str) -> View:
    field = text_input(
        name,
        words.plain(f"{form}.{name}"),
        hint=words.plain(f"{form}.{name}_hint"),
        limit=limit,
        lines=True,
        optional=True,
    )
    title = section(escape(clip(headline(request), 200)))
    return _modal(callback, words, form, [title, field], metadata=metadata)


def _modal(callback: str, words: Words, form: str, blocks: list[Block], *, metadata: str) -> View:
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain(words.plain(f"{form}.title"), _BAR_LIMIT),
        "submit": plain(words.plain(f"{form}.submit"), _BAR_LIMIT),
        "close": plain(words.plain("form.close"), _BAR_LIMIT),
        "private_metadata": metadata,
        "blocks": blocks,
    }
