"""What a desk sees of a request: the card in its channel and the button line in the thread under it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.blocks import Block
from bot.desks import Desk
from bot.lifecycle import ACTIVE, HELD, ORIGINS, Move
from bot.mrkdwn import Mrkdwn, ago, bold, day, escape, mention
from bot.replies import PlainReplies
from bot.targets import Health, owed
from bot.views import ids
from bot.views.facts import Asked, facts, long_answers
from bot.views.kit import SECTION_LIMIT, Button, Menu, actions, context, section
from bot.words import Words
from storage.kinds import Outcome, State, Urgency
from storage.tables import Request

_TYPE_LIMIT = 75
_TEXT_LIMIT = 9000  # Slack refuses about 12,000 characters over all blocks; the rest of a card needs its share
_ACTIONS = {
    Move.CLAIM: ids.CLAIM,
    Move.GO_ON: ids.GO_ON,
    Move.RESOLVE: ids.RESOLVE,
    Move.WAIT: ids.WAIT,
    Move.HAND_BACK: ids.HAND_BACK,
}
LIGHTS = {Health.GOOD: "🟢", Health.NEAR: "🟡", Health.MISSED: "🔴"}
_ON_CARD = (Move.CLAIM, Move.RESOLVE, Move.HAND_BACK)  # two of them at a time
_IN_THREAD = (Move.CLAIM, Move.GO_ON, Move.RESOLVE, Move.WAIT)
MARKS = {Urgency.BLOCKED: "🚨", Urgency.HIGH: "🔶", Urgency.NORMAL: "🔹", Urgency.LOW: "▫️"}


def card(
    request: Request, desk: Desk, words: Words, now: datetime, followers: int = 0, linked: Sequence[Mrkdwn] = ()
) -> list[Block]:
    """The request as its desk's channel shows it; so many people beside the requester have the same trouble."""
    answered = facts(request, desk, words)
    return [
        section(Mrkdwn(f"{bold(headline(request))}\n{standing(request, words, now)}")),
        *paragraphs(request, desk, words, _TEXT_LIMIT - len(answered)),
        *([section(answered)] if answered else []),
        context(Mrkdwn(" · ".join([*_about(request, desk, words, followers), *linked]))),
        *actions(buttons(request, _ON_CARD, words)),
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


def button_line(request: Request, desk: Desk, words: Words) -> list[Block]:
    """The first message of the desk thread: what writing here does, and everything that can be done."""
    row = actions([*buttons(request, _IN_THREAD, words), *_further(request, words)])
    return [section(thread_text(request, desk, words)), *row]


def _further(request: Request, words: Words) -> Iterator[Button | Menu]:
    """What is rarer, as long as the request goes on: six in a row at most, and five in the menu, as Slack takes."""
    if request.state not in ACTIVE:
        return
    is_held = request.state in HELD
    yield _button("reply", ids.REPLY, request, words)
    yield _button("hand_over" if is_held else "assign", ids.ASSIGN, request, words)
    menu = {"urgency": ids.URGENCY, "move": ids.MOVE, "link": ids.LINK, "dismiss": ids.DISMISS}
    if is_held:
        yield _button("bring_in", ids.BRING_IN, request, words)
        menu = {"promise": ids.PROMISE, **menu}
    else:
        menu = {"bring_in": ids.BRING_IN, **menu}
    yield Menu(ids.MORE, [_button(name, action, request, words) for name, action in menu.items()])


def _button(name: str, action: str, request: Request, words: Words) -> Button:
    return Button(words.plain(f"button.{name}"), action, str(request.number))


def thread_text(request: Request, desk: Desk, words: Words) -> Mrkdwn:
    """How to answer from the desk thread."""
    requester = mention(request.requester)
    if desk.plain_replies is PlainReplies.NOTED:
        return words("thread.how_noted" if request.state in ACTIVE else "thread.how_over", requester=requester)
    return words("thread.how", requester=requester)


def headline(request: Request) -> str:
    """Number and title."""
    return f"#{request.number} · {request.title}"


def urgency(value: Urgency, words: Words) -> Mrkdwn:
    """The urgency with its mark, in the requester's words."""
    return Mrkdwn(f"{MARKS[value]} {words(f'urgency.{value}')}")


def standing(request: Request, words: Words, now: datetime, zone: str = "UTC") -> Mrkdwn:
    """Where it stands: who has it, what is owed next, by when, with its light; below, the day that was promised."""
    text = _state(request, words, now, zone)
    if request.promised_for and request.state in ACTIVE:
        return Mrkdwn(f"{text}\n{words('card.promised', promised=day(request.promised_for, zone))}")
    return text


def _state(request: Request, words: Words, now: datetime, zone: str) -> Mrkdwn:
    match request.state:
        case State.OPEN:
            return Mrkdwn(f"{words('card.open')} {promised(request, words, now, zone)}")
        case State.CLAIMED:
            has_it = words("card.claimed", agent=mention(request.agent or ""))
            return Mrkdwn(f"{has_it} {promised(request, words, now, zone)}")
        case State.WAITING:
            return words("card.waiting", requester=mention(request.requester), agent=mention(request.agent or ""))
        case State.CLOSED if request.merged_into:
            return words("card.merged", number=request.merged_into)
        case State.CLOSED if not request.resolved_at:
            return words("card.closed")
        case State.RESOLVED | State.CLOSED:
            return _outcome(request, words)
        case State.WITHDRAWN:
            return words("card.withdrawn", requester=mention(request.requester))


def _outcome(request: Request, words: Words) -> Mrkdwn:
    """How it ended: that no answer came is no resolution."""
    if request.outcome is Outcome.UNANSWERED:
        return words("card.lapsed")
    if request.is_solved_by_requester:
        return words("card.solved", requester=mention(request.requester))
    return words("card.resolved", agent=mention(request.resolver))


def promised(request: Request, words: Words, now: datetime, zone: str) -> Mrkdwn:
    """What the desk owes next and by when, with the light that says how that stands: "🟡 To be solved by 17:00"."""
    target = owed(request)[0]
    health = target.health(now)
    late = "_late" if health is Health.MISSED else ""
    return words(f"card.{target.promised}{late}", light=LIGHTS[health], due=words.moment(target.due_at, zone))


def paragraphs(request: Asked, desk: Desk, words: Words, room: int = _TEXT_LIMIT) -> Iterator[Block]:
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


def buttons(request: Request, moves: Sequence[Move], words: Words) -> list[Button]:
    """Those of the moves that an agent can make now, the likeliest first."""
    possible = [move for move in moves if request.state in ORIGINS[move]]
    return [
        replace(_button(move, _ACTIONS[move], request, words), style="primary" if move is possible[0] else None)
        for move in possible
    ]
