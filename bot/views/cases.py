"""What is shown of a case: a card that says nothing of it, and the first messages of its two sides' threads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.blocks import Block
from bot.desks import Desk
from bot.matters import Matter
from bot.mrkdwn import Mrkdwn, bold, mention, quoted
from bot.views import ids
from bot.views.cards import paragraphs, urgency
from bot.views.facts import FACTS_LIMIT, facts
from bot.views.kit import MESSAGE_LIMIT, SECTION_LIMIT, Button, actions, confirm, context, section
from bot.words import Words
from storage.kinds import State

_TEXT_LIMIT = MESSAGE_LIMIT - FACTS_LIMIT - 1500  # what is left beside the facts, the title and what stands around it
ACTIVE = frozenset({State.OPEN, State.CLAIMED})
"""Somebody has it, or will."""


@dataclass(frozen=True)
class Glance:
    """What somebody who may know of a case reads before opening it: no name and no word of it."""

    ref: str
    desk: str
    type: str
    state: State
    agent: str | None
    created_at: datetime
    answer_due: datetime
    zone: str


@dataclass(frozen=True)
class Asked:
    """What was asked, at which desk, and by whom; None: nobody knows."""

    asker: str | None
    matter: Matter
    desk: Desk


def name(glance: Glance) -> str:
    """The reference, and what kind of thing it is."""
    return " · ".join(filter(None, (glance.ref, glance.type or glance.desk)))


def titled(ref: str, title: str) -> Mrkdwn:
    """The reference, and what who asked has called it."""
    return Mrkdwn(f"🔒 {bold(' · '.join(filter(None, (ref, title))))}")


def card_text(glance: Glance, words: Words) -> str:
    """The card in one line, for notifications: somebody may look over a shoulder."""
    return words("case.card_text", ref=glance.ref)


def card(glance: Glance, words: Words) -> list[Block]:
    """That there is something to claim."""
    due = words.moment(glance.answer_due, glance.zone)
    return [
        section(Mrkdwn(f"🔒 {bold(name(glance))}\n{words('case.card', due=due)}")),
        context(words("case.opening_is_noted")),
        *actions([claim_button(glance, words), open_button(glance, words)]),
    ]


def claim_button(glance: Glance, words: Words) -> Button:
    """Takes the case."""
    return Button(words.plain("button.claim"), ids.CASE_CLAIM, glance.ref, style="primary")


def open_button(glance: Glance, words: Words) -> Button:
    """Shows the case, which its parties learn of."""
    return Button(words.plain("button.open_case"), ids.CASE_OPEN, glance.ref)


def head_text(glance: Glance, words: Words) -> str:
    """The head in one line, for notifications."""
    return words("case.head_text", ref=glance.ref, desk=glance.desk)


def head(glance: Glance, matter: Matter, seeing: Sequence[str], words: Words) -> list[Block]:
    """The first message of the conversation with who asked: what they asked, who sees it, how it stands."""
    names = Mrkdwn(", ".join(mention(one) for one in seeing))
    return [
        section(Mrkdwn(f"{titled(glance.ref, matter.title)}\n{standing(glance, words)}")),
        *([context(words("case.seen_by", names=names))] if seeing else []),
        *([context(words("case.how"))] if glance.state in ACTIVE else []),
        *actions(list(_askers_buttons(glance, words))),
    ]


def _askers_buttons(glance: Glance, words: Words) -> Iterator[Button]:
    yield Button(words.plain("button.case_trail"), ids.CASE_OPEN, glance.ref)
    if glance.state is State.RESOLVED:
        yield reopen_button(glance, words)
    if glance.state is not State.WITHDRAWN:
        yield Button(words.plain("button.exclude"), ids.CASE_EXCLUDE, glance.ref)
    if glance.state in ACTIVE:
        yield withdraw_button(glance, words)


def reopen_button(glance: Glance, words: Words) -> Button:
    """The way back to what was not solved after all."""
    return Button(words.plain("button.reopen"), ids.CASE_REOPEN, glance.ref)


def withdraw_button(glance: Glance, words: Words) -> Button:
    """Asks first, then takes it back."""
    question = confirm(
        words.plain("withdraw.title"),
        words.plain("case.withdraw_question"),
        words.plain("button.withdraw"),
        words.plain("withdraw.no"),
    )
    return Button(words.plain("button.withdraw"), ids.CASE_WITHDRAW, glance.ref, confirm=question)


def standing(glance: Glance, words: Words) -> Mrkdwn:
    """How a case stands, for its parties."""
    match glance.state:
        case State.OPEN:
            return words("case.is_open", desk=glance.desk, due=words.moment(glance.answer_due, glance.zone))
        case State.CLAIMED | State.WAITING:
            return words("case.is_claimed", agent=mention(glance.agent or ""))
        case State.RESOLVED:
            return words("case.is_resolved")
        case State.CLOSED:
            return words("case.is_closed")
        case State.WITHDRAWN:
            return words("case.is_withdrawn")


def root_text(glance: Glance, words: Words) -> str:
    """The first message of the agent's thread in one line, for notifications."""
    return words("case.root_text", ref=glance.ref)


def root(glance: Glance, asked: Asked, words: Words) -> list[Block]:
    """The first message of the agent's thread with who asked: all that they asked, and what writing here does."""
    matter, answered = asked.matter, facts(asked.matter, asked.desk, words)
    return [
        section(Mrkdwn(f"{titled(glance.ref, matter.title)}\n{for_agent(glance, words)}")),
        *paragraphs(matter, asked.desk, words, _TEXT_LIMIT),
        *([section(answered)] if answered else []),
        context(about(glance, asked, words)),
        *_agents_ways(glance, asked, words),
    ]


def about(glance: Glance, asked: Asked, words: Words) -> Mrkdwn:
    """Who asked, who is on the other side, how urgent it is, and of what type."""
    other = [words("case.other_side", other=mention(asked.matter.other))] if asked.matter.other else []
    return Mrkdwn(" · ".join([who(asked.asker, words), *other, urgency(asked.matter.urgency, words), _kind(glance)]))


def _kind(glance: Glance) -> Mrkdwn:
    return Mrkdwn(bold(glance.type or glance.desk))


def who(person: str | None, words: Words) -> Mrkdwn:
    """A party by name; whom nobody knows, as that."""
    return mention(person) if person else words("case.somebody")


def _agents_ways(glance: Glance, asked: Asked, words: Words) -> Iterator[Block]:
    if glance.state is not State.CLAIMED:
        return
    if asked.asker is None:
        yield context(words("case.asked_by_nobody"))
    else:
        yield context(words("case.agent_how", asker=mention(asked.asker)))
    step = [Button(words.plain("button.step_propose"), ids.STEP_PROPOSE, glance.ref)] if asked.asker else []
    yield from actions([*_agents_buttons(glance, words), *step])


def _agents_buttons(glance: Glance, words: Words) -> Iterator[Button]:
    yield Button(words.plain("button.resolve"), ids.CASE_RESOLVE, glance.ref, style="primary")
    yield Button(words.plain("button.hand_over"), ids.CASE_HAND_OVER, glance.ref)
    yield Button(words.plain("button.hand_back"), ids.CASE_HAND_BACK, glance.ref)
    yield open_button(glance, words)


def for_agent(glance: Glance, words: Words) -> Mrkdwn:
    """How a case stands, for those who may see it."""
    match glance.state:
        case State.OPEN:
            return words("case.waits", due=words.moment(glance.answer_due, glance.zone))
        case State.CLAIMED:
            return words("case.agent_has_it", agent=mention(glance.agent or ""))
    return standing(glance, words)


def root_for_other(glance: Glance, other: str, words: Words) -> list[Block]:
    """The first message of the agent's thread with the other one in a mediation."""
    return [
        section(Mrkdwn(f"🔒 {bold(name(glance))}\n{words('case.with_other', other=mention(other))}")),
        context(words("case.agent_how", asker=mention(other))),
    ]


def handed_over(actor: str, word: str, words: Words) -> tuple[Mrkdwn, list[Block]]:
    """Who has handed it over, with their word, which the parties don't read."""
    text = words("case.handed_to_you", actor=mention(actor))
    return text, [section(text), *([section(quoted(word, SECTION_LIMIT))] if word else [])]


def resolved(glance: Glance, word: str, until: datetime, words: Words) -> tuple[Mrkdwn, list[Block]]:
    """The good news for who asked, the closing word if there is one, and the way back, until when it is one."""
    text = words("case.told.resolved", agent=mention(glance.agent or ""))
    how = words("resolved.how", until=words.moment(until, glance.zone))
    said = [section(quoted(word, SECTION_LIMIT))] if word else []
    return text, [section(text), *said, context(how), *actions([reopen_button(glance, words)])]


def resolved_before(words: Words) -> tuple[Mrkdwn, list[Block]]:
    """The same news when there is no way back any more, or it was taken."""
    text = words("case.was_resolved")
    return text, [section(text)]
