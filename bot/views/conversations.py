"""What the requester sees: the head of the conversation, and what happened."""

from collections.abc import Sequence
from datetime import datetime

from bot.blocks import Block
from bot.lifecycle import ACTIVE, OVER
from bot.mrkdwn import Mrkdwn, bold, day, mention, quoted
from bot.views import confiding, ids
from bot.views.answers import ask_button
from bot.views.cards import headline
from bot.views.following import follow_up_button
from bot.views.kit import SECTION_LIMIT, Button, actions, confirm, context, section
from bot.words import Words
from storage.kinds import Outcome, State
from storage.tables import Request


def head(
    request: Request,
    desk_name: str,
    words: Words,
    zone: str,
    linked: Sequence[Mrkdwn] = (),
    until: datetime | None = None,
) -> list[Block]:
    """The first message of the conversation: what was asked, what happens next and by when; what came before it.

    `until` is when the time to open it again ends, if it is over and can be.
    """
    return [
        section(Mrkdwn(f"{bold(headline(request))}\n{standing(request, desk_name, words, zone)}")),
        *_asked_by(request, words),
        *(context(line) for line in linked),
        *([context(words("head.until", until=words.moment(until, zone)))] if until else []),
        *_ways_on(request, words),
    ]


def _ways_on(request: Request, words: Words) -> list[Block]:
    """What can be done: take it back, keep it among few, or ask anew where it is over."""
    if request.state in ACTIVE:
        ways = [withdraw_button(request, words), confiding.button(request, words)]
        return [context(words("head.how")), *actions(ways)]
    is_resolved = request.state is State.RESOLVED
    return actions([confiding.button(request, words)]) if is_resolved else follow_up(request, words)


def follow_up(request: Request, words: Words) -> list[Block]:
    """The way to a new request where this one is over; what goes on in another one needs none."""
    is_over = request.state in OVER and not request.merged_into
    return actions([follow_up_button(request, words)]) if is_over else []


def _asked_by(request: Request, words: Words) -> list[Block]:
    """Who has asked this for the requester, if they have not done so themselves."""
    if request.author == request.requester:
        return []
    return [context(words("head.asked_by", author=mention(request.author)))]


def standing(request: Request, desk_name: str, words: Words, zone: str) -> Mrkdwn:
    """Where the request stands, worded for the one who asked, and what was promised to them."""
    if request.promised_for is None or request.state not in ACTIVE:
        return _state(request, desk_name, words, zone)
    if request.state is State.CLAIMED:
        text = words("head.on_it", agent=mention(request.agent or ""))  # when it is due besides would only confuse
    else:
        text = _state(request, desk_name, words, zone)
    return Mrkdwn(f"{text}\n{words('head.promised', promised=day(request.promised_for, zone))}")


def _state(request: Request, desk_name: str, words: Words, zone: str) -> Mrkdwn:
    match request.state:
        case State.OPEN:
            return words("head.open", desk=desk_name, due=words.moment(request.first_answer_due, zone))
        case State.CLAIMED:
            due = words.moment(request.resolution_due, zone)
            return words("head.claimed", agent=mention(request.agent or ""), due=due)
        case State.WAITING:
            return words("head.waiting", agent=mention(request.agent or ""))
        case State.CLOSED if not request.resolved_at:
            return words("head.merged" if request.merged_into else "head.closed", desk=desk_name)
        case State.RESOLVED | State.CLOSED:
            return _outcome(request, words)
        case State.WITHDRAWN:
            return words("head.withdrawn", desk=desk_name)


def _outcome(request: Request, words: Words) -> Mrkdwn:
    """How it ended, for the one who asked."""
    if request.outcome is Outcome.UNANSWERED:
        return words("head.lapsed")
    if request.is_solved_by_requester:
        return words("head.solved")
    return words("head.resolved", agent=mention(request.resolver))


def withdraw_button(request: Request, words: Words) -> Button:
    """Asks first, then takes the request back."""
    question = confirm(
        words.plain("withdraw.title"),
        words.plain("withdraw.question"),
        words.plain("button.withdraw"),
        words.plain("withdraw.no"),
    )
    return Button(words.plain("button.withdraw"), ids.WITHDRAW, str(request.number), confirm=question)


def reopen_button(request: Request, words: Words) -> Button:
    """The way back to a request that was not solved after all."""
    return Button(words.plain("button.reopen"), ids.REOPEN, str(request.number))


def resolved(request: Request, until: datetime, words: Words, zone: str) -> tuple[Mrkdwn, list[Block]]:
    """The good news, the closing word if there is one, and the way back, until when it is one."""
    text, how = end_text(request, request.outcome, words), words("resolved.how", until=words.moment(until, zone))
    return text, [section(text), *_closing_word(request), context(how), *actions([reopen_button(request, words)])]


def _closing_word(request: Request) -> list[Block]:
    return [section(quoted(request.closing_word, SECTION_LIMIT))] if request.closing_word else []


def end_text(request: Request, outcome: Outcome | None, words: Words) -> Mrkdwn:
    """How the request ended: solved, by whom; or closed because no answer came."""
    if outcome is Outcome.UNANSWERED:
        return words("lapsed.over", number=request.number, title=request.title)
    if request.is_solved_by_requester:
        return words("solved.text", number=request.number, title=request.title)
    return words("resolved.text", agent=mention(request.resolver), number=request.number, title=request.title)


def lapsed(request: Request, days: int, until: datetime, words: Words, zone: str) -> tuple[Mrkdwn, list[Block]]:
    """That no answer came for so many working days, and the way back, until when it is one."""
    text = words.count("lapsed.text", days, number=request.number, title=request.title)
    how = words("lapsed.how", until=words.moment(until, zone))
    return text, [section(text), context(how), *actions([reopen_button(request, words)])]


def kept(request: Request, key: str, words: Words, **values: object) -> Mrkdwn:
    """What its requester has chosen for what waits for them: kept open, or put off."""
    return words(key, number=request.number, title=request.title, agent=mention(request.agent or ""), **values)


def dismissed(request: Request, desk_name: str, words: Words) -> tuple[Mrkdwn, list[Block]]:
    """That there was nothing to be done, why, and the way to ask again."""
    text = words("dismissed.text", desk=desk_name, number=request.number)
    return text, [section(text), *_closing_word(request), *ask_button(words)]


def resolved_over(request: Request, outcome: Outcome | None, words: Words) -> tuple[Mrkdwn, list[Block]]:
    """The news of an end after the request was reopened: its button is gone."""
    text = end_text(request, outcome, words)
    return text, [section(text), context(words("resolved.reopened"))]


def closed(request: Request, words: Words, *, is_offered: bool) -> tuple[Mrkdwn, list[Block]]:
    """The news of an end when the request can't be opened again any more: what goes on is a request of its own.

    Where that is offered further down, once is enough.
    """
    text = end_text(request, request.outcome, words)
    how = context(words("resolved.closed"))
    return text, [section(text), *_closing_word(request), how, *([] if is_offered else follow_up(request, words))]
