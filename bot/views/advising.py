"""What is shown when a colleague is brought into a request: the form, what they read, and what the desk reads of it."""

from collections.abc import Sequence

from bot.blocks import Block, View
from bot.desks import Desk
from bot.mrkdwn import Mrkdwn, bold, mention, quoted
from bot.views import cards, ids
from bot.views.facts import facts
from bot.views.forms import about
from bot.views.history import Said, history
from bot.views.kit import SECTION_LIMIT, Button, actions, context, form_field, section, text_input
from bot.words import Words
from storage.tables import Request

WORD_LIMIT = 1000
_DETAILS = 2900  # characters; Slack refuses about 12,000 over all blocks
_SAID = 3000


def form(request: Request, chosen: str | None, words: Words) -> View:
    """Whom, and what is wanted of them; says what they will read."""
    element: Block = {"type": "users_select", "action_id": "person"}
    fields = [
        form_field("person", words.plain("bring_in_form.person"), element | _initial(chosen)),
        text_input(
            "word",
            words.plain("bring_in_form.word"),
            hint=words.plain("bring_in_form.word_hint"),
            limit=WORD_LIMIT,
            lines=True,
            optional=True,
        ),
        context(words("bring_in_form.how", requester=mention(request.requester))),
    ]
    return about(request, ids.BRING_IN_FORM, words, fields)


def _initial(chosen: str | None) -> Block:
    return {"initial_user": chosen} if chosen else {}


def head_text(request: Request, actor: str, words: Words) -> Mrkdwn:
    """Who asks for advice, on what."""
    return words("adviser.head", actor=mention(actor), request=bold(cards.headline(request)))


def head(request: Request, desk: Desk, actor: str, word: str, said: Sequence[Said], words: Words) -> list[Block]:
    """The request as a colleague reads it: who wants what of them, what was asked, and what was said so far."""
    told = facts(request, desk, words)
    return [
        section(head_text(request, actor, words)),
        *([section(quoted(word, SECTION_LIMIT))] if word else []),
        *cards.paragraphs(request, desk, words, _DETAILS),
        *([section(told)] if told else []),
        *history(said, words, _SAID),
        context(words("adviser.how", requester=mention(request.requester), desk=desk.label(words.language))),
    ]


def again(request: Request, actor: str, word: str, words: Words) -> Mrkdwn:
    """That a colleague who was let go is needed once more."""
    text = words("adviser.again", actor=mention(actor), number=request.number)
    return Mrkdwn(f"{text}\n{quoted(word, SECTION_LIMIT - len(text) - 1)}") if word else text


def brought_in(request: Request, actor: str, person: str, words: Words) -> tuple[Mrkdwn, list[Block]]:
    """What the desk reads: who reads along from now on, and the way to let them go."""
    text = words("thread.brought_in", actor=mention(actor), person=mention(person))
    button = Button(words.plain("button.let_go"), ids.LET_GO, f"{request.number}:{person}")
    return text, [section(text), *actions([button])]


def offer(request: Request, person: str, words: Words) -> tuple[Mrkdwn, list[Block]]:
    """That somebody who was mentioned reads nothing of it, unless they are brought in."""
    text = words("adviser.offer", person=mention(person))
    button = Button(words.plain("button.bring_in"), ids.BRING_IN, f"{request.number}:{person}")
    return text, [section(text), *actions([button])]
