"""What somebody fills in, and how long it may be."""

from dataclasses import dataclass

from bot.desks import Desks
from bot.errors import InvalidForm, Missing, Mistake, TooLong, UnknownDesk
from storage.tables import Urgency

TITLE_LIMIT = 150
DETAILS_LIMIT = 3000
CLOSING_WORD_LIMIT = 2000
COMMENT_LIMIT = 1000


@dataclass(frozen=True)
class Draft:
    """A request before it is one."""

    desk: str
    title: str
    details: str
    urgency: Urgency


def check_draft(draft: Draft, desks: Desks) -> None:
    """Raise InvalidForm with a mistake for every field that needs another look."""
    mistakes: dict[str, Mistake] = {}
    if not draft.title:
        mistakes["title"] = Missing()
    for field, text, limit in (("title", draft.title, TITLE_LIMIT), ("details", draft.details, DETAILS_LIMIT)):
        if len(text) > limit:
            mistakes[field] = TooLong(limit=limit, length=len(text))
    if not desks.has(draft.desk):
        mistakes["desk"] = UnknownDesk()
    if mistakes:
        raise InvalidForm(mistakes)


def check_length(field: str, text: str, limit: int) -> None:
    """Raise InvalidForm when the text of a form's only field is too long (in characters)."""
    if len(text) > limit:
        raise InvalidForm({field: TooLong(limit=limit, length=len(text))})
