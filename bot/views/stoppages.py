"""What people see when somebody's work has stopped: calls, and the words to who waits."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.blocks import Block, Blocks
from bot.lifecycle import ACTIVE
from bot.mrkdwn import Mrkdwn, bold, escape, mention
from bot.views import ids
from bot.views.kit import Button, actions, context, header, section
from bot.words import Words
from storage.stoppages import Call
from storage.tables import Request

_TITLE_LIMIT = 150
_MOST_NAMED = 6


def call(request: Request, desk: str, words: Words) -> tuple[Mrkdwn, Blocks]:
    """The call to somebody, with the two answers to it."""
    text = _stopped("call.text", request, words)
    number = str(request.number)
    buttons = [
        Button(words.plain("button.call_take"), ids.CLAIM, number, style="primary"),
        Button(words.plain("button.call_decline"), ids.CALL_DECLINE, number),
    ]
    return text, [section(text), context(words("call.why", desk=desk)), *actions(buttons)]


def _stopped(key: str, request: Request, words: Words, **more: object) -> Mrkdwn:
    title = escape(request.title, _TITLE_LIMIT)
    return words(key, requester=mention(request.requester), number=request.number, title=title, **more)


def over(request: Request, call: Call, words: Words) -> tuple[Mrkdwn, Blocks]:
    """The call once it asks for nothing: who is on it, or what else has become of it."""
    if call.declined_at:
        said = words("call.declined")
    elif request.agent:
        said = words("call.taken", agent=mention(request.agent))
    else:
        said = words("call.again" if request.state in ACTIVE else "call.no_longer")
    text = _stopped("call.past", request, words)
    return text, [section(text), context(said)]


def nobody(request: Request, desk: str, words: Words) -> tuple[Mrkdwn, Blocks]:
    """To who answers for a desk: somebody can't work and there is nobody to call."""
    text = _stopped("call.nobody", request, words, desk=bold(desk))
    return text, [section(text), *actions([Button(words.plain("button.call_take"), ids.CLAIM, str(request.number))])]


def home_section(requests: Sequence[Request], words: Words) -> list[Block]:
    """The calls that wait for somebody, in their App Home."""
    return [header(words.plain("home.calls")), *(block for one in requests for block in _home(one, words))]


def _home(request: Request, words: Words) -> Iterator[Block]:
    take = Button(words.plain("button.call_take"), ids.CLAIM, str(request.number), style="primary")
    yield section(_stopped("call.text", request, words)) | {"accessory": take.block()}


def waiting(desk: str, opens: datetime | None, words: Words, zone: str) -> Mrkdwn:
    """Why nobody is called yet: the desk is closed until then, or nobody is there."""
    if opens:
        return words("stoppage.closed", desk=bold(desk), opens=words.moment(opens, zone))
    return words("stoppage.nobody", desk=bold(desk))


def held(agent: str, since: datetime, last: datetime | None, words: Words, zone: str) -> Mrkdwn:
    """Who has it, since when, and when they last said something."""
    who = words("stoppage.held", agent=mention(agent), since=words.moment(since, zone))
    if last is None:
        return Mrkdwn(f"{who} {words('stoppage.no_word_yet', agent=mention(agent))}")
    return Mrkdwn(f"{who} {words('stoppage.last_word', last=words.moment(last, zone))}")


def unclaimed(called: Sequence[tuple[str, datetime]], next_at: datetime | None, words: Words, zone: str) -> Mrkdwn:
    """That nobody has taken it yet, who was called, and when the next one is."""
    lines = [words("stoppage.unclaimed")]
    if called:
        named = ", ".join(f"{mention(one)} ({words.moment(at, zone)})" for one, at in called[-_MOST_NAMED:])
        lines.append(words("stoppage.called", people=Mrkdwn(named)))
    if next_at:
        lines.append(words("stoppage.next_call", at=words.moment(next_at, zone)))
    return Mrkdwn(" ".join(lines))


def word(request: Request, text: Mrkdwn, words: Words) -> list[Block]:
    """A word to who can't work, with what they can say."""
    number = str(request.number)
    buttons = [
        Button(words.plain("button.works_again"), ids.WORKS_AGAIN, number),
        Button(words.plain("button.solved"), ids.SOLVED, number),
    ]
    return [section(text), *actions(buttons)]
