"""The form in which people ask for help: it changes with the desk, the type and the answers, and keeps what was typed.

Slack keeps what stands in a field as long as its name is the same, whatever the new view says, and forgets it with the
field (slackapi/bolt-js#290). So a field has one name for as long as it means the same, and what is not shown travels in
private_metadata until its field comes back.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from bot.blocks import Block, View
from bot.desks import Desk
from bot.drafts import DETAILS_LIMIT, TITLE_LIMIT, answer_name, type_name
from bot.entries import DESK, DETAILS, EXCLUDED, GENERAL, OTHER, REQUESTER, TITLE, Entries, Values, urgency_name
from bot.fields import RequestType
from bot.mrkdwn import Mrkdwn, ago, bold, link
from bot.views import anonymous, ids
from bot.views.forms import Origin, modal
from bot.views.kit import Button, Option, actions, context, form_field, section, select, text_input
from bot.views.questions import people_picker, person_picker, question
from bot.words import Words
from storage.kinds import Urgency

_METADATA_LIMIT = 3000


@dataclass(frozen=True)
class Memory:
    """What a form remembers beside its fields; travels in private_metadata.

    Whence it was opened, what stood in fields that are not shown, the desk that was guessed, whether the urgency was
    chosen by hand, the request that it has offered to follow; who was said to see it (bot.confidence.receiving.pledge),
    and whether it was ever to be confidential.
    """

    origin: Origin = field(default_factory=Origin)
    carried: Values = field(default_factory=dict)
    guessed: str | None = None
    by_hand: bool = False
    alike: int | None = None
    pledge: str = ""
    was_confidential: bool = False

    def dump(self) -> str:
        """The memory as private_metadata: what does not fit is forgotten, the last of what is carried first."""
        memory = self
        while len(text := json.dumps(asdict(memory), ensure_ascii=False)) > _METADATA_LIMIT and memory._can_forget:
            memory = memory._with_less()
        return text

    @property
    def _can_forget(self) -> bool:
        return bool(self.carried or self.origin.files)

    def _with_less(self) -> "Memory":
        if self.carried:
            return replace(self, carried=dict(list(self.carried.items())[:-1]))
        return replace(self, origin=replace(self.origin, files=self.origin.files[:-1]))

    @classmethod
    def load(cls, metadata: str) -> "Memory":
        """The memory from private_metadata; an empty one where there is none."""
        known = json.loads(metadata) if metadata else {}
        return cls(**known | {"origin": Origin.read(known.get("origin", {}))})


@dataclass(frozen=True)
class Alike:
    """A request about what looks the same; title and link only for those who may see it."""

    number: int
    asked_at: datetime
    title: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Form:
    """All that the form shows: what stands in it, the desks it offers, and what is said beside its fields."""

    desks: Sequence[Desk]
    desk: Desk | None
    type: RequestType | None
    entries: Entries
    memory: Memory
    lines: Sequence[Mrkdwn] = ()
    alike: Alike | None = None
    warning: Mrkdwn | None = None


def request_form(form: Form, words: Words) -> View:
    """Desk, type, title, what the type asks, details, urgency, and for whom."""
    blocks = [*_beginning(form, words), *_middle(form, words), *_end(form, words)]
    shown = {block.get("block_id") for block in blocks}
    carried = {name: list(values) for name, values in form.entries.values.items() if values and name not in shown}
    number = form.alike.number if form.alike else form.memory.alike
    memory = replace(form.memory, carried=carried, alike=number)
    return modal(ids.REQUEST_FORM, words, "request_form", blocks, metadata=memory.dump())


def _beginning(form: Form, words: Words) -> Iterator[Block]:
    if form.alike:
        yield from _me_too(form.alike, form.desk, words)
    desks = [Option(desk.label(words.language), desk.key) for desk in form.desks]
    chosen = form.desk.key if form.desk else None
    yield _told_select(DESK, words.plain("request_form.desk"), desks, chosen, words)
    if form.warning:
        yield section(form.warning)
    if form.desk and form.desk.types:
        yield _types(form.desk, form.entries.first(type_name(form.desk.key)), words)
    if form.lines:
        yield context(Mrkdwn("\n".join(form.lines)))


def _types(desk: Desk, chosen: str, words: Words) -> Block:
    general = Option(words.plain("request_form.general"), GENERAL)
    types = [*(Option(_type(kind, words), kind.key) for kind in desk.types), general]
    label = words.plain("request_form.type")
    return _told_select(type_name(desk.key), label, types, chosen, words, optional=True)


def _type(kind: RequestType, words: Words) -> str:
    label = kind.label.reads(words.language)
    return f"🔒 {label}" if kind.is_confidential else label


def _told_select(
    name: str, label: str, options: Sequence[Option], chosen: str | None, words: Words, *, optional: bool = False
) -> Block:
    """A select whose change is told at once, because the form changes with it."""
    placeholder = words.plain("form.choose")
    changes = ids.REQUEST_CHANGES
    return select(name, label, options, chosen, placeholder=placeholder, optional=optional, changes=changes)


def _middle(form: Form, words: Words) -> Iterator[Block]:
    yield text_input(
        TITLE,
        words.plain("request_form.what"),
        initial=form.entries.first(TITLE),
        hint=words.plain("request_form.what_hint"),
        limit=TITLE_LIMIT,
        lines=False,
        optional=False,
    )
    if form.desk and form.type:
        yield from _questions(form.desk, form.type, form.entries, words)


def _questions(desk: Desk, kind: RequestType, entries: Entries, words: Words) -> Iterator[Block]:
    for asked in kind.shown(entries.answers(desk, kind)):
        name = answer_name(desk.key, kind.key, asked.key)
        yield question(asked, name, entries.values.get(name, ()), words, decides=asked.key in kind.deciding)


def _end(form: Form, words: Words) -> Iterator[Block]:
    yield text_input(
        DETAILS,
        words.plain("request_form.details"),
        initial=form.entries.first(DETAILS),
        hint=words.plain("request_form.details_hint"),
        limit=DETAILS_LIMIT,
        lines=True,
        optional=True,
    )
    yield _urgency(form, words)
    if form.type and form.type.is_confidential:
        yield from _in_confidence(form.type, form.entries, words)
        yield from anonymous.instead(words) if form.desk and form.desk.takes_anonymous else ()
    else:
        standing = form.entries.values.get(REQUESTER, ())
        picker = {**person_picker(words, standing), "action_id": REQUESTER}
        yield form_field(REQUESTER, words.plain("request_form.requester"), picker, optional=True)


def _in_confidence(kind: RequestType, entries: Entries, words: Words) -> Iterator[Block]:
    """Who must not see it, and who is on the other side: with them changes who will."""
    told = {"action_id": ids.REQUEST_CHANGES}
    if kind.is_mediation:
        other = person_picker(words, entries.values.get(OTHER, ())) | told
        hint = words.plain("request_form.other_hint")
        yield form_field(OTHER, words.plain("request_form.other"), other, hint=hint, is_told=True)
    excluded, hint = people_picker(words, entries.excluded) | told, words.plain("request_form.excluded_hint")
    yield form_field(EXCLUDED, words.plain("request_form.excluded"), excluded, hint=hint, optional=True, is_told=True)


def _urgency(form: Form, words: Words) -> Block:
    suggested = suggestion(form.entries, form.type, by_hand=form.memory.by_hand)
    urgencies = [Option(words.plain(f"urgency.{value}"), value.value) for value in Urgency]
    chosen = form.entries.urgency if form.memory.by_hand else suggested
    return _told_select(urgency_name(suggested), words.plain("request_form.urgency"), urgencies, chosen, words)


def suggestion(entries: Entries, kind: RequestType | None, *, by_hand: bool) -> Urgency:
    """The urgency that the type suggests; once one was chosen by hand, what was suggested then."""
    if by_hand and entries.suggested:
        return entries.suggested
    return kind.urgency if kind else Urgency.NORMAL


def _me_too(alike: Alike, desk: Desk | None, words: Words) -> list[Block]:
    """That somebody has asked for the same, and the button that is told when they are helped."""
    desk_name, when = desk.label(words.language) if desk else "", ago(alike.asked_at)
    if alike.title is None:
        said = words("alike.hidden", desk=desk_name, ago=when)
    else:
        named = link(alike.url, alike.title) if alike.url else bold(alike.title)
        said = words("alike.known", desk=desk_name, ago=when, title=named)
    button = Button(words.plain("button.me_too"), ids.ME_TOO, str(alike.number), style="primary")
    return [section(said), *actions([button])]


def followed(words: Words) -> View:
    """In place of the form, once somebody follows the request of somebody else."""
    return modal(ids.REQUEST_FORM, words, "followed", [section(words("followed.text"))], is_sent=False)
