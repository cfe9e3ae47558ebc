"""What needs a decision of a lead: each request with why, and what they can do about it; and what became of that."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.blocks import Block, Blocks, View
from bot.mrkdwn import Mrkdwn, ago, bold, link, mention, quoted
from bot.targets import owed
from bot.views import ids
from bot.views.cards import headline, promised
from bot.views.kit import BUTTON_LIMIT, Button, clip, mrkdwn, plain, section
from bot.views.surveys import verdict
from bot.words import Words
from storage.due import Survey
from storage.kinds import State
from storage.tables import Request

_TITLE_LIMIT = 120
_COMMENT_LIMIT = 200


class Why(StrEnum):
    """Why a request needs a decision, the most pressing first."""

    ANSWER_OVERDUE = "answer_overdue"
    RESOLUTION_OVERDUE = "resolution_overdue"
    UNCLAIMED = "unclaimed"
    OLDEST = "oldest"
    LOW_RATED = "low_rated"


class Act(StrEnum):
    """What a lead can do about it; NUDGE_RATED is a nudge about a low rating, OPEN leads to the card."""

    ASSIGN = "assign"
    NUDGE = "nudge"
    NUDGE_RATED = "nudge_rated"
    EXTEND = "extend"
    OPEN = "open"


@dataclass(frozen=True)
class Pressed:
    """In which message an act was asked for (by channel and ts; empty: in none), and who had the request then."""

    channel: str = ""
    ts: str = ""
    agent: str = ""

    @classmethod
    def read(cls, text: str) -> "Pressed":
        """What `str` has written."""
        return cls(*text.split(":"))

    def __str__(self) -> str:
        return f"{self.channel}:{self.ts}:{self.agent}"


@dataclass(frozen=True)
class Decision:
    """A request that needs a decision, why, and since when that is so.

    `agent` is the name of who has it, or whose work was rated; `url` leads to the card once that is posted. Names
    instead of mentions: a list calls nobody.
    """

    request: Request
    why: Why
    since: datetime
    agent: str = ""
    url: str | None = None
    survey: Survey | None = None


def blocks(decisions: Sequence[Decision], words: Words, zone: str) -> list[list[Block]]:
    """A group of blocks for each, not to be torn apart; the first begins with the heading of all."""
    groups = [[_said(one, words, zone), _row(one, words)] for one in decisions]
    return [[section(words("decision.heading")), *groups[0]], *groups[1:]] if groups else []


def _said(decision: Decision, words: Words, zone: str) -> Block:
    title = clip(headline(decision.request), _TITLE_LIMIT)
    name = link(decision.url, title) if decision.url else bold(title)
    reason = words(f"decision.{decision.why}", since=words.moment(decision.since, zone))
    lines = [f"{name} · {ago(decision.request.created_at, zone)}", " · ".join([reason, *_who(decision, words)])]
    if decision.survey:
        lines[1] = f"{verdict(decision.survey)} {lines[1]}"
        lines.append(quoted(" ".join(decision.survey.comment.split()), _COMMENT_LIMIT))
    return section(Mrkdwn("\n".join(filter(None, lines)))) | {"block_id": _block(decision.request.number, "said")}


def _who(decision: Decision, words: Words) -> Iterator[Mrkdwn]:
    """Who has it, or did it, where the reason does not say so."""
    if decision.why is Why.UNCLAIMED:
        return
    if decision.survey:
        yield from [words("decision.done_by", agent=decision.agent)] if decision.agent else []
    elif decision.request.state is State.WAITING:
        yield words("decision.waits", agent=decision.agent)
    else:
        yield words("decision.with", agent=decision.agent) if decision.agent else words("decision.with_nobody")


def _row(decision: Decision, words: Words) -> Block:
    buttons = [_button(decision, act, words).block() for act in _acts(decision)]
    way = [_open(decision.request.number, decision.url, words)] if decision.url else []
    return {"type": "actions", "block_id": _block(decision.request.number, "acts"), "elements": [*buttons, *way]}


def _acts(decision: Decision) -> tuple[Act, ...]:
    return (Act.NUDGE_RATED,) if decision.survey else (Act.ASSIGN, Act.NUDGE, Act.EXTEND)


def _button(decision: Decision, act: Act, words: Words) -> Button:
    labels = {
        Act.ASSIGN: "button.hand_over" if decision.request.agent else "button.assign",
        Act.NUDGE: "button.nudge",
        Act.NUDGE_RATED: "button.nudge",
        Act.EXTEND: "button.extend",
    }
    number = decision.request.number
    return Button(words.plain(labels[act]), _action(number, act), str(number))


def _open(number: int, url: str, words: Words) -> Block:
    """A button that is a link; its press is told all the same."""
    label = plain(words.plain("button.open"), BUTTON_LIMIT)
    return {"type": "button", "text": label, "action_id": _action(number, Act.OPEN), "url": url}


def _action(number: int, act: Act) -> str:
    """Unique in its message, in which several requests have the same buttons."""
    return f"{ids.DECIDE}:{act}:{number}"


def _block(number: int, what: str) -> str:
    return f"decision:{number}:{what}"


def asked(form: View, form_id: str, request: Request, pressed: Pressed) -> View:
    """A form about the request that one of these buttons has asked for: it keeps where, and is sent elsewhere."""
    where = replace(pressed, agent=request.agent or "")
    return {**form, "callback_id": form_id, "private_metadata": f"{request.number}:{where}"}


def marked(shown: Blocks, number: int, act: Act, done: Mrkdwn) -> list[Block]:
    """The blocks of a message, in which of a request now stands what was done, in place of the button for it."""
    kept = [_marked(block, number, act, done) for block in shown]
    return [block for block in kept if block.get("elements") != []]


def _marked(block: Block, number: int, act: Act, done: Mrkdwn) -> Block:
    if block.get("block_id") == _block(number, "said"):
        return block | {"text": mrkdwn(Mrkdwn(f"{block['text']['text']}\n{done}"))}
    if block.get("block_id") == _block(number, "acts"):
        return block | {"elements": [one for one in block["elements"] if one["action_id"] != _action(number, act)]}
    return block


def block_ids(number: int) -> list[str]:
    """The blocks in which a request stands as one that needs a decision."""
    return [_block(number, what) for what in ("said", "acts")]


def names(shown: Blocks, number: int) -> bool:
    """Whether a request is told of in the blocks of a message, as one that needs a decision."""
    return any(block.get("block_id") == _block(number, "said") for block in shown)


def left_out(shown: Blocks, number: int, words: Words) -> list[Block]:
    """The blocks of a message, in which nothing stands of a request any more but that it has gone elsewhere."""
    gone = {"text": mrkdwn(words("decision.gone", number=number))}
    kept = [block for block in shown if block.get("block_id") != _block(number, "acts")]
    return [block | gone if block.get("block_id") == _block(number, "said") else block for block in kept]


def nudge(actor: str, agent: str | None, absent: str, words: Words) -> Mrkdwn:
    """What a desk thread says to who is asked to have a look, or to all of the desk; `absent` names who is off work."""
    if agent:
        return words("thread.nudged", agent=mention(agent), actor=mention(actor))
    if absent:
        return words("thread.nudged_absent", agent=absent, actor=mention(actor))
    return words("thread.nudged_desk", actor=mention(actor))


def reason(request: Request, survey: Survey | None, words: Words, now: datetime) -> Mrkdwn:
    """Why to have a look: the rating, or what is owed next and how that stands; nothing while the request waits."""
    if survey:
        return words("thread.nudged_rated", requester=mention(request.requester), face=verdict(survey))
    return promised(request, words, now, "UTC") if owed(request) else Mrkdwn("")
