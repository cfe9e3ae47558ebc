"""The question in a person's DM whether what was written shall become a request."""

from collections.abc import Sequence

from bot.blocks import Block
from bot.mrkdwn import Mrkdwn, link, mention, quoted
from bot.views import ids
from bot.views.kit import Button, Option, actions, context, offered, plain, section
from bot.words import Words
from storage.tables import Offer, Request

DESK = "desk"
_QUOTE_LIMIT = 2000
_PLACEHOLDER_LIMIT = 150


def question(offer: Offer, text: str, url: str | None, desks: Sequence[Option], words: Words) -> list[Block]:
    """What was written, which desk it is for, and what to do with it; `url` leads to a message elsewhere."""
    return [
        section(question_text(offer, words)),
        section(quoted(text, _QUOTE_LIMIT)),
        *([context(link(url, words.plain("offer.link")))] if url else []),
        {"type": "actions", "block_id": DESK, "elements": [_select(desks, offer.desk, words)]},
        *actions(_buttons(offer, words)),
        *([] if url else [context(words("offer.threads"))]),
    ]


def question_text(offer: Offer, words: Words) -> Mrkdwn:
    """The question, for oneself or for who wrote it."""
    if offer.requester == offer.person:
        return words("offer.question")
    return words("offer.question_for", requester=mention(offer.requester))


def _select(desks: Sequence[Option], chosen: str | None, words: Words) -> Block:
    initial = next((desk.block() for desk in desks if desk.value == chosen), None)
    placeholder = plain(words.plain("offer.which_desk"), _PLACEHOLDER_LIMIT)
    select = {"type": "static_select", "action_id": ids.OFFER_DESK, "placeholder": placeholder}
    return select | offered(desks) | ({"initial_option": initial} if initial else {})


def _buttons(offer: Offer, words: Words) -> list[Button]:
    value = str(offer.id)
    return [
        Button(words.plain("button.offer_accept"), ids.OFFER_ACCEPT, value, style="primary"),
        Button(words.plain("button.offer_form"), ids.OFFER_FORM, value),
        Button(words.plain("button.offer_decline"), ids.OFFER_DECLINE, value),
    ]


def accepted(request: Request, desk_name: str, words: Words) -> Mrkdwn:
    """What became of it."""
    return words("offer.accepted", number=request.number, desk=desk_name)


def elsewhere(words: Words) -> Mrkdwn:
    """That there is nothing to decide any more; not why."""
    return words("offer.elsewhere")


def declined(words: Words) -> Mrkdwn:
    """That nothing became of it."""
    return words("offer.declined")
