"""The forms of a favour: what is asked of whom, by when it will be done, whom else to ask, and a last word."""

from collections.abc import Mapping
from datetime import date

from bot.blocks import Block, View
from bot.drafts import COMMENT_LIMIT, DETAILS_LIMIT
from bot.mrkdwn import bold
from bot.views import ids
from bot.views.forms import modal
from bot.views.kit import form_field, section, text_input
from bot.words import Words
from storage.favours import Favour

WHAT_LIMIT = 150
WORD_LIMIT = COMMENT_LIMIT
_DAY_FORMS: Mapping[str, str] = {ids.FAVOUR_ACCEPT_FORM: "favour_accept_form", ids.FAVOUR_DATE_FORM: "favour_date_form"}


def ask(
    words: Words,
    *,
    asked: str = "",
    team: str = "",
    what: str = "",
    wanted_by: date | None = None,
    details: str = "",
    metadata: str = "",
) -> View:
    """Whom, what and by when; a team stands there by its name, to be changed by asking anew."""
    whom = section(words("favour_form.team", team=team)) if team else _person(words.plain("favour_form.asked"), asked)
    fields = [
        whom,
        text_input(
            "what", words.plain("favour_form.what"), initial=what, limit=WHAT_LIMIT, lines=False, optional=False
        ),
        _day("wanted_by", words.plain("favour_form.wanted_by"), wanted_by, optional=True),
        text_input(
            "details",
            words.plain("favour_form.details"),
            initial=details,
            hint=words.plain("favour_form.who_reads"),
            limit=DETAILS_LIMIT,
            lines=True,
            optional=True,
        ),
    ]
    return modal(ids.FAVOUR_FORM, words, "favour_form", fields, metadata=metadata)


def day(favour: Favour, form: str, words: Words, preset: date | None) -> View:
    """By when it will be done, or (the other form) could be."""
    family = _DAY_FORMS[form]
    return _about(favour, form, family, words, _day("day", words.plain(f"{family}.day"), preset, optional=False))


def suggest(favour: Favour, words: Words) -> View:
    """Who else might do it."""
    field = _person(words.plain("favour_suggest_form.person"), "", hint=words.plain("favour_suggest_form.hint"))
    return _about(favour, ids.FAVOUR_SUGGEST_FORM, "favour_suggest_form", words, field)


def word(favour: Favour, form: str, words: Words) -> View:
    """A word when declining, which may be left out, or one of thanks."""
    optional = form == ids.FAVOUR_DECLINE_FORM
    family = "favour_decline_form" if optional else "favour_thanks_form"
    field = text_input("word", words.plain(f"{family}.word"), limit=WORD_LIMIT, lines=True, optional=optional)
    return _about(favour, form, family, words, field)


def _about(favour: Favour, form: str, family: str, words: Words, field: Block) -> View:
    return modal(form, words, family, [section(bold(favour.what)), field], metadata=f"{favour.number}:")


def _day(name: str, label: str, preset: date | None, *, optional: bool) -> Block:
    initial = {"initial_date": preset.isoformat()} if preset else {}
    return form_field(name, label, {"type": "datepicker", "action_id": name, **initial}, optional=optional)


def _person(label: str, chosen: str, hint: str = "") -> Block:
    initial = {"initial_user": chosen} if chosen else {}
    return form_field("asked", label, {"type": "users_select", "action_id": "asked", **initial}, hint=hint)
