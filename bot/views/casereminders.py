"""What comes of a case by itself: reminders without a word of it, and that nobody is left to see it."""

from collections.abc import Sequence

from bot.blocks import Block, View
from bot.mrkdwn import Mrkdwn, mention
from bot.views import ids
from bot.views.cases import Glance, claim_button, open_button, withdraw_button
from bot.views.forms import modal
from bot.views.kit import OPTIONS_LIMIT, Button, Option, actions, form_field, offered, section
from bot.words import Words
from storage.tables import Person

READERS = "readers"
"""The form's field for those who may see the case from now on."""


def unclaimed(glance: Glance, words: Words, *, is_missed: bool) -> tuple[Mrkdwn, list[Block]]:
    """That nobody has it yet, by when somebody is to answer, or was, and what can be done about it."""
    key = "case.remind_missed" if is_missed else "case.remind_half"
    text = words(key, ref=glance.ref, due=words.moment(glance.answer_due, glance.zone))
    return text, [section(text), *actions([claim_button(glance, words), open_button(glance, words)])]


def away(glance: Glance, words: Words) -> tuple[Mrkdwn, list[Block]]:
    """To the other readers, that who has it is away and somebody waits for a word."""
    text = words("case.remind_away", ref=glance.ref, agent=mention(glance.agent or ""))
    take_over = Button(words.plain("button.case_take_over"), ids.CASE_TAKE_OVER, glance.ref, style="primary")
    return text, [section(text), *actions([take_over, open_button(glance, words)])]


def abandoned(glance: Glance, words: Words, *, can_admit: bool) -> tuple[Mrkdwn, list[Block]]:
    """To who asked, that nobody is left to see it: they may let others of the desk, if there are any, or withdraw."""
    text = words("case.nobody_sees" if can_admit else "case.nobody_can_see", ref=glance.ref, desk=glance.desk)
    admit = Button(words.plain("button.case_admit"), ids.CASE_ADMIT, glance.ref, style="primary")
    withdraw = withdraw_button(glance, words)
    return text, [section(text), *actions([admit, withdraw] if can_admit else [withdraw])]


def admit_form(ref: str, people: Sequence[Person], words: Words) -> View:
    """Who asked lets people of the desk see it, each by name."""
    options = [Option(person.name, person.id) for person in people[:OPTIONS_LIMIT]]
    element: Block = {"type": "multi_static_select", "action_id": READERS, **offered(options)}
    field = form_field(READERS, words.plain("case_admit_form.readers"), element)
    blocks = [section(words("case.admit", ref=ref)), field]
    return modal(ids.CASE_ADMIT_FORM, words, "case_admit_form", blocks, metadata=ref)
