"""What is shown of a mediation, and of steps that are taken only if all agree: questions, answers, what comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.blocks import Block, View
from bot.mrkdwn import Mrkdwn, bold, escape, mention
from bot.views import ids
from bot.views.cases import Glance, name
from bot.views.forms import modal
from bot.views.kit import (
    SECTION_LIMIT,
    Button,
    Option,
    actions,
    confirm,
    context,
    plain,
    section,
    select,
    text_input,
)
from bot.words import Words

AGREEMENT_LIMIT = SECTION_LIMIT  # one paragraph, never cut: they agree to each word
MEETING_LIMIT = 500
KIND, MEETING, AGREEMENT, READER = "kind", "meeting", "agreement", "reader"
"""The fields of the form."""


class Outcome(StrEnum):
    """What has become of a step."""

    AGREED = "agreed"
    DECLINED = "declined"
    REPLACED = "replaced"
    LAPSED = "lapsed"


class Seat(StrEnum):
    """How the other one in a mediation has to do with it."""

    INVITED = "invited"
    JOINED = "joined"
    LEFT = "left"
    OVER = "over"


@dataclass(frozen=True)
class Proposal:
    """A step as one of those reads it whom it concerns; `other` is who is asked beside them, `person` whom it is about.

    `text` is what is agreed to, word for word, or the time and place.
    """

    id: int
    kind: str
    proposer: str
    other: str | None = None
    person: str | None = None
    text: str = ""
    has_agreed: bool = False
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Mediation:
    """A mediation as the other one reads it: nothing of what was said of them, or by whom it may not be read."""

    glance: Glance
    asker: str
    seat: Seat
    readers: Sequence[str]


def ask(proposal: Proposal, words: Words) -> list[Block]:
    """The question whether one agrees; what was answered can be changed until it is settled."""
    asked = [section(ask_text(proposal, words)), *_text(proposal)]
    if proposal.outcome:
        return [*asked, _standing(proposal, words)]
    whose = words("step.both", other=mention(proposal.other)) if proposal.other else words("step.alone")
    return [*asked, *_answers(proposal, words), context(whose)]


def ask_text(proposal: Proposal, words: Words) -> Mrkdwn:
    """What is asked, in one line."""
    return words(f"step_ask.{proposal.kind}", **_people(proposal))


def _answers(proposal: Proposal, words: Words) -> list[Block]:
    value = str(proposal.id)
    no = Button(words.plain("button.step_decline"), ids.STEP_DECLINE, value)
    if proposal.has_agreed:
        return [section(words("step.you_agreed")), *actions([no])]
    return actions([Button(words.plain("button.step_agree"), ids.STEP_AGREE, value, "primary"), no])


def _standing(proposal: Proposal, words: Words) -> Block:
    return section(words(f"step_is.{proposal.outcome}"))


def _text(proposal: Proposal) -> list[Block]:
    """As it was typed: nothing in it is a mark."""
    return [{"type": "section", "text": plain(proposal.text, SECTION_LIMIT)}] if proposal.text else []


def _people(proposal: Proposal) -> Mapping[str, Mrkdwn]:
    named = {"proposer": proposal.proposer, "other": proposal.other, "person": proposal.person}
    return {role: mention(person) for role, person in named.items() if person}


def proposed(proposal: Proposal, asked: Sequence[str], words: Words) -> list[Block]:
    """What the agent reads of a step: who is asked, and nothing of who has answered what."""
    if proposal.outcome:
        return [section(proposed_text(proposal, words)), *_text(proposal), _standing(proposal, words)]
    names = Mrkdwn(", ".join(mention(one) for one in asked))
    return [
        section(proposed_text(proposal, words)),
        *_text(proposal),
        context(words("step.waits", names=names)),
        *actions([Button(words.plain("button.step_take_back"), ids.STEP_TAKE_BACK, str(proposal.id))]),
    ]


def proposed_text(proposal: Proposal, words: Words) -> Mrkdwn:
    """Who has proposed what."""
    return words("step.proposed", proposer=mention(proposal.proposer), what=what(proposal, words))


def what(proposal: Proposal, words: Words) -> Mrkdwn:
    """A step in a few words."""
    return words(f"step.{proposal.kind}", **_people(proposal))


def done(proposal: Proposal, words: Words) -> list[Block]:
    """All have agreed, and this is what comes of it: the words themselves too, where words were agreed to."""
    return [section(done_text(proposal, words)), *_text(proposal)]


def done_text(proposal: Proposal, words: Words) -> Mrkdwn:
    """What comes of it in one line."""
    return words(f"step_done.{proposal.kind}", **_people(proposal))


def not_now(proposal: Proposal, words: Words) -> Mrkdwn:
    """That it does not happen, for who was asked as well; not why."""
    return words("step.not_now", what=what(proposal, words))


def meeting(agent: str, parties: Sequence[str], text: str, languages: Sequence[Words]) -> list[Block]:
    """The first message of a group DM, in each language that somebody there reads."""
    names = Mrkdwn(", ".join(mention(one) for one in parties))
    said = [section(words("meeting.head", agent=mention(agent), names=names)) for words in languages]
    return [*said, {"type": "section", "text": plain(text, SECTION_LIMIT)}]


def form(
    glance: Glance, kinds: Sequence[str], chosen: str, people: Sequence[Option], person: str | None, words: Words
) -> View:
    """Which step; what else is asked depends on it. `people` may be let see it, `person` is the other one, if any."""
    options = [Option(words.plain(f"step_kind.{kind}"), kind) for kind in kinds]
    fields = [
        section(escape(name(glance))),
        select(KIND, words.plain("step_form.kind"), options, chosen, changes=ids.STEP_KIND),
        *_details(chosen, people, words),
    ]
    about = words(f"step_form.{chosen}", **({"person": mention(person)} if person else {}))
    return modal(ids.STEP_FORM, words, "step_form", [*fields, context(about)], metadata=glance.ref)


def _details(kind: str, people: Sequence[Option], words: Words) -> list[Block]:
    match kind:
        case "meet":
            label = words.plain("step_form.when_and_where")
            return [text_input(MEETING, label, limit=MEETING_LIMIT, lines=True, optional=False)]
        case "agreement":
            label = words.plain("step_form.text")
            return [text_input(AGREEMENT, label, limit=AGREEMENT_LIMIT, lines=True, optional=False)]
        case "add_reader":
            return [select(READER, words.plain("step_form.reader"), people, None)]
    return []


def head(mediation: Mediation, words: Words) -> list[Block]:
    """The first message of the other one's conversation: who asks, who mediates, who can read it, and the way out."""
    said = words(f"mediation.{mediation.seat}", asker=mention(mediation.asker), agent=_mediator(mediation, words))
    top = section(Mrkdwn(f"🔒 {bold(name(mediation.glance))}\n{said}"))
    if mediation.seat in (Seat.LEFT, Seat.OVER):
        return [top]
    names = Mrkdwn(", ".join(mention(one) for one in mediation.readers))
    own = context(words("mediation.own", asker=mention(mediation.asker)))
    return [top, own, context(words("case.seen_by", names=names)), *actions(_choices(mediation, words))]


def head_text(mediation: Mediation, words: Words) -> Mrkdwn:
    """The head in one line, for notifications: no name, somebody may look over a shoulder."""
    return words("mediation.text", ref=mediation.glance.ref)


def _mediator(mediation: Mediation, words: Words) -> Mrkdwn:
    return mention(mediation.glance.agent) if mediation.glance.agent else words("mediation.nobody")


def _choices(mediation: Mediation, words: Words) -> list[Button]:
    ref = mediation.glance.ref
    sure = confirm(
        words.plain("mediation_leave.title"),
        words.plain("mediation_leave.text"),
        words.plain("mediation_leave.yes"),
        words.plain("mediation_leave.no"),
    )
    if mediation.seat is Seat.JOINED:
        leave = Button(words.plain("button.mediation_leave"), ids.MEDIATION_LEAVE, ref, confirm=sure)
        return [Button(words.plain("button.case_trail"), ids.CASE_OPEN, ref), leave]
    rather_not = Button(words.plain("button.step_decline"), ids.MEDIATION_LEAVE, ref, confirm=sure)
    return [Button(words.plain("button.mediation_join"), ids.MEDIATION_JOIN, ref, "primary"), rather_not]


def new_reader(glance: Glance, words: Words) -> list[Block]:
    """What somebody reads whom all have agreed to let see a case: no word of it."""
    said = words("case.now_yours", agent=mention(glance.agent or ""))
    return [
        section(Mrkdwn(f"🔒 {bold(name(glance))}\n{said}")),
        context(words("case.opening_is_noted")),
        *actions([Button(words.plain("button.open_case"), ids.CASE_OPEN, glance.ref)]),
    ]
