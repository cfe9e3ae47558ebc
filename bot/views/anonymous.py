"""What is shown to somebody who asks without their name: the form, the way back, and the answer it leads to."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.blocks import Block, View
from bot.desks import Desk
from bot.drafts import DETAILS_LIMIT, REPLY_LIMIT
from bot.entries import DESK, EXCLUDED
from bot.mrkdwn import Mrkdwn, bold, mention, quiet, quoted
from bot.views import ids
from bot.views.cases import Glance, standing
from bot.views.forms import modal
from bot.views.kit import Button, Option, actions, context, form_field, paragraphs, section, select, text_input
from bot.views.questions import people_picker
from bot.words import Words
from storage.kinds import State

TEXT, MORE = "text", "more"
_MOST_BLOCKS = 60  # of what was said: with all else less than the hundred that Slack takes
_MOST_BYTES = 150_000  # likewise, of 250 kB


@dataclass(frozen=True)
class Entered:
    """What stands in the form, and the secret that was drawn for it: sent twice, it is the same question.

    The `pledge` is a mark of those who were named to whoever sends it.
    """

    secret: str
    desk: str = ""
    text: str = ""
    excluded: tuple[str, ...] = ()
    pledge: str = ""


@dataclass(frozen=True)
class Asking:
    """All that the form shows: the desks to choose from, who of the chosen one will see it, and when it arrives."""

    desks: Sequence[Desk]
    desk: Desk
    entered: Entered
    audience: Mrkdwn
    arrives_at: datetime
    warning: Mrkdwn | None = None


def asking_form(asking: Asking, words: Words, zone: str) -> View:
    """Whom, what, and who must not see it; before it is sent it is clear who will, and how far the promise goes."""
    entered = asking.entered
    metadata = json.dumps({"secret": entered.secret, "desk": asking.desk.key, "pledge": entered.pledge})
    return modal(ids.ANONYMOUS_FORM, words, "anonymous_form", list(_fields(asking, words, zone)), metadata=metadata)


def read_memory(metadata: str) -> dict[str, str]:
    """What the form remembers beside its fields: its `secret`, the `desk` that it was drawn for, and its `pledge`."""
    known: dict[str, str] = json.loads(metadata)
    return known


def _fields(asking: Asking, words: Words, zone: str) -> Iterator[Block]:
    if asking.warning:
        yield section(asking.warning)
    yield section(words("anonymous.promise", desk=asking.desk.label(words.language)))
    if len(asking.desks) > 1:
        yield _desks(asking, words)
    text, label = asking.entered.text, words.plain("anonymous_form.text")
    yield text_input(TEXT, label, initial=text, limit=DETAILS_LIMIT, lines=True, optional=False)
    yield _excluded(asking.entered.excluded, words)
    yield section(asking.audience)
    yield context(words("anonymous.limits", at=words.moment(asking.arrives_at, zone)))


def _desks(asking: Asking, words: Words) -> Block:
    desks = [Option(one.label(words.language), one.key) for one in asking.desks]
    label = words.plain("request_form.desk")
    return select(DESK, label, desks, asking.desk.key, changes=ids.ANONYMOUS_CHANGES)


def _excluded(standing: Sequence[str], words: Words) -> Block:
    picker = people_picker(words, standing) | {"action_id": ids.ANONYMOUS_CHANGES}
    label, hint = words.plain("request_form.excluded"), words.plain("request_form.excluded_hint")
    return form_field(EXCLUDED, label, picker, hint=hint, optional=True, is_told=True)


def way_back(secret: str, shown: str, words: Words, *, is_sent: bool = False) -> View:
    """In place of the form, once: the secret, as it is `shown`, and what it is for."""
    blocks = [
        section(words("anonymous.saved")),
        section(words("anonymous.typed", secret=shown)),
        context(words("anonymous.only_way")),
    ]
    if is_sent:
        blocks.append(section(words("anonymous.is_in_messages")))
    else:
        button = Button(words.plain("button.anonymous_keep"), ids.ANONYMOUS_KEEP, secret)
        blocks += [*actions([button]), context(words("anonymous.kept_is_seen"))]
    return modal(ids.ANONYMOUS_FORM, words, "way_back", blocks, is_sent=False)


def letter_text(words: Words) -> str:
    """The message that keeps the secret in one line, for notifications: somebody may look over a shoulder."""
    return words.plain("anonymous.letter_text")


def letter(secret: str, shown: str, words: Words) -> list[Block]:
    """The message that keeps the secret for somebody, who asked for it."""
    button = Button(words.plain("button.anonymous_read"), ids.ANONYMOUS_READ, secret)
    return [section(words("anonymous.letter")), section(words("anonymous.typed", secret=shown)), *actions([button])]


def way_in(words: Words) -> list[Block]:
    """What App Home says of it to those who can ask a desk without their name."""
    return [context(words("anonymous.way_in")), *instead(words)]


def instead(words: Words) -> list[Block]:
    """The way from the form of something confidential to that without a name."""
    return actions([Button(words.plain("button.anonymous_ask"), ids.ANONYMOUS_ASK, "")])


@dataclass(frozen=True)
class Word:
    """One thing that was said: by an agent, or (None) by who asked."""

    author: str | None
    text: str
    at: datetime
    has_files: bool = False


@dataclass(frozen=True)
class Answer:
    """Where a secret leads: how it stands, what was asked and said, and who has opened it, and when."""

    glance: Glance
    asked: str
    said: Sequence[Word] = ()
    opened: Sequence[tuple[str, datetime]] = ()
    closing_word: str | None = None
    is_new: bool = False
    is_orphaned: bool = False


def answer(shown: Answer, words: Words, zone: str, metadata: str) -> View:
    """What was asked, what was said since, and a field to go on; none under words that `is_new`, or when it is over."""
    blocks = [*_head(shown, words), *_conversation(shown.said, words, zone), *_opened(shown.opened, words, zone)]
    if shown.is_orphaned:
        blocks.append(section(words("anonymous.is_orphaned")))
    if shown.is_new:
        blocks.append(section(words("anonymous.written", at=words.moment(shown.said[-1].at, zone))))
    goes_on = not shown.is_new and shown.glance.state not in (State.CLOSED, State.WITHDRAWN)
    if goes_on:
        label, hint = words.plain("anonymous_answer.more"), words.plain("anonymous_answer.more_hint")
        blocks.append(text_input(MORE, label, hint=hint, limit=REPLY_LIMIT, lines=True, optional=False))
    return modal(ids.ANONYMOUS_ANSWER_FORM, words, "anonymous_answer", blocks, metadata=metadata, is_sent=goes_on)


def _head(shown: Answer, words: Words) -> Iterator[Block]:
    glance = shown.glance
    how = words("anonymous.is_resolved") if glance.state is State.RESOLVED else standing(glance, words)
    yield section(Mrkdwn(f"🔒 {bold(f'{glance.ref} · {glance.desk}')}\n{how}"))
    if shown.closing_word:
        yield section(quoted(shown.closing_word, DETAILS_LIMIT))
    yield from paragraphs(quoted(shown.asked))


def _conversation(said: Sequence[Word], words: Words, zone: str) -> Iterator[Block]:
    """What was said, the newest that fit."""
    shown: list[Block] = []
    for n, word in enumerate(reversed(said)):
        blocks = _word(word, words, zone)
        if len(shown) + len(blocks) > _MOST_BLOCKS or len(json.dumps([*shown, *blocks])) > _MOST_BYTES:
            yield context(words.count("anonymous.older", len(said) - n))
            break
        shown = [*blocks, *shown]
    yield from shown


def _word(word: Word, words: Words, zone: str) -> list[Block]:
    author = mention(word.author) if word.author else words("anonymous.you")
    line = Mrkdwn(f"{author} · {words.moment(word.at, zone)}")
    files = [context(words("anonymous.files"))] if word.has_files else []
    return [context(line), *(paragraphs(quiet(word.text)) if word.text else []), *files]


def _opened(opened: Sequence[tuple[str, datetime]], words: Words, zone: str) -> Iterator[Block]:
    if opened:
        looks = ", ".join(f"{mention(person)} ({words.moment(at, zone)})" for person, at in opened)
        yield context(words("anonymous.opened", looks=Mrkdwn(looks)))
