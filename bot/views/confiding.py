"""The form in which a request is made confidential: what becomes of it, who will see it, who must not."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks import Block, View
from bot.entries import EXCLUDED
from bot.mrkdwn import Mrkdwn
from bot.views import ids
from bot.views.forms import about
from bot.views.kit import Button, Option, context, form_field, section, select
from bot.views.questions import people_picker
from bot.words import Words
from storage.tables import Request

TYPE = "type"
"""The field for what it becomes."""


@dataclass(frozen=True)
class Form:
    """What stands in the form: the types to choose from, the chosen one, who sees it then, and who must not.

    Who does it for somebody else can exclude nobody for them: that is theirs to do. The `pledge` is a mark of who was
    named.
    """

    request: Request
    types: Sequence[Option]
    chosen: str
    seen_by: Mrkdwn
    excluded: Sequence[str]
    is_own: bool
    pledge: str


def form(shown: Form, words: Words) -> View:
    """Ask for the type, and say what it does before it is done: it can't be taken back."""
    blocks = [
        section(words("confide.what")),
        select(TYPE, words.plain("confide.type"), shown.types, shown.chosen, changes=ids.CONFIDE_CHANGES),
        section(shown.seen_by),
        *(_excluding(shown, words) if shown.is_own else [context(words("confide.theirs"))]),
        context(words("confide.for_good")),
    ]
    return about(shown.request, ids.CONFIDE_FORM, words, blocks, rest=shown.pledge)


def _excluding(shown: Form, words: Words) -> list[Block]:
    picker = people_picker(words, shown.excluded) | {"action_id": ids.CONFIDE_CHANGES}
    return [form_field(EXCLUDED, words.plain("confide.excluded"), picker, optional=True, is_told=True)]


def button(request: Request, words: Words) -> Button:
    """The way to the form, for who asked."""
    return Button(words.plain("button.confide"), ids.CONFIDE, str(request.number))
