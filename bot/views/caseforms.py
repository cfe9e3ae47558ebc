"""The forms about a case: to whom it is given, the closing word, who is to be excluded. They keep its reference."""

from collections.abc import Collection, Sequence

from bot.blocks import Block, View
from bot.drafts import CLOSING_WORD_LIMIT, HANDOVER_LIMIT
from bot.entries import EXCLUDED
from bot.mrkdwn import Mrkdwn, mention
from bot.views import ids
from bot.views.forms import modal
from bot.views.handover import AWAY
from bot.views.kit import Option, form_field, section, select, text_input
from bot.words import Words
from storage.tables import Person


def hand_over(ref: str, agents: Sequence[Person], away: Collection[str], words: Words) -> View:
    """To whom, and a word for them; who is away is marked. Only who may see the case anyway stands there."""
    options = [Option(f"{one.name} {AWAY}" if one.id in away else one.name, one.id) for one in agents]
    agent = select("agent", words.plain("assign_form.agent"), options, None, placeholder=words.plain("form.choose"))
    hint = words.plain("case_hand_over_form.hint")
    word = _word("word", words.plain("case_hand_over_form.word"), hint, HANDOVER_LIMIT)
    return _about(ref, ids.CASE_HAND_OVER_FORM, "case_hand_over_form", words, [agent, word])


def resolve(ref: str, words: Words) -> View:
    """An optional closing word."""
    hint = words.plain("case_resolve_form.hint")
    word = _word("closing_word", words.plain("resolve_form.closing_word"), hint, CLOSING_WORD_LIMIT)
    return _about(ref, ids.CASE_RESOLVE_FORM, "resolve_form", words, [word])


def exclude(ref: str, seeing: Sequence[str], words: Words) -> View:
    """Who must see it no more, with all who see it now."""
    names = Mrkdwn(", ".join(mention(one) for one in seeing))
    element: Block = {"type": "multi_users_select", "action_id": EXCLUDED}
    hint = words.plain("case_exclude_form.hint")
    field = form_field(EXCLUDED, words.plain("case_exclude_form.excluded"), element, hint=hint)
    seen_by = section(words("case.seen_by", names=names))
    return _about(ref, ids.CASE_EXCLUDE_FORM, "case_exclude_form", words, [seen_by, field])


def _word(name: str, label: str, hint: str, limit: int) -> Block:
    return text_input(name, label, hint=hint, limit=limit, lines=True, optional=True)


def _about(ref: str, form: str, family: str, words: Words, fields: list[Block]) -> View:
    return modal(form, words, family, fields, metadata=ref)
