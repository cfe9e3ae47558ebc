"""The desks in forms, for operators: what stands in App Home, and a form each to edit, to add and to take out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.blocks import Block, View
from bot.deskfile.asks import FIELDS, YES
from bot.deskfile.sheets import Page, Sheet
from bot.desks import PROMISES, Desk, Desks
from bot.mrkdwn import Mrkdwn, escape
from bot.replies import Assignment, PlainReplies
from bot.views import ids
from bot.views.forms import modal
from bot.views.kit import (
    SECTION_LIMIT,
    Button,
    Option,
    actions,
    boxes,
    context,
    form_field,
    header,
    offered,
    plain,
    section,
    select,
    text_input,
)
from bot.words import Words
from storage.kinds import Urgency

NEW = "+"
"""What stands for a new type among the types, whose keys begin otherwise."""

SURE = "sure"
REMOVE = "remove"
_EDIT = "edit"
_ROWS = 5  # desks that have buttons of their own in App Home
_CHOICES = (
    (ids.EDIT_DESK, "button.edit_desk"),
    (ids.EDIT_TYPES, "button.edit_types"),
    (ids.REMOVE_DESK, "button.remove_desk"),
)
_MOST_TYPES = 100
_STRANGERS_LIMIT = 1000


@dataclass(frozen=True)
class _Line:
    """A field to type in, with the keys of its words."""

    name: str
    label: str
    hint: str = ""
    is_long: bool = False
    is_needed: bool = False


_KEY = _Line("key", "desk_form.key", "desk_form.key_hint", is_needed=True)
_NAMES = (_Line("name_en", "desk_form.name_en", is_needed=True), _Line("name_de", "desk_form.name_de"))
_CHANNEL = _Line("channel", "desk_form.channel", "desk_form.channel_hint", is_needed=True)
_DESK = (
    *_NAMES,
    _Line("about_en", "desk_form.about_en", "desk_form.about_hint"),
    _Line("about_de", "desk_form.about_de"),
    _Line("aliases", "desk_form.aliases", "desk_form.aliases_hint"),
    _CHANNEL,
    _Line("request_channels", "desk_form.request_channels", "desk_form.request_channels_hint"),
)
_STAFF = {
    "agents": ("desk_form.agents", "desk_form.agents_hint"),
    "leads": ("desk_form.leads", "desk_form.leads_hint"),
}
_OPENING = (
    _Line("time_zone", "desk_form.time_zone", "desk_form.time_zone_hint"),
    _Line("holidays", "desk_form.holidays", "desk_form.holidays_hint"),
    _Line("hours", "desk_form.hours", "desk_form.hours_hint", is_long=True),
)
_FIELDS = _Line(FIELDS, "type_form.fields", "type_form.fields_hint", is_long=True)


def home_section(desks: Desks, words: Words) -> list[Block]:
    """What an operator has in App Home below everything else: few blocks, however many desks there are."""
    new = Button(words.plain("button.new_desk"), ids.NEW_DESK, NEW)
    if len(desks) > _ROWS:
        return [header(words.plain("home.edit_desks")), _choosers(desks, words, new)]
    rows = [block for desk in desks for block in _row(desk, words)]
    return [header(words.plain("home.edit_desks")), *rows, *actions([new])]


def _row(desk: Desk, words: Words) -> list[Block]:
    buttons = [Button(words.plain(key), action, desk.key) for action, key in _CHOICES]
    line = section(words("home.desk_line", desk=desk.label(words.language), channel=_channel(desk)))
    return [line, *(row | {"block_id": f"desk:{desk.key}"} for row in actions(buttons))]


def _choosers(desks: Desks, words: Words, new: Button) -> Block:
    options = offered([Option(desk.label(words.language), desk.key) for desk in desks])
    choosers: list[Block] = [
        {"type": "static_select", "action_id": action, "placeholder": plain(words.plain(key), 150), **options}
        for action, key in _CHOICES
    ]
    return {"type": "actions", "elements": [*choosers, new.block()]}


def _channel(desk: Desk) -> Mrkdwn:
    is_id = desk.channel.isupper()
    return Mrkdwn(f"<#{desk.channel}>") if is_id else escape(f"#{desk.channel}")


def desk_form(page: Page, words: Words) -> View:
    """A desk as the file has it."""
    blocks = [
        *_typed(_DESK, page, words),
        *_people(page, words, _STAFF),
        *_typed(_OPENING, page, words),
        *_promises(page, words, PROMISES),
        _tick("confidential", words.plain("desk_form.confidential"), words.plain("desk_form.confidential_yes"), page),
        _tick("anonymous", words.plain("desk_form.anonymous"), words.plain("desk_form.anonymous_yes"), page),
        _tick("guests", words.plain("desk_form.guests"), words.plain("desk_form.guests_yes"), page),
        *_ways(page, words),
    ]
    return modal(ids.DESK_FORM, words, "desk_form", blocks, metadata=page.sheet.dump())


def new_desk_form(sheet: Sheet, words: Words) -> View:
    """What a desk needs at least."""
    blocks = _typed((_KEY, *_NAMES, _CHANNEL), Page(sheet, {}), words)
    return modal(ids.DESK_FORM, words, "new_desk_form", blocks, metadata=sheet.dump())


def types_form(sheet: Sheet, desk: Desk, words: Words) -> View:
    """Which of a desk's types to edit or to take out, or a new one."""
    types = [Option(one.label.reads(words.language), one.key) for one in desk.types]
    new = [Option(words.plain("types_form.new"), NEW)] if len(types) < _MOST_TYPES else []
    acts = [Option(words.plain("types_form.edit"), _EDIT), Option(words.plain("types_form.remove"), REMOVE)]
    element: Block = {"type": "radio_buttons", "action_id": "act", "options": [one.block() for one in acts]}
    blocks = [
        section(words("types_form.of", desk=desk.label(words.language))),
        select("type", words.plain("types_form.type"), [*types, *new], (types or new)[0].value),
        form_field("act", words.plain("types_form.act"), element | {"initial_option": acts[0].block()}),
    ]
    return modal(ids.TYPES_FORM, words, "types_form", blocks, metadata=sheet.dump())


def type_form(page: Page, words: Words) -> View:
    """A type as the file has it, or an empty one."""
    is_new = page.sheet.type is None
    blocks = [
        *_typed(((_KEY,) if is_new else ()) + _NAMES, page, words),
        select("urgency", words.plain("type_form.urgency"), _urgencies(words), page.values.get("urgency", "normal")),
        *_promises(page, words, {}),
        *_people(page, words, {"agents": ("desk_form.agents", "type_form.agents_hint")}),
        _tick("confidential", words.plain("type_form.confidential"), words.plain("type_form.confidential_yes"), page),
        _tick("mediation", words.plain("type_form.mediation"), words.plain("type_form.mediation_yes"), page),
        *_typed((_FIELDS,), page, words),
    ]
    family = "new_type_form" if is_new else "type_form"
    return modal(ids.TYPE_FORM, words, family, blocks, metadata=page.sheet.dump())


def remove_form(sheet: Sheet, name: str, words: Words) -> View:
    """Whether a desk or a type shall really go."""
    option = Option(words.plain("remove_form.sure"), YES)
    question = section(words("remove_form.question", name=name))
    blocks = [question, boxes(SURE, words.plain("remove_form.label"), [option], optional=False)]
    return modal(ids.REMOVE_FORM, words, "remove_form", blocks, metadata=sheet.dump())


def _typed(lines: Sequence[_Line], page: Page, words: Words) -> list[Block]:
    return [_field(line, words.plain(line.label), page, words) for line in lines]


def _field(line: _Line, label: str, page: Page, words: Words) -> Block:
    """A field to type in; what is too long for Slack's is named, and stays as it is in the file.

    Where the file does without a value, so may the form: the name may be there in German alone.
    """
    value = page.values.get(line.name, "")
    if len(value) > SECTION_LIMIT:
        return context(words("desk_form.too_long", field=label))
    return text_input(
        line.name,
        label,
        initial=value,
        hint=words.plain(line.hint) if line.hint else "",
        limit=SECTION_LIMIT,
        lines=line.is_long,
        optional=not line.is_needed or (bool(page.values) and not value),
    )


def _people(page: Page, words: Words, fields: Mapping[str, tuple[str, str]]) -> list[Block]:
    """A field for each group of people, and whom Slack doesn't know of them."""
    blocks = [
        _chosen(name, words.plain(label), words.plain(hint), page.values.get(name, ""))
        for name, (label, hint) in fields.items()
    ]
    if page.strangers:
        known = escape(", ".join(page.strangers), _STRANGERS_LIMIT)
        blocks.append(context(words("desk_form.strangers", people=known)))
    return blocks


def _chosen(name: str, label: str, hint: str, value: str) -> Block:
    people = [person for person in value.split(",") if person]
    element: Block = {"type": "multi_users_select", "action_id": name}
    return form_field(name, label, element | ({"initial_users": people} if people else {}), hint=hint, optional=True)


def _promises(page: Page, words: Words, usual: Mapping[Urgency, Sequence[str]]) -> list[Block]:
    """The times for each urgency; what is usual shows where nothing is typed."""
    blocks: list[Block] = []
    for urgency in Urgency:
        hint = "" if blocks else "desk_form.promise_hint"
        line = _Line(f"targets_{urgency}", "desk_form.promise", hint)
        label = words.plain("desk_form.promise", urgency=words.plain(f"urgency.{urgency}"))
        block = _field(line, label, page, words)
        if urgency in usual and "element" in block:
            block["element"]["placeholder"] = plain(", ".join(usual[urgency]), 150)
        blocks.append(block)
    return blocks


def _tick(name: str, label: str, option: str, page: Page) -> Block:
    return boxes(name, label, [Option(option, YES)], [page.values.get(name, "")])


def _ways(page: Page, words: Words) -> list[Block]:
    """How the desk answers: who gets what is new, what a plain reply is, and what a reply sets going."""
    assignment = [Option(words.plain(f"assignment.{one}"), one.value) for one in Assignment]
    plainly = [Option(words.plain(f"plain_replies.{one}"), one.value) for one in PlainReplies]
    claims = ("first_reply_claims", words.plain("desk_form.first_reply"), words.plain("desk_form.first_reply_claims"))
    waits = ("asking_back_waits", words.plain("desk_form.asking_back"), words.plain("desk_form.asking_back_waits"))
    return [
        select("assignment", words.plain("desk_form.assignment"), assignment, page.values.get("assignment")),
        select("plain_replies", words.plain("desk_form.plain_replies"), plainly, page.values.get("plain_replies")),
        _tick(*claims, page),
        _tick(*waits, page),
    ]


def _urgencies(words: Words) -> list[Option]:
    return [Option(words.plain(f"urgency.{urgency}"), urgency.value) for urgency in Urgency]
