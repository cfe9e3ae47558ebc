"""What a desk sees of a request: the card in its channel and the button line in the thread under it."""

from collections.abc import Iterator

from bot.blocks import Block
from bot.desks import Desk
from bot.lifecycle import ACTIVE, Move, desk_moves
from bot.mrkdwn import Mrkdwn, ago, bold, escape, mention
from bot.views import ids
from bot.views.facts import facts, long_answers
from bot.views.kit import SECTION_LIMIT, Button, actions, context, section
from bot.words import Words
from storage.tables import Request, State, Urgency

_TYPE_LIMIT = 75
_TEXT_LIMIT = 9000  # Slack refuses about 12,000 characters over all blocks; the rest of a card needs its share
_ACTIONS = {
    Move.CLAIM: ids.CLAIM,
    Move.GO_ON: ids.GO_ON,
    Move.RESOLVE: ids.RESOLVE,
    Move.WAIT: ids.WAIT,
    Move.HAND_BACK: ids.HAND_BACK,
}
_MARKS = {Urgency.BLOCKED: "🚨", Urgency.HIGH: "🔶", Urgency.NORMAL: "🔹", Urgency.LOW: "▫️"}


def card(request: Request, desk: Desk, words: Words, followers: int = 0) -> list[Block]:
    """The request as its desk's channel shows it; so many people beside the requester have the same trouble."""
    answered = facts(request, desk, words)
    return [
        section(Mrkdwn(f"{bold(headline(request))}\n{standing(request, words)}")),
        *paragraphs(request, desk, words, _TEXT_LIMIT - len(answered)),
        *([section(answered)] if answered else []),
        context(Mrkdwn(" · ".join(_about(request, desk, words, followers)))),
        *actions(buttons(request, words)[:2]),
    ]


def _about(request: Request, desk: Desk, words: Words, followers: int) -> Iterator[Mrkdwn]:
    """Who asked, how urgent it is, of what type, when, and who else has the same trouble."""
    yield who(request, words)
    yield urgency(request.urgency, words)
    if kind := desk.type(request.type):
        yield escape(kind.label.reads(words.language), _TYPE_LIMIT)
    yield ago(request.created_at)
    if followers:
        yield words.count("card.followers", followers)


def who(request: Request, words: Words) -> Mrkdwn:
    """Who needs it, and who typed it where that is somebody else."""
    requester = mention(request.requester)
    if request.author == request.requester:
        return requester
    return words("card.asked_by", requester=requester, author=mention(request.author))


def card_text(request: Request, words: Words) -> str:
    """The card in one line, for notifications and screen readers."""
    return words("card.summary", number=request.number, title=request.title, requester=mention(request.requester))


def button_line(request: Request, words: Words) -> list[Block]:
    """The first message of the desk thread: what writing here does, and everything that can be done."""
    return [section(thread_text(request, words)), *actions([*buttons(request, words), *_elsewhere(request, words)])]


def _elsewhere(request: Request, words: Words) -> list[Button]:
    """The way to another desk, as long as the request goes on."""
    return [Button(words.plain("button.move"), ids.MOVE, str(request.number))] if request.state in ACTIVE else []


def thread_text(request: Request, words: Words) -> Mrkdwn:
    """How to answer from the desk thread."""
    return words("thread.how", requester=mention(request.requester))


def headline(request: Request) -> str:
    """Number and title."""
    return f"#{request.number} · {request.title}"


def urgency(value: Urgency, words: Words) -> Mrkdwn:
    """The urgency with its mark, in the requester's words."""
    return Mrkdwn(f"{_MARKS[value]} {words(f'urgency.{value}')}")


def standing(request: Request, words: Words) -> Mrkdwn:
    """Where the request stands, in one line: who has it, or by when somebody should."""
    match request.state:
        case State.OPEN:
            return words("card.open", due=words.moment(request.first_answer_due))
        case State.CLAIMED:
            return words("card.claimed", agent=mention(request.agent or ""), due=words.moment(request.resolution_due))
        case State.WAITING:
            return words("card.waiting", requester=mention(request.requester), agent=mention(request.agent or ""))
        case State.CLOSED if request.merged_into:
            return words("card.merged", number=request.merged_into)
        case State.CLOSED:
            return words("card.closed")
        case State.RESOLVED:
            return words("card.resolved", agent=mention(request.agent or ""))
        case State.WITHDRAWN:
            return words("card.withdrawn", requester=mention(request.requester))


def paragraphs(request: Request, desk: Desk, words: Words, room: int = _TEXT_LIMIT) -> Iterator[Block]:
    """The details and the long answers: so many characters of them, in as many blocks as Slack's limit asks for."""
    for label, text in ((Mrkdwn(""), request.details), *long_answers(request, desk, words)):
        head = f"{label}\n" if label else ""
        if text and room > len(head):
            shown = f"{head}{escape(text, room - len(head))}"
            room -= len(shown)
            yield from _cut_up(shown)


def _cut_up(rest: str) -> Iterator[Block]:
    while rest:
        cut = _cut(rest)
        yield section(Mrkdwn(rest[:cut]))
        rest = rest[cut:]


def _cut(text: str) -> int:
    """Where to end a paragraph: at the limit, but not inside an entity such as `&amp;`."""
    if len(text) <= SECTION_LIMIT:
        return len(text)
    ampersand = text.rfind("&", SECTION_LIMIT - 5, SECTION_LIMIT)
    inside = ampersand != -1 and ";" not in text[ampersand:SECTION_LIMIT]
    return ampersand if inside else SECTION_LIMIT


def buttons(request: Request, words: Words) -> list[Button]:
    """What an agent can do to the request now, the likeliest first."""
    moves = desk_moves(request.state)
    return [
        Button(
            words.plain(f"button.{move}"),
            _ACTIONS[move],
            str(request.number),
            style="primary" if position == 0 else None,
        )
        for position, move in enumerate(moves)
    ]
